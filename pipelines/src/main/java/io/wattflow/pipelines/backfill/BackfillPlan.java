package io.wattflow.pipelines.backfill;

import io.wattflow.beam.sink.ClickHouseTarget;
import io.wattflow.beam.sink.ClickHouseWriter;
import io.wattflow.pipelines.RollupPlan;
import io.wattflow.pipelines.options.BackfillOptions;
import io.wattflow.pipelines.options.ClickHouseOptionValues;
import io.wattflow.pipelines.options.OptionException;
import io.wattflow.pipelines.options.OptionValues;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The options of a backfill, read and checked.
 *
 * @param span the days that are recomputed
 * @param devices only these; empty: all
 * @param rollups how readings are rolled up, in the wanted generation
 * @param store where the raw readings are
 * @param sink where the rows go
 * @param jobReadings of one job, about
 * @param sliceReadings of one query, about
 */
public record BackfillPlan(
    BackfillSpan span,
    List<String> devices,
    RollupPlan rollups,
    ClickHouseTarget store,
    Backfill.Sink sink,
    int jobReadings,
    int sliceReadings) {
  /** Shards have no meaning here: a slice takes their place. */
  private static final int ONE_SHARD = 1;

  private static final int MAX_GENERATION = (1 << 22) - 1;
  private static final int LEAST_READINGS = 1_000;
  private static final int MOST_SLICE_READINGS = 20_000_000;

  public BackfillPlan {
    devices = List.copyOf(devices);
  }

  /**
   * Reads and checks the options.
   *
   * @throws OptionException naming the first option that cannot work
   */
  public static BackfillPlan of(BackfillOptions options) {
    Instant from = OptionValues.instant("from", options.getFrom());
    Instant to = OptionValues.instant("to", options.getTo());
    if (!from.isBefore(to)) {
      throw new OptionException("to", options.getTo(), "must be after --from=" + options.getFrom());
    }
    RollupPlan rollups =
        RollupPlan.of(options, ONE_SHARD)
            .inGeneration(
                OptionValues.number("generation", options.getGeneration(), 0, MAX_GENERATION));
    ClickHouseTarget target = ClickHouseOptionValues.target(options);
    return new BackfillPlan(
        BackfillSpan.around(from, to, rollups),
        devices(options.getDevices()),
        rollups,
        target,
        new Backfill.Sink(
            target,
            OptionValues.oneOf(
                "clickhouseWriter", options.getClickhouseWriter(), ClickHouseWriter.class),
            OptionValues.number("maxBlockRows", options.getMaxBlockRows(), 1, 10_000_000)),
        OptionValues.number(
            "jobReadings", options.getJobReadings(), LEAST_READINGS, Integer.MAX_VALUE),
        OptionValues.number(
            "sliceReadings", options.getSliceReadings(), LEAST_READINGS, MOST_SLICE_READINGS));
  }

  private static List<String> devices(String option) {
    if (option.isBlank()) {
      return List.of();
    }
    List<String> devices = Stream.of(option.split(",", -1)).map(String::trim).toList();
    if (devices.stream().anyMatch(String::isEmpty)) {
      throw new OptionException("devices", option, "has an empty id; write meter-1,meter-2");
    }
    return devices;
  }

  /** The same with another place for the rows. */
  public BackfillPlan into(ClickHouseTarget target) {
    return new BackfillPlan(
        span,
        devices,
        rollups,
        store,
        new Backfill.Sink(target, sink.writer(), sink.maxBlockRows()),
        jobReadings,
        sliceReadings);
  }
}
