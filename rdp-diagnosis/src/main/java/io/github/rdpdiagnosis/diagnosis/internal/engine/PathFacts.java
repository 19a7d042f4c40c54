package io.github.rdpdiagnosis.diagnosis.internal.engine;

import io.github.rdpdiagnosis.azure.AzureFacts;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.diagnosis.ProvenUpTo;
import io.github.rdpdiagnosis.diagnosis.internal.run.ReferenceCheck;
import io.github.rdpdiagnosis.model.fact.FactKey;
import io.github.rdpdiagnosis.model.fact.FactType;
import io.github.rdpdiagnosis.model.net.SpecialPurpose;
import io.github.rdpdiagnosis.probes.ForeignProtocol;
import io.github.rdpdiagnosis.probes.GatewayAnswer;
import io.github.rdpdiagnosis.probes.NameOutcome;
import io.github.rdpdiagnosis.probes.NlaChallengeOutcome;
import io.github.rdpdiagnosis.probes.Reaction;
import io.github.rdpdiagnosis.probes.TcpOutcome;
import io.github.rdpdiagnosis.probes.TlsOutcome;
import io.github.rdpdiagnosis.probes.X224Outcome;
import java.time.Instant;
import java.util.List;

/**
 * The derived facts: what the observations together say of the diagnosed path. Computed once by
 * {@link Derivation}; rules compare nothing themselves. A key without a value means that it was not
 * seen.
 *
 * <p>Keys whose doc says "only ever true" rest on one observation being there; hiding evidence can
 * only take them away.
 */
final class PathFacts {
  /** How the system resolver answered here. */
  static final FactKey<NameOutcome> NAME = key("path.name", NameOutcome.class);

  /** Only ever true: a name server that was asked directly said that the name does not exist. */
  static final FactKey<Boolean> NAME_SERVER_SAYS_NO = bool("path.name-server-says-no");

  /** Only ever true: a name server answered REFUSED. */
  static final FactKey<Boolean> NAME_SERVER_REFUSES = bool("path.name-server-refuses");

  /** Only ever true: a name server gave an address. */
  static final FactKey<Boolean> NAME_SERVER_ANSWERS = bool("path.name-server-answers");

  /** Whether this computer has an interface that is up and a route to what it has to reach. */
  static final FactKey<Boolean> LOCAL_USABLE = bool("path.local-usable");

  /** Whether the diagnosed address is a private one (RFC 1918, RFC 6598, RFC 4193). */
  static final FactKey<Boolean> ADDRESS_PRIVATE = bool("path.address-private");

  /** What the diagnosed address is set aside for, where it is no ordinary public one. */
  static final FactKey<SpecialPurpose> ADDRESS_KIND =
      key("path.address-kind", SpecialPurpose.class);

  /** How far the handshake got here over IPv4, at the best address. */
  static final FactKey<ProvenUpTo> IPV4_REACHED = key("path.ipv4-reached", ProvenUpTo.class);

  /** How far the handshake got here over IPv6, at the best address. */
  static final FactKey<ProvenUpTo> IPV6_REACHED = key("path.ipv6-reached", ProvenUpTo.class);

  /** Only ever true: the target is known to be in Azure. */
  static final FactKey<Boolean> TARGET_AZURE = bool("path.azure");

  /** Whether the host name is one of classic cloud services, *.cloudapp.net. */
  static final FactKey<Boolean> CLASSIC_NAME = bool("path.classic-name");

  /** How the TCP connect to the diagnosed address ended here. */
  static final FactKey<TcpOutcome> TCP = key("path.tcp", TcpOutcome.class);

  /**
   * Whether "no route to host" came only after the time that a router takes to find out that nobody
   * has the address.
   */
  static final FactKey<Boolean> NOBODY_THERE = bool("path.nobody-there");

  /** Only ever true: another TCP port of the same address answered, be it with RST. */
  static final FactKey<Boolean> OTHER_PORT_ANSWERS = bool("path.other-port-answers");

