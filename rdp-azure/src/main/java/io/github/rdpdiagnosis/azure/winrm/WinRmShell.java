package io.github.rdpdiagnosis.azure.winrm;

import io.github.rdpdiagnosis.azure.guest.StaticScript;
import io.github.rdpdiagnosis.azure.internal.ScriptText;
import io.github.rdpdiagnosis.model.check.Deadline;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One script in a shell of its own: made, used once, deleted. */
final class WinRmShell {
  private static final Logger LOG = LoggerFactory.getLogger(WinRmShell.class);
  private static final int MAX_OUTPUT = 1024 * 1024;

  /** What one request may take in the guest before it says that it has nothing yet. */
  private static final Duration WAIT = Duration.ofSeconds(20);

  /** A service that answers at once and says nothing is not asked without end. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Time that is kept back to take the shell away. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final WinRmConnection connection;
  private final SoapRequest.Address service;
  private final Deadline deadline;

  WinRmShell(WinRmConnection connection, String url, Deadline deadline) {
    this.connection = connection;
    this.service = new SoapRequest.Address(url, Optional.empty());
    this.deadline = deadline;
  }

  /** What the script printed. */
  String run(StaticScript script, Map<String, String> parameters) throws WinRmException {
    Deadline work = Deadline.in(kept());
    Map<String, String> environment = new LinkedHashMap<>();
    parameters.forEach((name, value) -> environment.put("RDPDIAG_" + name, value));
    SoapReply made = done(connection.send(service.create(environment, wait(work)), work));
    SoapRequest.Address shell = service.shell(made.shellId().orElseThrow(SoapReply::unreadable));
    try {
      return command(shell, script, work);
    } finally {
      quietly(shell.delete(Duration.ofSeconds(5)));
    }
  }

  private Duration kept() {
    Duration left = deadline.remaining();
    return left.compareTo(LAST_WORDS.multipliedBy(2)) > 0 ? left.minus(LAST_WORDS) : left;
  }

  private static Duration wait(Deadline work) {
    return work.atMost(WAIT);
  }

  private String command(SoapRequest.Address shell, StaticScript script, Deadline work)
      throws WinRmException {
    SoapReply started =
        done(
            connection.send(
                shell.command(
                    "powershell.exe",
                    "-NoProfile -NonInteractive -InputFormat None -OutputFormat Text"
                        + " -EncodedCommand "
                        + encoded(),
                    wait(work)),
                work));
    String command = started.commandId().orElseThrow(SoapReply::unreadable);
    try {
      byte[] input = script.text().getBytes(StandardCharsets.US_ASCII);
      done(connection.send(shell.send(command, input, wait(work)), work));
      return received(shell, command, work);
    } finally {
      quietly(shell.terminate(command, Duration.ofSeconds(5)));
    }
  }

  /**
   * The script that takes the other one from standard input, as PowerShell wants to be given it.
   */
  private static String encoded() {
    byte[] text = ScriptText.of("winrm/run.ps1").getBytes(StandardCharsets.UTF_16LE);
    return Base64.getEncoder().encodeToString(text);
  }

  private String received(SoapRequest.Address shell, String command, Deadline work)
      throws WinRmException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    while (!work.isOver()) {
      // Asked for the last time just before the end, it may still answer: time is kept for that.
      SoapReply reply = connection.send(shell.receive(command, wait(work)), deadline);
      if (reply.isTimedOut()) {
        continue;
      }
      done(reply);
      for (SoapReply.Stream stream : reply.streams()) {
        (stream.name().equals("stdout") ? output : errors).writeBytes(stream.bytes());
      }
      if (output.size() + errors.size() > MAX_OUTPUT) {
        throw WinRmException.of(
            "the script's output is larger than " + MAX_OUTPUT + " bytes",
            "looking at what listens on that port");
      }
      if (reply.done()) {
        return printed(output, errors, reply.exitCode());
      }
      if (reply.streams().isEmpty()) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    throw WinRmException.of("the script was not done in time", "a longer deadline");
  }

  private static String printed(
      ByteArrayOutputStream output, ByteArrayOutputStream errors, Optional<Integer> exitCode)
      throws WinRmException {
    String text = output.toString(StandardCharsets.UTF_8);
    if (text.isBlank()) {
      throw WinRmException.of(
          "the script printed nothing"
              + exitCode.map(code -> " and ended with " + code).orElse("")
              + (errors.size() == 0 ? "" : ": " + line(errors)),
          "running the script by hand on the VM");
    }
    return text;
  }

  private static String line(ByteArrayOutputStream errors) {
    String text =
        errors.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " ").replaceAll("[^ -~]", "?");
    return text.length() <= 160 ? text : text.substring(0, 160) + "...";
  }

  /** The reply, unless it is a fault. */
  private static SoapReply done(SoapReply reply) throws WinRmException {
    if (reply.fault().isPresent()) {
      boolean denied = reply.fault().get().matches("AccessDenied.*|.* 5");
      throw WinRmException.of(
          "WinRM answered with the fault " + reply.fault().get(),
          denied
              ? "an account that is in Administrators on the VM"
              : "winrm get winrm/config on the VM, or Run Command instead");
    }
    return reply;
  }

  /** What is taken away goes by itself after three minutes if this does not reach the guest. */
  private void quietly(SoapRequest request) {
    try {
      connection.send(request, deadline.orSooner(LAST_WORDS));
    } catch (WinRmException e) {
      LOG.debug("{} was not taken: {}", request.action(), e.getMessage());
    }
  }
}
