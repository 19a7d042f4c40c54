package io.github.rdpdiagnosis.samples.steps;

import io.github.rdpdiagnosis.model.cause.CauseCatalogue;
import io.github.rdpdiagnosis.model.error.ClientError;
import io.github.rdpdiagnosis.model.error.ClientErrors;
import io.github.rdpdiagnosis.model.error.ErrorCause;
import io.github.rdpdiagnosis.model.rdpfile.RdpFile;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Step 2, what the client says: which causes does its message leave, and what decides? */
public final class Step2ClientError {
  /** The five messages of the method, as the client words them. */
  private static final List<String> MESSAGES =
      List.of(
          "The remote session was disconnected because there are no Remote Desktop License Servers"
              + " available to provide a license.",
          "Remote Desktop can't find the computer \"sql1\".",
          "Your credentials did not work.",
          "Remote Desktop can't connect to the remote computer for one of these reasons:",
          "The connection was denied because the user account is not authorized for remote login.");

  private Step2ClientError() {}

  /**
   * Looks the messages up.
   *
   * @param args messages or codes such as {@code 0x204}; without any, the five of the method
   */
  public static void main(String[] args) {
    for (String message : args.length == 0 ? MESSAGES : List.of(args)) {
      System.out.println("\"" + message + "\"");
      ClientErrors.match(message)
          .best()
          .ifPresentOrElse(
              Step2ClientError::print,
              () -> System.out.println("  no message of a Remote Desktop client"));
    }
    RdpFile file =
        RdpFile.parse("full address:s:sql1.example.com\r\n".getBytes(StandardCharsets.US_ASCII));
    System.out.println("Without a licence server, for this connection only:");
    System.out.print(file.adminCopy().file().toString().indent(2));
  }

  private static void print(ClientError error) {
    System.out.println("  " + error.meaning());
    for (ErrorCause cause : error.causes()) {
      System.out.println(
          "  "
              + cause.strength()
              + " "
              + cause.id()
              + " "
              + CauseCatalogue.standard().cause(cause.id()).title());
    }
    System.out.println("  decided by: " + error.decidingCheck());
  }
}