  /** How the peer took the X.224 request. */
  static final FactKey<X224Outcome> X224 = key("path.x224", X224Outcome.class);

  /** What seems to speak there instead of RDP. */
  static final FactKey<ForeignProtocol> FOREIGN = key("path.foreign", ForeignProtocol.class);

  /** The failureCode of RDP_NEG_FAILURE. */
  static final FactKey<Long> FAILURE_CODE = new FactKey<>("path.failure-code", FactType.LONG);

  /** The selectedProtocol of RDP_NEG_RSP. */
  static final FactKey<Long> SELECTED = new FactKey<>("path.selected", FactType.LONG);

  /** Whether the server insists on CredSSP. */
  static final FactKey<Boolean> NLA_REQUIRED = bool("path.nla-required");

  /** How the server took the first message of CredSSP. */
  static final FactKey<NlaChallengeOutcome> NLA_CHALLENGE =
      key("path.nla-challenge", NlaChallengeOutcome.class);

  /**
   * Only ever true: the server's clock and this computer's differ by more than Kerberos tolerates,
   * whatever the uncertainty of the measurement.
   */
  static final FactKey<Boolean> CLOCKS_APART = bool("path.clocks-apart");

  /** What became of a connection on which nothing was sent; SILENT: it stayed open. */
  static final FactKey<Reaction> UNPROMPTED = key("path.unprompted", Reaction.class);

  /** How the peer took bytes that are no request. */
  static final FactKey<Reaction> JUNK = key("path.junk", Reaction.class);

  /** Only ever true: an RDP server answered bytes that are no request. */
  static final FactKey<Boolean> READS_RDP = bool("path.reads-rdp");

  /**
   * Only ever true: an RDP server answered the request when it came byte by byte, and afterwards
   * the whole request failed as it had at first.
   */
  static final FactKey<Boolean> ANSWERS_PIECES = bool("path.answers-pieces");

  /** Only ever true: the first connection was taken, and a later connect got no answer. */
  static final FactKey<Boolean> QUEUE_FULL = bool("path.queue-full");

  /** How the peer took a ClientHello that needs only a few bytes for an answer. */
  static final FactKey<Reaction> TINY_HELLO = key("path.tiny-hello", Reaction.class);

  /**
   * Only ever true: the handshake went through while the server was allowed small segments only,
   * and afterwards the usual one failed as it had at first.
   */
  static final FactKey<Boolean> PASSES_SMALL = bool("path.passes-small");

  /** How the TLS handshake ended. */
  static final FactKey<TlsOutcome> TLS = key("path.tls", TlsOutcome.class);

  /** The fatal alert. */
  static final FactKey<String> TLS_ALERT = new FactKey<>("path.tls-alert", FactType.STRING);

  /**
   * Only ever true: offered everything up to TLS 1.2, the server chose an older version, or RC4 or
   * DES.
   */
  static final FactKey<Boolean> TLS_LEGACY = bool("path.tls-legacy");

  /** What the validity of the server's certificate means for this client. */
  static final FactKey<CertificateState> CERTIFICATE =
      key("path.certificate", CertificateState.class);

  /** Only ever true: the certificate's issuer is named after a kind of TLS inspection. */
  static final FactKey<Boolean> PROXY_ISSUED = bool("path.proxy-issued");

  /** How far the handshake got here. */
  static final FactKey<ProvenUpTo> REACHED = key("path.reached", ProvenUpTo.class);

  /**
   * How far another vantage point got at the same address and port, the best of them, within the
   * last hour.
   */
  static final FactKey<ProvenUpTo> FAR_REACHED = key("far.reached", ProvenUpTo.class);

  /**
   * Only ever true: another vantage point got an RDP answer at the same address, and further than
   * this client.
   */
  static final FactKey<Boolean> FAR_FURTHER = bool("far.further");

  /**
   * Only ever true: a vantage point in another network failed at the same address, no later than
   * this client or without an RDP answer.
   */
  static final FactKey<Boolean> FAR_FAILED = bool("far.failed");

