package io.wattflow.reports.compute;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whose rows they are. Ordered as ClickHouse orders the columns of the sort key, texts by their
 * bytes, so that two result sets can be read side by side.
 *
 * @param userId unsigned
 * @param deviceId of the user
 * @param deviceType its name
 */
public record Series(long userId, String deviceId, String deviceType)
    implements Comparable<Series> {
  @Override
  public int compareTo(Series that) {
    int order = Long.compareUnsigned(userId, that.userId);
    if (order == 0) {
      order = compare(deviceId, that.deviceId);
    }
    return order == 0 ? compare(deviceType, that.deviceType) : order;
  }

  private static int compare(String a, String b) {
    return a.equals(b)
        ? 0
        : Arrays.compareUnsigned(
            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "user %s, device %s (%s)".formatted(Long.toUnsignedString(userId), deviceId, deviceType);
  }
}
