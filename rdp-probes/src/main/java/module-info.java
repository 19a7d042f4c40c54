import org.jspecify.annotations.NullMarked;

/** What can be seen of a Remote Desktop path from one vantage point, without credentials. */
@NullMarked
module io.github.rdpdiagnosis.probes {
  requires transitive io.github.rdpdiagnosis.model;
  requires static transitive org.jspecify;
  requires java.naming;
  requires org.dnsjava;
  requires org.slf4j;

  exports io.github.rdpdiagnosis.probes;
  exports io.github.rdpdiagnosis.probes.peer;
  exports io.github.rdpdiagnosis.probes.spi;
}