  /** Only ever true: another vantage point was shown another certificate at the same address. */
  static final FactKey<Boolean> FAR_CERTIFICATE_DIFFERS = bool("far.certificate-differs");

  /**
   * Only ever true: RDP answers here and, seen from anywhere, at another address that is said to be
   * of the same target, with different certificates. A Windows computer has one for all addresses.
   */
  static final FactKey<Boolean> OTHER_ADDRESS_OTHER_CERTIFICATE =
      bool("path.other-address-other-certificate");

  /**
   * Only ever true: another vantage point got an RDP answer at another address of the same target.
   */
  static final FactKey<Boolean> FAR_OTHER_ADDRESS_WORKS = bool("far.other-address-works");

  /**
   * Only ever true: from here, another address of the same target gives an RDP answer while the
   * diagnosed one does not.
   */
  static final FactKey<Boolean> OTHER_ADDRESS_WORKS = bool("path.other-address-works");

  /** Only ever true: a name server of the zone gives the diagnosed address, past every cache. */
  static final FactKey<Boolean> ZONE_AGREES = bool("path.zone-agrees");

  /**
   * Only ever true: the zone's own name server gives other addresses than this computer's resolver,
   * and RDP answers from here at one of them while the diagnosed address gives no answer.
   */
  static final FactKey<Boolean> ZONE_ADDRESS_WORKS = bool("path.zone-address-works");

  /** How far the handshake with the reference host in the user's own network got. */
  static final FactKey<ProvenUpTo> REFERENCE = ReferenceCheck.REACHED;

  /** Whether the .rdp file leaves CredSSP on. */
  static final FactKey<Boolean> FILE_CREDSSP = bool("file.credssp-enabled");

  /** Whether the .rdp file redirects something of the client and has no signature. */
  static final FactKey<Boolean> FILE_UNSIGNED_REDIRECTIONS = bool("file.unsigned-redirections");

  /** {@code authentication level} of the .rdp file. */
  static final FactKey<Long> FILE_AUTHENTICATION_LEVEL =
      new FactKey<>("file.authentication-level", FactType.LONG);

  /** The RD Gateway that the file says to use. */
  static final FactKey<String> FILE_GATEWAY = new FactKey<>("file.gateway", FactType.STRING);

  /** How the system resolver answered for the gateway's name. */
  static final FactKey<NameOutcome> GATEWAY_NAME = key("gateway.name", NameOutcome.class);

  /** How the TCP connect to the gateway ended. */
  static final FactKey<TcpOutcome> GATEWAY_TCP = key("gateway.tcp", TcpOutcome.class);

  /** How the TLS handshake with the gateway ended. */
  static final FactKey<TlsOutcome> GATEWAY_TLS = key("gateway.tls", TlsOutcome.class);

  /** How the gateway took a request without credentials. */
  static final FactKey<GatewayAnswer> GATEWAY_ANSWER = key("path.gateway", GatewayAnswer.class);

  /** The HTTP status of that. */
  static final FactKey<Long> GATEWAY_STATUS = new FactKey<>("path.gateway-status", FactType.LONG);

  /** What the client makes of the gateway's certificate. */
  static final FactKey<GatewayCertificate> GATEWAY_CERTIFICATE =
      key("gateway.certificate", GatewayCertificate.class);

  /**
   * Only ever true: a rule of this computer's own packet filter blocks the connection, and the
   * connect ended as that rule makes it end.
   */
  static final FactKey<Boolean> LOCAL_RULE_BLOCKS = bool("local.rule-blocks");

  /** That rule, in a sentence. */
  static final FactKey<String> LOCAL_RULE_DETAIL =
      new FactKey<>("local.rule-detail", FactType.STRING);

  /** That the hosts file gives the diagnosed address and DNS others, in a sentence. */
  static final FactKey<String> HOSTS_OVERRIDES =
      new FactKey<>("local.hosts-overrides", FactType.STRING);

