package io.github.rdpdiagnosis.samples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.rdpdiagnosis.azure.JsonDocumentException;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroupDocument;
import io.github.rdpdiagnosis.azure.RuleFinding;
import io.github.rdpdiagnosis.azure.RuleFindings;
import io.github.rdpdiagnosis.azure.ServiceTags;
import io.github.rdpdiagnosis.azure.VmSnapshot;
import io.github.rdpdiagnosis.azure.VmSnapshotCodec;
import io.github.rdpdiagnosis.azure.policy.CompiledPolicy;
import io.github.rdpdiagnosis.azure.policy.Decision;
import io.github.rdpdiagnosis.azure.policy.NetworkPolicy;
import io.github.rdpdiagnosis.azure.policy.NsgPolicy;
import io.github.rdpdiagnosis.azure.policy.PolicyCompiler;
import io.github.rdpdiagnosis.azure.policy.Verdict;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import io.github.rdpdiagnosis.model.rdpfile.RdpFileFormatException;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Who reaches the VM and which rule decides, from files alone. */
@Command(
    name = "reach",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says which packets Azure's network rules let through, and which rule decides.",
      "Computed from files: asks no network and no Azure."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:allowed",
      "1:denied",
      "2:usage, or a file that cannot be read",
      "3:inconclusive: it depends on something that the files do not say"
    })
