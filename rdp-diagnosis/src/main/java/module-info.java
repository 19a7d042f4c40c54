import org.jspecify.annotations.NullMarked;

/**
 * One fluent call that composes probes and Azure readers, infers the cause and renders the result.
 */
@NullMarked
module io.github.rdpdiagnosis.diagnosis {
  requires transitive io.github.rdpdiagnosis.model;
  requires transitive io.github.rdpdiagnosis.probes;
  requires transitive io.github.rdpdiagnosis.azure;
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.databind;
  requires org.slf4j;

  exports io.github.rdpdiagnosis.diagnosis;
  exports io.github.rdpdiagnosis.diagnosis.spi;
}
