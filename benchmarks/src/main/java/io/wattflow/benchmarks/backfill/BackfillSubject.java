package io.wattflow.benchmarks.backfill;

import io.wattflow.benchmarks.endtoend.ProcessorTime;
import io.wattflow.benchmarks.endtoend.StreamTables;
import io.wattflow.benchmarks.harness.Bench;
import io.wattflow.benchmarks.harness.Sample;
import io.wattflow.benchmarks.harness.Subject;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.SubjectWork;
import io.wattflow.benchmarks.harness.WattflowRun;
import io.wattflow.platform.Platform;
import io.wattflow.simulation.RollupWindow;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * {@code wattflow backfill} into empty tables, or {@code audit} of full ones, from its start to its
 * end, with the JVM's own.
 */
final class BackfillSubject implements Subject {
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
      empty(platform);
    } else {
      check(platform);
    }
    Path log = bench.folder().resolve(name + "-" + round + ".log");
    List<String> line = new ArrayList<>(command);
    line.add("--from=" + readings.start());
    line.add("--to=" + readings.start().plusSeconds(1));
    ProcessorTime time = new ProcessorTime(platform);
    long start = System.nanoTime();
    OptionalInt code =
        WattflowRun.run(bench, StreamTables.DATABASE, line, Redirect.to(log.toFile()), TIMEOUT);
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<String, Double> figures = new HashMap<>();
    time.into(figures);
    if (code.isEmpty()) {
      throw new SubjectFailedException("it is not done after " + TIMEOUT);
    }
    if (code.getAsInt() != 0) {
      throw new SubjectFailedException(
          Files.readString(log).lines().reduce("no output", (before, last) -> last));
    }
    check(platform);
    return Sample.of(readings.readings() / seconds, figures);
  }

  private static void empty(Platform platform) throws SQLException {
    try (Connection connection = StreamTables.connect(platform);
        Statement statement = connection.createStatement()) {
      for (RollupWindow window : RollupWindow.values()) {
        statement.execute("TRUNCATE TABLE " + window.table());
      }
    }
  }

  private void check(Platform platform) throws SQLException, SubjectFailedException {
    TableCheck complete = new TableCheck(readings);
    try (Connection connection = StreamTables.connect(platform);
        Statement statement = connection.createStatement()) {
      for (RollupWindow window : RollupWindow.values()) {
        complete.require(statement, window, window.table() + " FINAL", "reading_count");
      }
    }
  }
}
