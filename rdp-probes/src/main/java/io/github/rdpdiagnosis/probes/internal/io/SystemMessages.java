package io.github.rdpdiagnosis.probes.internal.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system's error texts, in English whatever the language of this process.
 *
 * <p>Java gives several errors one exception type and tells them apart only by the text that the C
 * library has for the error number. The GNU C library translates these texts; the translations are
 * looked up in its own message catalogue, so that they can be turned back. Other C libraries, and
 * the JDK on Windows, have English texts only. Reads one or two files of the system, once.
 */
public final class SystemMessages {
  private static final Logger LOG = LoggerFactory.getLogger(SystemMessages.class);
  private static final Path CATALOGUES = Path.of("/usr/share/locale");
  private static final String CATALOGUE = "LC_MESSAGES/libc.mo";
  private static final int LONGEST_CATALOGUE = 1 << 20;
  private static final int MAGIC = 0x950412de;
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(?:_[A-Za-z]{2,3})?");
  private static final Pattern CHARSET = Pattern.compile("charset=([A-Za-z0-9._-]{1,40})");

  /** The texts that something here is told by. */
  private static final Set<String> WANTED =
      Set.of(
          "Connection refused",
          "Connection reset by peer",
          "Connection timed out",
          "Broken pipe",
          "No route to host",
          "Host is down",
          "Network is unreachable",
          "Network is down",
          "Permission denied",
          "Operation not permitted",
          "Invalid argument",
          "Cannot assign requested address",
          "Name or service not known",
          "No address associated with hostname",
          "Temporary failure in name resolution");

  private SystemMessages() {}

  private static final class Loaded {
    private static final Map<String, String> ENGLISH = load(CATALOGUES, System.getenv());
  }

  /**
   * A message with the system's part of it in English.
   *
   * @param message an exception's message
   * @return the message; unchanged where it is English already or in no catalogue
   */
  public static String english(@Nullable String message) {
    return english(String.valueOf(message), Loaded.ENGLISH);
  }

  static String english(String message, Map<String, String> english) {
    // The longest first: one text may be the start of another.
    return english.entrySet().stream()
        .filter(entry -> message.contains(entry.getKey()))
        .max(Comparator.comparingInt(entry -> entry.getKey().length()))
        .map(entry -> message.replace(entry.getKey(), entry.getValue()))
        .orElse(message);
  }

  /** English by translation, for the languages that the environment asks for. */
  static Map<String, String> load(Path catalogues, Map<String, String> environment) {
    Map<String, String> english = new TreeMap<>();
    for (String language : languages(environment)) {
      Path file = catalogues.resolve(language).resolve(CATALOGUE);
      if (Files.isRegularFile(file)) {
        try (InputStream in = Files.newInputStream(file)) {
          read(in.readNBytes(LONGEST_CATALOGUE), english);
        } catch (IOException | RuntimeException e) {
          LOG.debug("message catalogue {}: {}", file, e.toString()); // the texts stay as they are
        }
      }
    }
    return Map.copyOf(english);
  }

  /** As gettext(3) chooses: LANGUAGE, then LC_ALL, LC_MESSAGES or LANG; each with its country. */
  private static List<String> languages(Map<String, String> environment) {
    List<String> wanted =
        new ArrayList<>(List.of(environment.getOrDefault("LANGUAGE", "").split(":", -1)));
    for (String variable : List.of("LC_ALL", "LC_MESSAGES", "LANG")) {
      wanted.add(environment.getOrDefault(variable, ""));
    }
    List<String> languages = new ArrayList<>();
    for (String each : wanted) {
      String language = each.split("[.@]", 2)[0];
      if (LANGUAGE.matcher(language).matches()) {
        languages.add(language);
        languages.add(language.split("_", 2)[0].toLowerCase(Locale.ROOT));
      }
    }
    return languages.stream().distinct().toList();
  }

  /** A catalogue in the form of GNU gettext's .mo files: two tables of lengths and offsets. */
  private static void read(byte[] file, Map<String, String> english) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt(0) != MAGIC) {
      in.order(ByteOrder.BIG_ENDIAN);
    }
    if (in.getInt(0) != MAGIC) {
      throw new IllegalArgumentException("no message catalogue");
    }
    int count = in.getInt(8);
    int originals = in.getInt(12);
    int translations = in.getInt(16);
    Charset charset = StandardCharsets.UTF_8;
    for (int i = 0; i < count; i++) {
      String original = text(in, originals + 8 * i, StandardCharsets.UTF_8);
      if (original.isEmpty()) { // its translation is the header, and it sorts first
        charset = charset(text(in, translations + 8 * i, charset)).orElse(charset);
      } else if (WANTED.contains(original)) {
        String translation = text(in, translations + 8 * i, charset);
        if (!translation.isBlank()) {
          english.putIfAbsent(translation, original);
        }
      }
    }
  }

  private static String text(ByteBuffer in, int entry, Charset charset) {
    byte[] bytes = new byte[Math.min(in.getInt(entry), in.capacity())];
    in.get(in.getInt(entry + 4), bytes);
    return new String(bytes, charset);
  }

  private static Optional<Charset> charset(String header) {
    Matcher matcher = CHARSET.matcher(header);
    return matcher.find() && Charset.isSupported(matcher.group(1))
        ? Optional.of(Charset.forName(matcher.group(1)))
        : Optional.empty();
  }
}
