package io.wattflow.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The tags of a series. Ordered as ClickHouse orders the key columns: the user as an unsigned
 * number, strings by their UTF-8 bytes.
 *
 * @param userId owner
 * @param deviceId device
 * @param deviceType symbol of the device type
 */
public record Series(long userId, String deviceId, String deviceType)
    implements Comparable<Series> {
  private static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  private static final Comparator<Series> ORDER =
      Comparator.<Series, Long>comparing(Series::userId, Long::compareUnsigned)
          .thenComparing(Series::deviceId, BY_BYTES)
          .thenComparing(Series::deviceType, BY_BYTES);

  @Override
  public int compareTo(Series other) {
    return ORDER.compare(this, other);
  }
}
