package io.github.rdpdiagnosis.azure.policy;

import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.Endpoint;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.ServiceTags;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** An NSG of a given number of inbound rules for TCP port 3389, and the service tags it names. */
final class GeneratedNsg {
  private static final int EXPLICIT_PREFIXES = 4_000;
  private static final int TAGS = 40;
  private static final int TAG_PREFIXES = 3_000;

  final NetworkSecurityGroup group;

  GeneratedNsg(String id, int rules, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<SecurityRule> list = new ArrayList<>();
    for (int i = 0; i < rules; i++) {
      boolean tag = random.nextInt(20) == 0;
      List<String> sources = new ArrayList<>();
      if (tag) {
        sources.add("Tag" + random.nextInt(TAGS));
      } else {
        int count = Math.max(1, Math.min(40, EXPLICIT_PREFIXES / rules));
        for (int j = 0; j < count; j++) {
          sources.add(prefix(random));
        }
      }
      list.add(
          new SecurityRule(
              Optional.empty(),
              "rule" + i,
              Optional.of(100 + i),
              "Inbound",
              random.nextBoolean() ? "Allow" : "Deny",
              random.nextInt(4) == 0 ? "*" : "Tcp",
              new Endpoint(sources, List.of("*"), List.of()),
              Endpoint.of("*", random.nextInt(4) == 0 ? "*" : "3380-3400"),
              false));
    }
    group = new NetworkSecurityGroup(id, id, list);
  }

  private static String prefix(SplittableRandom random) {
    return random.nextInt(1, 224)
        + "."
        + random.nextInt(256)
        + "."
        + random.nextInt(256)
        + "."
        + random.nextInt(256)
        + "/"
        + (random.nextInt(4) == 0 ? 32 : random.nextInt(12, 29));
  }

  static ServiceTags tags() {
    SplittableRandom random = new SplittableRandom(1);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < TAGS; i++) {
      List<String> prefixes = new ArrayList<>();
      for (int j = 0; j < TAG_PREFIXES; j++) {
        prefixes.add('"' + prefix(random) + '"');
      }
      values.add(
          "{\"name\": \"Tag" + i + "\", \"properties\": {\"addressPrefixes\": " + prefixes + "}}");
    }
    String document = "{\"values\": " + values + "}";
    return ServiceTags.read(document.getBytes(StandardCharsets.UTF_8), "tags");
  }
}
