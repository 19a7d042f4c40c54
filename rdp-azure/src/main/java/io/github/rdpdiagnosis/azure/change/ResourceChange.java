package io.github.rdpdiagnosis.azure.change;

import io.github.rdpdiagnosis.azure.internal.json.PlainJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A small resource that is created, changed or deleted: {@code PUT} or {@code DELETE}, with {@code
 * If-None-Match: *} where it must not exist and {@code If-Match} with the ETag that was read where
 * it must be as it was.
 *
 * @param id ARM id; of a kind in {@link Kind}
 * @param expected its {@code properties}; empty where there is none
 * @param wanted the {@code properties} that it gets; empty to delete it
 */
public record ResourceChange(
    String id, Optional<Map<String, Object>> expected, Optional<Map<String, Object>> wanted)
    implements Operation {
  /** Kinds of resources that may be changed. */
  public enum Kind {
    /** A rule of a network security group. */
    SECURITY_RULE("networkSecurityGroups", "securityRules", "NSG rule"),
    /** An inbound NAT rule of a load balancer. */
    INBOUND_NAT_RULE("loadBalancers", "inboundNatRules", "inbound NAT rule");

    private final String parent;
    private final String child;
    private final String word;

    Kind(String parent, String child, String word) {
      this.parent = parent;
      this.child = child;
      this.word = word;
    }

    private boolean isOf(String id) {
      String part = "[\\p{L}\\p{N}_().-]{1,90}";
      return id.matches(
          "(?i)/subscriptions/[0-9a-f-]{36}/resourceGroups/"
              + part
              + "/providers/Microsoft\\.Network/"
              + parent
              + "/"
              + part
              + "/"
              + child
              + "/"
              + part);
    }

    String action() {
      return "Microsoft.Network/" + parent + "/" + child;
    }
  }

  /**
   * That a resource has to be as it is: nothing is ever written, and a run stops where it is not.
   *
   * @param id its ARM id
   * @param properties what it has to have
   * @return the comparison
   */
  public static ResourceChange unchanged(String id, Map<String, Object> properties) {
    return new ResourceChange(id, Optional.of(properties), Optional.of(properties));
  }

  /** Copies the maps; refuses ids of other kinds, and what is absent before and afterwards. */
  public ResourceChange {
    if (id.length() > 1024 || id.contains("..") || kindOf(id).isEmpty()) {
      throw new IllegalArgumentException(
          "expected the ARM id of an NSG rule or of an inbound NAT rule");
    }
    expected = expected.map(TreeMap::new);
    wanted = wanted.map(TreeMap::new);
    if (expected.isEmpty() && wanted.isEmpty()) {
      throw new IllegalArgumentException("the state that is wanted is the one that is expected");
    }
  }

  private boolean isComparison() {
    return expected.equals(wanted);
  }

  private static Optional<Kind> kindOf(String id) {
    return List.of(Kind.values()).stream().filter(kind -> kind.isOf(id)).findFirst();
  }

  Kind kind() {
    return kindOf(id).orElseThrow();
  }

  @Override
  public String target() {
    return id;
  }

  @Override
  public String what() {
    String name = kind().word + " " + id.substring(id.lastIndexOf('/') + 1);
    if (wanted.isEmpty()) {
      return "delete " + name;
    }
    if (isComparison()) {
      return "compare " + name;
    }
    return expected.isEmpty() ? "create " + name : "change " + name;
  }

  @Override
  public String before() {
    return words(expected);
  }

  @Override
  public String after() {
    return words(wanted);
  }

  private static String words(Optional<Map<String, Object>> state) {
    return state
        .map(map -> PlainJson.write(map).replaceAll("\\s*\n\\s*", " ").strip())
        .orElse("absent");
  }

  @Override
  public Optional<Operation> inverse() {
    return isComparison()
        ? Optional.empty()
        : Optional.of(new ResourceChange(id, wanted, expected));
  }

  @Override
  public List<String> permissions() {
    String read = kind().action() + "/read";
    return isComparison()
        ? List.of(read)
        : List.of(read, kind().action() + (wanted.isEmpty() ? "/delete" : "/write"));
  }
}
