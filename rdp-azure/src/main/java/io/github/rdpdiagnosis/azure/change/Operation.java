package io.github.rdpdiagnosis.azure.change;

import java.util.List;
import java.util.Optional;

/**
 * One change as a value: a state that is expected, and the state that is wanted. Nothing is changed
 * by making one. Each is carried out by comparing first: where neither the expected nor the wanted
 * state is found, somebody else changed it, and nothing is written.
 */
public sealed interface Operation
    permits GuestChange,
        JitRequest,
        PowerChange,
        PublicIpAssociation,
        RemoteDesktopReset,
        ResourceChange,
        SizeChange {
  /**
   * What is changed.
   *
   * @return ARM id
   */
  String target();

  /**
   * The change in words, with all its values.
   *
   * @return one sentence without a full stop
   */
  String what();

  /**
   * The expected state.
   *
   * @return a few words
   */
  String before();

  /**
   * The wanted state.
   *
   * @return a few words
   */
  String after();

  /**
   * What takes it back.
   *
   * @return empty where nothing does
   */
  Optional<Operation> inverse();

  /**
   * What the identity needs.
   *
   * @return RBAC actions
   */
  List<String> permissions();
}