  /** Only ever true: an RDP server at the same address answered through an HTTP proxy. */
  static final FactKey<Boolean> PROXY_REACHES = bool("far.through-proxy");

  /**
   * Only ever true: from this computer and by the same path it failed, worked under another vantage
   * name, and fails again in the same way.
   */
  static final FactKey<Boolean> FLIPS_WITH_NAME = bool("local.flips-with-name");

  /** The same with the names, in a sentence. */
  static final FactKey<String> FLIPS_DETAIL = new FactKey<>("local.flips", FactType.STRING);

  /** That the result changed once between two looks from this computer, in a sentence. */
  static final FactKey<String> FLIPPED_ONCE = new FactKey<>("local.flipped-once", FactType.STRING);

  /** The stages that the reported client error belongs to. */
  static final FactKey<List<String>> ERROR_STAGES =
      new FactKey<>("client-error.stages", FactType.STRINGS);

  /** The causes that fit the reported client error, most common first. */
  static final FactKey<List<String>> ERROR_CAUSES =
      new FactKey<>("client-error.causes", FactType.STRINGS);

  /** Whether the reported client error is a connection that dropped. */
  static final FactKey<Boolean> ERROR_IS_DROP = bool("client-error.drop");

  /** The public addresses that the user says this client shows. */
  static final FactKey<List<String>> EGRESS = new FactKey<>("client.egress", FactType.STRINGS);

  /** Whether Azure says that the VM runs. */
  static final FactKey<Boolean> VM_RUNNING = bool("azure.running");

  /** Azure's word for the VM's power state, in a sentence. */
  static final FactKey<String> VM_POWER_DETAIL =
      new FactKey<>("azure.power-detail", FactType.STRING);

  /** Whether the diagnosed address is one of the VM's own. */
  static final FactKey<Boolean> ADDRESS_IS_VMS = bool("azure.address-is-vms");

  /** Only ever true: the VM's only public IP resource has no address at the moment. */
  static final FactKey<Boolean> PUBLIC_ADDRESS_MISSING = bool("azure.public-address-missing");

  /** What Azure says and the wire refutes. */
  static final FactKey<String> CONTRADICTION =
      new FactKey<>("azure.contradiction", FactType.STRING);

  /** ARM id of the VM. */
  static final FactKey<List<String>> VM_RESOURCES = new FactKey<>("azure.vm", FactType.STRINGS);

  /** Whether the port on which the connection ends at the VM is the one that Windows listens on. */
  static final FactKey<PortFit> PORT_FITS = key("path.port-fits", PortFit.class);

  /** The ports concerned, in a sentence. */
  static final FactKey<String> PORT_DETAIL = new FactKey<>("path.port-detail", FactType.STRING);

  /** Only ever true: an RDP server answers the request at the diagnosed address from here. */
  static final FactKey<Boolean> RDP_ANSWERS = bool("path.answers-rdp");

  /** When the connection last worked, as the user says. */
  static final FactKey<Instant> WORKED_AT = new FactKey<>("given.worked-at", FactType.INSTANT);

  /** The VM's configuration when the connection worked. */
  static final FactKey<VmSnapshot> BASELINE =
      new FactKey<>("given.baseline", AzureFacts.SNAPSHOT.type());

  /** What changed since the connection worked can bring about these causes. */
  static final FactKey<List<String>> CHANGES_POINT_TO =
      new FactKey<>("changes.point-to", FactType.STRINGS);

  /** The user name that is meant to sign in, as the user or the .rdp file gives it. */
  static final FactKey<String> USER = new FactKey<>("client.user", FactType.STRING);

  /**
   * The addresses with which the guest sees this client; only where nothing on the path translates
   * them.
   */
  static final FactKey<List<String>> SEEN_BY_GUEST_AS =
      new FactKey<>("path.seen-by-guest-as", FactType.STRINGS);

  /** The NetBIOS name of the guest, where its record is surely the VM's and fresh. */
  static final FactKey<String> GUEST_NAME = new FactKey<>("path.guest", FactType.STRING);

