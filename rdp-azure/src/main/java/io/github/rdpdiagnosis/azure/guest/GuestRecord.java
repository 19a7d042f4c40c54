package io.github.rdpdiagnosis.azure.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the collector read of one Windows. Every item says by itself whether it is there, absent, or
 * not read and why; a section that is not in the record is not read.
 *
 * <p>A record comes whole or not at all: output that was cut, changed on its way, or is of
 * different machines is refused with the place and what was expected there. Bounded: at most 1 MiB
 * of output and 256 KiB of text for each reply. Immutable.
 */
public final class GuestRecord {
  private static final int MAX_FILE = 4 * 1024 * 1024;

  /** No restart is as quick. */
  private static final Duration CLOCK_SET = Duration.ofSeconds(10);

  private final Map<GuestSection, RecordSection> sections;
  private final Set<GuestSection> left;
  private final GuestHost host;
  private final Item<Listing<GuestService>> services;
  private final TerminalServer terminalServer;
  private final PortUse port;
  private final GuestFirewall firewall;
  private final GuestCertificates certificates;
  private final RegistryValues security;
  private final DomainMembership domain;
  private final GuestNetwork network;
  private final Licensing licensing;
  private final Sessions sessions;
  private final GuestAccounts accounts;
  private final GuestEvents events;
  private final GuestResources resources;
  private final GuestProducts products;

  private GuestRecord(Map<GuestSection, RecordSection> sections, Set<GuestSection> left)
      throws GuestRecordFormatException {
    this.sections = sections;
    this.left = left;
    this.host = GuestHost.of(section(GuestSection.HOST));
    this.services = section(GuestSection.SERVICES).listing("service", GuestService::of);
    this.terminalServer = TerminalServer.of(section(GuestSection.TS));
    this.port = PortUse.of(section(GuestSection.PORT));
    this.firewall = GuestFirewall.of(section(GuestSection.FIREWALL));
    this.certificates = GuestCertificates.of(section(GuestSection.CERTIFICATE));
    this.security = new RegistryValues(section(GuestSection.SECURITY), "");
    this.domain = DomainMembership.of(section(GuestSection.DOMAIN));
    this.network = GuestNetwork.of(section(GuestSection.NETWORK));
    this.licensing = Licensing.of(section(GuestSection.LICENSING));
    this.sessions = Sessions.of(section(GuestSection.SESSIONS));
    this.accounts = GuestAccounts.of(section(GuestSection.ACCOUNTS));
    this.events = GuestEvents.of(section(GuestSection.EVENTS));
    this.resources = GuestResources.of(section(GuestSection.RESOURCES));
    this.products = GuestProducts.of(section(GuestSection.PRODUCTS));
  }

  private RecordSection section(GuestSection section) {
    RecordSection read = sections.get(section);
    if (read != null) {
      return read;
    }
    return RecordSection.missing(
        section,
        "section "
            + section.word()
            + (left.contains(section)
                ? " did not fit into the reply and was not asked for again"
                : " is not in the record"));
  }

  /**
   * A record from one output of the collector, with anything around it.
   *
   * @param output what the channel brought
   * @return the record
   * @throws GuestRecordFormatException if there is no whole record in it
   */
  public static GuestRecord parse(String output) throws GuestRecordFormatException {
    return parse(List.of(output));
  }

  /**
   * A record from several outputs of the collector on the same machine, each with other sections.
   *
   * @param outputs what the channel brought
   * @return the record
   * @throws GuestRecordFormatException if one is not whole, a section is there twice, or they are
   *     of different machines or of one that was restarted in between
   */
  public static GuestRecord parse(List<String> outputs) throws GuestRecordFormatException {
    if (outputs.isEmpty()) {
      throw new GuestRecordFormatException(0, "expected at least one output, got none");
    }
    Map<GuestSection, RecordSection> all = new EnumMap<>(GuestSection.class);
    Set<GuestSection> left = EnumSet.noneOf(GuestSection.class);
    for (String output : outputs) {
      RecordReply reply = RecordReply.read(output);
      Map<GuestSection, RecordSection> sections = RecordText.parse(reply.text());
      if (!sections.keySet().equals(reply.sections())) {
        throw new GuestRecordFormatException(
            0, "its head promises " + reply.sections() + ", it holds " + sections.keySet());
      }
      left.addAll(reply.left());
      add(all, sections);
    }
    left.removeAll(all.keySet());
    return new GuestRecord(all, left);
  }