final class ReachCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @ParentCommand RdpDiag parent;

  @Option(
      names = "--snapshot",
      paramLabel = "FILE",
      description = "The VM's Azure configuration, as 'rdpdiag snapshot' writes it.")
  @Nullable String snapshot;

  @Option(
      names = "--subnet-nsg",
      paramLabel = "FILE",
      description = {
        "In place of a snapshot: the NSG at the subnet. ARM's GET body, an ARM template or its",
        "resource, or the output of 'az network nsg show' or 'az network nic list-effective-nsg'."
      })
  @Nullable String subnetNsg;

  @Option(
      names = "--nic-nsg",
      paramLabel = "FILE",
      description = "The NSG at the NIC, in the same forms.")
  @Nullable String nicNsg;

  @Option(
      names = "--flow",
      paramLabel = "FLOW",
      description = {
        "One flow: " + FlowArgument.FORM + ". LOCAL is the VM's private address. A port that is",
        "left out, or *, is any or not known. IPv6 with a port: [2001:db8::1]:3389."
      })
  @Nullable String flow;

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      split = ",",
      description = {
        "With a snapshot: a client's address as Azure sees it, or a block of them. Repeatable: the",
        "result is the worst of all, such as those of a proxy pool."
      })
  List<String> from = new ArrayList<>();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "3389",
      description = "The TCP port that the guest listens on. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = "--guest-record",
      paramLabel = "FILE",
      description = "What the guest script printed: the port is the one that it has, not --port.")
  @Nullable String guestRecord;

  @Option(
      names = "--rdp-file",
      paramLabel = "FILE",
      description = "The client's .rdp file: says whether its port leads to the guest's.")
  @Nullable String rdpFile;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "An earlier snapshot: says who gained and who lost access since.")
  @Nullable String baseline;

  @Option(
      names = "--service-tags",
      paramLabel = "FILE",
      description = "Azure's published list of service tags, for tags that the rules name.")
  @Nullable String serviceTags;

  @Option(
      names = "--virtual-network",
      paramLabel = "CIDR",
      split = ",",
      description = "With NSG files: the virtual network's address space.")
  List<String> virtualNetwork = new ArrayList<>();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES}. Default: text.")
  OutputFormat output;

  @Override
  public Integer call() {
    boolean files = subnetNsg != null || nicNsg != null;
    if (files == (snapshot != null)) {
      throw new UsageException("expected either --snapshot, or --subnet-nsg and --nic-nsg or one");
    }
    PolicyCompiler compiler = new PolicyCompiler(readTags());
    if (snapshot != null) {
      VmSnapshot read = read("--snapshot", snapshot, VmSnapshotCodec::read);
      if (flow == null) {
        return new ReachReport(read, compiler, port(), from(), readBaseline(), client())
            .print(this);
      }
      return flow(NetworkPolicy.of(read, compiler)::compile, findings(read), Map.of());
    }
    return files(compiler);
  }

  private Optional<RdpTarget> client() {
    if (rdpFile == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(TargetArgument.read(TargetArgument.path(rdpFile), rdpFile).target());
    } catch (RdpFileFormatException e) {
      throw new UsageException("--rdp-file: " + e.getMessage());
    }
  }

  private int listenerPort() {
    if (guestRecord == null) {
      return port;
    }
    return DiagnoseCommand.readGuestRecord(guestRecord)
        .terminalServer()
        .listenerInForce("PortNumber")
        .known()
        .map(value -> (int) value.number())
        .orElseThrow(
            () -> new UsageException("--guest-record: " + guestRecord + " has no PortNumber"));
  }

  private Port port() {
    try {
      return new Port(listenerPort());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--port: " + e.getMessage());
    }
  }

  private List<Prefix> from() {
    try {
      return from.stream().map(String::strip).map(Prefix::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--from: " + e.getMessage());
    }
  }

  private Optional<VmSnapshot> readBaseline() {
    return Optional.ofNullable(baseline)
        .map(file -> read("--baseline", file, VmSnapshotCodec::read));
  }

  private ServiceTags readTags() {
    return serviceTags == null
        ? ServiceTags.none()
        : read("--service-tags", serviceTags, ServiceTags::read);
  }

  /** Reads one kind of document. */
  private interface DocumentReader<T> {
    T read(Path file) throws IOException;
  }

  private static <T> T read(String option, String file, DocumentReader<T> reader) {
    try {
      return reader.read(TargetArgument.path(file));
    } catch (IOException e) {
      throw TargetArgument.unreadable(file, e);
    } catch (JsonDocumentException e) {
      throw new UsageException(option + ": " + e.getMessage());
    }
  }

  // ---- NSG files -------------------------------------------------------------------------------

  private int files(PolicyCompiler compiler) {
    if (flow == null) {
      throw new UsageException("NSG files need --flow " + FlowArgument.FORM);
    }
    Map<String, RuleFinding> findings = new LinkedHashMap<>();
    Optional<NetworkSecurityGroup> subnet = Optional.empty();
    Optional<NetworkSecurityGroup> nic = Optional.empty();
    if (subnetNsg != null) {
      NetworkSecurityGroupDocument document =
          read("--subnet-nsg", subnetNsg, NetworkSecurityGroupDocument::read);
      document.findings().forEach(finding -> findings.put(finding.toString(), finding));
      subnet = document.unplaced().or(document::subnet);
      nic = document.networkInterface();
      require(subnet, "--subnet-nsg", subnetNsg, "subnet");
    }
    if (nicNsg != null) {
      NetworkSecurityGroupDocument document =
          read("--nic-nsg", nicNsg, NetworkSecurityGroupDocument::read);
      document.findings().forEach(finding -> findings.put(finding.toString(), finding));
      Optional<NetworkSecurityGroup> own = document.unplaced().or(document::networkInterface);
      require(own, "--nic-nsg", nicNsg, "NIC");
      // The list of effective NSGs is complete: what it has for the subnet counts as well.
      nic = own;
      subnet = subnet.or(document::subnet);
    }
    NsgPolicy policy = NsgPolicy.of(subnet, nic).with(compiler);
    if (!virtualNetwork.isEmpty()) {
      policy = policy.withVirtualNetwork(space());
    }
    return flow(policy::compile, List.copyOf(findings.values()), Map.of());
  }

  private static void require(
      Optional<NetworkSecurityGroup> group, String option, String file, String place) {
    if (group.isEmpty()) {
      throw new UsageException(
          option + ": " + file + " has no NSG that is associated with a " + place);
    }
  }

  private AddressSet space() {
    try {
      return AddressSet.of(virtualNetwork.toArray(new String[0]));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--virtual-network: " + e.getMessage());
    }
  }

  // ---- one flow --------------------------------------------------------------------------------

  private int flow(
      FlowArgument.Compiler policy, List<RuleFinding> findings, Map<String, Object> more) {
    if (flow == null) {
      throw new UsageException("expected --flow " + FlowArgument.FORM);
    }
    FlowArgument asked = FlowArgument.parse(flow);
    CompiledPolicy compiled = asked.compile(policy);
    Decision decision = compiled.decide(asked.remote());
    if (output == OutputFormat.json) {
      Map<String, Object> json = new TreeMap<>(PolicyJson.of(decision));
      json.putAll(more);
      json.put("flow", asked.toString());
      json.put("findings", findings.stream().map(PolicyJson::of).toList());
      print(json);
    } else {
      PrintStream out = parent.invocation().out();
      out.println(decision.verdict() + ": " + asked + ": " + decision.why());
      PolicyJson.lines(decision).forEach(out::println);
      findings.forEach(out::println);
    }
    return exitCode(decision.verdict());
  }

  static int exitCode(Verdict verdict) {
    return switch (verdict) {
      case ALLOW -> ExitCode.WORKS;
      case DENY -> ExitCode.FAULT_FOUND;
      case INCONCLUSIVE -> ExitCode.UNDETERMINED;
    };
  }

  static List<RuleFinding> findings(VmSnapshot snapshot) {
    return snapshot.networkSecurityGroups().values().stream()
        .flatMap(reading -> reading.known().stream())
        .flatMap(group -> RuleFindings.of(group).stream())
        .toList();
  }

  void print(Object json) {
    try {
      parent.invocation().out().println(JSON.writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // plain data can be written
    }
  }
}