  /** Why the record of a guest was not used, in a sentence. */
  static final FactKey<String> GUEST_NOT_USED =
      new FactKey<>("path.guest-not-used", FactType.STRING);

  /** Whether Windows has none of the addresses that Azure gave the VM. */
  static final FactKey<Boolean> GUEST_NO_AZURE_ADDRESS = bool("guest.no-azure-address");

  /** Whether Windows takes none of its own connections from the address that is Azure's primary. */
  static final FactKey<Boolean> GUEST_SOURCE_NOT_PRIMARY = bool("guest.source-not-primary");

  /** Whether neither TLS 1.2 nor TLS 1.3 is left on the server's side of SCHANNEL. */
  static final FactKey<Boolean> GUEST_NO_MODERN_TLS = bool("guest.no-modern-tls");

  /** Whether none of the cipher suites that policy allows is one with AES or ChaCha20. */
  static final FactKey<Boolean> GUEST_WEAK_SUITES = bool("guest.weak-suites");

  /** Whether as many sessions are open as the listener allows. */
  static final FactKey<Boolean> GUEST_SESSIONS_FULL = bool("guest.sessions-full");

  /** Whether TSpkg.dll is from before the correction of CVE-2018-0886. */
  static final FactKey<Boolean> GUEST_CREDSSP_OLD = bool("guest.credssp-old");

  /** Whether sign-ins failed for a wrong password (0xC000006A). */
  static final FactKey<Boolean> GUEST_WRONG_PASSWORDS = bool("guest.wrong-passwords");

  /** Whether the allow rules of Windows Firewall are for other clients than this one. */
  static final FactKey<Boolean> GUEST_SCOPE_LEAVES_OUT = bool("guest.scope-leaves-out");

  /** Whether a block rule of Windows Firewall is for this client. */
  static final FactKey<Boolean> GUEST_SCOPE_BLOCKS = bool("guest.scope-blocks");

  /** Whether the named local account is switched off. */
  static final FactKey<Boolean> USER_DISABLED = bool("user.disabled");

  /** Whether the named local account is locked out. */
  static final FactKey<Boolean> USER_LOCKED = bool("user.locked");

  /** Whether the named local account must change its password first. */
  static final FactKey<Boolean> USER_MUST_CHANGE = bool("user.must-change-password");

  /** Whether the password of the named local account has expired. */
  static final FactKey<Boolean> USER_PASSWORD_EXPIRED = bool("user.password-expired");

  /** Whether the named local account has ended. */
  static final FactKey<Boolean> USER_EXPIRED = bool("user.expired");

  /** Whether the named local account lacks, or is denied, the right to log on remotely. */
  static final FactKey<Boolean> USER_LACKS_RIGHT = bool("user.lacks-right");

  /** The causes that the reported client error alone proves. */
  static final FactKey<List<String>> ERROR_PROVES =
      new FactKey<>("client-error.proves", FactType.STRINGS);

  /** The addresses from which this computer sends to the diagnosed one. */
  static final FactKey<List<String>> LOCAL_SOURCES =
      new FactKey<>("path.local-sources", FactType.STRINGS);

  /** Only ever true: a load balancer's rule maps the address and port to the VM. */
  static final FactKey<Boolean> THROUGH_LOAD_BALANCER = bool("way.through-load-balancer");

  /**
   * Whether the load-balancing rule has no healthy member and sends nothing to those that are not.
   */
  static final FactKey<Boolean> NO_HEALTHY_BACKEND = bool("way.no-healthy-backend");

  /** Only ever true: the diagnosed address is an Azure Firewall's. */
  static final FactKey<Boolean> THROUGH_FIREWALL = bool("way.through-firewall");

  /** Whether that firewall takes its rules from a firewall policy. */
  static final FactKey<Boolean> FIREWALL_HAS_POLICY = bool("way.firewall-has-policy");

