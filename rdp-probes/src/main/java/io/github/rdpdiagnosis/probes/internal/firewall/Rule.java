package io.github.rdpdiagnosis.probes.internal.firewall;

import io.github.rdpdiagnosis.probes.FirewallEffect;
import java.util.Optional;

/**
 * One rule of a chain, reduced to what matters for one packet.
 *
 * @param text as the system's tool prints it
 * @param fit whether it fits the packet
 * @param action what it does then
 */
record Rule(String text, Fit fit, Action action) {

  /**
   * What a rule does to a packet that it fits.
   *
   * @param kind how the walk through the chain goes on
   * @param effect present exactly where the packet's fate is decided
   * @param target the chain to go to, or empty
   */
  record Action(Kind kind, Optional<FirewallEffect> effect, String target) {
    /** How the walk goes on. */
    enum Kind {
      /** With the next rule: counting, logging, marking. */
      CONTINUE,
      /** Not at all: the fate is decided. */
      END,
      /** Into another chain, and back if that decides nothing. */
      JUMP,
      /** Into another chain for good. */
      GOTO,
      /** Back to the chain that jumped here, or to the policy. */
      RETURN,
      /** Not known: a map of verdicts, a queue to a program. */
      UNKNOWN
    }

    static final Action CONTINUE = new Action(Kind.CONTINUE, Optional.empty(), "");
    static final Action RETURN = new Action(Kind.RETURN, Optional.empty(), "");
    static final Action UNKNOWN = new Action(Kind.UNKNOWN, Optional.empty(), "");

    static Action end(FirewallEffect effect) {
      return new Action(Kind.END, Optional.of(effect), "");
    }

    static Action jump(String chain) {
      return new Action(Kind.JUMP, Optional.empty(), chain);
    }

    static Action goTo(String chain) {
      return new Action(Kind.GOTO, Optional.empty(), chain);
    }
  }
}
