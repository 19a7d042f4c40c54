package io.github.rdpdiagnosis.azure.winrm;

import java.security.Principal;
import java.util.Base64;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.client5.http.auth.AuthenticationException;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.MalformedChallengeException;
import org.apache.hc.client5.http.impl.auth.BasicScheme;
import org.apache.hc.client5.http.impl.auth.NTLMScheme;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * An authentication scheme that answers with credentials once and never again, so that no account
 * is locked. WinRM offers {@code Negotiate} (RFC 4559), inside which Windows takes NTLM messages as
 * they are ([MS-N2HT]); the library knows them by the scheme name {@code NTLM} only.
 */
final class OneAttempt implements AuthScheme {
  static final String NEGOTIATE = "Negotiate";
  static final String BASIC = "Basic";
  private static final int AUTHENTICATE_MESSAGE = 3; // MessageType, [MS-NLMP] 2.2.1.3

  private final String name;
  private final AuthScheme scheme;
  private boolean sent;

  // There is no other NTLM in a library that is kept; over TLS to a pinned certificate it serves.
  @SuppressWarnings("deprecation")
  OneAttempt(WinRm.Authentication authentication) {
    boolean basic = authentication == WinRm.Authentication.BASIC;
    this.name = basic ? BASIC : NEGOTIATE;
    this.scheme = basic ? new BasicScheme() : new NTLMScheme();
  }

  /** Whether credentials, or what is made of them, were given out for a request. */
  boolean isSent() {
    return sent;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isConnectionBased() {
    return scheme.isConnectionBased();
  }

  @Override
  public void processChallenge(AuthChallenge challenge, HttpContext context)
      throws MalformedChallengeException {
    scheme.processChallenge(challenge, context);
  }

  @Override
  public boolean isChallengeComplete() {
    return scheme.isChallengeComplete();
  }

  @Override
  public String getRealm() {
    return scheme.getRealm();
  }

  @Override
  public boolean isResponseReady(HttpHost host, CredentialsProvider provider, HttpContext context)
      throws AuthenticationException {
    return scheme.isResponseReady(host, provider, context);
  }

  @Override
  public Principal getPrincipal() {
    return scheme.getPrincipal();
  }

  @Override
  public String generateAuthResponse(HttpHost host, HttpRequest request, HttpContext context)
      throws AuthenticationException {
    String response = scheme.generateAuthResponse(host, request, context);
    String token = response.substring(response.indexOf(' ') + 1);
    if (name.equals(BASIC) || isAuthenticate(token)) {
      if (sent && !name.equals(BASIC)) {
        throw new AuthenticationException("credentials are sent once");
      }
      sent = true;
    }
    return name + " " + token;
  }

  private static boolean isAuthenticate(String token) {
    byte[] message = Base64.getDecoder().decode(token);
    return message.length > 8 && message[8] == AUTHENTICATE_MESSAGE;
  }
}
