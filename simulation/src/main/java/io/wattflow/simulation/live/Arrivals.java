package io.wattflow.simulation.live;

import io.wattflow.simulation.CheckResult;
import io.wattflow.simulation.RollupCheck;
import io.wattflow.simulation.RollupWindow;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Waits until everything has arrived that must, and compares it with the model. */
public final class Arrivals {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration STATUS_PATIENCE = Duration.ofSeconds(10);

  /** Says that what has to bring the news has ended. */
  @FunctionalInterface
  public interface Heartbeat {
    /**
     * Does nothing while all is well.
     *
     * @throws IOException if nothing more can arrive; the message says why
     */
    void require() throws IOException;
  }

  private final Connection clickHouse;
  private final String database;
  private final DeadLetterTally deadLetters;

  private TableTotals totals = TableTotals.NONE;
  private SortedMap<String, Long> letters = new TreeMap<>();

  /**
   * Looks at one database and one topic of dead letters.
   *
   * @param clickHouse stays the caller's, who closes it
   * @param database a plain identifier
   * @param deadLetters stays the caller's, who closes it
   */
  public Arrivals(Connection clickHouse, String database, DeadLetterTally deadLetters) {
    this.clickHouse = clickHouse;
    this.database = database;
    this.deadLetters = deadLetters;
  }

  /** What the tables held when last asked. */
  public TableTotals totals() {
    return totals;
  }

  /** The dead letters by reason when last asked. */
  public SortedMap<String, Long> letters() {
    return Collections.unmodifiableSortedMap(letters);
  }

  /**
   * Waits for the tables' totals and the dead letters.
   *
   * @param stream asked before each wait
   * @param patience so long without any news, and the wait is over: the comparison will say what is
   *     missing
   * @param progress is told the sum of versions that are stored, of {@link TableTotals#versions}
   * @return whether all arrived; false if nothing more came for {@code patience}
   * @throws IOException if the stream has ended, or a record of the topic is no dead letter
   */
  public boolean await(
      Expectation expectation, Heartbeat stream, Duration patience, LongConsumer progress)
      throws SQLException, IOException, InterruptedException {
    long lastNews = System.nanoTime();
    while (true) {
      TableTotals nowTotals = TableTotals.stored(clickHouse, database);
      SortedMap<String, Long> nowLetters = deadLetters.count();
      if (!nowTotals.equals(totals) || !nowLetters.equals(letters)) {
        lastNews = System.nanoTime();
      }
      totals = nowTotals;
      letters = nowLetters;
      progress.accept(totals.versions());
      if (totals.equals(expectation.totals()) && letters.equals(expectation.deadLetters())) {
        return true;
      }
      if (System.nanoTime() - lastNews > patience.toNanos()) {
        return false;
      }
      stream.require();
      Thread.sleep(POLL.toMillis());
    }
  }

  /**
   * Compares all that is stored with the model: raw rows and rollups row by row, dead letters by
   * reason as they were last counted, and the status of every device.
   *
   * @param maxExamples how many differences each result describes at most
   */
  public List<CheckResult> compare(Expectation expectation, URI redis, int maxExamples)
      throws SQLException, InterruptedException {
    RollupCheck check = new RollupCheck(clickHouse, database, maxExamples);
    List<CheckResult> results = new ArrayList<>();
    results.add(check.telemetry(expectation.model()));
    for (RollupWindow window : RollupWindow.values()) {
      results.add(check.rollup(expectation.model(), window));
    }
    results.add(expectation.checkDeadLetters(letters));
    results.add(expectation.statuses().await(redis, maxExamples, STATUS_PATIENCE));
    return results;
  }
}
