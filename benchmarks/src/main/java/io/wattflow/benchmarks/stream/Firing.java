package io.wattflow.benchmarks.stream;

import io.wattflow.core.rollup.EnergyAggregator;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.PartialDelta;
import io.wattflow.core.rollup.PartialSets;
import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.core.rollup.RollupRow;
import java.util.function.Consumer;

/**
 * What the peers do when a window closes: the product's algebra, without its packed rows. Reused
 * from window to window; not safe for use by several threads.
 */
final class Firing {
  private final EnergyAggregator aggregator = new EnergyAggregator(MeteringRules.defaults());
  private final PartialDelta partials = new PartialDelta();

  /**
   * Closes a minute.
   *
   * @param sets the readings of one or more devices
   * @param rows takes one row for each series
   * @return the partials for the longer windows, packed
   */
  byte[] minute(ReadingSets sets, Consumer<RollupRow> rows) {
    partials.clear();
    sets.forEach(
        readings -> {
          rows.accept(aggregator.summarise(readings));
          partials.add(readings.key(), readings.windowStartMillis(), aggregator);
        });
    return partials.encode();
  }

  /** Closes a minute that is given as packed deltas. */
  byte[] minute(long startMillis, Iterable<byte[]> deltas, Consumer<RollupRow> rows) {
    ReadingSets sets = new ReadingSets(startMillis, StreamWork.MINUTE.toMillis());
    for (byte[] delta : deltas) {
      sets.merge(delta);
    }
    return minute(sets, rows);
  }

  /** Closes a longer window that is given as the packed partials of its minutes. */
  void window(
      long startMillis, long lengthMillis, Iterable<byte[]> minutes, Consumer<RollupRow> rows) {
    PartialSets sets = new PartialSets(startMillis, lengthMillis);
    for (byte[] minute : minutes) {
      sets.merge(minute);
    }
    sets.forEach(series -> rows.accept(aggregator.summarise(series)));
  }
}
