package io.github.rdpdiagnosis.model.rdpfile;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One documented property of a {@code .rdp} file: what a client takes a line of that name for.
 *
 * <p>Source: each row names its own, most of them
 * learn.microsoft.com/azure/virtual-desktop/rdp-properties.
 *
 * @param name as documented; case does not matter to the Windows client
 * @param types the types that clients accept, the documented one first
 * @param allowed the allowed values in words; empty where any value is
 * @param values the allowed numbers; empty where they are not limited or the property is a text
 * @param defaultValue what counts where no line sets it, in words; empty where nothing does
 * @param meaning what it does
 * @param category such as {@code connection}, {@code auth}, {@code gateway} or {@code redirection}
 * @param signscopeLabel what {@code signscope} calls it, or empty where a signature cannot cover it
 * @param appliesTo which services or clients heed it; empty where the source does not say
 * @param source where this is written
 */
public record RdpProperty(
    String name,
    List<RdpSetting.Type> types,
    String allowed,
    List<Range> values,
    String defaultValue,
    String meaning,
    String category,
    Optional<String> signscopeLabel,
    String appliesTo,
    String source) {
  /**
   * Whole numbers from the first to the last, both included.
   *
   * @param first the smallest
   * @param last the largest, not below the first
   */
  public record Range(int first, int last) {
    /** Checks the order. */
    public Range {
      if (last < first) {
        throw new IllegalArgumentException("range " + first + " to " + last + " is empty");
      }
    }

    @Override
    public String toString() {
      return first == last ? Integer.toString(first) : first + " to " + last;
    }
  }

  /** Checks that there is a name and a type, and copies the lists. */
  public RdpProperty {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank");
    }
    types = List.copyOf(types);
    values = List.copyOf(values);
    if (types.isEmpty()) {
      throw new IllegalArgumentException(name + " has no type");
    }
  }

  /**
   * The documented type.
   *
   * @return the first of {@link #types()}
   */
  public RdpSetting.Type type() {
    return types.get(0);
  }

  /**
   * Whether its value must not be shown.
   *
   * @return true for passwords, tokens and routing data that may carry one
   */
  public boolean isSecret() {
    return RdpSetting.isSecret(name);
  }

  /**
   * Whether a number is one of the documented ones.
   *
   * @param number the value of a line
   * @return true where the numbers are not limited
   */
  public boolean allows(int number) {
    return values.isEmpty()
        || values.stream().anyMatch(range -> range.first() <= number && number <= range.last());
  }

  /**
   * What counts where no line sets it, where that is one number.
   *
   * @return the number that {@link #defaultValue()} begins with, or empty
   */
  public OptionalInt defaultNumber() {
    String digits = defaultValue.split("[ (]", 2)[0];
    return type() == RdpSetting.Type.INTEGER && digits.matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(digits))
        : OptionalInt.empty();
  }
}
