package io.github.rdpdiagnosis.diagnosis.support;

import io.github.rdpdiagnosis.azure.AzureFacts;
import io.github.rdpdiagnosis.azure.guest.GuestFacts;
import io.github.rdpdiagnosis.azure.internal.json.PlainJson;
import io.github.rdpdiagnosis.diagnosis.Diagnosis;
import io.github.rdpdiagnosis.diagnosis.bundle.EvidenceBundle;
import io.github.rdpdiagnosis.diagnosis.internal.render.Markdown;
import io.github.rdpdiagnosis.diagnosis.internal.render.Printable;
import io.github.rdpdiagnosis.model.cause.DomainVerdict;
import io.github.rdpdiagnosis.model.cause.FaultDomain;
import io.github.rdpdiagnosis.model.cause.Finding;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.Vantage;
import io.github.rdpdiagnosis.model.net.IpAddress;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What steps 5 and 6 of the troubleshooting article need, from a bundle: a question for a forum, an
 * incident's text and payload, and the plan that usually is quicker than an incident. Pure
 * functions; nothing is sent.
 *
 * <p>Source:
 * learn.microsoft.com/troubleshoot/azure/virtual-machines/windows/detailed-troubleshoot-rdp;
 * learn.microsoft.com/rest/api/support/support-tickets/create.
 */
public final class SupportTexts {
  /** What may be an address; the reader of addresses decides. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<![\\w.:])(\\d{1,3}(\\.\\d{1,3}){3}(?!\\w|\\.\\d)"
              + "|[0-9a-fA-F]{1,4}:[0-9a-fA-F:]+(:[0-9a-fA-F]*)+(?![\\w:]))");

  private static final int LONGEST_TITLE = 140;

  private final EvidenceBundle bundle;
  private final Diagnosis d;

  private SupportTexts(EvidenceBundle bundle) {
    this.bundle = bundle;
    this.d = bundle.replay();
  }

  /**
   * The texts about one diagnosis.
   *
   * @param bundle its bundle
   * @return the texts
   */
  public static SupportTexts of(EvidenceBundle bundle) {
    return new SupportTexts(bundle);
  }

  /** How badly an incident hurts, as Azure's support API spells it. */
  public enum Severity {
    /** C: minimal impact. */
    MINIMAL,
    /** B: moderate impact. */
    MODERATE,
    /** A: critical impact. */
    CRITICAL
  }

  /**
   * A question for Microsoft Q&amp;A, Markdown. Everybody reads it: names are pseudonyms and public
   * addresses numbers, the same one for the same.
   *
   * @return the text, title first
   */
  public String question() {
    Diagnosis told = bundle.withPseudonyms().replay();
    Markdown page = new Markdown();
    page.heading(1, "Remote Desktop to a Windows VM in Azure: " + oneWord(told));
    page.paragraph(told.summary());
    page.heading(2, "What I know of each place");
    page.table("Place", "State", "Why");
    for (DomainVerdict v : told.domains()) {
      page.row(v.domain().title(), v.status().name(), String.join("; ", v.because()));
    }
    page.heading(2, "What was tried");
    for (Observation o : told.checks()) {
      if (o.status().isConclusive()) {
        page.item(
            o.vantage()
                + " "
                + o.check()
                + ": "
                + o.status().kind()
                + o.status().why().map(w -> ", " + w).orElse(""));
      }
    }
    List<Observation> unseen =
        told.checks().stream()
            .filter(
                o ->
                    o.status().kind() == CheckStatus.Kind.NOT_PERMITTED
                        || o.status().kind() == CheckStatus.Kind.INCONCLUSIVE)
            .toList();
    if (!unseen.isEmpty()) {
      page.heading(2, "What I could not look at");
      unseen.forEach(
          o -> page.item(o.vantage() + " " + o.check() + ": " + o.status().why().orElse("")));
    }
    page.heading(2, "Question");
    page.paragraph(
        told.findings().isEmpty()
            ? "What else can keep Remote Desktop from working here, and how do I find out?"
            : "Which of these is it, and how do I tell: "
                + String.join("; ", told.findings().stream().map(f -> f.cause().title()).toList())
                + "?");
    page.paragraph(
        "Tags: Azure Virtual Machines, Windows Remote Desktop. Names and addresses are changed.");
    return withoutAddresses(page.toString());
  }

