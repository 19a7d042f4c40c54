package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.net.Port;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A {@code .rdp} file, read without loss: {@link #toBytes()} gives back every byte, also of lines
 * that make no sense.
 *
 * <p>A line is {@code name:type:value}, split at its first two colons; the type is {@code i},
 * {@code s} or {@code b}. Names are compared ignoring case, and of several lines with the same name
 * and type the last one counts. Lines that are no settings are kept and listed as {@link
 * #problems()}. At most 1 MiB is read. Immutable and thread-safe; {@link #toString()} hides
 * secrets.
 *
 * <p>Source: properties as documented at learn.microsoft.com/azure/virtual-desktop/rdp-properties;
 * the grammar, which is not documented, as FreeRDP ({@code client/common/file.c}) and IronRDP
 * ({@code crates/ironrdp-rdpfile}) read it.
 */
public final class RdpFile {
  /** The most bytes that a file may have: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private static final String FULL_ADDRESS = "full address";
  private static final String ALTERNATE_FULL_ADDRESS = "alternate full address";
  private static final String SERVER_PORT = "server port";
  private static final String ADMINISTRATIVE_SESSION = "administrative session";

  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,10}");

  private final byte[] bytes;
  private final RdpEncoding encoding;
  private final List<RdpLine> lines;
  private final List<RdpProblem> problems;
  private final Map<String, RdpLine> strings = new HashMap<>();
  private final Map<String, RdpLine> integers = new HashMap<>();
  private final Map<String, RdpLine> last = new HashMap<>();

  private RdpFile(
      byte[] bytes, RdpEncoding encoding, List<RdpLine> lines, List<RdpProblem> problems) {
    this.bytes = bytes;
    this.encoding = encoding;
    this.lines = List.copyOf(lines);
    this.problems = List.copyOf(problems);
    for (RdpLine line : lines) {
      line.setting().ifPresent(setting -> index(setting, line));
    }
  }

  private void index(RdpSetting setting, RdpLine line) {
    String key = RdpSetting.key(setting.name());
    last.put(key, line);
    if (setting.type() == RdpSetting.Type.STRING) {
      strings.put(key, line);
    } else if (setting.type() == RdpSetting.Type.INTEGER) {
      integers.put(key, line);
    }
  }

  /**
   * Reads a file.
   *
   * @param path where it is
   * @return what it says
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if it cannot be read
   * @throws RdpFileFormatException if it is no {@code .rdp} file; the message begins with the
   *     file's name
   */
  public static RdpFile read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return read(in);
    } catch (RdpFileFormatException e) {
      throw new RdpFileFormatException(
          Printable.excerpt(path.toString()) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file from a stream, up to its end or one byte beyond {@link #MAX_BYTES}. Does not close
   * the stream.
   *
   * @param in where to read
   * @return what it says
   * @throws IOException if the stream fails
   * @throws RdpFileFormatException if it is no {@code .rdp} file
   */
  public static RdpFile read(InputStream in) throws IOException {
    return parse(in.readNBytes(MAX_BYTES + 1));
  }

  /**
   * Reads a file from memory.
   *
   * @param file the whole file; copied
   * @return what it says
   * @throws RdpFileFormatException if it is larger than {@link #MAX_BYTES}, empty, binary, or has
   *     no setting at all
   */
  public static RdpFile parse(byte[] file) {
    if (file.length > MAX_BYTES) {
      throw new RdpFileFormatException(
          "expected a .rdp file of at most "
              + MAX_BYTES
              + " bytes, found more at offset "
              + MAX_BYTES);
    }
    byte[] bytes = file.clone();
    RdpEncoding encoding = RdpEncoding.of(bytes);
    String text = encoding.decode(bytes);
    if (text.isBlank()) {
      throw new RdpFileFormatException(
          "expected settings as name:type:value, found "
              + (bytes.length == 0 ? "an empty file" : "nothing but blanks"));
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new RdpFileFormatException(
          "expected the text of a .rdp file, found a zero byte at offset "
              + encoding.offset(text, nul)
              + ": this is a binary file");
    }
    return parse(bytes, encoding, text);
  }

  private static RdpFile parse(byte[] bytes, RdpEncoding encoding, String text) {
    List<RdpLine> lines = new ArrayList<>();
    List<RdpProblem> problems = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = endOfLine(text, start);
      lines.add(line(lines.size() + 1, text.substring(start, end), problems));
      boolean isCrLf = text.startsWith("\r\n", end);
      start = end + (isCrLf ? 2 : 1);
    }
    if (lines.stream().allMatch(line -> line.setting().isEmpty())) {
      throw new RdpFileFormatException(
          "expected at least one line of the form name:type:value, found none in "
              + lines.size()
              + (lines.size() == 1 ? " line" : " lines"));
    }
    return new RdpFile(bytes, encoding, lines, problems);
  }

  private static int endOfLine(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
        return i;
      }
    }
    return text.length();
  }

  private static RdpLine line(int number, String raw, List<RdpProblem> problems) {
    Optional<RdpSetting> setting = Optional.empty();
    if (!raw.isBlank()) {
      String[] parts = raw.split(":", 3);
      String problem = problem(parts);
      if (problem.isEmpty()) {
        setting =
            Optional.of(
                new RdpSetting(parts[0], RdpSetting.Type.of(parts[1]), Secret.of(parts[2])));
        problem = valueProblem(setting.get());
      }
      if (!problem.isEmpty()) {
        problems.add(new RdpProblem(number, problem));
      }
    }
    return new RdpLine(number, Secret.of(raw), setting);
  }

  /**
   * What is wrong with the form of a line, or an empty text. Shows no more of the line than one
   * letter: it may hold a secret.
   */
  private static String problem(String[] parts) {
    if (parts.length < 3) {
      return parts.length == 1
          ? "expected name:type:value, found no colon"
          : "expected name:type:value, found only one colon";
    }
    if (parts[0].isBlank()) {
      return "expected a name before the first colon, found none";
    }
    if (parts[1].length() != 1) {
      return "expected the type i, s or b between the colons, found "
          + (parts[1].isEmpty() ? "none" : parts[1].length() + " characters");
    }
    if ("isb".indexOf(parts[1].charAt(0)) < 0) {
      return "expected the type i, s or b between the colons, found "
          + Printable.of(parts[1].charAt(0));
    }
    return "";
  }

  private static String valueProblem(RdpSetting setting) {
    if (setting.type() == RdpSetting.Type.INTEGER && number(setting).isEmpty()) {
      return "expected a whole number for "
          + Printable.excerpt(setting.name())
          + ", found '"
          + Printable.excerpt(setting.display())
          + "'";
    }
    return "";
  }

  static OptionalInt number(RdpSetting setting) {
    String digits = setting.value().reveal().strip();
    if (!DECIMAL.matcher(digits).matches()) {
      return OptionalInt.empty();
    }
    long number = Long.parseLong(digits);
    return number == (int) number ? OptionalInt.of((int) number) : OptionalInt.empty();
  }

  /**
   * The file as it was read.
   *
   * @return a copy, equal byte for byte
   */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /**
   * Writes the file as it was read.
   *
   * @param out where to; not closed
   * @throws IOException if the stream fails
   */
  public void write(OutputStream out) throws IOException {
    out.write(bytes);
  }

  /**
   * How the text is stored.
   *
   * @return the encoding
   */
  public RdpEncoding encoding() {
    return encoding;
  }

  /**
   * All lines in their order, blank and malformed ones included.
   *
   * @return at least one
   */
  public List<RdpLine> lines() {
    return lines;
  }

  /**
   * What may be shown of each line, malformed ones included: the values of secrets are hidden, also
   * where a line break or colon is missing, and unprintable characters become question marks.
   *
   * @return as many as {@link #lines()}
   */
  public List<String> displayLines() {
    List<String> shown = new ArrayList<>(lines.size());
    boolean isAfterSecret = false;
    for (RdpLine line : lines) {
      String raw = line.raw().reveal();
      if (line.setting().isPresent()) {
        isAfterSecret = line.setting().get().isSecret();
        shown.add(line.setting().get().toString());
      } else if (raw.isBlank()) {
        shown.add("");
      } else if (RdpSetting.isSecret(raw)) {
        isAfterSecret = true;
        String name = raw.split(":", 2)[0];
        boolean isName =
            raw.length() > name.length() && RdpProperties.standard().find(name).isPresent();
        shown.add(isName ? Printable.of(name) + ":" + Secret.REDACTED : Secret.REDACTED);
      } else {
        // The rest of a secret that somebody's editor has wrapped.
        shown.add(isAfterSecret ? Secret.REDACTED : Printable.of(raw));
      }
    }
    return List.copyOf(shown);
  }

  /**
   * The lines that could not be read as they stand, and why.
   *
   * @return in the order of the lines; empty for a well-formed file
   */
  public List<RdpProblem> problems() {
    return problems;
  }

  /**
   * A setting of any type.
   *
   * @param name its name, in any case
   * @return the last line that sets it, or empty
   */
  public Optional<RdpSetting> setting(String name) {
    return Optional.ofNullable(last.get(RdpSetting.key(name))).flatMap(RdpLine::setting);
  }

  /**
   * The value of a text setting ({@code :s:}).
   *
   * @param name its name, in any case
   * @return the text as it stands, which may be empty, or empty if no line sets it
   * @throws IllegalArgumentException if the name is that of a secret, such as {@code password}: see
   *     {@link #secret}
   */
  public Optional<String> string(String name) {
    if (RdpSetting.isSecret(name)) {
      throw new IllegalArgumentException(name + " is a secret: read it with secret(name)");
    }
    return setting(strings, name).map(setting -> setting.value().reveal());
  }

  /**
   * The value of a whole-number setting ({@code :i:}): decimal digits, from -2147483648 to
   * 2147483647.
   *
   * @param name its name, in any case
   * @return the number, or empty if no line sets it or the last one that does is not a number (then
   *     it is one of the {@link #problems()})
   */
  public OptionalInt integer(String name) {
    return setting(integers, name).map(RdpFile::number).orElse(OptionalInt.empty());
  }

  /**
   * The value of a setting that must not be shown, of any type: {@code password 51}, {@code
   * gatewayaccesstoken} and the like.
   *
   * @param name its name, in any case
   * @return the value, wrapped, or empty if no line sets it
   */
  public Optional<Secret> secret(String name) {
    return setting(name).map(RdpSetting::value);
  }

  /** The line that counts for a text setting. */
  Optional<RdpLine> stringLine(String name) {
    return Optional.ofNullable(strings.get(RdpSetting.key(name)));
  }

  /** The line that counts for a whole-number setting. */
  Optional<RdpLine> integerLine(String name) {
    return Optional.ofNullable(integers.get(RdpSetting.key(name)));
  }

  /** The last line of that name, of any type. */
  Optional<RdpLine> lastLine(String name) {
    return Optional.ofNullable(last.get(RdpSetting.key(name)));
  }

  private static Optional<RdpSetting> setting(Map<String, RdpLine> index, String name) {
    return Optional.ofNullable(index.get(RdpSetting.key(name))).flatMap(RdpLine::setting);
  }

  /**
   * Where the file leads: {@code alternate full address}, else {@code full address}. The port is
   * {@code server port}, else the one in the address, else 3389; this is the order of FreeRDP, and
   * a note says so where the two differ. With a {@link #gateway()} this is what the gateway
   * connects to.
   *
   * @return host and port
   * @throws RdpFileFormatException if there is no address, or an address or port that cannot be
   *     one; names the line
   */
  public RdpTarget target() {
    List<String> notes = new ArrayList<>();
    Optional<RdpLine> full = addressLine(FULL_ADDRESS);
    Optional<RdpLine> alternate = addressLine(ALTERNATE_FULL_ADDRESS);
    RdpLine chosen =
        alternate
            .or(() -> full)
            .orElseThrow(
                () ->
                    new RdpFileFormatException(
                        "expected a line full address:s:HOST or full address:s:HOST:PORT, found"
                            + " none"));
    if (alternate.isPresent()
        && full.isPresent()
        && !text(alternate.get()).equalsIgnoreCase(text(full.get()))) {
      notes.add(
          "alternate full address (line "
              + alternate.get().number()
              + ") differs from full address (line "
              + full.get().number()
              + ") and wins.");
    }
    RdpTarget.Address address = address(chosen);
    Port port = address.portOr(Port.RDP);
    RdpLine portLine = integers.get(SERVER_PORT);
    if (portLine != null) {
      port = serverPort(portLine);
      if (address.port() != 0 && port.number() != address.port()) {
        notes.add(
            "server port "
                + port
                + " (line "
                + portLine.number()
                + ") overrides port "
                + address.port()
                + " in the address (line "
                + chosen.number()
                + "); clients differ in this.");
      }
    }
    return new RdpTarget(address.host(), port, notes);
  }

  private Optional<RdpLine> addressLine(String name) {
    return Optional.ofNullable(strings.get(name)).filter(line -> !text(line).isEmpty());
  }

  private static String text(RdpLine line) {
    return line.setting().map(setting -> setting.value().reveal().strip()).orElse("");
  }

  private static RdpTarget.Address address(RdpLine line) {
    try {
      return RdpTarget.address(text(line));
    } catch (IllegalArgumentException e) {
      throw new RdpFileFormatException("line " + line.number() + ": " + e.getMessage(), e);
    }
  }

  private static Port serverPort(RdpLine line) {
    OptionalInt number = line.setting().map(RdpFile::number).orElse(OptionalInt.empty());
    if (number.isEmpty() || number.getAsInt() < 1 || number.getAsInt() > 65535) {
      throw new RdpFileFormatException(
          "line "
              + line.number()
              + ": expected a server port from 1 to 65535, found '"
              + Printable.excerpt(text(line))
              + "'");
    }
    return new Port(number.getAsInt());
  }

  /**
   * Whether the client may use CredSSP, and with it Network Level Authentication ({@code
   * enablecredsspsupport}).
   *
   * @return true unless it is 0; empty where the file does not say, which clients take for yes
   */
  public Optional<Boolean> credSspEnabled() {
    OptionalInt value = integer("enablecredsspsupport");
    return value.isPresent() ? Optional.of(value.getAsInt() != 0) : Optional.empty();
  }

  /**
   * What the client does when it cannot verify the server's certificate ({@code authentication
   * level}).
   *
   * @return 0 connects without warning, 1 does not connect, 2 asks the user, 3 states no
   *     requirement; empty where the file does not say
   */
  public OptionalInt authenticationLevel() {
    return integer("authentication level");
  }

  /**
   * The RD Gateway that the client goes through: {@code gatewayhostname}, if {@code
   * gatewayusagemethod} is 1 (always), 2 (if a direct connection fails) or 3 (the client's own
   * default).
   *
   * @return {@code HOST} or {@code HOST:PORT} as it stands, or empty if no gateway is named or used
   */
  public Optional<String> gateway() {
    int method = integer("gatewayusagemethod").orElse(0);
    if (method < 1 || method > 3) {
      return Optional.empty();
    }
    return string("gatewayhostname").map(String::strip).filter(host -> !host.isEmpty());
  }

  /**
   * The account that the file names ({@code username}).
   *
   * @return such as {@code VM1\ops} or {@code ops@example.com}, or empty if it names none
   */
  public Optional<String> userName() {
    return string("username").map(String::strip).filter(name -> !name.isEmpty());
  }

  /**
   * Where the file leads and why, with each client's own reading where they differ.
   *
   * @return never fails: a target that cannot be used is explained as well
   */
  public RdpTargetExplanation explainTarget() {
    return TargetReading.of(this);
  }

  /**
   * A changed file: order and all lines that are not touched stay as they are, byte for byte.
   *
   * @return a builder that starts with this file
   */
  public RdpFileBuilder toBuilder() {
    return new RdpFileBuilder(this, bytes);
  }

  /**
   * A copy that opens an administrative session ({@code administrative session:i:1}), which needs
   * no Remote Desktop licence. It serves only the connection made with it; the notes say so.
   *
   * @return the copy; equal to this file if it asked for that already
   */
  public RdpEdit adminCopy() {
    RdpEdit edit = toBuilder().set(ADMINISTRATIVE_SESSION, 1).build();
    List<String> notes = new ArrayList<>(edit.notes());
    notes.add(
        "An administrative session serves only the connection made with this copy: other users"
            + " still fail until the VM's licensing is repaired.");
    return new RdpEdit(edit.file(), notes);
  }

  /**
   * The Windows client's command line that opens a file in an administrative session without
   * changing it.
   *
   * @param fileName name or path of the file
   * @return such as {@code mstsc "sql1.rdp" /admin}
   * @throws IllegalArgumentException if the name is blank or holds a quote or a control character
   */
  public static String adminCommand(String fileName) {
    if (fileName.isBlank()
        || fileName.indexOf('"') >= 0
        || !Printable.of(fileName).equals(fileName)) {
      throw new IllegalArgumentException(
          "expected a file name without quotes and control characters, found "
              + Printable.excerpt(fileName));
    }
    return "mstsc \"" + fileName + "\" /admin";
  }

  /**
   * A new file as Azure's portal writes it: the address with its port, and a prompt for
   * credentials.
   *
   * @param host a name, an IPv4 address or an IPv6 address without brackets
   * @param port the TCP port
   * @return the file, in UTF-8 with CRLF
   * @throws IllegalArgumentException if the host cannot be one
   */
  public static RdpFile fresh(String host, Port port) {
    return parse(
        ("full address:s:"
                + new RdpTarget(host, port, List.of())
                + "\r\nprompt for credentials:i:1\r\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A new file as Azure's portal writes it, for one user.
   *
   * @param host a name, an IPv4 address or an IPv6 address without brackets
   * @param port the TCP port
   * @param user the account, best as {@code VM1\ops} or {@code ops@example.com}
   * @return the file, in UTF-8 with CRLF
   * @throws IllegalArgumentException if the host cannot be one, or the user is blank or spans lines
   */
  public static RdpFile fresh(String host, Port port, String user) {
    if (user.isBlank()) {
      throw new IllegalArgumentException("user must not be blank");
    }
    return fresh(host, port).toBuilder().set("username", user).build().file();
  }

  /**
   * What the file's signature is worth, with the trust anchors of this JVM and its clock. Connects
   * to nothing; needs {@code org.bouncycastle:bcpkix-jdk18on}, and says so where it is absent.
   *
   * @return one of five outcomes; never fails
   */
  public RdpSignature signature() {
    return SignatureCheck.of(this, TrustAnchors.ofJvm(Instant.now()));
  }

  /**
   * What the file's signature is worth.
   *
   * @param anchors whom to trust: signers themselves, or those who issued their certificates
   * @param at when: certificates have to be valid then
   * @return one of five outcomes; never fails
   */
  public RdpSignature signature(Collection<X509Certificate> anchors, Instant at) {
    return SignatureCheck.of(this, new TrustAnchors(Set.copyOf(anchors), at));
  }

  /**
   * What in this file is a fault, may explain one, or hides one. Looks at nothing but the file.
   *
   * @return in the order of the lines, those about the whole file first; empty for a file as
   *     Azure's portal writes it. Of one rule, at most 100 lines are listed
   */
  public List<RdpLintFinding> lint() {
    return RdpLint.of(this);
  }

  /**
   * The lines as they may be printed.
   *
   * @return one line for each, secrets redacted, unprintable characters as question marks
   */
  @Override
  public String toString() {
    return lines.stream().map(RdpLine::toString).collect(Collectors.joining("\n"));
  }
}
