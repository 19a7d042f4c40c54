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
  requires gg.jte.runtime;
  requires java.xml;
  requires org.slf4j;
  // Optional: spans and metrics where a program has it and resolves it.
  requires static io.opentelemetry.api;
  requires static io.opentelemetry.context;
  requires static java.compiler; // the mark of generated templates, gone after compilation

  uses io.github.rdpdiagnosis.diagnosis.spi.CheckSource;
  uses io.github.rdpdiagnosis.diagnosis.spi.Renderer;

  exports io.github.rdpdiagnosis.diagnosis;
  exports io.github.rdpdiagnosis.diagnosis.bundle;
  exports io.github.rdpdiagnosis.diagnosis.remedy;
  exports io.github.rdpdiagnosis.diagnosis.spi;
  exports io.github.rdpdiagnosis.diagnosis.support;
}
