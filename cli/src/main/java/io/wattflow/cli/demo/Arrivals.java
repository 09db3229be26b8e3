package io.wattflow.cli.demo;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.platform.stream.StreamFailedException;
import io.wattflow.platform.stream.StreamJob;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** Waits until everything has arrived that must. */
final class Arrivals {
  private static final Duration POLL = Duration.ofMillis(500);

  /** So long without any news, and we stop waiting: the comparison will say what is missing. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final StreamJob stream;
  private final Connection clickHouse;
  private final String database;
  private final DeadLetterTally deadLetters;

  private TableTotals totals = new TableTotals(new TreeMap<>());
  private SortedMap<String, Long> letters = new TreeMap<>();

  Arrivals(StreamJob stream, Connection clickHouse, String database, DeadLetterTally deadLetters) {
    this.stream = stream;
    this.clickHouse = clickHouse;
    this.database = database;
    this.deadLetters = deadLetters;
  }

  /** What the tables held when last asked. */
  TableTotals totals() {
    return totals;
  }

  /** The dead letters by reason when last asked. */
  SortedMap<String, Long> letters() {
    return letters;
  }

  /**
   * Waits for the tables' totals and the dead letters.
   *
   * @return whether all arrived; false if nothing more came for a long time
   * @throws StreamFailedException if the stream ends
   */
  boolean await(Expectation expectation, Console.Progress progress)
      throws SQLException, StreamFailedException, CommandFailedException, InterruptedException {
    long lastNews = System.nanoTime();
    while (true) {
      TableTotals nowTotals = TableTotals.stored(clickHouse, database);
      SortedMap<String, Long> nowLetters = deadLetters.count();
      if (!nowTotals.equals(totals) || !nowLetters.equals(letters)) {
        lastNews = System.nanoTime();
      }
      totals = nowTotals;
      letters = nowLetters;
      progress.to(totals.versions());
      if (totals.equals(expectation.totals()) && letters.equals(expectation.deadLetters())) {
        return true;
      }
      if (System.nanoTime() - lastNews > PATIENCE.toNanos()) {
        return false;
      }
      stream.requireAlive();
      Thread.sleep(POLL.toMillis());
    }
  }
}
