package io.github.rdpdiagnosis.samples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Where an option's value comes from that is not on the command line: the environment as {@code
 * RDPDIAG_} and its name, such as {@code RDPDIAG_DEADLINE}; then the file that {@code
 * RDPDIAG_CONFIG} names, or {@code rdpdiag/config.properties} below {@code XDG_CONFIG_HOME} or
 * {@code ~/.config}, with lines such as {@code deadline=30s}; then its default. Secrets do not
 * belong into that file: a line that looks like one is refused.
 */
final class Configuration implements IDefaultValueProvider {
  /** Nothing but defaults. */
  static final Configuration NONE = new Configuration(Map.of(), "", new Properties());

  private static final int LIMIT = 1 << 16;
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(password|passwd|token|secret|credential).*");

  private final Map<String, String> environment;
  private final String source;
  private final Properties lines;

  private Configuration(Map<String, String> environment, String source, Properties lines) {
    this.environment = environment;
    this.source = source;
    this.lines = lines;
  }

  static Configuration of(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "") + "/.config";
    String usual = environment.getOrDefault("XDG_CONFIG_HOME", home) + "/rdpdiag/config.properties";
    String file = environment.getOrDefault("RDPDIAG_CONFIG", usual);
    Path path = TargetArgument.path(file);
    Properties lines = new Properties();
    if (environment.containsKey("RDPDIAG_CONFIG") || Files.isRegularFile(path)) {
      read(path, file, lines);
    }
    return new Configuration(environment, file, lines);
  }

  private static void read(Path path, String file, Properties lines) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw new UsageException(file + ": expected at most " + LIMIT + " bytes");
      }
      lines.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw TargetArgument.unreadable(file, e);
    } catch (IllegalArgumentException e) {
      throw new UsageException(file + ": " + e.getMessage());
    }
    for (String key : lines.stringPropertyNames()) {
      if (SECRET.matcher(key).matches()) {
        throw new UsageException(
            file + ": " + key + ": no secrets in this file; RDPDIAG_ACCESS_TOKEN holds the token");
      }
    }
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    if (!(arg instanceof OptionSpec option)) {
      return null;
    }
    String fromEnvironment = environment.get(variable(option));
    return fromEnvironment != null ? fromEnvironment : lines.getProperty(name(option));
  }

  private static String name(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }

  private static String variable(OptionSpec option) {
    return "RDPDIAG_" + name(option).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Every option of a command with its value, and where that comes from. */
  void show(ParseResult parsed, PrintStream out) {
    for (OptionSpec option : parsed.commandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        Object value = option.getValue();
        out.printf(
            Locale.ROOT,
            "%-18s %-40s %s%n",
            name(option),
            value == null ? "" : value,
            origin(option, parsed));
      }
    }
  }

  private String origin(OptionSpec option, ParseResult parsed) {
    if (parsed.hasMatchedOption(option)) {
      return "command line";
    }
    if (environment.containsKey(variable(option))) {
      return variable(option);
    }
    return lines.containsKey(name(option)) ? source : "default";
  }
}
