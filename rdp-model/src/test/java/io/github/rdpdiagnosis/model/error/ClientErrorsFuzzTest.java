package io.github.rdpdiagnosis.model.error;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text of allowed length is answered. */
class ClientErrorsFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.concat(PastedErrorsTest.texts(), PastedErrorsTest.unrelated())
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest
  void answers(byte[] bytes) {
    String text = text(bytes);
    if (text.length() <= ClientErrors.MAX_CHARACTERS) {
      List<ClientError> errors = ClientErrors.match(text).errors();
      for (int i = 0; i < errors.size(); i++) {
        for (int j = 0; j < i; j++) {
          assertNotSame(errors.get(j), errors.get(i));
        }
      }
    }
  }

  /** UTF-8; after a zero byte any UTF-16 units, lone surrogates included. */
  private static String text(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == 0
        ? ByteBuffer.wrap(bytes, 1, bytes.length - 1).asCharBuffer().toString()
        : new String(bytes, UTF_8);
  }
}
