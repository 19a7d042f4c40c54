package io.github.rdpdiagnosis.probes;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One {@link Pace} for each network that was lately connected to; idle ones are forgotten, so that
 * their number follows the rate and not the number of targets. Not thread-safe.
 */
final class NetworkPaces {
  private static final int IPV4_BITS_LEFT = 8; // of /24

  private final int perSecond;
  private final Map<Long, Pace> paces = new LinkedHashMap<>(64, 0.75f, true);

  NetworkPaces(int perSecond) {
    this.perSecond = perSecond;
  }

  /** The pace of a target's network; the same key for different networks only slows down. */
  Pace of(InetAddress target, long now) {
    long network = network(target.getAddress());
    Pace pace = paces.get(network);
    if (pace == null) {
      forgetIdle(now);
      pace = new Pace(perSecond, now);
      paces.put(network, pace);
    }
    return pace;
  }

  int size() {
    return paces.size();
  }

  private void forgetIdle(long now) {
    Iterator<Pace> oldest = paces.values().iterator();
    while (oldest.hasNext() && oldest.next().isIdle(now)) {
      oldest.remove();
    }
  }

  private static long network(byte[] address) {
    return address.length == 4
        ? Integer.toUnsignedLong(ByteBuffer.wrap(address).getInt()) >>> IPV4_BITS_LEFT
        : ByteBuffer.wrap(address).getLong();
  }
}