  /** Whether that firewall has no DNAT rule for the port. */
  static final FactKey<Boolean> FIREWALL_WITHOUT_RULE = bool("way.firewall-without-rule");

  /** Only ever true: from the Internet, nothing but Bastion leads to the VM. */
  static final FactKey<Boolean> ONLY_BASTION = bool("way.only-bastion");

  /** Whether Bastion, as the only way in, is denied by the rules at the VM. */
  static final FactKey<Boolean> BASTION_SHUT_OUT = bool("way.bastion-shut-out");

  /** What denies it, in a sentence. */
  static final FactKey<String> BASTION_DETAIL =
      new FactKey<>("way.bastion-detail", FactType.STRING);

  /** Whether Bastion, as the only way in, is kept from what it needs of Azure itself. */
  static final FactKey<Boolean> BASTION_CUT_OFF = bool("way.bastion-cut-off");

  /** By what, in a sentence. */
  static final FactKey<String> BASTION_CUT_OFF_DETAIL =
      new FactKey<>("way.bastion-cut-off-detail", FactType.STRING);

  /** Whether nothing leads to the VM from outside its network. */
  static final FactKey<Boolean> NO_WAY_IN = bool("way.none");

  /** Whether no peering, gateway or appliance joins the VM's network to others. */
  static final FactKey<Boolean> NO_OTHER_INGRESS = bool("way.no-other-ingress");

  /** Whether this client sends from outside the VM's network, which nothing joins to others. */
  static final FactKey<Boolean> CLIENT_OUTSIDE_NETWORK = bool("way.client-outside");

  /**
   * Whether packets from this client's own address can get to a private address of the VM: it is
   * inside the VM's network, or something joins that to others.
   */
  static final FactKey<Boolean> MAY_ARRIVE = bool("way.may-arrive");

  /** Where replies to this client go. */
  static final FactKey<Replies> REPLIES = key("way.replies", Replies.class);

  /** The route that decides, in a sentence. */
  static final FactKey<String> REPLIES_DETAIL =
      new FactKey<>("way.replies-detail", FactType.STRING);

  /** ARM ids of what decides about replies. */
  static final FactKey<List<String>> REPLIES_RESOURCES =
      new FactKey<>("way.replies-resources", FactType.STRINGS);

  /** Whether the peering with this client's network is not connected. */
  static final FactKey<Boolean> PEERING_DOWN = bool("way.peering-down");

  /** That peering, in a sentence. */
  static final FactKey<String> PEERING_DETAIL =
      new FactKey<>("way.peering-detail", FactType.STRING);

  /** Whether the VM may ask none of its own name servers, by DNS or Kerberos. */
  static final FactKey<Boolean> OUTBOUND_DENIED = bool("policy.outbound-denied");

  /** Whether Azure says of itself that the VM suffers from a fault of the platform. */
  static final FactKey<Boolean> PLATFORM_FAULT = bool("azure.platform-fault");

  /** Its words. */
  static final FactKey<String> PLATFORM_DETAIL =
      new FactKey<>("azure.platform-detail", FactType.STRING);

  /** Only ever true: the serial log shows a start that failed, and none after it. */
  static final FactKey<Boolean> START_FAILED = bool("azure.start-failed");

  /** That, in a sentence. */
  static final FactKey<String> START_DETAIL = new FactKey<>("azure.start-detail", FactType.STRING);

  /** Whether the guest agent reports Ready. */
  static final FactKey<Boolean> AGENT_READY = bool("azure.agent-ready");

  /** The name that the guest reports through its agent. */
  static final FactKey<String> VM_NAME =
      new FactKey<>("azure.computer-name-of-vm", FactType.STRING);

  /** Only ever true: something keeps the VM from being started. */
  static final FactKey<Boolean> CANNOT_START = bool("azure.cannot-start");

  /** What, in a sentence. */
  static final FactKey<String> CANNOT_START_DETAIL =
      new FactKey<>("azure.cannot-start-detail", FactType.STRING);

