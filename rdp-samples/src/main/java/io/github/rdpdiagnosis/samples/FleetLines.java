package io.github.rdpdiagnosis.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.rdpdiagnosis.azure.fleet.Blocker;
import io.github.rdpdiagnosis.azure.fleet.MachineResult;
import io.github.rdpdiagnosis.azure.fleet.SharedCause;
import io.github.rdpdiagnosis.azure.policy.Change;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of many VMs as JSON Lines: a line for each VM, a line for each cause. */
public final class FleetLines {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private FleetLines() {}

  /**
   * What came of one VM.
   *
   * @param result what came of it
   * @return one line, without its end
   */
  public static String machine(MachineResult result) {
    Map<String, Object> json = new TreeMap<>();
    json.put("vm", result.machine().id().toString());
    result.machine().powerState().ifPresent(state -> json.put("power", state));
    result.verdict().ifPresent(verdict -> json.put("verdict", verdict.name()));
    json.put("openToInternet", result.openToInternet());
    json.put("blockers", json(result.blockers()));
    return text(json);
  }

  /**
   * What several VMs have in common.
   *
   * @param cause what they have in common
   * @return one line, without its end
   */
  public static String cause(SharedCause cause) {
    Map<String, Object> json =
        cause(cause.verdict().name(), json(cause.blockers()), cause.machines().size());
    cause
        .fix()
        .ifPresent(
            fix -> {
              json.put("fix", fix.changes().stream().map(Change::what).toList());
              json.put("opened", cause.opened());
            });
    return text(json);
  }

  /**
   * What several VMs have in common, where no fix was looked for.
   *
   * @param verdict DENY or INCONCLUSIVE
   * @param blockers as {@link #blockers} writes them
   * @param count how many VMs
   * @return one line, without its end
   */
  public static String cause(String verdict, String blockers, long count) {
    try {
      return text(cause(verdict, JSON.readTree(blockers), count));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("blockers: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * What keeps a client out.
   *
   * @param blockers all of it
   * @return a JSON array
   */
  public static String blockers(List<Blocker> blockers) {
    return text(json(blockers));
  }

  private static Map<String, Object> cause(String verdict, Object blockers, long count) {
    Map<String, Object> json = new TreeMap<>();
    json.put("cause", blockers);
    json.put("verdict", verdict);
    json.put("count", count);
    return json;
  }

  private static List<Object> json(List<Blocker> blockers) {
    return blockers.stream().map(FleetLines::json).toList();
  }

  private static Object json(Blocker blocker) {
    Map<String, Object> json = new TreeMap<>();
    blocker.gate().ifPresent(gate -> json.put("gate", gate.name()));
    blocker.resource().ifPresent(id -> json.put("resource", id));
    blocker.rule().ifPresent(rule -> json.put("rule", rule));
    json.put("because", blocker.what());
    return json;
  }

  private static String text(Object json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // plain data can be written
    }
  }
}
