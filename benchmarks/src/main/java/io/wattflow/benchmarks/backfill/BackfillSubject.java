package io.wattflow.benchmarks.backfill;

import io.wattflow.benchmarks.endtoend.ProcessorTime;
import io.wattflow.benchmarks.endtoend.StreamTables;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.OwnedProcess;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.SubjectWork;
import io.wattflow.platform.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code wattflow backfill} or {@code audit}, from its start to its end, with the JVM's own. */
final class BackfillSubject implements Subject {
  private static final List<String> ROLLUPS =
      List.of("rollup_1m", "rollup_5m", "rollup_1h", "rollup_1d");
  private static final Duration TIMEOUT = Duration.ofMinutes(30);

  private final Bench bench;
  private final RawReadings readings;
  private final String name;
  private final List<String> command;

  /**
   * A command over the readings' day.
   *
   * @param command and its options, beside those of time and place
   */
  BackfillSubject(Bench bench, RawReadings readings, String name, List<String> command) {
    this.bench = bench;
    this.readings = readings;
    this.name = name;
    this.command = List.copyOf(command);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String settings() {
    return "wattflow " + String.join(" ", command);
  }

  @Override
  public Sample round(int round) throws InterruptedException, SubjectFailedException {
    return SubjectWork.attempt(bench::stopping, () -> measure(bench.platform(), round));
  }

  private Sample measure(Platform platform, int round)
      throws IOException, SQLException, InterruptedException, SubjectFailedException {
    if (command.get(0).equals("backfill")) {
      try (Connection connection = StreamTables.connect(platform);
          Statement statement = connection.createStatement()) {
        for (String table : ROLLUPS) {
          statement.execute("TRUNCATE TABLE " + table);
        }
      }
    }
    Path log = bench.folder().resolve(name + "-" + round + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(bench.home().resolve("bin").resolve("wattflow").toString());
    builder.command().addAll(command);
    builder
        .command()
        .addAll(
            List.of(
                "--from=" + readings.start(),
                "--to=" + readings.start().plusSeconds(1),
                "--clickhouseUrl=" + platform.clickHouseUrl(),
                "--clickhouseDatabase=" + StreamTables.DATABASE));
    builder.environment().put("WATTFLOW_NO_BUILD", "1");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    ProcessorTime time = new ProcessorTime(platform);
    long start = System.nanoTime();
    Process process = builder.start();
    try (OwnedProcess owned = new OwnedProcess(process, TIMEOUT)) {
      if (!process.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
        throw new SubjectFailedException(
            Files.readString(log).lines().reduce("no output", (before, line) -> line));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    check(platform);
    Map<String, Double> figures = new HashMap<>();
    time.into(figures);
    return Sample.of(readings.readings() / seconds, figures);
  }

  /**
   * Every window is there, and every reading counted once in it, or five times where they overlap.
   */
  private void check(Platform platform) throws SQLException, SubjectFailedException {
    try (Connection connection = StreamTables.connect(platform);
        Statement statement = connection.createStatement()) {
      require(statement, "rollup_1m", readings.windows(60), readings.readings());
      require(statement, "rollup_5m", readings.slidingWindows(300), 5 * readings.readings());
      require(statement, "rollup_1h", readings.windows(3_600), readings.readings());
      require(statement, "rollup_1d", readings.windows(86_400), readings.readings());
    }
  }

  private static void require(Statement statement, String table, long rows, long counted)
      throws SQLException, SubjectFailedException {
    try (ResultSet row =
        statement.executeQuery("SELECT count(), sum(reading_count) FROM " + table + " FINAL")) {
      if (!row.next() || row.getLong(1) != rows || row.getLong(2) != counted) {
        throw new SubjectFailedException(
            "%s has %,d rows of %,d readings, expected %,d of %,d"
                .formatted(table, row.getLong(1), row.getLong(2), rows, counted));
      }
    }
  }
}