  /** Only ever true: the guest has had next to no memory left for some time. */
  static final FactKey<Boolean> OUT_OF_MEMORY = bool("azure.out-of-memory");

  /** Whether the VM has the extension for Entra sign-in. */
  static final FactKey<Boolean> ENTRA_SIGN_IN = bool("azure.entra-sign-in");

  /** Whether no one has a login role at the VM or above it. */
  static final FactKey<Boolean> NOBODY_MAY_SIGN_IN = bool("azure.nobody-may-sign-in");

  /** Only ever true: a public address of the VM is of the retired SKU Basic. */
  static final FactKey<Boolean> BASIC_ADDRESS = bool("azure.basic-address");

  /** Whether no endpoint of the classic deployment leads to the listener's port. */
  static final FactKey<Boolean> CLASSIC_NO_ENDPOINT = bool("classic.no-endpoint");

  /** Whether the endpoint on this port leads to another port than the listener's. */
  static final FactKey<Boolean> CLASSIC_OTHER_PORT = bool("classic.other-port");

  /** Whether the endpoint's access list shuts this client out. */
  static final FactKey<Boolean> CLASSIC_ACL_DENIES = bool("classic.acl-denies");

  /** Whether the server announces another computer name than the VM has. */
  static final FactKey<Boolean> ANNOUNCED_NAME_IS_OTHERS = bool("path.announced-name-is-others");

  /**
   * Whether the certificate that the server shows here names other machines only; absent where that
   * cannot be told: a wildcard, or an alias that an authority signed.
   */
  static final FactKey<Boolean> CERTIFICATE_NAMES_OTHER = bool("path.certificate-names-other");

  /** Whether the certificate that the server shows here is the one of the guest's listener. */
  static final FactKey<Boolean> CERTIFICATE_IS_GUESTS = bool("path.certificate-is-guests");

  /** Only ever true: another vantage point was shown the certificate of the guest's listener. */
  static final FactKey<Boolean> FAR_CERTIFICATE_IS_GUESTS = bool("far.certificate-is-guests");

  /** Only ever true: another computer of this client's network was shown the same certificate. */
  static final FactKey<Boolean> NEIGHBOUR_CERTIFICATE_SAME = bool("near.certificate-same");

  /** Only ever true: from another network the same address fails at the same step, as here. */
  static final FactKey<Boolean> FAR_FAILS_ALIKE = bool("far.fails-alike");

  /**
   * Only ever true: another computer of this client's network fails at the same address at the same
   * step and in the same way.
   */
  static final FactKey<Boolean> NEIGHBOUR_FAILS = bool("near.fails");

  /**
   * Only ever true: a name server that was asked directly gives an address of the VM, and not the
   * diagnosed one.
   */
  static final FactKey<Boolean> DNS_GIVES_VMS = bool("path.dns-gives-vms");

  /** Whether the user name is an account of the guest's domain in the form DOMAIN\\name. */
  static final FactKey<Boolean> USER_WITH_NETBIOS_DOMAIN = bool("user.with-netbios-domain");

  /** Whether the user name is of an authority that the stand-alone server is not. */
  static final FactKey<Boolean> USER_AUTHORITY_UNKNOWN = bool("user.authority-unknown");

  /** Only ever true: a just-in-time access policy guards ports of the VM. */
  static final FactKey<Boolean> JIT_GUARDS = bool("azure.jit-guards");

  /** Whether direct TCP to port 443 of a host that is known to be well opens from here. */
  static final FactKey<Boolean> HTTPS_OUT = bool("path.https-out");

  /** Only ever true: that host is one of Azure's own endpoints, and TCP to it does not open. */
  static final FactKey<Boolean> MANAGEMENT_OUT_OF_REACH = bool("path.management-out-of-reach");

  /** Whether an HTTP proxy of this network takes CONNECT; false as well where there is none. */
  static final FactKey<Boolean> PROXY_ANSWERS = bool("path.proxy-answers");

  /** Only ever true: this network wants a sign-in in the browser first. */
  static final FactKey<Boolean> PORTAL = bool("path.portal");

