package io.github.rdpdiagnosis.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rdpdiagnosis.azure.RunCommandRequests.Answer;
import io.github.rdpdiagnosis.azure.guest.CollectorRequest;
import io.github.rdpdiagnosis.azure.guest.CollectorScript;
import io.github.rdpdiagnosis.azure.guest.GuestChannel;
import io.github.rdpdiagnosis.azure.guest.GuestReading;
import io.github.rdpdiagnosis.azure.guest.GuestRecord;
import io.github.rdpdiagnosis.azure.guest.GuestRecordFormatException;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Run Command's action API ({@code POST …/virtualMachines/{vm}/runCommand} with {@code
 * RunPowerShellScript}), polled by itself: the SDK would ask every 30 seconds. A script that was
 * started cannot be cancelled; it ends by itself in the guest.
 */
final class RunCommandChannel implements GuestChannel {

  /** Run Command gives up after 90 minutes; nobody waits that long for a diagnosis. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Duration FIRST_POLL = Duration.ofMillis(500);
  private static final Duration QUICK_POLL = Duration.ofSeconds(2);
  private static final Duration SLOW_POLL = Duration.ofSeconds(5);

  /** ARM lets 45 polls of one VM through at once and 15 a minute after that. */
  private static final int QUICK_POLLS = 30;

  /** Less is left than any run of a script takes. */
  private static final Duration SHORTEST_RUN = Duration.ofSeconds(2);

  private static final int MOST_RUNS = 4;

  private final RunCommandRequests requests;
  private final Optional<Secret> token;

  RunCommandChannel(RunCommandRequests requests, Optional<Secret> token) {
    this.requests = requests;
    this.token = token;
  }

  /** Ends the walk with why there is no record. */
  private static final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient CheckStatus status;

