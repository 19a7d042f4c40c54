package io.github.rdpdiagnosis.diagnosis.internal.redact;

import io.github.rdpdiagnosis.model.Secret;
import io.github.rdpdiagnosis.model.check.CheckStatus;
import io.github.rdpdiagnosis.model.check.Observation;
import io.github.rdpdiagnosis.model.check.ProgressListener;
import io.github.rdpdiagnosis.model.fact.Facts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes secrets out of what servers, Azure, guests and checks of others said, by their form: own
 * code holds them as {@link Secret} and does not need this. Applied to all observations before
 * anything is concluded from them, so that no report, bundle or line of JSON has them.
 */
public final class Redaction {
  /** Each leaves its first group, which says what was there. */
  private static final List<Pattern> SECRETS =
      List.of(
          // [MS-RDPBCGR] has no such field: a saved .rdp file does.
          Pattern.compile("(?i)(password 51:b:)[0-9a-f]{8,}"),
          Pattern.compile("(?i)(gatewayaccesstoken:s:)\\S+"),
          Pattern.compile("(?i)\\b(Bearer )[A-Za-z0-9._~+/=-]{8,}"),
          Pattern.compile("(?i)\\b(Basic )[A-Za-z0-9+/]{8,}={0,2}"),
          // A JSON Web Token, RFC 7519, wherever it stands.
          Pattern.compile("()\\beyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*)*"),
          // A shared access signature.
          Pattern.compile("(?i)([?&;]sig=)[^&\\s\"']+"),
          Pattern.compile("(?i)\\b((?:Set-)?Cookie: *)[^\\r\\n\"]+"),
          Pattern.compile(
              "(?i)\\b((?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Passwd|Pwd"
                  + "|client_secret|access_token|refresh_token|adminPassword|protectedSettings)"
                  + "[\"']?\\s*[=:]\\s*)(?:\"[^\"]+\"|'[^']+'|[^\\s;,&\"'}]+)"));

  /** A text without one of these has none of the above: most texts end here. */
  private static final Pattern HINT =
      Pattern.compile(
          "(?i)pass|pwd|bearer |basic |eyJ|sig=|cookie|key|secret|token|SharedAccess|protectedSettings");

  private Redaction() {}

  /**
   * A text without the secrets in it.
   *
   * @param text from anywhere
   * @return the text with {@link Secret#REDACTED} in place of each
   */
  public static String of(String text) {
    String clean = text;
    if (HINT.matcher(text).find()) {
      for (Pattern secret : SECRETS) {
        clean = secret.matcher(clean).replaceAll("$1" + Secret.REDACTED.replace("[", "\\["));
      }
    }
    return clean;
  }

  /**
   * Observations without secrets.
   *
   * @param observations what was seen
   * @return the same, in their order
   */
  public static List<Observation> of(List<Observation> observations) {
    return observations.stream().map(o -> changed(o, Redaction::of)).toList();
  }

  /**
   * A listener that hears of no secret.
   *
   * @param listener who is told
   * @return the listener for a run
   */
  public static ProgressListener before(ProgressListener listener) {
    return new ProgressListener() {
      @Override
      public void started(String check) {
        listener.started(check);
      }

      @Override
      public void observed(Observation observation) {
        listener.observed(changed(observation, Redaction::of));
      }

      @Override
      public void ended(String check) {
        listener.ended(check);
      }
    };
  }

  /**
   * An observation with every text in it changed.
   *
   * @param o the observation
   * @param change what happens to each text
   * @return the observation; itself where nothing changed
   */
  static Observation changed(Observation o, UnaryOperator<String> change) {
    CheckStatus status =
        new CheckStatus(
            o.status().kind(),
            o.status().why().map(change),
            o.status().settledBy().map(change),
            o.status().permission());
    Facts facts = Facts.ofJson(texts(o.facts().json(), change));
    boolean same =
        status.why().equals(o.status().why())
            && status.settledBy().equals(o.status().settledBy())
            && facts.equals(o.facts());
    return same
        ? o
        : new Observation(o.check(), o.vantage(), o.address(), o.at(), o.duration(), status, facts);
  }

  private static Map<String, Object> texts(Map<?, ?> map, UnaryOperator<String> change) {
    Map<String, Object> changed = new TreeMap<>();
    map.forEach(
        (key, value) -> changed.put(key(String.valueOf(key), change), texts(value, change)));
    return changed;
  }

  /** Parts of a snapshot stand under their ARM ids; names of facts and fields have no slash. */
  private static String key(String key, UnaryOperator<String> change) {
    return key.contains("/") ? change.apply(key) : key;
  }

  @SuppressWarnings("NullAway") // JSON's null stays what it is
  private static Object texts(Object value, UnaryOperator<String> change) {
    if (value instanceof String text) {
      return change.apply(text);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(each -> texts(each, change)).collect(Collectors.toList());
    }
    return value instanceof Map<?, ?> map ? texts(map, change) : value;
  }
}
