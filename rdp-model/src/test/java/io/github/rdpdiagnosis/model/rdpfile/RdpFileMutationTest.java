package io.github.rdpdiagnosis.model.rdpfile;

import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Damaged files: what {@link RdpFileFuzzTest} demands, without looking for new ways in. */
class RdpFileMutationTest {
  private static final int FILES = Integer.getInteger("mutants", 100_000);

  private static final byte[] SCRAPS = {
    0,
    ':',
    's',
    'i',
    'b',
    '\r',
    '\n',
    ' ',
    '[',
    ']',
    '-',
    '9',
    (byte) 0xFF,
    (byte) 0xFE,
    (byte) 0xD8
  };

  private final SplittableRandom random = new SplittableRandom(20261125);

  @Test
  void everyMutantIsReadOrRefused() {
    List<byte[]> seeds = RdpFileFuzzTest.seeds().toList();
    RdpFileFuzzTest demands = new RdpFileFuzzTest();
    assertTimeout(
        Duration.ofSeconds(120 + FILES / 1_000),
        () -> {
          for (int i = 0; i < FILES; i++) {
            demands.readsOrRefuses(mutant(seeds));
          }
        });
  }

  private byte[] mutant(List<byte[]> seeds) {
    byte[] bytes = seeds.get(random.nextInt(seeds.size()));
    for (int n = random.nextInt(6); n > 0; n--) {
      int at = random.nextInt(bytes.length + 1);
      int end = Math.min(bytes.length, at + random.nextInt(9));
      ByteArrayOutputStream mutant = new ByteArrayOutputStream();
      mutant.write(bytes, 0, at);
      if (random.nextInt(8) == 0) {
        mutant.writeBytes(seeds.get(random.nextInt(seeds.size())));
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        mutant.write(
            random.nextInt(3) == 0 ? random.nextInt(256) : SCRAPS[random.nextInt(SCRAPS.length)]);
      }
      boolean cut = random.nextBoolean();
      mutant.write(bytes, cut ? end : at, bytes.length - (cut ? end : at));
      bytes = mutant.toByteArray();
    }
    return bytes;
  }
}
