package io.github.rdpdiagnosis.azure;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** ARM resource ids as text: compared without regard to case, cut at their path segments. */
final class ArmId {
  private ArmId() {}

  /** The form in which two ids of the same resource are the same text. */
  static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }

  /**
   * The segment that follows a segment of this name, such as the name after {@code resourceGroups}.
   */
  static String segmentAfter(String id, String name) {
    String[] segments = id.split("/", -1);
    for (int i = 0; i + 1 < segments.length; i++) {
      if (segments[i].equalsIgnoreCase(name) && !segments[i + 1].isEmpty()) {
        return segments[i + 1];
      }
    }
    throw new IllegalArgumentException("expected /" + name + "/NAME in the resource id " + id);
  }

  /**
   * The id of the resource of one of these types that an id is of or beneath.
   *
   * @param types last segments of resource types, in lower case
   */
  static Optional<String> owner(String id, Set<String> types) {
    String[] segments = id.split("/", -1);
    int at = 0;
    for (int i = 0; i + 1 < segments.length; i++) {
      at += segments[i].length() + 1;
      if (i > 0 && types.contains(key(segments[i])) && !segments[i + 1].isEmpty()) {
        return Optional.of(id.substring(0, at + segments[i + 1].length()));
      }
    }
    return Optional.empty();
  }

  /** Whether an id is of an instance of a uniform scale set, or of a part of one. */
  static boolean isOfScaleSet(String id) {
    return key(id).contains("/microsoft.compute/virtualmachinescalesets/");
  }

  /** The last segment: the resource's own name. */
  static String name(String id) {
    return id.substring(id.lastIndexOf('/') + 1);
  }

  /**
   * The id of the virtual network that a subnet id belongs to; the id itself where it names no
   * subnet.
   */
  static String virtualNetworkOf(String subnetId) {
    int cut = key(subnetId).lastIndexOf("/subnets/");
    return cut < 0 ? subnetId : subnetId.substring(0, cut);
  }
}
