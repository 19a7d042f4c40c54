package io.github.rdpdiagnosis.model.rdpfile;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the signature of a {@code .rdp} file is worth: a detached CMS signature (RFC 5652) over the
 * lines that {@code signscope} names.
 *
 * <p>A signature says who vouches for those lines, and nothing about the others: {@link Coverage}
 * lists both. Whether a certificate was revoked and what it may be used for is not judged.
 * Microsoft documents no format; the layout is that of the public rdpsign scripts
 * (nfedera/rdpsign).
 */
public sealed interface RdpSignature {
  /** Outcomes in one word each. */
  enum Status {
    /** There is none. */
    UNSIGNED,
    /** The signed lines are as the signer saw them, and the signer is trusted. */
    VALID,
    /** The signed lines are as the signer saw them, and the signer is not trusted here. */
    UNTRUSTED,
    /** The signature does not fit the file. */
    BROKEN,
    /** Nothing can be said: a format, algorithm or label that is not known, or no verifier. */
    UNSUPPORTED
  }

  /**
   * The outcome in one word.
   *
   * @return one for each kind
   */
  Status status();

  /**
   * The outcome in one or more sentences.
   *
   * @return fit for one line, without secrets
   */
  String why();

  /**
   * The owner of the certificate that the signature carries. Only where the signature is {@link
   * Valid} or {@link Untrusted} is it proven that the owner signed this file.
   *
   * @param subject distinguished name (RFC 2253)
   * @param issuer distinguished name of who issued it
   * @param sha256 thumbprint: SHA-256 of the certificate in hexadecimal digits, as {@code rdpsign
   *     /sha256} takes it
   * @param notBefore when it becomes valid
   * @param notAfter when it expires
   */
  record Signer(String subject, String issuer, String sha256, Instant notBefore, Instant notAfter) {
    /** Checks that nothing is missing. */
    public Signer {
      Objects.requireNonNull(subject, "subject");
      Objects.requireNonNull(issuer, "issuer");
      Objects.requireNonNull(sha256, "sha256");
      Objects.requireNonNull(notBefore, "notBefore");
      Objects.requireNonNull(notAfter, "notAfter");
    }
  }

  /**
   * Which settings are a part of what was signed.
   *
   * @param signed numbers of the lines that are, without {@code signscope} and {@code signature}
   * @param unsigned numbers of the settings that anybody may have changed or added since
   */
  record Coverage(List<Integer> signed, List<Integer> unsigned) {
    /** Copies the lists. */
    public Coverage {
      signed = List.copyOf(signed);
      unsigned = List.copyOf(unsigned);
    }
  }

  /**
   * A line that is known to differ from what was signed.
   *
   * @param line its number, from 1; empty where it is gone
   * @param name of the setting
   * @param what what is different, in one sentence
   */
  record Change(OptionalInt line, String name, String what) {
    /** Checks that nothing is missing. */
    public Change {
      Objects.requireNonNull(line, "line");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(what, "what");
    }
  }

  /** The file has neither {@code signature} nor {@code signscope}. */
  record Unsigned() implements RdpSignature {
    @Override
    public Status status() {
      return Status.UNSIGNED;
    }

    @Override
    public String why() {
      return "The file is not signed.";
    }
  }

  /**
   * The signed lines are unchanged, and the signer's certificate leads to a trust anchor.
   *
   * @param signer who signed
   * @param coverage what was signed and what was not
   */
  record Valid(Signer signer, Coverage coverage) implements RdpSignature {
    /** Checks that nothing is missing. */
    public Valid {
      Objects.requireNonNull(signer, "signer");
      Objects.requireNonNull(coverage, "coverage");
    }

    @Override
    public Status status() {
      return Status.VALID;
    }

    @Override
    public String why() {
      return "The signed lines are as "
          + signer.subject()
          + " signed them, and its certificate is trusted here.";
    }
  }

  /**
   * The signed lines are unchanged, but the signer's certificate leads to no trust anchor or is not
   * valid at the time.
   *
   * @param signer who signed
   * @param coverage what was signed and what was not
   * @param reason why it is not trusted, in one sentence
   */
  record Untrusted(Signer signer, Coverage coverage, String reason) implements RdpSignature {
    /** Checks that nothing is missing. */
    public Untrusted {
      Objects.requireNonNull(signer, "signer");
      Objects.requireNonNull(coverage, "coverage");
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public Status status() {
      return Status.UNTRUSTED;
    }

    @Override
    public String why() {
      return "The signed lines are as " + signer.subject() + " signed them. " + reason;
    }
  }

  /**
   * The signature does not fit the file, so it vouches for nothing.
   *
   * @param signer whose certificate the signature carries; empty where it cannot be read. It proves
   *     nothing here
   * @param changes what is known to be different; empty where the signature tells only that
   *     something is
   * @param reason what does not fit, in one or more sentences
   */
  record Broken(Optional<Signer> signer, List<Change> changes, String reason)
      implements RdpSignature {
    /** Copies the list. */
    public Broken {
      Objects.requireNonNull(signer, "signer");
      changes = List.copyOf(changes);
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public Status status() {
      return Status.BROKEN;
    }

    @Override
    public String why() {
      return reason;
    }
  }

  /**
   * There is a signature, and this library cannot judge it.
   *
   * @param reason what is not known or not there, in one or more sentences
   */
  record Unsupported(String reason) implements RdpSignature {
    /** Checks that there is a reason. */
    public Unsupported {
      Objects.requireNonNull(reason, "reason");
    }

    @Override
    public Status status() {
      return Status.UNSUPPORTED;
    }

    @Override
    public String why() {
      return reason;
    }
  }
}
