package io.github.rdpdiagnosis.model.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Range;
import com.google.common.collect.TreeRangeMap;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Partitions against Guava's range map, painted from the last claim to the first. */
class AddressPartitionTest {
  private static IpAddress address(boolean ipv4, SplittableRandom random) {
    byte[] bytes = new byte[ipv4 ? 4 : 16];
    // Few distinct values, so that ranges meet, and the ends of the space are among them.
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(3) == 0 ? -random.nextInt(2) : 0);
    }
    bytes[0] = (byte) random.nextInt(256);
    bytes[bytes.length - 1] = (byte) random.nextInt(256);
    return IpAddress.of(bytes);
  }

  private static List<AddressSet> claims(boolean ipv4, SplittableRandom random, int count) {
    List<AddressSet> claims = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AddressSet set = AddressSet.empty();
      for (int j = random.nextInt(5); j > 0; j--) {
        set =
            set.union(
                AddressSet.of(
                    List.of(new Prefix(address(ipv4, random), random.nextInt(ipv4 ? 33 : 129)))));
      }
      boolean repeat = i > 0 && random.nextInt(6) == 0;
      claims.add(
          repeat ? claims.get(random.nextInt(i)) : random.nextInt(8) == 0 ? set.complement() : set);
    }
    return claims;
  }

  private static TreeRangeMap<IpAddress, Integer> painted(boolean ipv4, List<AddressSet> claims) {
    TreeRangeMap<IpAddress, Integer> map = TreeRangeMap.create();
    AddressSet all = AddressSet.of(ipv4 ? "0.0.0.0/0" : "::/0");
    paint(map, all, AddressPartition.NOBODY);
    for (int i = claims.size() - 1; i >= 0; i--) {
      paint(map, claims.get(i).intersect(all), i);
    }
    return map;
  }

  private static void paint(TreeRangeMap<IpAddress, Integer> map, AddressSet set, int owner) {
    set.toPrefixes().forEach(p -> map.put(Range.closed(p.first(), p.last()), owner));
  }

  private static void agreesAtTheEnds(
      AddressPartition partition, TreeRangeMap<IpAddress, Integer> expected) {
    for (Range<IpAddress> range : expected.asMapOfRanges().keySet()) {
      for (IpAddress end : List.of(range.lowerEndpoint(), range.upperEndpoint())) {
        assertThat(partition.owner(end)).isEqualTo(expected.get(end));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theFirstClaimWins(boolean ipv4) {
    SplittableRandom random = new SplittableRandom(ipv4 ? 4 : 6);
    for (int round = 0; round < 300; round++) {
      List<AddressSet> claims = claims(ipv4, random, random.nextInt(round % 20 == 0 ? 400 : 12));
      AddressPartition partition = AddressPartition.firstOf(ipv4, claims);
      TreeRangeMap<IpAddress, Integer> expected = painted(ipv4, claims);
      agreesAtTheEnds(partition, expected);
      for (int i = 0; i < 50; i++) {
        IpAddress any = address(ipv4, random);
        assertThat(partition.owner(any)).isEqualTo(expected.get(any));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void coversTheSpaceExactlyOnce(boolean ipv4) {
    SplittableRandom random = new SplittableRandom(7);
    AddressSet all = AddressSet.of(ipv4 ? "0.0.0.0/0" : "::/0");
    for (int round = 0; round < 200; round++) {
      List<AddressSet> claims = claims(ipv4, random, random.nextInt(20));
      AddressPartition partition = AddressPartition.firstOf(ipv4, claims);
      AddressSet union = AddressSet.empty();
      BigInteger size = BigInteger.ZERO;
      AddressSet left = all;
      for (int owner = 0; owner < claims.size(); owner++) {
        AddressSet wanted = claims.get(owner).intersect(left);
        assertThat(partition.byOwner().getOrDefault(owner, AddressSet.empty())).isEqualTo(wanted);
        left = left.minus(claims.get(owner));
      }
      for (AddressSet set : partition.byOwner().values()) {
        union = union.union(set);
        size = size.add(set.size());
      }
      assertThat(union).isEqualTo(all);
      assertThat(size).isEqualTo(all.size());
      assertThat(partition.where(owner -> owner == AddressPartition.NOBODY)).isEqualTo(left);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOverlayPairsTheOwners(boolean ipv4) {
    SplittableRandom random = new SplittableRandom(8);
    for (int round = 0; round < 200; round++) {
      AddressPartition one = AddressPartition.firstOf(ipv4, claims(ipv4, random, 9));
      AddressPartition two = AddressPartition.firstOf(ipv4, claims(ipv4, random, 9));
      AddressPartition both = one.overlay(two, (a, b) -> 100 * (a + 1) + b + 1);
      for (int i = 0; i < 100; i++) {
        IpAddress any = address(ipv4, random);
        assertThat(both.owner(any)).isEqualTo(100 * (one.owner(any) + 1) + two.owner(any) + 1);
      }
      assertThat(both.relabelled(owner -> owner / 100 - 1).byOwner()).isEqualTo(one.byOwner());
      assertThat(both.relabelled(owner -> 70_000 + owner).size()).isEqualTo(both.size());
    }
  }

  @Test
  void manyRangesAreSortedByTheirPlace() {
    SplittableRandom random = new SplittableRandom(9);
    List<AddressSet> claims = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      List<Prefix> prefixes = new ArrayList<>();
      for (int j = 0; j < 100; j++) {
        byte[] bytes = new byte[4];
        for (int k = 0; k < 4; k++) {
          bytes[k] = (byte) random.nextInt(256);
        }
        prefixes.add(new Prefix(IpAddress.of(bytes), 8 + random.nextInt(25)));
      }
      claims.add(AddressSet.of(prefixes));
    }
    AddressPartition partition = AddressPartition.firstOf(true, claims);
    agreesAtTheEnds(partition, painted(true, claims));
  }

  @Test
  void keepsToOneVersion() {
    AddressPartition all = AddressPartition.whole(true, 7);
    assertThat(all.owner(IpAddress.parse("255.255.255.255"))).isEqualTo(7);
    assertThatThrownBy(() -> all.owner(IpAddress.parse("::1")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> all.overlay(AddressPartition.whole(false, 1), (a, b) -> a))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
