package io.wattflow.core.rows;

import io.wattflow.core.rollup.SeriesTable;
import io.wattflow.schemas.wire.DecodedReading;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The series that readings came from, and their places in the tables' sort key: user, device id,
 * device type.
 *
 * <p>Series come again in each block, so what was sorted once stays sorted: new ones are sorted
 * among themselves and merged. With none new since the last block, ranks cost nothing.
 */
final class SeriesRanks {
  private final SeriesTable series = new SeriesTable();
  private int[] order = new int[0];
  private int[] ranks = new int[0];

  /** The number of the reading's series, stable for the life of this object. */
  int indexOf(DecodedReading reading, long deviceHash) {
    return series.indexOf(
        deviceHash,
        reading.userId(),
        reading.deviceTypeCode(),
        reading.deviceIdBuffer(),
        reading.deviceIdOffset(),
        reading.deviceIdLength());
  }

  SeriesTable series() {
    return series;
  }

  /** The rank of each series by its number; valid until the next series is added. */
  int[] ranks() {
    int known = order.length;
    int count = series.count();
    if (known < count) {
      order = merge(order, sortedFrom(known));
      ranks = new int[count];
      for (int rank = 0; rank < count; rank++) {
        ranks[order[rank]] = rank;
      }
    }
    return ranks;
  }

  private int[] sortedFrom(int first) {
    Integer[] added = new Integer[series.count() - first];
    Arrays.setAll(added, i -> first + i);
    Arrays.sort(added, byKey());
    return Arrays.stream(added).mapToInt(Integer::intValue).toArray();
  }

  private int[] merge(int[] left, int[] right) {
    Comparator<Integer> key = byKey();
    int[] merged = new int[left.length + right.length];
    int l = 0;
    int r = 0;
    for (int i = 0; i < merged.length; i++) {
      boolean takeLeft =
          r == right.length || (l < left.length && key.compare(left[l], right[r]) < 0);
      merged[i] = takeLeft ? left[l++] : right[r++];
    }
    return merged;
  }

  private Comparator<Integer> byKey() {
    return (left, right) -> {
      int byUser = Long.compareUnsigned(series.userId(left), series.userId(right));
      if (byUser != 0) {
        return byUser;
      }
      int byDevice =
          Arrays.compareUnsigned(
              series.idBuffer(),
              series.idOffset(left),
              series.idOffset(left) + series.idLength(left),
              series.idBuffer(),
              series.idOffset(right),
              series.idOffset(right) + series.idLength(right));
      return byDevice != 0
          ? byDevice
          : Arrays.compareUnsigned(
              DeviceTypeNames.utf8(series.typeCode(left)),
              DeviceTypeNames.utf8(series.typeCode(right)));
    };
  }
}
