package io.github.rdpdiagnosis.samples;

import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.probes.peer.PeerScript;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** A fault that the demo plants: in the made-up Azure, in the RDP endpoint, or in the .rdp file. */
public enum PlantedFault {
  /** Nothing is wrong. */
  NONE("nothing: the path is healthy", PeerScript.TLS, "", vm -> {}, Verdict.WORKS, "", null),

  /** The VM is deallocated: its address gives no answer. */
  VM_STOPPED(
      "the VM is deallocated",
      PeerScript.DROP,
      "",
      vm -> vm.power("deallocated"),
      Verdict.FAULT_FOUND,
      "VM-59",
      Certainty.CONFIRMED),

  /** The NSG has no rule that lets RDP in. */
  NSG_WITHOUT_RULE(
      "the NSG has no rule that allows RDP",
      PeerScript.DROP,
      "",
      ArmStub.StubVm::withoutRules,
      Verdict.FAULT_FOUND,
      "NW-01",
      Certainty.CONFIRMED),

  /** A rule with a lower number denies RDP. */
  NSG_DENIES(
      "a rule with a lower number denies RDP before another one allows it",
      PeerScript.DROP,
      "",
      ArmStub.StubVm::denyingRdp,
      Verdict.FAULT_FOUND,
      "NW-02",
      Certainty.CONFIRMED),

  /** This identity may not read the NSG, and the address gives no answer. */
  NSG_UNREADABLE(
      "no answer, and this identity may not read the NSG",
      PeerScript.DROP,
      "",
      ArmStub.StubVm::nsgForbidden,
      Verdict.UNDETERMINED,
      "NW-01",
      Certainty.POSSIBLE),

  /** The service accepts connections and answers nothing. */
  SERVICE_HUNG(
      "the service accepts connections and answers nothing",
      PeerScript.SILENT,
      "",
      vm -> {},
      Verdict.UNDETERMINED,
      "VM-57",
      Certainty.POSSIBLE),

  /** A policy in the guest denies connections; told by the script that Run Command runs there. */
  GUEST_DENIES(
      "a policy in the guest denies Remote Desktop, and a look inside the VM is allowed",
      PeerScript.REFUSED,
      "",
      ArmStub.StubVm::deniedByPolicy,
      Verdict.FAULT_FOUND,
      "VM-02",
      Certainty.CONFIRMED),

  /** Something else answers in the VM's place. */
  WEB_SERVER_ANSWERS(
      "a web server answers on the RDP port",
      PeerScript.HTTP,
      "",
      vm -> {},
      Verdict.UNDETERMINED,
      "VM-09",
      Certainty.POSSIBLE),

  /** The server insists on NLA and the file switches CredSSP off. */
  CREDSSP_OFF(
      "the server insists on NLA, and the .rdp file switches CredSSP off",
      PeerScript.NLA,
      "enablecredsspsupport:i:0\r\n",
      vm -> {},
      Verdict.FAULT_FOUND,
      "CL-09",
      Certainty.CONFIRMED),

  /** The certificate has expired and the file tells the client to refuse that. */
  CERTIFICATE_EXPIRED(
      "the certificate has expired, and the .rdp file tells the client to refuse that",
      PeerScript.EXPIRED_CERTIFICATE,
      "authentication level:i:1\r\n",
      vm -> {},
      Verdict.FAULT_FOUND,
      "VM-31",
      Certainty.PROBABLE);

  private final String planted;
  private final PeerScript peer;
  private final String rdpLines;
  private final Consumer<ArmStub.StubVm> azure;
  private final Verdict verdict;
  private final String cause;
  private final Optional<Certainty> certainty;

  PlantedFault(
      String planted,
      PeerScript peer,
      String rdpLines,
      Consumer<ArmStub.StubVm> azure,
      Verdict verdict,
      String cause,
      @org.jspecify.annotations.Nullable Certainty certainty) {
    this.planted = planted;
    this.peer = peer;
    this.rdpLines = rdpLines;
    this.azure = azure;
    this.verdict = verdict;
    this.cause = cause;
    this.certainty = Optional.ofNullable(certainty);
  }

  /**
   * The name on the command line.
   *
   * @return lower-case words joined by dashes
   */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Whether the diagnosis may run a script in the guest.
   *
   * @return only where the fault is in there
   */
  public boolean guestRun() {
    return this == GUEST_DENIES;
  }

  /**
   * What is planted.
   *
   * @return a clause
   */
  public String planted() {
    return planted;
  }

  /**
   * What the RDP endpoint does.
   *
   * @return the script of the endpoint on loopback
   */
  public PeerScript peer() {
    return peer;
  }

  /**
   * What the .rdp file says besides the address.
   *
   * @return whole lines; empty where nothing
   */
  public String rdpLines() {
    return rdpLines;
  }

  /**
   * Plants the part of the fault that is in Azure.
   *
   * @param vm a healthy one
   */
  public void plantIn(ArmStub.StubVm vm) {
    azure.accept(vm);
  }

  /**
   * The verdict that is right.
   *
   * @return the verdict
   */
  public Verdict verdict() {
    return verdict;
  }

  /**
   * The cause that must be among the findings.
   *
   * @return its id, or the empty text where nothing is wrong
   */
  public String cause() {
    return cause;
  }

  /**
   * How sure the diagnosis can be of it.
   *
   * @return empty where nothing is wrong
   */
  public Optional<Certainty> certainty() {
    return certainty;
  }
}
