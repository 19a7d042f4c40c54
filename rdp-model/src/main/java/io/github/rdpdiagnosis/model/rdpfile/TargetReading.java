package io.github.rdpdiagnosis.model.rdpfile;

import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.rdpfile.RdpTargetExplanation.Client;
import io.github.rdpdiagnosis.model.rdpfile.RdpTargetExplanation.ClientTarget;
import io.github.rdpdiagnosis.model.rdpfile.RdpTargetExplanation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How each client finds the target in a file, and by which way it gets there. */
final class TargetReading {
  private static final String FULL = "full address";
  private static final String ALTERNATE = "alternate full address";
  private static final String SERVER_PORT = "server port";

  /** A number as C's strtol reads it with base 0: the rest of the text does not matter. */
  private static final Pattern C_NUMBER =
      Pattern.compile(
          "\\s*([+-]?)(?:0[xX]([0-9a-fA-F]{1,12})|(0[0-7]{0,14})|([1-9][0-9]{0,14})).*");

  private static final List<String> VIRTUAL_DESKTOP =
      List.of("armpath", "wvd endpoint pool", "activityhint", "hubdiscoverygeourl");
  private static final List<String> PUBLISHED = List.of("remoteapplicationprogram", "workspace id");

  private TargetReading() {}

  static RdpTargetExplanation of(RdpFile file) {
    List<String> because = new ArrayList<>();
    Optional<RdpTarget> target = Optional.empty();
    try {
      target = Optional.of(file.target());
      because.add(origin(file));
      because.addAll(target.get().notes());
    } catch (RdpFileFormatException e) {
      because.add("No target: " + e.getMessage() + ".");
    }
    Kind kind = kind(file, target);
    because.add(way(kind, file));
    List<ClientTarget> clients =
        List.of(mstsc(target, because.get(0)), freeRdp(file), ironRdp(file));
    RdpTargetExplanation explanation =
        new RdpTargetExplanation(kind, target, file.gateway(), clients, "");
    if (!explanation.clientsAgree()) {
      because.add("Clients differ: see where each of them goes.");
    }
    return new RdpTargetExplanation(
        kind, target, file.gateway(), clients, String.join(" ", because));
  }

  private static String origin(RdpFile file) {
    String name = text(file, ALTERNATE).isEmpty() ? FULL : ALTERNATE;
    String host = name + lineNumber(file.stringLine(name)) + " names the host";
    if (file.integerLine(SERVER_PORT).isPresent()) {
      return host + ", " + SERVER_PORT + lineNumber(file.integerLine(SERVER_PORT)) + " the port.";
    }
    return RdpTarget.address(text(file, name)).port() != 0
        ? host + " and the port."
        : host + "; no port is named, so it is " + Port.RDP + ".";
  }

  private static String lineNumber(Optional<RdpLine> line) {
    return line.map(l -> " (line " + l.number() + ")").orElse("");
  }

  // ---- the way ---------------------------------------------------------------------------------

  private static Kind kind(RdpFile file, Optional<RdpTarget> target) {
    if (VIRTUAL_DESKTOP.stream().anyMatch(name -> !text(file, name).isEmpty())) {
      return Kind.AZURE_VIRTUAL_DESKTOP;
    }
    if (file.integer("remoteapplicationmode").orElse(0) != 0
        || PUBLISHED.stream().anyMatch(name -> !text(file, name).isEmpty())) {
      return Kind.PUBLISHED;
    }
    if (file.gateway().isPresent()) {
      return Kind.GATEWAY;
    }
    return target.filter(t -> isLoopback(t.host())).isPresent()
        ? Kind.LOOPBACK_TUNNEL
        : Kind.DIRECT;
  }

  private static String way(Kind kind, RdpFile file) {
    String gateway = Printable.excerpt(file.gateway().orElse("none"));
    return switch (kind) {
      case DIRECT -> "The client connects to it directly.";
      case GATEWAY ->
          "The client reaches it "
              + usage(file)
              + " through the RD Gateway "
              + gateway
              + ", which makes the connection to this address.";
      case LOOPBACK_TUNNEL ->
          "It is this computer itself: the near end of a tunnel, such as Azure Bastion's, which has"
              + " to be open first.";
      case PUBLISHED ->
          "The file starts what a Remote Desktop Services workspace publishes (gateway: "
              + gateway
              + "); its broker may send the client on to another host.";
      case AZURE_VIRTUAL_DESKTOP ->
          "It is a file of Azure Virtual Desktop: the service's own gateway and broker choose the"
              + " host, and nothing listens at this address for a direct connection.";
    };
  }

  private static String usage(RdpFile file) {
    return switch (file.integer("gatewayusagemethod").orElse(0)) {
      case 1 -> "always";
      case 2 -> "directly if that works, else";
      default -> "as its own settings say,";
    };
  }