  /**
   * A record from a file: what the collector printed when it was run by hand. PowerShell writes
   * UTF-16 with a byte order mark; UTF-8 and ASCII are read as well.
   *
   * @param file the file, at most 4 MiB
   * @return the record
   * @throws IOException if it cannot be read
   * @throws GuestRecordFormatException if there is no whole record in it
   */
  public static GuestRecord read(Path file) throws IOException, GuestRecordFormatException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_FILE + 1);
    }
    if (bytes.length > MAX_FILE) {
      throw new GuestRecordFormatException(0, "expected a file of at most 4 MiB");
    }
    boolean little = bytes.length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE;
    boolean big = bytes.length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF;
    String text =
        new String(
            bytes,
            little
                ? StandardCharsets.UTF_16LE
                : big ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
    return parse(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  private static GuestRecordFormatException mixed(RecordSection host, String name) {
    return new GuestRecordFormatException(
        host.line(name), "parts are mixed: " + name + " differs from that of the first part");
  }

  private static void add(
      Map<GuestSection, RecordSection> all, Map<GuestSection, RecordSection> more)
      throws GuestRecordFormatException {
    RecordSection host = more.get(GuestSection.HOST);
    if (host == null) {
      throw new GuestRecordFormatException(0, "expected the section host in every part");
    }
    RecordSection first = all.get(GuestSection.HOST);
    if (first == null) {
      all.putAll(more);
      return;
    }
    if (!first.text("machineId").equals(host.text("machineId"))) {
      throw mixed(host, "machineId");
    }
    Optional<Instant> began = first.instant("booted").known();
    Optional<Instant> again = host.instant("booted").known();
    // Windows works the time out from its clock, which may be set right in between.
    if (began.isPresent() != again.isPresent()
        || (began.isPresent()
            && Duration.between(began.get(), again.get()).abs().compareTo(CLOCK_SET) > 0)) {
      throw mixed(host, "booted");
    }
    for (Map.Entry<GuestSection, RecordSection> part : more.entrySet()) {
      if (part.getKey() != GuestSection.HOST && all.put(part.getKey(), part.getValue()) != null) {
        throw new GuestRecordFormatException(
            0, "parts are mixed: section " + part.getValue() + " is in two of them");
      }
    }
  }

  /**
   * Sections that did not fit into the replies, to be asked for in another one.
   *
   * @return a copy; empty where nothing was left
   */
  public Set<GuestSection> left() {
    return left.isEmpty() ? EnumSet.noneOf(GuestSection.class) : EnumSet.copyOf(left);
  }

  /**
   * Sections that are missing or ended with a failure, and why.
   *
   * @return a copy in the order of the sections; empty where all were read
   */
  public SortedMap<GuestSection, String> gaps() {
    SortedMap<GuestSection, String> gaps = new TreeMap<>();
    for (GuestSection section : GuestSection.values()) {
      Optional<String> failure = section(section).failure();
      failure.ifPresent(because -> gaps.put(section, because));
    }
    return gaps;
  }

  /**
   * Which machine, when, how started.
   *
   * @return the group
   */
  public GuestHost host() {
    return host;
  }

  /**
   * The services that count.
   *
   * @return those of them that exist
   */
  public Item<Listing<GuestService>> services() {
    return services;
  }

  /**
   * One service.
   *
   * @param name key name, such as {@code TermService}
   * @return absent if there is no such service
   */
  public Item<GuestService> service(String name) {
    Optional<Listing<GuestService>> list = services.known();
    if (list.isEmpty()) {
      return new Item.NotRead<>(services.gap().orElse("services were not listed"));
    }
    Optional<GuestService> found =
        list.get().entries().stream().filter(s -> s.name().equalsIgnoreCase(name)).findAny();
    return found
        .<Item<GuestService>>map(Item.Present::new)
        .orElseGet(
            () ->
                list.get().isComplete()
                    ? new Item.Absent<>()
                    : new Item.NotRead<>("the list of services was cut"));
  }

  /**
   * Terminal Server and RDP-Tcp values.
   *
   * @return the group
   */
  public TerminalServer terminalServer() {
    return terminalServer;
  }

  /**
   * Who listens on the port.
   *
   * @return the group
   */
  public PortUse port() {
    return port;
  }

  /**
   * Windows Firewall.
   *
   * @return the group
   */
  public GuestFirewall firewall() {
    return firewall;
  }

  /**
   * Certificates and their keys.
   *
   * @return the group
   */
  public GuestCertificates certificates() {
    return certificates;
  }

  /**
   * SCHANNEL ({@code TLS1.2.Enabled}), {@code cipherPolicy.Functions}, {@code fips.Enabled}, {@code
   * lsa.disabledomaincreds}, {@code kerberos.MaxTokenSize}, {@code credSsp.AllowEncryptionOracle},
   * {@code credSsp.tspkg}.
   *
   * @return the values
   */
  public RegistryValues security() {
    return security;
  }

  /**
   * Domain and secure channel.
   *
   * @return the group
   */
  public DomainMembership domain() {
    return domain;
  }

  /**
   * Adapters and addresses.
   *
   * @return the group
   */
  public GuestNetwork network() {
    return network;
  }

  /**
   * Licensing, role, broker.
   *
   * @return the group
   */
  public Licensing licensing() {
    return licensing;
  }

  /**
   * Sessions and profiles.
   *
   * @return the group
   */
  public Sessions sessions() {
    return sessions;
  }

  /**
   * Who may sign in.
   *
   * @return the group
   */
  public GuestAccounts accounts() {
    return accounts;
  }

  /**
   * Counted events.
   *
   * @return the group
   */
  public GuestEvents events() {
    return events;
  }

  /**
   * Processor, memory, disk.
   *
   * @return the group
   */
  public GuestResources resources() {
    return resources;
  }

  /**
   * Security software and filters.
   *
   * @return the group
   */
  public GuestProducts products() {
    return products;
  }
}
