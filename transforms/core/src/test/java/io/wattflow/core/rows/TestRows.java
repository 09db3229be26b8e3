package io.wattflow.core.rows;

import io.wattflow.core.rollup.RollupRow;
import io.wattflow.core.rollup.SeriesKey;
import io.wattflow.schemas.avro.DeviceType;

/** Rows of rollups with known values. */
final class TestRows {
  private TestRows() {}

  /**
   * A row of a meter.
   *
   * @param start of its window, in ms
   * @param counters 0: without energy by counter
   * @param factors 0: without a power factor
   */
  static RollupRow row(long user, String device, long start, long counters, long factors) {
    return new RollupRow(
        SeriesKey.of(user, device, DeviceType.METER.ordinal()),
        start,
        3,
        -500,
        2_000,
        3_000,
        1_000,
        2_000,
        1_500,
        1_990,
        start + 123,
        7_200_000_000L,
        3_600_000_000L,
        counters,
        1_234,
        29_700,
        factors,
        60_000,
        33,
        (1L << 40) | 5);
  }
}
