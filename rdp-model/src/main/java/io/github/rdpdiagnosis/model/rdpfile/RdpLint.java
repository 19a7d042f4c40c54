package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.rdpfile.RdpLintFinding.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rules of {@link RdpFile#lint()}: a table of what to look for, why it matters and a fix. */
final class RdpLint {
  /** More places than this are counted, not listed, so that a hostile file stays readable. */
  private static final int MAX_PLACES = 100;

  private static final int WHOLE_FILE = 0;
  private static final int FIRST_DYNAMIC_PORT = 49152;
  private static final String FULL = "full address";
  private static final String ALTERNATE = "alternate full address";
  private static final String SERVER_PORT = "server port";

  private static final Pattern SETTING_START = Pattern.compile(":[isb]:");

  /** Properties that hand something of the client to the VM: on if not 0 or not empty. */
  private static final List<String> REDIRECTIONS =
      List.of(
          "drivestoredirect",
          "redirectdrives",
          "devicestoredirect",
          "usbdevicestoredirect",
          "camerastoredirect",
          "audiocapturemode",
          "redirectclipboard",
          "redirectprinters",
          "redirectcomports",
          "redirectsmartcards",
          "redirectposdevices",
          "redirectlocation",
          "redirectwebauthn");

  private static final Set<String> CLEAR_TEXT =
      Set.of("password", "cleartextpassword", "gatewaypassword");

  private record Place(int line, String what) {}

  private record Rule(
      String id,
      Severity severity,
      String cause,
      String why,
      String fix,
      Function<RdpFile, Stream<Place>> places) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "RDP-01",
              Severity.ERROR,
              "",
              "Without an address no client can connect.",
              "Add full address:s:HOST or full address:s:HOST:PORT, or download the file again.",
              RdpLint::noAddress),
          new Rule(
              "RDP-02",
              Severity.ERROR,
              "CL-04",
              "No client reaches the VM at an address or port that cannot be one.",
              "Write HOST, HOST:PORT or [IPV6]:PORT with a port from 1 to 65535.",
              RdpLint::unusableAddress),
          new Rule(
              "RDP-03",
              Severity.WARNING,
              "CL-04",
              "FreeRDP connects to server port, IronRDP to the port in the address: one file leads"
                  + " to two places.",
              "Keep one of the two, with the port that the VM or its NAT rule listens on.",
              RdpLint::twoPorts),
          new Rule(
              "RDP-04",
              Severity.WARNING,
              "",
              "The Windows client and FreeRDP go to the alternate address, IronRDP to the full"
                  + " address; whoever reads only one is looking at the wrong VM.",
              "Keep full address and remove alternate full address, or make them equal.",
              RdpLint::twoAddresses),
          new Rule(
              "RDP-05",
              Severity.WARNING,
              "CL-04",
              "FreeRDP takes what follows the last colon of an IPv6 address for the port.",
              "Put the address into brackets and add the port: [2001:db8::1]:3389.",
              RdpLint::bareIpv6),
          new Rule(
              "RDP-06",
              Severity.WARNING,
              "EP-07",
              "Names under cloudapp.net belonged to classic cloud services, which Azure retired:"
                  + " nothing answers there any more.",
              "Download a new file from the VM's Connect page; today's names end in"
                  + " cloudapp.azure.com.",
              file -> hosts(file, RdpLint::isClassic, " is the name of a classic cloud service")),
          new Rule(
              "RDP-07",
              Severity.INFO,
              "EP-07",
              "Classic endpoints had ports from 49152 up; today such a port is right only if a NAT"
                  + " rule or the VM itself uses it.",
              "Compare the port with the NAT rule's front-end port, or with the VM's own.",
              RdpLint::dynamicPort),
          new Rule(
              "RDP-08",
              Severity.INFO,
              "CL-13",
              "A private address is reached only through a VPN, ExpressRoute, peering, Bastion or a"
                  + " gateway.",
              "From elsewhere use the public name or address, or one of these ways.",
              RdpLint::privateAddress),
          new Rule(
              "RDP-09",
              Severity.ERROR,
              "EP-17",
              "The file asks for an RD Gateway and does not say which.",
              "Add gatewayhostname:s:HOST, or set gatewayusagemethod to 0 to connect directly.",
              RdpLint::unnamedGateway),
          new Rule(
              "RDP-10",
              Severity.WARNING,
              "CL-09",
              "A VM that requires Network Level Authentication, as Azure images do, refuses a"
                  + " client without CredSSP.",
              "Set enablecredsspsupport to 1 or remove the line.",
              file -> number(file, "enablecredsspsupport", n -> n == 0, "CredSSP is switched off")),
          new Rule(
              "RDP-11",
              Severity.WARNING,
              "",
              "The client connects to whoever answers, without a warning: credentials may go to an"
                  + " impostor, and a wrong VM goes unnoticed.",
              "Set authentication level to 2, so that the client asks.",
              file ->
                  number(file, "authentication level", n -> n == 0, "the server is not verified")),
          new Rule(
              "RDP-12",
              Severity.WARNING,
              "",
              "The client refuses a certificate that it cannot verify, and the one that Windows"
                  + " makes for itself is such a one, all the more for a target named by address.",
              "Set authentication level to 2, or give the VM a certificate that this client trusts.",
              file ->
                  number(
                      file,
                      "authentication level",
                      n -> n == 1,
                      "a server that cannot be verified is refused")),
          new Rule(
              "RDP-13",
              Severity.INFO,
              "VM-45",
              "An administrative session needs no Remote Desktop licence: this file works where all"
                  + " other users fail for want of a licence server.",
              "Use it for repair only, and test the fault with a file that has this set to 0.",
              RdpLint::adminSession),
          new Rule(
              "RDP-14",
              Severity.INFO,
              "",
              "A saved password can be read only by the Windows user and on the machine that saved"
                  + " it; elsewhere the client asks, or the sign-in fails.",
              "Remove the line and type the password, above all if the file came from someone"
                  + " else.",
              file -> present(file, "password 51"::equals, " is saved in the file")),
          new Rule(
              "RDP-15",
              Severity.WARNING,
              "",
              "Whoever gets the file has the password; the Windows client does not even read it.",
              "Remove the line and change the password.",
              file -> present(file, CLEAR_TEXT::contains, " is a password in clear text")),
          new Rule(
              "RDP-16",
              Severity.INFO,
              "CL-06",
              "A name alone is completed by the client, perhaps with the wrong computer or domain;"
                  + " then the right password does not work either.",
              "Write VMNAME\\user, DOMAIN\\user or user@domain.",
              RdpLint::bareUserName),
          new Rule(
              "RDP-17",
              Severity.INFO,
              "CL-10",
              "Since April 2026 the Windows client stops at a dialog before it opens any connection"
                  + " for an unsigned file that redirects something of the client.",
              "Confirm the dialog, have the file signed, or remove the redirections.",
              RdpLint::unsignedRedirections),
          new Rule(
              "RDP-18",
              Severity.WARNING,
              "",
              "The signature vouches for a publisher, but not for where this file leads: the"
                  + " address can be exchanged without breaking it.",
              "Have the file signed again by a tool that covers the address.",
              RdpLint::addressNotSigned),
          new Rule(
              "RDP-19",
              Severity.WARNING,
              "",
              "A signature counts only together with the list of what it covers.",
              "Remove the line, or have the file signed again.",
              RdpLint::halfSigned),
          new Rule(
              "RDP-20",
              Severity.WARNING,
              "",
              "Clients ignore such a value, take their default or refuse the file.",
              "Use one of the documented values.",
              RdpLint::outOfRange),
          new Rule(
              "RDP-21",
              Severity.WARNING,
              "",
              "Clients skip a known property of another type, so the line has no effect.",
              "Correct the letter between the two colons.",
              RdpLint::wrongType),
          new Rule(
              "RDP-22",
              Severity.WARNING,
              "",
              "The last of them counts in FreeRDP and IronRDP; what the Windows client does is not"
                  + " documented.",
              "Keep one line.",
              RdpLint::duplicates),
          new Rule(
              "RDP-23",
              Severity.WARNING,
              "",
              "Clients skip the line or refuse the file.",
              "Write the line as name:type:value, or remove it.",
              RdpLint::malformed),
          new Rule(
              "RDP-24",
              Severity.WARNING,
              "",
              "Two settings run into one line: the second has no effect and spoils the first.",
              "Insert the missing line break.",
              RdpLint::missingLineBreak),
          new Rule(
              "RDP-25",
              Severity.WARNING,
              "",
              "FreeRDP reads a leading zero as octal and refuses negative numbers; IronRDP refuses"
                  + " blanks.",
              "Write the number in plain decimal digits.",
              RdpLint::oddNumber),
          new Rule(
              "RDP-26",
              Severity.INFO,
              "",
              "A property that is not documented: perhaps a misspelling without effect, perhaps one"
                  + " of another product.",
              "Compare the name with the documented ones.",
              RdpLint::unknown),
          new Rule(
              "RDP-27",
              Severity.WARNING,
              "",
              "FreeRDP and IronRDP do not recognise this encoding: with a UTF-8 mark they lose the"
                  + " first line, with the others the whole file.",
              "Save the file as UTF-16 LE with a byte order mark, or as UTF-8 without one.",
              RdpLint::rareEncoding),
          new Rule(
              "RDP-28",
              Severity.WARNING,
              "",
              "Client and VM do not agree on a security protocol first, so a VM that insists on"
                  + " another one refuses.",
              "Set negotiate security layer to 1 or remove the line.",
              file ->
                  number(
                      file, "negotiate security layer", n -> n == 0, "security is not negotiated")),
          new Rule(
              "RDP-29",
              Severity.WARNING,
              "",
              "The file was changed after it was signed, so the signature vouches for nothing.",
              "Get the file again from its publisher, or have it signed again.",
              RdpLint::signedLinesChanged));

  private RdpLint() {}

  /** The findings in the order of the lines, those about the whole file first. */
  static List<RdpLintFinding> of(RdpFile file) {
    List<RdpLintFinding> findings = new ArrayList<>();
    for (Rule rule : RULES) {
      List<Place> places = rule.places().apply(file).toList();
      places.stream().limit(MAX_PLACES).forEach(place -> findings.add(finding(rule, place)));
      if (places.size() > MAX_PLACES) {
        String more = (places.size() - MAX_PLACES) + " more lines like this";
        findings.add(finding(rule, new Place(places.get(MAX_PLACES).line(), more)));
      }
    }
    findings.sort(Comparator.comparingInt(finding -> finding.line().orElse(WHOLE_FILE)));
    return List.copyOf(findings);
  }

  private static RdpLintFinding finding(Rule rule, Place place) {
    return new RdpLintFinding(
        rule.id(),
        rule.severity(),
        place.line() == WHOLE_FILE ? OptionalInt.empty() : OptionalInt.of(place.line()),
        place.what(),
        rule.why(),
        rule.fix(),
        rule.cause().isEmpty() ? Optional.empty() : Optional.of(rule.cause()));
  }

  static List<String> ids() {
    return RULES.stream().map(Rule::id).toList();
  }

  // ---- where the file leads --------------------------------------------------------------------

  private static Stream<RdpLine> addressLines(RdpFile file) {
    return Stream.of(ALTERNATE, FULL)
        .flatMap(name -> file.stringLine(name).stream())
        .filter(line -> !text(line).isEmpty());
  }

  /** The address of a line, or empty where it is none: another rule says so. */
  private static Optional<RdpTarget.Address> address(RdpLine line) {
    try {
      return Optional.of(RdpTarget.address(text(line)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // unusableAddress() reports it
    }
  }

  private static Stream<Place> noAddress(RdpFile file) {
    return addressLines(file).findAny().isPresent()
        ? Stream.empty()
        : Stream.of(new Place(WHOLE_FILE, "there is no full address"));
  }

  private static Stream<Place> unusableAddress(RdpFile file) {
    Stream<Place> addresses =
        addressLines(file)
            .flatMap(
                line -> {
                  try {
                    RdpTarget.address(text(line));
                    return Stream.empty();
                  } catch (IllegalArgumentException e) {
                    return Stream.of(new Place(line.number(), String.valueOf(e.getMessage())));
                  }
                });
    Stream<Place> port =
        file.integerLine(SERVER_PORT).stream()
            .filter(line -> port(line).isEmpty())
            .map(
                line ->
                    new Place(
                        line.number(),
                        "expected a server port from 1 to 65535, found '"
                            + Printable.excerpt(text(line))
                            + "'"));
    return Stream.concat(addresses, port);
  }

  private static OptionalInt port(RdpLine line) {
    OptionalInt number = line.setting().map(RdpFile::number).orElse(OptionalInt.empty());
    return number.orElse(0) >= 1 && number.orElse(0) <= 65535 ? number : OptionalInt.empty();
  }

  private static Stream<Place> twoPorts(RdpFile file) {
    OptionalInt serverPort =
        file.integerLine(SERVER_PORT).map(RdpLint::port).orElse(OptionalInt.empty());
    return addressLines(file)
        .flatMap(
            line ->
                address(line)
                    .filter(a -> a.port() != 0 && serverPort.orElse(a.port()) != a.port())
                    .map(
                        a ->
                            new Place(
                                line.number(),
                                "the address has port "
                                    + a.port()
                                    + ", server port says "
                                    + serverPort.orElse(0)))
                    .stream());
  }

  private static Stream<Place> twoAddresses(RdpFile file) {
    List<RdpLine> lines = addressLines(file).toList();
    // Files of Azure Virtual Desktop name the pool and the host on purpose.
    boolean isBrokered =
        file.explainTarget().kind() == RdpTargetExplanation.Kind.AZURE_VIRTUAL_DESKTOP;
    return lines.size() == 2
            && !isBrokered
            && !text(lines.get(0)).equalsIgnoreCase(text(lines.get(1)))
        ? Stream.of(
            new Place(
                lines.get(0).number(),
                "alternate full address "
                    + Printable.excerpt(text(lines.get(0)))
                    + " differs from full address "
                    + Printable.excerpt(text(lines.get(1)))))
        : Stream.empty();
  }

  private static Stream<Place> bareIpv6(RdpFile file) {
    return addressLines(file)
        .filter(line -> !text(line).startsWith("["))
        .filter(line -> address(line).filter(a -> a.host().indexOf(':') >= 0).isPresent())
        .map(line -> new Place(line.number(), text(line) + " is an IPv6 address without brackets"));
  }

  private static Stream<Place> hosts(RdpFile file, Predicate<String> isOdd, String what) {
    return addressLines(file)
        .flatMap(
            line ->
                address(line)
                    .map(RdpTarget.Address::host)
                    .filter(isOdd)
                    .map(host -> new Place(line.number(), host + what))
                    .stream());
  }

  private static boolean isClassic(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".cloudapp.net") || name.endsWith(".cloudapp.net.");
  }

  private static Stream<Place> dynamicPort(RdpFile file) {
    Stream<Place> addresses =
        addressLines(file)
            .flatMap(
                line ->
                    address(line)
                        .filter(a -> a.port() >= FIRST_DYNAMIC_PORT)
                        .map(a -> new Place(line.number(), "the port is " + a.port()))
                        .stream());
    return Stream.concat(
        addresses, number(file, SERVER_PORT, n -> n >= FIRST_DYNAMIC_PORT, "a high port"));
  }

  private static Stream<Place> privateAddress(RdpFile file) {
    return file.gateway().isPresent()
        ? Stream.empty()
        : hosts(file, RdpLint::isPrivate, " is a private address");
  }

  private static boolean isPrivate(String host) {
    try {
      return IpAddress.parse(host).isPrivate();
    } catch (IllegalArgumentException e) {
      return false; // a name
    }
  }

  private static Stream<Place> unnamedGateway(RdpFile file) {
    boolean isNamed = file.string("gatewayhostname").filter(host -> !host.isBlank()).isPresent();
    return isNamed
        ? Stream.empty()
        : number(
            file,
            "gatewayusagemethod",
            n -> n == 1 || n == 2,
            "a gateway is asked for, none named");
  }

  // ---- sign-in and security --------------------------------------------------------------------

  private static Stream<Place> adminSession(RdpFile file) {
    return Stream.of("administrative session", "connect to console")
        .flatMap(name -> number(file, name, n -> n != 0, "the session is an administrative one"));
  }

  private static Stream<Place> bareUserName(RdpFile file) {
    boolean hasDomain = file.string("domain").filter(domain -> !domain.isBlank()).isPresent();
    return file.stringLine("username").stream()
        .filter(line -> !hasDomain && !text(line).isEmpty() && !text(line).matches(".*[\\\\@].*"))
        .map(
            line ->
                new Place(
                    line.number(),
                    "the user name "
                        + Printable.excerpt(text(line))
                        + " names no computer or domain"));
  }

  private static boolean isSigned(RdpFile file) {
    return file.string("signature").filter(text -> !text.isBlank()).isPresent();
  }

  private static Stream<Place> unsignedRedirections(RdpFile file) {
    if (isSigned(file)) {
      return Stream.empty();
    }
    List<RdpLine> on =
        REDIRECTIONS.stream()
            .flatMap(name -> file.lastLine(name).stream())
            .filter(line -> !Set.of("", "0").contains(text(line)))
            .toList();
    if (on.isEmpty()) {
      return Stream.empty();
    }
    List<String> names =
        on.stream().flatMap(line -> line.setting().stream()).map(RdpSetting::name).toList();
    return Stream.of(
        new Place(on.get(0).number(), "not signed, and redirects " + String.join(", ", names)));
  }

  private static Stream<Place> addressNotSigned(RdpFile file) {
    if (!isSigned(file) || file.string("signscope").isEmpty()) {
      return Stream.empty();
    }
    Signscope scope = Signscope.of(file);
    return Stream.of(FULL, ALTERNATE, SERVER_PORT)
        .filter(name -> !scope.covers(name))
        .flatMap(name -> file.lastLine(name).stream())
        .map(line -> new Place(line.number(), name(line) + " is not covered by the signature"));
  }

  private static Stream<Place> halfSigned(RdpFile file) {
    Optional<RdpLine> scope = file.stringLine("signscope");
    Optional<RdpLine> signature = file.stringLine("signature");
    return scope.isPresent() == signature.isPresent()
        ? Stream.empty()
        : Stream.concat(scope.stream(), signature.stream())
            .map(line -> new Place(line.number(), name(line) + " stands alone"));
  }

  /** What follows from the lines alone; {@link RdpFile#signature()} says the rest. */
  private static Stream<Place> signedLinesChanged(RdpFile file) {
    Optional<RdpLine> scope = file.stringLine("signscope");
    if (!isSigned(file) || scope.isEmpty()) {
      return Stream.empty();
    }
    SignedText text = new SignedText(file, Signscope.of(file), scope.get());
    return Stream.concat(text.missing().stream(), text.added().stream())
        .map(change -> new Place(change.line().orElse(scope.get().number()), change.what()));
  }

  // ---- form ------------------------------------------------------------------------------------

  private static Stream<Place> outOfRange(RdpFile file) {
    return file.lines().stream()
        .filter(line -> !isNamed(line, SERVER_PORT))
        .flatMap(
            line ->
                line
                    .setting()
                    .filter(setting -> setting.type() == RdpSetting.Type.INTEGER)
                    .flatMap(setting -> setting.property().flatMap(p -> beyond(p, setting)))
                    .map(what -> new Place(line.number(), what))
                    .stream());
  }

  private static Optional<String> beyond(RdpProperty property, RdpSetting setting) {
    OptionalInt number = RdpFile.number(setting);
    return number.isPresent() && !property.allows(number.getAsInt())
        ? Optional.of(
            property.name() + " is " + number.getAsInt() + ", documented: " + property.allowed())
        : Optional.empty();
  }

  private static Stream<Place> wrongType(RdpFile file) {
    return file.lines().stream()
        .flatMap(
            line ->
                line
                    .setting()
                    .flatMap(
                        setting ->
                            setting
                                .property()
                                .filter(p -> !p.types().contains(setting.type()))
                                .map(
                                    p ->
                                        new Place(
                                            line.number(),
                                            p.name()
                                                + " is of type "
                                                + p.type().letter()
                                                + ", not "
                                                + setting.type().letter())))
                    .stream());
  }

  private static Stream<Place> duplicates(RdpFile file) {
    Map<String, RdpLine> earlier = new HashMap<>();
    List<Place> places = new ArrayList<>();
    for (RdpLine line : file.lines()) {
      if (line.setting().isEmpty()) {
        continue;
      }
      RdpLine before = earlier.put(RdpSetting.key(name(line)), line);
      if (before != null && !text(before).equals(text(line))) {
        places.add(
            new Place(
                line.number(),
                Printable.excerpt(name(line))
                    + " was set to another value in line "
                    + before.number()));
      }
    }
    return places.stream();
  }

  private static Stream<Place> malformed(RdpFile file) {
    return file.problems().stream()
        .filter(problem -> !isNamed(file.lines().get(problem.line() - 1), SERVER_PORT))
        .map(problem -> new Place(problem.line(), problem.message()));
  }

  private static Stream<Place> missingLineBreak(RdpFile file) {
    return file.lines().stream()
        .filter(line -> line.setting().isPresent())
        .flatMap(
            line ->
                settingWithin(text(line))
                    .map(
                        name ->
                            new Place(
                                line.number(),
                                Printable.excerpt(name(line)) + " runs into " + name))
                    .stream());
  }

  /** The documented property that begins within a value. */
  private static Optional<String> settingWithin(String value) {
    Matcher start = SETTING_START.matcher(value);
    if (!start.find()) {
      return Optional.empty();
    }
    String before = value.substring(0, start.start()).toLowerCase(Locale.ROOT);
    return RdpProperties.standard().all().stream()
        .map(RdpProperty::name)
        .filter(name -> before.endsWith(RdpSetting.key(name)))
        .max(Comparator.comparingInt(String::length));
  }

  private static Stream<Place> oddNumber(RdpFile file) {
    return file.lines().stream()
        .flatMap(
            line ->
                line
                    .setting()
                    .filter(setting -> setting.type() == RdpSetting.Type.INTEGER)
                    .filter(setting -> RdpFile.number(setting).isPresent())
                    .filter(setting -> !isPlain(setting.value().reveal()))
                    .map(
                        setting ->
                            new Place(
                                line.number(),
                                Printable.excerpt(setting.name())
                                    + " is '"
                                    + Printable.excerpt(setting.display())
                                    + "'"))
                    .stream());
  }

  private static boolean isPlain(String digits) {
    boolean hasLeadingZero = digits.length() > 1 && digits.charAt(0) == '0';
    return !hasLeadingZero
        && IntStream.range(0, digits.length())
            .allMatch(i -> digits.charAt(i) >= '0' && digits.charAt(i) <= '9');
  }

  private static Stream<Place> unknown(RdpFile file) {
    return file.lines().stream()
        .flatMap(
            line ->
                line
                    .setting()
                    .filter(setting -> setting.property().isEmpty())
                    .map(
                        setting ->
                            new Place(
                                line.number(),
                                Printable.excerpt(setting.name()) + " is not documented"))
                    .stream());
  }

  private static Stream<Place> rareEncoding(RdpFile file) {
    return file.encoding() == RdpEncoding.UTF_8 || file.encoding() == RdpEncoding.UTF_16LE_BOM
        ? Stream.empty()
        : Stream.of(new Place(WHOLE_FILE, "the text is stored as " + file.encoding()));
  }

  // ---- lines -----------------------------------------------------------------------------------

  private static Stream<Place> number(RdpFile file, String name, IntPredicate isOdd, String what) {
    OptionalInt value = file.integer(name);
    return value.isPresent() && isOdd.test(value.getAsInt())
        ? file.integerLine(name).stream()
            .map(line -> new Place(line.number(), name + " is " + value.getAsInt() + ": " + what))
        : Stream.empty();
  }

  private static Stream<Place> present(RdpFile file, Predicate<String> isName, String what) {
    return file.lines().stream()
        .filter(line -> line.setting().isPresent() && isName.test(RdpSetting.key(name(line))))
        .filter(line -> !text(line).isEmpty())
        .map(line -> new Place(line.number(), name(line).strip() + what));
  }

  private static boolean isNamed(RdpLine line, String name) {
    return line.setting().isPresent() && RdpSetting.key(name(line)).equals(name);
  }

  private static String name(RdpLine line) {
    return line.setting().map(RdpSetting::name).orElse("");
  }

  private static String text(RdpLine line) {
    return line.setting().map(setting -> setting.value().reveal().strip()).orElse("");
  }
}