  private static String oneWord(Diagnosis d) {
    return switch (d.verdict()) {
      case WORKS -> "the path works as far as it can be seen";
      case FAULT_FOUND -> d.findings().get(0).cause().title();
      case UNDETERMINED -> "no connection, cause not found (proven up to " + d.provenUpTo() + ")";
    };
  }

  private static String withoutAddresses(String text) {
    Map<String, String> names = new LinkedHashMap<>();
    return ADDRESS
        .matcher(text)
        .replaceAll(
            match ->
                isPublic(match.group())
                    ? names.computeIfAbsent(
                        match.group(), a -> "public-address-" + (names.size() + 1))
                    : match.group());
  }

  private static boolean isPublic(String text) {
    try {
      IpAddress address = IpAddress.parse(text);
      return !address.isPrivate() && !address.isLoopback();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The text of an incident: the steps of the article, each with its result or as not done. It
   * offers the quicker way first.
   *
   * @return Markdown
   */
  public String incident() {
    Markdown page = new Markdown();
    page.heading(1, title());
    page.paragraph(
        "Before this is filed: re-creating the VM from its disks usually is quicker than an incident"
            + " ('rdpdiag support recreate'). It keeps the disks and helps wherever the fault is in"
            + " Azure's side of the VM; not where it is in the guest's own settings.");
    page.heading(2, "Steps 1 to 5");
    page.table("Step", "Done", "Result");
    for (StepResult step : steps()) {
      page.row(step.step(), step.done() ? "done" : "not done", step.result());
    }
    page.heading(2, "Findings");
    if (d.findings().isEmpty()) {
      page.paragraph("None.");
    }
    for (Finding f : d.findings()) {
      page.item(
          f.cause().id() + " " + f.certainty() + ": " + f.cause().title() + ". " + f.explanation());
    }
    page.paragraph(
        "Began: "
            + d.startedAt().truncatedTo(ChronoUnit.SECONDS)
            + ". Run: "
            + d.id()
            + ". The evidence bundle has everything that was seen.");
    return page.toString();
  }

  /** One step of the article. */
  private record StepResult(String step, boolean done, String result) {}

  private List<StepResult> steps() {
    List<StepResult> steps = new ArrayList<>();
    steps.add(new StepResult("1 diagnostics", true, d.verdict() + ": " + d.summary()));
    Optional<Observation> error = named("client-error");
    steps.add(
        new StepResult(
            "2 the client's error message",
            error.isPresent(),
            error
                .map(o -> o.status().why().orElse("it is known; its causes were weighed"))
                .orElse("no message was given (--error)")));
    Optional<String> power =
        d.checks().stream()
            .flatMap(o -> o.facts().get(AzureFacts.POWER_STATE).stream())
            .findFirst();
    steps.add(
        new StepResult(
            "3 state of the VM",
            power.isPresent(),
            power.map(p -> "power state " + p).orElse("Azure was not read (--vm)")));
    steps.add(
        new StepResult("3 restart, resize", false, "a diagnosis changes nothing ('rdpdiag plan')"));
    int n = 1;
    for (FaultDomain domain : FaultDomain.values()) {
      DomainVerdict v = d.domain(domain);
      boolean looked = v.status() != io.github.rdpdiagnosis.model.cause.DomainStatus.UNKNOWN;
      steps.add(
          new StepResult(
              "4." + n++ + " " + domain.title(),
              looked,
              v.status() + ": " + String.join("; ", v.because())));
    }
    steps.add(
        new StepResult(
            "4.5 inside the VM",
            d.checks().stream().anyMatch(o -> o.facts().has(GuestFacts.BUILD)),
            "the guest's own settings (--allow-guest-run or --guest-record)"));
    steps.add(
        new StepResult("5 forum", false, "the question is ready: 'rdpdiag support question'"));
    return steps;
  }

  private Optional<Observation> named(String check) {
    return d.checks().stream()
        .filter(o -> o.check().equals(check) && o.vantage().equals(Vantage.CLIENT))
        .findFirst();
  }

  private String title() {
    return Printable.of(
        "Remote Desktop to " + d.target().host() + ": " + oneWord(d), LONGEST_TITLE);
  }

  /**
   * The body of Azure's request to create a support ticket, with what a diagnosis can know of it.
   * What only the user can know is listed under {@code fillIn}; Azure refuses the body before that
   * is done and {@code fillIn} taken out.
   *
   * @param severity how badly it hurts
   * @param impact who cannot work because of it, in the user's words
   * @return JSON
   */
  public String payload(Severity severity, String impact) {
    Map<String, Object> properties = new TreeMap<>();
    properties.put("title", title());
    properties.put("description", "Impact: " + impact + "\n\n" + incident());
    properties.put("severity", severity.name().toLowerCase(Locale.ROOT));
    properties.put("problemStartTime", d.startedAt().toString());
    properties.put("advancedDiagnosticConsent", "No");
    d.target()
        .vmId()
        .ifPresent(id -> properties.put("technicalTicketDetails", Map.of("resourceId", id)));
    Map<String, Object> json = new TreeMap<>();
    json.put("properties", properties);
    json.put("impact", impact);
    json.put(
        "fillIn",
        List.of(
            "properties.serviceId: GET /providers/Microsoft.Support/services, the one for VMs that run"
                + " Windows",
            "properties.problemClassificationId: GET …/services/ID/problemClassifications",
            "properties.contactDetails"));
    return PlainJson.write(json);
  }

  /**
   * How to re-create the VM from its disks, step by step, as text. Nothing is done by it.
   *
   * @return Markdown
   */
  public String recreate() {
    Markdown page = new Markdown();
    page.heading(1, "Re-create the VM and keep its disks");
    page.paragraph(
        "This loses: the temporary disk (drive D), a dynamic public address if it is not made static"
            + " first, extensions, and a system-assigned identity with its role assignments. All"
            + " sessions end. It keeps: the operating system disk, data disks, network interfaces.");
    String vm = d.target().vmId().filter(SupportTexts::isPlain).orElse("VM_ID");
    page.paragraph("1. What there is now. Keep the output:");
    page.code("az vm show --ids " + vm + " --show-details --output json");
    page.paragraph(
        "2. No disk, network interface or address may go with the VM. Each must say Detach:");
    page.code(
        "az vm update --ids "
            + vm
            + " --set storageProfile.osDisk.deleteOption=Detach"
            + " networkProfile.networkInterfaces[0].deleteOption=Detach");
    page.paragraph("3. A snapshot of the operating system disk, to go back to:");
    page.code(
        "az snapshot create --name before-recreate --resource-group GROUP --source OS_DISK_ID");
    page.paragraph("4. Delete the VM itself:");
    page.code("az vm delete --ids " + vm + " --yes");
    page.paragraph(
        "5. Create it from the disk, with the same size, network interface, zone and data disks:");
    page.code(
        "az vm create --name NAME --resource-group GROUP --attach-os-disk OS_DISK_ID --os-type Windows"
            + " --nics NIC_ID --size SIZE --attach-data-disks DATA_DISK_ID");
    page.paragraph("6. Look again:");
    page.code("rdpdiag diagnose TARGET --vm " + vm);
    return page.toString();
  }

  private static boolean isPlain(String id) {
    return id.matches("[A-Za-z0-9/._()-]+") && !id.contains("(");
  }
}
