package io.wattflow.benchmarks.backfill;

import io.wattflow.benchmarks.endtoend.ProcessorTime;
import io.wattflow.benchmarks.endtoend.StreamTables;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.SubjectWork;
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
  private static final Map<String, String> STARTS =
      Map.of(
          "own_1m", "toStartOfMinute(event_time)",
          "own_5m",
              "arrayJoin(arrayMap(back -> toStartOfMinute(event_time) - toIntervalMinute(back), range(5)))",
          "own_1h", "toStartOfHour(event_time)",
          "own_1d", "toStartOfDay(event_time)");

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

  private Sample measure() throws SQLException {
    try (Connection connection = StreamTables.connect(bench.platform());
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> table : STARTS.entrySet()) {
        statement.execute("DROP TABLE IF EXISTS " + table.getKey());
        statement.execute(
            "CREATE TABLE %s ENGINE = MergeTree ORDER BY (user_id, device_id, device_type, start) AS %s LIMIT 0"
                .formatted(table.getKey(), select(table.getValue())));
      }
      ProcessorTime time = new ProcessorTime(bench.platform());
      long start = System.nanoTime();
      for (Map.Entry<String, String> table : STARTS.entrySet()) {
        statement.execute("INSERT INTO %s %s".formatted(table.getKey(), select(table.getValue())));
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      Map<String, Double> figures = new HashMap<>();
      time.into(figures);
      return Sample.of(readings.readings() / seconds, figures);
    }
  }

  private static String select(String start) {
    return "SELECT user_id, device_id, device_type, %s AS start, %s FROM telemetry FINAL GROUP BY user_id, device_id, device_type, start"
        .formatted(start, COLUMNS);
  }
}