  /** How network security decides for this client's flow. */
  static final FactKey<Inbound> INBOUND = key("policy.inbound", Inbound.class);

  /** Which gate, rule and NSG decide, in one sentence. */
  static final FactKey<String> INBOUND_DETAIL = new FactKey<>("policy.detail", FactType.STRING);

  /** ARM ids of what decides. */
  static final FactKey<List<String>> INBOUND_RESOURCES =
      new FactKey<>("policy.resources", FactType.STRINGS);

  /** How the port on which the connection ends at the VM goes with the listener's. */
  enum PortFit {
    /** It is the same. */
    SAME,
    /** Nothing translates the port, the usual one was asked for, and the listener has another. */
    LISTENER_MOVED,
    /** Another port than the listener's was asked for, or than the one that leads to it. */
    ASKED_FOR_ANOTHER,
    /** A NAT rule leads from the port asked for to another port than the listener's. */
    NAT_TO_ANOTHER,
    /** Nothing maps the port asked for to the VM, nor any other port to the listener's. */
    NO_MAPPING
  }

  /** Where the VM's replies go. */
  enum Replies {
    /** Back the way that the packets came. */
    BACK,
    /** To an appliance whose NIC does not forward. */
    APPLIANCE_DOES_NOT_FORWARD,
    /** To an Azure Firewall that the packets did not come through. */
    AZURE_FIREWALL,
    /** Nowhere, or to another appliance or gateway. */
    ELSEWHERE
  }

  /** How network security decides, and by what. */
  enum Inbound {
    /** Allowed for this client, or for every address on the Internet. */
    ALLOWED,
    /** Some addresses are allowed, and this client's is not known. */
    DEPENDS_ON_SOURCE,
    /** Denied: no rule before the default DenyAllInBound matches, at every NSG that denies. */
    DENIED_BY_DEFAULT,
    /** Denied by a rule that somebody made. */
    DENIED_BY_RULE,
    /** Denied at one NSG, allowed at the other. */
    DENIED_AT_ONE_GATE,
    /** Denied for this client's address, allowed for others. */
    DENIED_FOR_SOURCE,
    /** Denied by a rule of Azure Virtual Network Manager, which comes before NSGs. */
    DENIED_BY_ADMIN_RULE,
    /**
     * Denied by default; the rules that allow the port are for a tag or group without the client.
     */
    DENIED_TAG_MISREAD,
    /** Denied by default or by just-in-time access' own rule, and no request is active. */
    DENIED_UNTIL_REQUESTED,
    /** No NSG at all in front of a Standard public address. */
    CLOSED_BY_PLATFORM
  }

  /** What a client makes of the RD Gateway's certificate; it insists on a good one. */
  enum GatewayCertificate {
    /** For the gateway's name, in time, of an authority that this JVM trusts. */
    GOOD,
    /** As GOOD, but for the authority: the client may know it. */
    UNTRUSTED_HERE,
    /** A gateway shows it, and it is for other names or expired by the gateway's own clock. */
    REFUSED,
    /** It would be refused, and a clock or somebody in between may be why. */
    DOUBTFUL
  }

  /** What the validity of the server's certificate means for a client. */
  enum CertificateState {
    /** Within its time of validity. */
    IN_TIME,
    /** Expired, and the .rdp file tells the client to refuse that. */
    EXPIRED_AND_REFUSED,
    /** Expired, and the .rdp file tells the client to warn or to ignore it. */
    EXPIRED_WITH_WARNING,
    /** Expired, and what the client does is not known. */
    EXPIRED,
    /** Not valid yet by this computer's clock. */
    NOT_YET_VALID
  }

  private PathFacts() {}

  private static <E extends Enum<E>> FactKey<E> key(String id, Class<E> type) {
    return new FactKey<>(id, FactType.ofEnum(type));
  }

  private static FactKey<Boolean> bool(String id) {
    return new FactKey<>(id, FactType.BOOLEAN);
  }
}
