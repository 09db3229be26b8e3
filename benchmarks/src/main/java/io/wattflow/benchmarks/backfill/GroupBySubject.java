package io.wattflow.benchmarks.backfill;

import io.wattflow.benchmarks.endtoend.ProcessorTime;
import io.wattflow.benchmarks.endtoend.StreamTables;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.SubjectWork;
import io.wattflow.simulation.RollupWindow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** ClickHouse by itself: an INSERT of a GROUP BY for each window. */
final class GroupBySubject implements Subject {
  static final String NAME = "clickhouse-group-by";

  /** For the report. */
  static final String NOTE =
      NAME
          + " does less: count, mean, minimum, maximum, first, last and two quantiles; no energy, no"
          + " time-weighted mean, no coverage, no meter counters, no choice among contradictions";

  private static final String COLUMNS =
      """
      count() AS readings, avg(power_mw) AS mean, min(power_mw) AS least, max(power_mw) AS most,
      argMin(power_mw, event_time) AS first, argMax(power_mw, event_time) AS last,
      quantilesExact(0.5, 0.95)(power_mw) AS quantiles
      """;
  private static final String OVERLAPPING =
      "arrayJoin(arrayMap(back -> toStartOfMinute(event_time) - toIntervalMinute(back), range(5)))";

  private final Bench bench;
  private final RawReadings readings;

  GroupBySubject(Bench bench, RawReadings readings) {
    this.bench = bench;
    this.readings = readings;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Sample round(int round) throws InterruptedException, SubjectFailedException {
    return SubjectWork.attempt(bench::stopping, this::measure);
  }

  private Sample measure() throws SQLException, SubjectFailedException {
    try (Connection connection = StreamTables.connect(bench.platform());
        Statement statement = connection.createStatement()) {
      try {
        for (RollupWindow window : RollupWindow.values()) {
          drop(statement, window);
          statement.execute(
              "CREATE TABLE %s ENGINE = MergeTree ORDER BY (user_id, device_id, device_type, start) AS %s LIMIT 0"
                  .formatted(own(window), select(window)));
        }
        ProcessorTime time = new ProcessorTime(bench.platform());
        long start = System.nanoTime();
        for (RollupWindow window : RollupWindow.values()) {
          statement.execute("INSERT INTO %s %s".formatted(own(window), select(window)));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Double> figures = new HashMap<>();
        time.into(figures);
        TableCheck complete = new TableCheck(readings);
        for (RollupWindow window : RollupWindow.values()) {
          complete.require(statement, window, own(window), "readings");
        }
        return Sample.of(readings.readings() / seconds, figures);
      } finally {
        for (RollupWindow window : RollupWindow.values()) {
          drop(statement, window);
        }
      }
    }
  }

  private static String own(RollupWindow window) {
    return "own_" + window.table();
  }

  private static void drop(Statement statement, RollupWindow window) throws SQLException {
    statement.execute("DROP TABLE IF EXISTS " + own(window) + " SYNC");
  }

  private static String select(RollupWindow window) {
    String start =
        switch (window) {
          case ONE_MINUTE -> "toStartOfMinute(event_time)";
          case FIVE_MINUTES -> OVERLAPPING;
          case ONE_HOUR -> "toStartOfHour(event_time)";
          case ONE_DAY -> "toStartOfDay(event_time)";
        };
    return "SELECT user_id, device_id, device_type, %s AS start, %s FROM telemetry FINAL GROUP BY user_id, device_id, device_type, start"
        .formatted(start, COLUMNS);
  }
}
