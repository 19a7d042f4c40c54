/** As a user's module: it names what it uses itself, the rest comes with it. */
module consumer {
  requires io.github.rdpdiagnosis.diagnosis;
}