  private static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return IpAddress.parse(host).isLoopback();
    } catch (IllegalArgumentException e) {
      return false; // a name
    }
  }

  // ---- the clients -----------------------------------------------------------------------------

  private static ClientTarget mstsc(Optional<RdpTarget> target, String because) {
    return target
        .map(t -> at(Client.MSTSC, t.host(), t.port().number(), because))
        .orElseGet(() -> refused(Client.MSTSC, because));
  }

  private static ClientTarget freeRdp(RdpFile file) {
    if (file.encoding() == RdpEncoding.UTF_16BE_BOM || file.encoding() == RdpEncoding.UTF_16LE) {
      return refused(Client.FREERDP, "It does not recognise the encoding " + file.encoding() + ".");
    }
    Optional<String> negative =
        readable(file, RdpSetting.Type.INTEGER, setting -> true)
            .filter(setting -> setting.value().reveal().strip().startsWith("-"))
            .map(RdpSetting::name)
            .findFirst();
    if (negative.isPresent()) {
      return refused(
          Client.FREERDP,
          "It refuses a file with a negative number, here "
              + Printable.excerpt(negative.get())
              + ".");
    }
    Optional<String> alternate = freeRdpText(file, ALTERNATE);
    Optional<String> chosen = alternate.or(() -> freeRdpText(file, FULL));
    if (chosen.isEmpty()) {
      return refused(Client.FREERDP, "It finds no address.");
    }
    String address = chosen.get();
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    long port = colon < 0 ? Port.RDP.number() : cNumber(address.substring(colon + 1)).orElse(0);
    Optional<String> own =
        last(readable(file, RdpSetting.Type.INTEGER, s -> isNamed(s, SERVER_PORT)));
    if (own.isPresent()) {
      port = cNumber(own.get()).orElse(0);
    }
    if (host.isEmpty() || port < 1 || port > 65535) {
      return refused(Client.FREERDP, "It needs a host and a port from 1 to 65535.");
    }
    return at(
        Client.FREERDP,
        host,
        (int) port,
        "It takes "
            + (alternate.isPresent() ? ALTERNATE : FULL)
            + " up to the last colon, and the port from "
            + (own.isPresent() ? SERVER_PORT : colon < 0 ? "nowhere" : "the address")
            + ".");
  }

  private static Optional<String> freeRdpText(RdpFile file, String name) {
    return last(readable(file, RdpSetting.Type.STRING, s -> isNamed(s, name)))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static OptionalLong cNumber(String text) {
    Matcher number = C_NUMBER.matcher(text);
    if (!number.matches()) {
      return OptionalLong.empty();
    }
    long value =
        number.group(2) != null
            ? Long.parseLong(number.group(2), 16)
            : number.group(3) != null
                ? Long.parseLong(number.group(3), 8)
                : Long.parseLong(number.group(4));
    return OptionalLong.of(number.group(1).equals("-") ? -value : value);
  }

  private static ClientTarget ironRdp(RdpFile file) {
    Optional<String> full = ironRdpText(file, FULL);
    Optional<String> chosen = full.or(() -> ironRdpText(file, ALTERNATE));
    if (chosen.isEmpty()) {
      return refused(Client.IRONRDP, "It finds no address: names have to be in lower case.");
    }
    RdpTarget.Address address;
    try {
      address = RdpTarget.address(chosen.get());
    } catch (IllegalArgumentException e) {
      return refused(Client.IRONRDP, "It refuses the address: " + e.getMessage() + ".");
    }
    int port = address.port();
    if (port == 0) {
      String own =
          last(readable(file, RdpSetting.Type.INTEGER, s -> s.name().equals(SERVER_PORT)))
              .orElse("");
      // Digits only: what is no number for it counts as not there.
      port = own.matches("[0-9]{1,9}") ? Integer.parseInt(own) : Port.RDP.number();
    }
    if (port < 1 || port > 65535) {
      return refused(Client.IRONRDP, "It needs a server port from 1 to 65535.");
    }
    return at(
        Client.IRONRDP,
        address.host(),
        port,
        "It takes "
            + (full.isPresent() ? FULL : ALTERNATE)
            + " first, and "
            + SERVER_PORT
            + " only if the address has no port.");
  }

  private static Optional<String> ironRdpText(RdpFile file, String name) {
    return last(readable(file, RdpSetting.Type.STRING, s -> s.name().equals(name)));
  }

  private static ClientTarget at(Client client, String host, int port, String because) {
    return new ClientTarget(client, Optional.of(host), OptionalInt.of(port), because);
  }

  private static ClientTarget refused(Client client, String because) {
    return new ClientTarget(client, Optional.empty(), OptionalInt.empty(), because);
  }

  /** The settings of a type that FreeRDP and IronRDP see: a UTF-8 mark spoils the first name. */
  private static Stream<RdpSetting> readable(
      RdpFile file, RdpSetting.Type type, Predicate<RdpSetting> isMeant) {
    int first = file.encoding() == RdpEncoding.UTF_8_BOM ? 2 : 1;
    return file.lines().stream()
        .filter(line -> line.number() >= first)
        .flatMap(line -> line.setting().stream())
        .filter(setting -> setting.type() == type && isMeant.test(setting));
  }

  private static Optional<String> last(Stream<RdpSetting> settings) {
    return settings.map(setting -> setting.value().reveal()).reduce((earlier, later) -> later);
  }

  private static boolean isNamed(RdpSetting setting, String name) {
    return setting.name().equalsIgnoreCase(name);
  }

  private static String text(RdpFile file, String name) {
    return file.string(name).map(String::strip).orElse("");
  }
}
