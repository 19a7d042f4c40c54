import org.jspecify.annotations.NullMarked;

/**
 * Values that every other module speaks in: .rdp files, client errors, causes, addresses, checks
 * and findings.
 */
@NullMarked
module io.github.rdpdiagnosis.model {
  requires static transitive org.jspecify;
  requires java.xml;
  requires static org.bouncycastle.pkix;
  requires static org.bouncycastle.provider;

  exports io.github.rdpdiagnosis.model;
  exports io.github.rdpdiagnosis.model.cause;
  exports io.github.rdpdiagnosis.model.check;
  exports io.github.rdpdiagnosis.model.error;
  exports io.github.rdpdiagnosis.model.fact;
  exports io.github.rdpdiagnosis.model.net;
  exports io.github.rdpdiagnosis.model.rdpfile;
}
