package io.github.rdpdiagnosis.azure.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup;
import io.github.rdpdiagnosis.azure.NetworkSecurityGroup.SecurityRule;
import io.github.rdpdiagnosis.azure.Snapshots;
import io.github.rdpdiagnosis.model.net.AddressSet;
import io.github.rdpdiagnosis.model.net.IpAddress;
import io.github.rdpdiagnosis.model.net.Port;
import io.github.rdpdiagnosis.model.net.Prefix;
import io.github.rdpdiagnosis.model.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Z3 finds no source for which first match over the rules, written as a formula, and the computed
 * set differ. {@code mvn -Pz3 -pl rdp-azure -am test -Dtest=Z3AgreementTest}.
 */
class Z3AgreementTest {
  private static final AddressSet NETWORK = AddressSet.of("10.0.0.0/16", "168.63.129.16");

  private static SecurityRule rule(SplittableRandom random, int place) {
    String source =
        random.nextInt(15) == 0
            ? "*"
            : random.nextInt(1, 12)
                + "."
                + random.nextInt(4)
                + "."
                + random.nextInt(256)
                + "."
                + random.nextInt(256)
                + "/"
                + random.nextInt(6, 33);
    return Snapshots.rule(
        "r" + place,
        100 + place,
        "Inbound",
        random.nextBoolean() ? "Allow" : "Deny",
        random.nextInt(4) == 0 ? "Udp" : "Tcp",
        source,
        random.nextInt(3) == 0 ? "22" : "3380-3390");
  }

  @Test
  void agreesOnUpToAHundredRules() {
    SplittableRandom random = new SplittableRandom(100);
    for (int round = 0; round < 20; round++) {
      List<SecurityRule> rules = new ArrayList<>();
      int count = 10 + round * 90 / 19;
      for (int i = 0; i < count; i++) {
        rules.add(rule(random, i));
      }
      AddressSet allowed =
          NsgPolicy.of(
                  Optional.empty(), Optional.of(new NetworkSecurityGroup("/nsg", "nsg", rules)))
              .withVirtualNetwork(NETWORK)
              .compile(
                  Direction.INBOUND,
                  IpAddress.parse("10.0.0.4"),
                  Protocol.TCP,
                  Optional.empty(),
                  Optional.of(Port.RDP))
              .addresses(Verdict.ALLOW);
      try (Context context = new Context()) {
        BitVecExpr source = context.mkBVConst("source", 32);
        Solver solver = context.mkSolver();
        solver.add(
            context.mkXor(firstMatch(context, source, rules), within(context, source, allowed)));
        assertThat(solver.check()).as("%d rules", count).isEqualTo(Status.UNSATISFIABLE);
      }
    }
  }

  private static BoolExpr firstMatch(Context context, BitVecExpr source, List<SecurityRule> rules) {
    BoolExpr allowed = within(context, source, NETWORK); // the default rules
    for (int i = rules.size() - 1; i >= 0; i--) {
      SecurityRule rule = rules.get(i);
      String prefix = rule.source().prefixes().get(0);
      boolean concerns =
          rule.protocol().equals("Tcp") && !rule.destination().ports().get(0).equals("22");
      if (concerns) {
        allowed =
            (BoolExpr)
                context.mkITE(
                    prefix.equals("*")
                        ? context.mkTrue()
                        : within(context, source, Prefix.parse(prefix)),
                    context.mkBool(rule.access().equals("Allow")),
                    allowed);
      }
    }
    return allowed;
  }

  private static BoolExpr within(Context context, BitVecExpr source, AddressSet set) {
    List<BoolExpr> parts = new ArrayList<>();
    for (Prefix prefix : set.intersect(AddressSet.of("0.0.0.0/0")).toPrefixes()) {
      parts.add(within(context, source, prefix));
    }
    return context.mkOr(parts.toArray(new BoolExpr[0]));
  }

  private static BoolExpr within(Context context, BitVecExpr source, Prefix prefix) {
    int low = 32 - prefix.length();
    long first = 0;
    for (byte each : prefix.first().toBytes()) {
      first = first << 8 | (each & 0xff);
    }
    return low == 32
        ? context.mkTrue()
        : context.mkEq(
            context.mkExtract(31, low, source), context.mkBV(first >> low, prefix.length()));
  }
}
