package io.github.rdpdiagnosis.diagnosis.spi;

import io.github.rdpdiagnosis.model.check.Check;
import io.github.rdpdiagnosis.model.rdpfile.RdpTarget;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Checks that are added from outside: those of each source that a {@link ServiceLoader} finds run
 * in every diagnosis, beside ours. What they see is in the result like all else. Only facts that
 * our own checks report as well count for the verdict, so a check reports those of others only if
 * it means the same by them.
 */
public interface CheckSource {
  /**
   * The checks for one target. Looks at nothing yet.
   *
   * @param target what is diagnosed
   * @return checks, none of which changes anything
   */
  List<Check> checks(RdpTarget target);

  /**
   * The checks of all sources.
   *
   * @param target what is diagnosed
   * @return in the order in which the sources are found
   */
  static List<Check> found(RdpTarget target) {
    return ServiceLoader.load(CheckSource.class).stream()
        .flatMap(source -> source.get().checks(target).stream())
        .toList();
  }
}
