package io.github.rdpdiagnosis.model.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.BoundType;
import com.google.common.collect.DiscreteDomain;
import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressSetTest {
  private static final BigInteger MAX_V4 = BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE);
  private static final BigInteger MAX_V6 = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

  private static IpAddress v4(long bits) {
    return IpAddress.ipv4(bits);
  }

  private static IpAddress address(boolean ipv4, BigInteger number) {
    return ipv4
        ? v4(number.longValue())
        : IpAddress.ipv6(number.shiftRight(64).longValue(), number.longValue());
  }

  private static BigInteger number(IpAddress address) {
    return new BigInteger(1, address.toBytes());
  }

  /** Guava's answer over closed ranges of whole numbers, in a canonical form. */
  private static RangeSet<BigInteger> canonical(RangeSet<BigInteger> set) {
    RangeSet<BigInteger> canonical = TreeRangeSet.create();
    set.asRanges().forEach(range -> canonical.add(range.canonical(DiscreteDomain.bigIntegers())));
    return canonical;
  }

  private static RangeSet<BigInteger> viaPrefixes(AddressSet set, boolean ipv4) {
    RangeSet<BigInteger> ranges = TreeRangeSet.create();
    for (Prefix prefix : set.toPrefixes()) {
      if (prefix.first().isIpv4() == ipv4) {
        ranges.add(Range.closed(number(prefix.first()), number(prefix.last())));
      }
    }
    return canonical(ranges);
  }

  private record Pair(AddressSet ours, RangeSet<BigInteger> oracle) {}

  private static Pair random(RandomGenerator random, boolean ipv4) {
    BigInteger max = ipv4 ? MAX_V4 : MAX_V6;
    AddressSet ours = AddressSet.empty();
    RangeSet<BigInteger> oracle = TreeRangeSet.create();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      BigInteger a = point(random, max);
      BigInteger b = point(random, max);
      BigInteger first = a.min(b);
      BigInteger last = a.max(b);
      ours = ours.union(AddressSet.range(address(ipv4, first), address(ipv4, last)));
      oracle.add(Range.closed(first, last));
    }
    return new Pair(ours, canonical(oracle));
  }

  /**
   * Points crowd at both ends, at the 64-bit seam and on a small grid, so that ranges touch,
   * overlap and hit the edges.
   */
  private static BigInteger point(RandomGenerator random, BigInteger max) {
    BigInteger near = BigInteger.valueOf(random.nextInt(4));
    return switch (random.nextInt(5)) {
      case 0 -> near;
      case 1 -> max.subtract(near);
      case 2 -> BigInteger.ONE.shiftLeft(max.bitLength() / 2).subtract(BigInteger.TWO).add(near);
      case 3 -> max.shiftRight(4).multiply(BigInteger.valueOf(random.nextInt(16))).add(near);
      default -> new BigInteger(max.bitLength(), new java.util.Random(random.nextLong()));
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void agreesWithGuavaOnRandomSets(boolean ipv4) {
    RandomGenerator random = new java.util.SplittableRandom(20261122);
    Range<BigInteger> space =
        Range.closed(BigInteger.ZERO, ipv4 ? MAX_V4 : MAX_V6)
            .canonical(DiscreteDomain.bigIntegers());
    for (int round = 0; round < 3000; round++) {
      Pair a = random(random, ipv4);
      Pair b = random(random, ipv4);
      RangeSet<BigInteger> union = TreeRangeSet.create(a.oracle);
      union.addAll(b.oracle);
      RangeSet<BigInteger> minus = TreeRangeSet.create(a.oracle);
      minus.removeAll(b.oracle);
      RangeSet<BigInteger> both = ImmutableRangeSet.copyOf(a.oracle).intersection(b.oracle);
      RangeSet<BigInteger> rest = TreeRangeSet.create();
      rest.add(space);
      rest.removeAll(a.oracle);

      assertThat(viaPrefixes(a.ours.union(b.ours), ipv4))
          .as("union %d", round)
          .isEqualTo(canonical(union));
      assertThat(viaPrefixes(a.ours.minus(b.ours), ipv4))
          .as("minus %d", round)
          .isEqualTo(canonical(minus));
      assertThat(viaPrefixes(a.ours.intersect(b.ours), ipv4))
          .as("intersect %d", round)
          .isEqualTo(canonical(both));
      assertThat(viaPrefixes(a.ours.complement(), ipv4))
          .as("complement %d", round)
          .isEqualTo(canonical(rest));
      assertThat(a.ours.size()).as("size %d", round).isEqualTo(size(a.oracle));
      BigInteger probe = point(random, ipv4 ? MAX_V4 : MAX_V6);
      assertThat(a.ours.contains(address(ipv4, probe)))
          .as("contains %d", round)
          .isEqualTo(a.oracle.contains(probe));
    }
  }

  private static BigInteger size(RangeSet<BigInteger> canonical) {
    BigInteger size = BigInteger.ZERO;
    for (Range<BigInteger> range : canonical.asRanges()) {
      assertThat(range.upperBoundType()).isEqualTo(BoundType.OPEN);
      size = size.add(range.upperEndpoint()).subtract(range.lowerEndpoint());
    }
    return size;
  }

  /**
   * All 256 subsets of eight addresses, against bit masks; at the low end, the high end and across
   * the 64-bit seam.
   */
  @Test
  void isExactOnEverySubsetOfASmallSpace() {
    List<List<IpAddress>> spaces =
        List.of(
            space(true, BigInteger.ZERO),
            space(true, MAX_V4.subtract(BigInteger.valueOf(7))),
            space(false, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.valueOf(4))),
            space(false, MAX_V6.subtract(BigInteger.valueOf(7))));
    for (List<IpAddress> space : spaces) {
      AddressSet whole = AddressSet.range(space.get(0), space.get(7));
      AddressSet[] sets = new AddressSet[256];
      for (int mask = 0; mask < 256; mask++) {
        sets[mask] = subset(space, mask);
        assertThat(mask(space, sets[mask])).isEqualTo(mask);
        assertThat(sets[mask].size().intValue()).isEqualTo(Integer.bitCount(mask));
        assertThat(sets[mask].complement().intersect(whole)).isEqualTo(subset(space, ~mask & 255));
        assertThat(AddressSet.of(sets[mask].toPrefixes())).isEqualTo(sets[mask]);
        assertThat(sets[mask].toPrefixes()).hasSize(fewestBlocks(space, mask));
      }
      for (int a = 0; a < 256; a++) {
        for (int b = 0; b < 256; b++) {
          if (!sets[a].union(sets[b]).equals(sets[a | b])
              || !sets[a].intersect(sets[b]).equals(sets[a & b])
              || !sets[a].minus(sets[b]).equals(sets[a & ~b])
              || sets[a].containsAll(sets[b]) != ((b & ~a) == 0)) {
            throw new AssertionError("wrong for masks " + a + " and " + b + " at " + space.get(0));
          }
        }
      }
    }
  }

  private static List<IpAddress> space(boolean ipv4, BigInteger start) {
    List<IpAddress> space = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      space.add(address(ipv4, start.add(BigInteger.valueOf(i))));
    }
    return space;
  }

  private static AddressSet subset(List<IpAddress> space, int mask) {
    List<Prefix> single = new ArrayList<>();
    for (int i = 7; i >= 0; i--) {
      if ((mask >> i & 1) == 1) {
        single.add(Prefix.of(space.get(i)));
      }
    }
    return AddressSet.of(single);
  }

  private static int mask(List<IpAddress> space, AddressSet set) {
    int mask = 0;
    for (int i = 0; i < 8; i++) {
      mask |= set.contains(space.get(i)) ? 1 << i : 0;
    }
    return mask;
  }

  /**
   * The smallest number of disjoint aligned blocks whose union is the mask, by counting the maximal
   * ones.
   */
  private static int fewestBlocks(List<IpAddress> space, int mask) {
    int count = 0;
    int left = mask;
    for (int length = 8; length >= 1; length /= 2) {
      for (int i = 0; i + length <= 8; i++) {
        boolean aligned = number(space.get(i)).mod(BigInteger.valueOf(length)).signum() == 0;
        int block = ((1 << length) - 1) << i;
        if (aligned && (left & block) == block) {
          left &= ~block;
          count++;
        }
      }
    }
    return count;
  }

  @Test
  void obeysTheLawsOfSetsInBothVersionsAtOnce() {
    RandomGenerator random = new java.util.SplittableRandom(7);
    for (int round = 0; round < 1000; round++) {
      AddressSet a = random(random, true).ours.union(random(random, false).ours);
      AddressSet b = random(random, true).ours.union(random(random, false).ours);
      AddressSet c = random(random, true).ours.union(random(random, false).ours);
      assertThat(a.complement().complement()).isEqualTo(a);
      assertThat(a.union(b).complement()).isEqualTo(a.complement().intersect(b.complement()));
      assertThat(a.intersect(b.union(c))).isEqualTo(a.intersect(b).union(a.intersect(c)));
      assertThat(a.union(a.complement())).isEqualTo(AddressSet.all());
      assertThat(a.minus(b).intersect(b).isEmpty()).isTrue();
      assertThat(a.minus(b).union(a.intersect(b))).isEqualTo(a).hasSameHashCodeAs(a);
      assertThat(AddressSet.of(a.toPrefixes())).isEqualTo(a);
    }
  }

  @Test
  void knowsItsEdges() {
    assertThat(AddressSet.all().toPrefixes())
        .containsExactly(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0"));
    assertThat(AddressSet.all().size()).isEqualTo(MAX_V4.add(MAX_V6).add(BigInteger.TWO));
    assertThat(AddressSet.empty().toPrefixes()).isEmpty();
    assertThat(AddressSet.empty().first()).isEmpty();
    assertThat(AddressSet.all().complement()).isEqualTo(AddressSet.empty());
    assertThat(AddressSet.of("0.0.0.0/0").complement()).isEqualTo(AddressSet.of("::/0"));
    assertThat(AddressSet.of("2001:db8::/32", "10.0.0.0/8").first())
        .contains(IpAddress.parse("10.0.0.0"));
    assertThat(AddressSet.range(v4(1), v4(6)).toPrefixes())
        .extracting(Prefix::toString)
        .containsExactly("0.0.0.1/32", "0.0.0.2/31", "0.0.0.4/31", "0.0.0.6/32");
  }

  @Test
  void printsShortly() {
    assertThat(AddressSet.all()).hasToString("everything");
    assertThat(AddressSet.empty()).hasToString("nothing");
    assertThat(AddressSet.of("10.0.0.9/24", "fd00::/8")).hasToString("10.0.0.0/24, fd00::/8");
    assertThat(AddressSet.of("10.0.0.1").complement().toString()).endsWith(" and 25 more");
  }

  @Test
  void refusesRangesThatAreNone() {
    assertThatThrownBy(() -> AddressSet.range(v4(2), v4(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AddressSet.range(v4(2), IpAddress.parse("::3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("::3");
  }
}
