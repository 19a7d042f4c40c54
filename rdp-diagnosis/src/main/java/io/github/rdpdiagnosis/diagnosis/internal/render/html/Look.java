package io.github.rdpdiagnosis.diagnosis.internal.render.html;

import io.github.rdpdiagnosis.diagnosis.Verdict;
import io.github.rdpdiagnosis.model.cause.Certainty;
import io.github.rdpdiagnosis.model.cause.DomainStatus;
import io.github.rdpdiagnosis.model.check.CheckStatus;

/** How a state looks: a class of the style sheet, and a mark for those who do not see colours. */
enum Look {
  GOOD("good", "✓"),
  BAD("bad", "✕"),
  WARN("warn", "!"),
  NONE("none", "?");

  private final String css;
  private final String mark;

  Look(String css, String mark) {
    this.css = css;
    this.mark = mark;
  }

  String css() {
    return css;
  }

  String mark() {
    return mark;
  }

  static Look of(Verdict verdict) {
    return switch (verdict) {
      case WORKS -> GOOD;
      case FAULT_FOUND -> BAD;
      case UNDETERMINED -> WARN;
    };
  }

  static Look of(DomainStatus status) {
    return switch (status) {
      case CLEARED -> GOOD;
      case FAULTY -> BAD;
      case SUSPECT -> WARN;
      case UNKNOWN -> NONE;
    };
  }

  static Look of(Certainty certainty) {
    return switch (certainty) {
      case CONFIRMED -> BAD;
      case PROBABLE -> WARN;
      case POSSIBLE -> NONE;
    };
  }

  static Look of(CheckStatus.Kind kind) {
    return switch (kind) {
      case HOLDS -> GOOD;
      case VIOLATED -> BAD;
      case INCONCLUSIVE, NOT_PERMITTED -> WARN;
      case NOT_APPLICABLE, NOT_RUN -> NONE;
    };
  }
}