    Stopped(CheckStatus status) {
      super(status.why().orElse(""), null, false, false);
      this.status = status;
    }
  }

  @Override
  public GuestReading collect(CollectorRequest request, Deadline deadline)
      throws InterruptedException {
    Deadline end = deadline.orSooner(LONGEST);
    List<String> outputs = new ArrayList<>();
    try {
      requireReady(requests.virtualMachine(end));
      outputs.add(run(request, end));
      GuestRecord record = GuestRecord.parse(outputs);
      return GuestReading.of(withTheRest(request, record, outputs, end));
    } catch (Stopped e) {
      return GuestReading.without(e.status);
    } catch (GuestRecordFormatException e) {
      return GuestReading.without(
          CheckStatus.inconclusive("guest record: " + e.problem(), "running the collector again"));
    } catch (IOException e) {
      return GuestReading.without(
          end.isOver() ? tooLate(deadline) : CheckStatus.inconclusive(line(e), "asking ARM again"));
    }
  }

  /**
   * Asks for what did not fit. What was read stays if that fails: its record says what is missing.
   */
  private GuestRecord withTheRest(
      CollectorRequest request, GuestRecord first, List<String> outputs, Deadline end)
      throws InterruptedException {
    GuestRecord record = first;
    while (!record.left().isEmpty()
        && outputs.size() < MOST_RUNS
        && end.remaining().compareTo(SHORTEST_RUN) > 0) {
      try {
        outputs.add(
            run(new CollectorRequest(record.left(), request.days(), request.probeBegan()), end));
        record = GuestRecord.parse(outputs);
      } catch (Stopped | IOException | GuestRecordFormatException e) {
        return record;
      }
    }
    return record;
  }

  private static CheckStatus tooLate(Deadline deadline) {
    return CheckStatus.inconclusive(
        deadline.isOver()
            ? "the collector was not done by the deadline; it ends by itself in the guest"
            : "the collector was not done within " + LONGEST.toMinutes() + " minutes",
        "a longer deadline: Run Command takes 20 seconds and more");
  }

  private String line(IOException e) {
    String text = e.getClass().getSimpleName() + ": " + e.getMessage();
    if (token.isPresent()) {
      text = text.replace(token.get().reveal(), Secret.REDACTED);
    }
    String line = text.replaceAll("\\p{Cntrl}+", " ").replaceAll("\\?\\S*", "?" + Secret.REDACTED);
    return line.length() <= 200 ? line : line.substring(0, 200) + "...";
  }

  /** Run Command would hang for 90 minutes where no agent answers: that is said at once. */
  private void requireReady(Answer answer) throws Stopped {
    if (answer.status() != 200) {
      throw new Stopped(refused(answer, requests.action("read")));
    }
    JsonNode properties = answer.body().path("properties");
    JsonNode view = properties.path("instanceView");
    String os = properties.path("storageProfile").path("osDisk").path("osType").asText("");
    if (os.equalsIgnoreCase("Linux")) {
      throw new Stopped(CheckStatus.notApplicable("the VM runs Linux"));
    }
    for (JsonNode status : view.path("statuses")) {
      String code = status.path("code").asText("");
      if (code.startsWith("PowerState/") && !code.equals("PowerState/running")) {
        throw new Stopped(
            CheckStatus.notRun(
                "Run Command needs a running VM; it is "
                    + plain(code.substring("PowerState/".length()))));
      }
    }
    List<String> agent = new ArrayList<>();
    view.path("vmAgent")
        .path("statuses")
        .forEach(status -> agent.add(status.path("displayStatus").asText("")));
    if (!agent.contains("Ready")) {
      throw new Stopped(
          CheckStatus.notRun(
              "Run Command needs the VM agent, which "
                  + (agent.isEmpty()
                      ? "reports nothing"
                      : "reports '" + plain(agent.get(0)) + "'")));
    }
  }

  private static String plain(String text) {
    String line = text.replaceAll("[^ -~]", "?");
    return line.length() <= 120 ? line : line.substring(0, 120) + "...";
  }

  private static CheckStatus refused(Answer answer, String action) {
    String said = "HTTP " + answer.status() + answer.code();
    return switch (answer.status()) {
      case 403 -> CheckStatus.notPermitted(action);
      case 401 ->
          CheckStatus.inconclusive("Azure refused the token (" + said + ")", "a valid token");
      case 404 ->
          CheckStatus.inconclusive(
              "ARM knows no such VM (" + said + ")", "a right id, or an identity that may see it");
      case 409 ->
          CheckStatus.notRun(
              "another Run Command or extension is at work in the VM ("
                  + said
                  + "); one runs at a time, and it cannot be cancelled");
      case 429 ->
          CheckStatus.notRun(
              "Azure throttled the request"
                  + answer
                      .retryAfter()
                      .map(wait -> "; retry after " + wait.toSeconds() + " s")
                      .orElse(""));
      default -> CheckStatus.inconclusive("Run Command: " + said, "asking ARM again");
    };
  }

  private String run(CollectorRequest request, Deadline end)
      throws IOException, InterruptedException, Stopped {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("commandId", "RunPowerShellScript");
    body.put("script", CollectorScript.text().lines().toList());
    body.put(
        "parameters",
        request.parameters(CollectorRequest.RUN_COMMAND_LIMIT).entrySet().stream()
            .map(p -> Map.of("name", p.getKey(), "value", p.getValue()))
            .toList());
    Answer answer = requests.run(body, end);
    if (answer.status() == 200) {
      return output(answer.body());
    }
    if (answer.status() != 202 && answer.status() != 201) {
      throw new Stopped(refused(answer, requests.action("runCommand/action")));
    }
    URI where =
        answer
            .next()
            .orElseThrow(
                () ->
                    new Stopped(
                        CheckStatus.inconclusive(
                            "ARM does not say where the script's output will be",
                            "running the collector again")));
    return await(where, end);
  }

  private String await(URI where, Deadline end) throws IOException, InterruptedException, Stopped {
    Duration interval = FIRST_POLL;
    for (int polls = 0; ; polls++) {
      pause(end, interval);
      Answer answer = requests.poll(where, end);
      if (answer.status() == 429) {
        interval = answer.retryAfter().filter(wait -> !wait.isZero()).orElse(SLOW_POLL);
        continue;
      }
      if (answer.status() != 200 && answer.status() != 202) {
        throw new Stopped(refused(answer, requests.action("read")));
      }
      Optional<String> output = done(answer);
      if (output.isPresent()) {
        return output.get();
      }
      Duration most = polls < QUICK_POLLS ? QUICK_POLL : SLOW_POLL;
      Duration longer = interval.multipliedBy(3).dividedBy(2);
      interval = longer.compareTo(most) > 0 ? most : longer;
    }
  }

  /** Waits without holding a lock; an interrupt ends it at once, the deadline in time. */
  private static void pause(Deadline end, Duration span) throws InterruptedException, IOException {
    long until = System.nanoTime() + span.toNanos();
    for (long left = span.toNanos(); left > 0; left = until - System.nanoTime()) {
      if (end.isOver()) {
        throw new IOException("deadline");
      }
      LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)));
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while the collector ran");
      }
    }
  }

  /** The output of an operation that has ended; empty while it goes on. */
  private static Optional<String> done(Answer answer) throws Stopped {
    if (answer.status() == 202) {
      return Optional.empty();
    }
    String status = answer.body().path("status").asText("");
    if (status.isEmpty() && answer.body().has("value")) {
      return Optional.of(output(answer.body()));
    }
    return switch (status) {
      case "Succeeded" -> Optional.of(output(answer.body().path("properties").path("output")));
      case "Failed", "Canceled" ->
          throw new Stopped(
              CheckStatus.inconclusive(
                  "Run Command ended with " + status + answer.code(),
                  "running the collector again"));
      default -> Optional.empty();
    };
  }

  /** The entries of standard output; of all entries where none says which it is. */
  private static String output(JsonNode output) throws Stopped {
    JsonNode entries = output.isArray() ? output : output.path("value");
    StringBuilder all = new StringBuilder();
    StringBuilder standard = new StringBuilder();
    String error = "";
    for (JsonNode entry : entries) {
      String code = entry.path("code").asText("");
      String message = entry.path("message").asText("");
      all.append(message).append('\n');
      if (code.startsWith("ComponentStatus/StdOut")) {
        standard.append(message).append('\n');
      } else if (code.startsWith("ComponentStatus/StdErr")) {
        error = message;
      }
    }
    if (standard.toString().isBlank() && !error.isBlank()) {
      throw new Stopped(
          CheckStatus.inconclusive(
              "the collector failed: " + plain(error), "running the collector by hand on the VM"));
    }
    return standard.isEmpty() ? all.toString() : standard.toString();
  }
}
