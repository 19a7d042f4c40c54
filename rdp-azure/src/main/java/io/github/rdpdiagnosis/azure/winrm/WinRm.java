package io.github.rdpdiagnosis.azure.winrm;

import io.github.rdpdiagnosis.azure.guest.CollectorRequest;
import io.github.rdpdiagnosis.azure.guest.GuestChannel;
import io.github.rdpdiagnosis.azure.guest.GuestReading;
import io.github.rdpdiagnosis.azure.guest.GuestRecord;
import io.github.rdpdiagnosis.azure.guest.GuestRecordFormatException;
import io.github.rdpdiagnosis.azure.guest.StaticScript;
import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Deadline;
import io.github.rdpdiagnosis.model.net.Port;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.NTCredentials;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.core5.http.HttpHost;

/**
 * A guest's WinRM service over HTTPS, as a way to run this library's own static scripts there. It
 * takes the place of {@code Get-AzureWinRMUri} and {@code Enter-PSSession}. Running a script is
 * execution in the guest, as the account that is given: only with the caller's leave.
 *
 * <p>On the wire: one TLS connection to the port (5986 by default) and the SOAP exchange of a
 * Windows shell ([MS-WSMV] 3.1.4): create, command, send, receive, signal, delete. Plain HTTP is
 * refused. The certificate must be the one whose thumbprint is given, before anything else is sent;
 * its name, dates and issuer do not count. The credentials are sent once: NTLM inside Negotiate, or
 * Basic where the caller asks for that. Once they were refused, this object never sends them again.
 * Kerberos, CredSSP and message encryption over plain HTTP are not supported; neither are channel
 * bindings, so a service with {@code CbtHardeningLevel} Strict refuses.
 *
 * <p>A script that goes on after the deadline ends with its shell, which the guest takes away after
 * three idle minutes. It has not yet been tried on any build of Windows. Thread-safe. The HTTP
 * library logs headers when its own logger is at debug: leave it off.
 */
public final class WinRm implements GuestChannel {
  /** The port of WinRM over HTTPS. */
  public static final Port HTTPS = new Port(5986);

  private static final int HTTP_PORT = 5985;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** Output in the compressed form, which no code page can change on its way. */
  private static final int OUTPUT_LIMIT = 600_000;

  private static final int MAX_NAME = 300;

  /** How the account is proven. */
  public enum Authentication {
    /** NTLM version 2 inside Negotiate: the password itself does not leave this computer. */
    NTLM,
    /** The password itself, inside TLS; off in WinRM unless somebody turned it on. */
    BASIC
  }

  private final HttpHost host;
  private final Thumbprint certificate;
  private final Authentication authentication;
  private final Credentials credentials;
  private volatile Optional<CheckStatus> refused = Optional.empty();

  private WinRm(
      HttpHost host,
      Thumbprint certificate,
      Authentication authentication,
      Credentials credentials) {
    this.host = host;
    this.certificate = certificate;
    this.authentication = authentication;
    this.credentials = credentials;
  }

