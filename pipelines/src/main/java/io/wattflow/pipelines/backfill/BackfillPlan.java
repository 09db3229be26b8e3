package io.wattflow.pipelines.backfill;

import io.wattflow.beam.sink.ClickHouseTarget;
import io.wattflow.beam.sink.ClickHouseWriter;
import io.wattflow.core.rows.Table;
import io.wattflow.pipelines.RollupPlan;
import io.wattflow.pipelines.RollupRows;
import io.wattflow.pipelines.options.CacheOptionValues;
import io.wattflow.pipelines.options.ClickHouseOptionValues;
import io.wattflow.pipelines.options.OptionException;
import io.wattflow.pipelines.options.OptionValues;
import io.wattflow.pipelines.options.RecomputeOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The options of a backfill, read and checked.
 *
 * @param span the days that are recomputed
 * @param devices only these; empty: all
 * @param tables those whose windows are recomputed
 * @param rollups how readings are rolled up, in the wanted generation
 * @param store where the raw readings are
 * @param sink where the rows go
 * @param jobReadings of one job, about
 * @param sliceReadings of one query, about
 */
public record BackfillPlan(
    BackfillSpan span,
    List<String> devices,
    Set<Table> tables,
    RollupPlan rollups,
    ClickHouseTarget store,
    Backfill.Sink sink,
    int jobReadings,
    int sliceReadings) {
  /** Shards have no meaning here: a slice takes their place. */
  private static final int ONE_SHARD = 1;

  /**
   * A version has 63 bits, of which 40 count readings, and that of a longer window is the sum of
   * those of its minutes: generation times minutes must fit into what is left.
   */
  private static final long MOST_GENERATIONS_OF_A_WINDOW = (1L << 23) - 1;

  private static final int LEAST_READINGS = 1_000;
  private static final int MOST_SLICE_READINGS = 20_000_000;

  public BackfillPlan {
    devices = List.copyOf(devices);
    tables = Set.copyOf(tables);
  }

  /**
   * Reads and checks the options.
   *
   * @throws OptionException naming the first option that cannot work
   */
  public static BackfillPlan of(RecomputeOptions options) {
    Instant from = OptionValues.instant("from", options.getFrom());
    Instant to = OptionValues.instant("to", options.getTo());
    if (!from.isBefore(to)) {
      throw new OptionException("to", options.getTo(), "must be after --from=" + options.getFrom());
    }
    return of(options, from, to);
  }

  /**
   * The same for another time than the options'.
   *
   * @throws OptionException naming the first option that cannot work
   */
  public static BackfillPlan of(RecomputeOptions options, Instant from, Instant to) {
    Set<Table> tables = tables(options.getTables());
    RollupPlan rollups = RollupPlan.of(options, ONE_SHARD);
    ClickHouseTarget target = ClickHouseOptionValues.target(options);
    return new BackfillPlan(
        span(tables, from, to, rollups),
        devices(options.getDevices()),
        tables,
        rollups,
        target,
        new Backfill.Sink(
            target,
            OptionValues.oneOf(
                "clickhouseWriter", options.getClickhouseWriter(), ClickHouseWriter.class),
            OptionValues.number("maxBlockRows", options.getMaxBlockRows(), 1, 10_000_000),
            CacheOptionValues.read(options, target.maxOutage())),
        OptionValues.number(
            "jobReadings", options.getJobReadings(), LEAST_READINGS, Integer.MAX_VALUE),
        OptionValues.number(
            "sliceReadings", options.getSliceReadings(), LEAST_READINGS, MOST_SLICE_READINGS));
  }

  private static BackfillSpan span(
      Set<Table> tables, Instant from, Instant to, RollupPlan rollups) {
    return BackfillSpan.around(
        from,
        to,
        unit(tables, rollups),
        tables.contains(Table.ROLLUP_5M)
            ? rollups.slidingLength().minus(rollups.slidingPeriod())
            : Duration.ZERO);
  }

  /** A row is made of all readings of its window, so no window may be cut. */
  private static Duration unit(Set<Table> tables, RollupPlan rollups) {
    return tables.contains(Table.ROLLUP_1D) ? rollups.day() : rollups.hour();
  }

  private static Set<Table> tables(String option) {
    if (option.isBlank()) {
      return RollupRows.TABLES;
    }
    Set<Table> tables = EnumSet.noneOf(Table.class);
    for (String name : option.split(",", -1)) {
      Table table = OptionValues.oneOf("tables", name, Table.class);
      if (!RollupRows.TABLES.contains(table)) {
        throw new OptionException("tables", option, "has readings and no windows: " + name);
      }
      tables.add(table);
    }
    return tables;
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

  /**
   * The same as a correction.
   *
   * @param option 0: of what was measured
   * @throws OptionException if versions have no room for it
   */
  public BackfillPlan inGeneration(int option) {
    long most = MOST_GENERATIONS_OF_A_WINDOW / rollups.day().dividedBy(rollups.minute());
    OptionValues.number("generation", option, 0, (int) most);
    return new BackfillPlan(
        span,
        devices,
        tables,
        rollups.inGeneration(option),
        store,
        sink,
        jobReadings,
        sliceReadings);
  }

  /** The same for other windows and another time. */
  public BackfillPlan of(Set<Table> others, Instant from, Instant to) {
    return new BackfillPlan(
        span(others, from, to, rollups),
        devices,
        others,
        rollups,
        store,
        sink,
        jobReadings,
        sliceReadings);
  }

  /** Length of the longest windows that are recomputed: what is read begins and ends with one. */
  public Duration unit() {
    return unit(tables, rollups);
  }

  /** The same with another place for the rows, of which no cache knows. */
  public BackfillPlan into(ClickHouseTarget target) {
    return withSink(
        new Backfill.Sink(target, sink.writer(), sink.maxBlockRows(), Optional.empty()));
  }

  /** The same without telling caches. */
  public BackfillPlan withoutCaches() {
    return into(sink.target());
  }

  private BackfillPlan withSink(Backfill.Sink other) {
    return new BackfillPlan(
        span, devices, tables, rollups, store, other, jobReadings, sliceReadings);
  }
}
