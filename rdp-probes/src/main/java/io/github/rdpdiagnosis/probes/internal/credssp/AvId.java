package io.github.rdpdiagnosis.probes.internal.credssp;

/** AvId of an AV_PAIR ([MS-NLMP] 2.2.2.1): those that are read here. */
final class AvId {
  static final int EOL = 0;
  static final int NB_COMPUTER_NAME = 1;
  static final int NB_DOMAIN_NAME = 2;
  static final int DNS_COMPUTER_NAME = 3;
  static final int DNS_DOMAIN_NAME = 4;
  static final int DNS_TREE_NAME = 5;
  static final int TIMESTAMP = 7;

  private AvId() {}
}