  /**
   * A service and who signs in to it. Asks nobody yet.
   *
   * @param host name or address; no URL
   * @param port of the HTTPS listener
   * @param certificate what its certificate hashes to
   * @param authentication how the account is proven
   * @param user {@code NAME}, {@code COMPUTER\NAME}, {@code DOMAIN\NAME} or {@code NAME@DOMAIN}
   * @param password sent to this service only
   * @return the channel
   * @throws IllegalArgumentException if a part of it cannot be, such as the port of plain HTTP
   * @throws IllegalStateException if {@code httpclient5} is not there
   */
  public static WinRm of(
      String host,
      Port port,
      Thumbprint certificate,
      Authentication authentication,
      String user,
      Secret password) {
    Objects.requireNonNull(certificate, "certificate");
    if (host.regionMatches(true, 0, "http:", 0, 5) || port.number() == HTTP_PORT) {
      throw new IllegalArgumentException(
          "WinRM over plain HTTP is refused: it would need message encryption, which is not done"
              + " here. Give the HTTPS listener, usually port "
              + HTTPS);
    }
    if (!host.matches("[A-Za-z0-9.:_%-]{1,255}") || host.startsWith("-")) {
      throw new IllegalArgumentException("expected a host name or an address, got '" + host + "'");
    }
    if (user.isBlank() || user.length() > MAX_NAME) {
      throw new IllegalArgumentException("user takes a name of 1 to " + MAX_NAME + " characters");
    }
    if (password.isEmpty()) {
      throw new IllegalArgumentException("the password is empty");
    }
    try {
      return new WinRm(
          new HttpHost("https", host, port.number()),
          certificate,
          authentication,
          credentials(authentication, user, password));
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "WinRM needs org.apache.httpcomponents.client5:httpclient5 on the class path", e);
    }
  }

  @SuppressWarnings("deprecation") // with the only NTLM there is: see OneAttempt
  private static Credentials credentials(
      Authentication authentication, String user, Secret password) {
    char[] secret = password.reveal().toCharArray();
    if (authentication == Authentication.BASIC) {
      return new UsernamePasswordCredentials(user, secret);
    }
    int backslash = user.indexOf('\\');
    String domain = backslash < 0 ? "" : user.substring(0, backslash);
    return new NTCredentials(
        user.substring(backslash + 1), secret, "", domain.equals(".") ? "" : domain);
  }

  @Override
  public GuestReading collect(CollectorRequest request, Deadline deadline)
      throws InterruptedException {
    try {
      String output = run(StaticScript.COLLECT, request.parameters(OUTPUT_LIMIT), deadline);
      return GuestReading.of(GuestRecord.parse(List.of(output)));
    } catch (WinRmException e) {
      return GuestReading.without(e.status());
    } catch (GuestRecordFormatException e) {
      return GuestReading.without(
          CheckStatus.inconclusive("guest record: " + e.problem(), "running the collector again"));
    }
  }

  @Override
  public Optional<String> host() {
    return Optional.of(host.getHostName() + ":" + host.getPort());
  }

  /**
   * Runs one of the scripts and gives back what it printed. Blocks, within the deadline.
   *
   * @param script which; none but this library's own can be run
   * @param parameters by name: letters; values of letters, digits and commas
   * @param deadline when to be back; ten minutes at most
   * @return standard output, up to 1 MiB
   * @throws WinRmException if there is none, and why
   * @throws InterruptedException if the thread was interrupted
   * @throws IllegalArgumentException if a parameter is anything else
   */
  public String run(StaticScript script, Map<String, String> parameters, Deadline deadline)
      throws WinRmException, InterruptedException {
    parameters.forEach(
        (name, value) -> {
          if (!name.matches("[A-Za-z]{1,40}") || !value.matches("[A-Za-z0-9,]{0,4096}")) {
            throw new IllegalArgumentException("no parameter of a script: " + name);
          }
        });
    if (refused.isPresent()) {
      throw new WinRmException(refused.get());
    }
    Deadline end = deadline.orSooner(LONGEST);
    try (WinRmConnection connection =
        new WinRmConnection(host, certificate, authentication, credentials)) {
      return awaited(connection, script, parameters, end);
    }
  }

  /** In a thread of its own: what a socket waits for cannot be interrupted, only closed. */
  private String awaited(
      WinRmConnection connection, StaticScript script, Map<String, String> parameters, Deadline end)
      throws WinRmException, InterruptedException {
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "rdp-winrm");
              made.setDaemon(true);
              return made;
            });
    try {
      Future<String> output =
          thread.submit(() -> new WinRmShell(connection, url(), end).run(script, parameters));
      return output.get(end.remaining().toMillis() + 1, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw WinRmException.of(
          "the script was not done in time: WinRM at " + host.getHostName() + " is slow",
          "a longer deadline");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WinRmException known) {
        throw remembered(known, connection);
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      connection.abort();
      thread.shutdownNow();
    }
  }

  private WinRmException remembered(WinRmException problem, WinRmConnection connection) {
    if (connection.isRefused()) {
      refused =
          Optional.of(
              CheckStatus.notRun("the credentials were refused before: they are not sent again"));
    }
    return problem;
  }

  private String url() {
    return host.toURI() + "/wsman";
  }

  @Override
  public String toString() {
    return "WinRM at " + host.getHostName() + ":" + host.getPort();
  }
}
