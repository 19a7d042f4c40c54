import org.jspecify.annotations.NullMarked;

/** One VM's Azure configuration as values, and what its network rules let through. */
// The reader of the internal package is built after this module.
@SuppressWarnings("module")
@NullMarked
module io.github.rdpdiagnosis.azure {
  requires transitive io.github.rdpdiagnosis.model;
  requires transitive com.azure.core;
  requires static transitive org.jspecify;
  requires com.azure.core.management;
  requires com.azure.resourcemanager.compute;
  requires com.azure.resourcemanager.network;
  requires com.fasterxml.jackson.databind;
  requires java.xml;
  requires static org.apache.httpcomponents.client5.httpclient5;
  requires static org.apache.httpcomponents.core5.httpcore5;
  requires org.slf4j;

  exports io.github.rdpdiagnosis.azure;
  exports io.github.rdpdiagnosis.azure.change;
  exports io.github.rdpdiagnosis.azure.fleet;
  exports io.github.rdpdiagnosis.azure.guest;
  exports io.github.rdpdiagnosis.azure.policy;
  exports io.github.rdpdiagnosis.azure.winrm;
  exports io.github.rdpdiagnosis.azure.internal.json to
      io.github.rdpdiagnosis.diagnosis;
}
