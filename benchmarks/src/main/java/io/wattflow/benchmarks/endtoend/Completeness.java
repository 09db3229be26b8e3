package io.wattflow.benchmarks.endtoend;

import io.wattflow.benchmarks.harness.SubjectFailedException;
import io.wattflow.benchmarks.harness.Topics;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Finds the moment at which the last row became visible, without slowing down what it measures: of
 * the rollups it asks for the days first, which are few and come last; of the raw rows only for
 * their number with repeats, which ClickHouse knows without reading. What that leaves open, whether
 * all distinct readings are there, is asked once the number has stopped growing, after the moment
 * that counts.
 */
public final class Completeness {
  /** Each reading lies in so many sliding windows. */
  private static final int SLIDING_OVERLAP = 5;

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration QUIET = Duration.ofMillis(1_500);

  private record Rollup(String table, int windowsOfReading) {}

  private static final List<Rollup> ROLLUPS =
      List.of(
          new Rollup("rollup_1d", 1),
          new Rollup("rollup_1h", 1),
          new Rollup("rollup_5m", SLIDING_OVERLAP),
          new Rollup("rollup_1m", 1));

  private final Statement statement;
  private final String database;
  private long rawRows;
  private long rawGrewNanos;
  private long rollupsNanos;

  /** What is asked between two looks at the tables, such as whether the stream still runs. */
  @FunctionalInterface
  public interface Heartbeat {
    /**
     * Does nothing while all is well.
     *
     * @throws IOException if nothing more can arrive
     */
    void require() throws IOException;
  }

  private Completeness(Statement statement, String database) {
    this.statement = statement;
    this.database = database;
  }

  /**
   * Waits until every table of the stream holds all readings.
   *
   * @param database a plain identifier
   * @param readings distinct ones, those of closers not counted
   * @param timeout from now on
   * @return the moment of the last row, as of {@link System#nanoTime}
   * @throws SubjectFailedException if they are not all there in time, or are too many
   */
  public static long await(
      Connection connection, String database, long readings, Duration timeout, Heartbeat heartbeat)
      throws SQLException, IOException, InterruptedException, SubjectFailedException {
    try (Statement statement = connection.createStatement()) {
      return new Completeness(statement, database).await(readings, timeout, heartbeat);
    }
  }

  private long await(long readings, Duration timeout, Heartbeat heartbeat)
      throws SQLException, IOException, InterruptedException, SubjectFailedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    rawGrewNanos = System.nanoTime();
    Deque<Rollup> open = new ArrayDeque<>(ROLLUPS);
    while (true) {
      lookAtRawRows();
      lookAtRollups(open, readings);
      boolean quiet = System.nanoTime() - rawGrewNanos > QUIET.toNanos();
      if (open.isEmpty() && rawRows >= readings && quiet && distinctRawRows() == readings) {
        return Math.max(rawGrewNanos, rollupsNanos);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new SubjectFailedException(state(open, readings));
      }
      heartbeat.require();
      Thread.sleep(POLL.toMillis());
    }
  }

  private void lookAtRawRows() throws SQLException {
    long asked = System.nanoTime();
    long rows = ask("SELECT count() FROM %s.telemetry".formatted(database));
    if (rows > rawRows) {
      rawGrewNanos = asked;
    }
    rawRows = rows;
  }

  private void lookAtRollups(Deque<Rollup> open, long readings) throws SQLException {
    while (!open.isEmpty()) {
      Rollup next = open.element();
      long asked = System.nanoTime();
      if (readingsIn(next.table()) != readings * next.windowsOfReading()) {
        return;
      }
      rollupsNanos = asked;
      open.remove();
    }
  }

  private long readingsIn(String table) throws SQLException {
    return ask(
        "SELECT sum(reading_count) FROM %s.%s FINAL WHERE NOT startsWith(device_id, '%s')"
            .formatted(database, table, Topics.CLOSER));
  }

  private long distinctRawRows() throws SQLException {
    return ask(
        "SELECT count() FROM %s.telemetry FINAL WHERE NOT startsWith(device_id, '%s')"
            .formatted(database, Topics.CLOSER));
  }

  private String state(Deque<Rollup> open, long readings) throws SQLException {
    if (open.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "telemetry holds %,d distinct readings, not %,d",
          distinctRawRows(),
          readings);
    }
    Rollup next = open.element();
    return String.format(
        Locale.ROOT,
        "%s holds %,d readings, not %,d",
        next.table(),
        readingsIn(next.table()),
        readings * next.windowsOfReading());
  }

  private long ask(String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
