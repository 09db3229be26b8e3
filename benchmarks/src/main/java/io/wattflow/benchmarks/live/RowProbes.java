package io.wattflow.benchmarks.live;

import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.TrueReading;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;

/**
 * Measures how long readings take from the broker's acceptance until a row of their minute counts
 * them, on the devices of a few users.
 *
 * <p>The readings of a device arrive in the order in which they were accepted, and a minute's row
 * counts its readings; so the row that counts <i>k</i> holds the first <i>k</i> accepted ones.
 * Users stand first in the table's key, so a look at a few neighbouring ones reads little. A delay
 * is too long by up to the pause between two looks, never too short.
 *
 * <p>Thread-safe: readings are told by the producer's thread.
 */
public final class RowProbes implements PacedLoad.Observer {
  private static final long MINUTE_MILLIS = 60_000;

  /** Of the simulated fleet; the users that follow are its first ones. */
  private static final long FIRST_USER = 1_000;

  private static final int SOME = 64;

  private final String query;
  private final long endUser;
  private final long keepMillis;
  private final Map<Place, Minute> minutes = new HashMap<>();
  private final Delays delays = new Delays();
  private final Delays looks = new Delays();
  private long newestSeenNanos = Long.MIN_VALUE;

  private record Place(String device, long minuteMillis) {}

  /** The readings of a device in a minute, in the order of their acceptance. */
  private static final class Minute {
    private long[] acceptedNanos = new long[SOME];
    private int accepted;
    private int seen;

    void accept(long nanos) {
      if (accepted == acceptedNanos.length) {
        acceptedNanos = Arrays.copyOf(acceptedNanos, accepted * 2);
      }
      acceptedNanos[accepted++] = nanos;
    }

    boolean complete() {
      return seen == accepted;
    }
  }

  /**
   * Of the first users of the fleet; each has about six devices.
   *
   * @param database of the stream's tables
   * @param users how many
   * @param keepMillis how long after its start a minute can still get readings
   */
  public RowProbes(String database, int users, long keepMillis) {
    this.endUser = FIRST_USER + users;
    this.keepMillis = keepMillis;
    this.query =
        """
        SELECT device_id, toInt64(toUnixTimestamp(window_start)) * 1000, max(reading_count)
        FROM %s.rollup_1m
        WHERE user_id >= %d AND user_id < %d AND window_start >= toDateTime(%%d, 'UTC')
        GROUP BY device_id, window_start SETTINGS max_threads = 1"""
            .formatted(database, FIRST_USER, endUser);
  }

  @Override
  public void accepted(ProducedRecord produced, long nanos) {
    TrueReading reading = produced.reading();
    if (reading == null
        || reading.userId() >= endUser
        || produced.kind() == ProducedRecord.Kind.REPEATED) {
      return;
    }
    long minute = Math.floorDiv(reading.eventTimeMillis(), MINUTE_MILLIS) * MINUTE_MILLIS;
    synchronized (this) {
      minutes.computeIfAbsent(new Place(produced.key(), minute), key -> new Minute()).accept(nanos);
    }
  }

  /** Looks once at the rows, and takes down the delay of each reading that has become visible. */
  public void look(Statement statement) throws SQLException {
    long oldest = System.currentTimeMillis() - keepMillis;
    long asked = System.nanoTime();
    try (ResultSet rows = statement.executeQuery(query.formatted(oldest / 1_000))) {
      long answered = System.nanoTime();
      synchronized (this) {
        looks.add(answered - asked);
        while (rows.next()) {
          see(rows.getString(1), rows.getLong(2), rows.getInt(3), answered);
        }
        forget(oldest - MINUTE_MILLIS);
      }
    }
  }

  /** A row of a device's minute counts so many readings, as an answer at this moment says. */
  synchronized void see(String device, long minuteMillis, int count, long nanos) {
    Minute minute = minutes.get(new Place(device, minuteMillis));
    if (minute == null) {
      return;
    }
    int end = Math.min(count, minute.accepted);
    for (; minute.seen < end; minute.seen++) {
      long accepted = minute.acceptedNanos[minute.seen];
      delays.add(nanos - accepted);
      newestSeenNanos = Math.max(newestSeenNanos, accepted);
    }
  }

  private void forget(long beforeMillis) {
    for (Iterator<Map.Entry<Place, Minute>> all = minutes.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Place, Minute> entry = Objects.requireNonNull(all.next());
      if (entry.getKey().minuteMillis() < beforeMillis && entry.getValue().complete()) {
        all.remove();
      }
    }
  }

  /** Age in ns of the oldest accepted reading that no row counts yet; 0 if there is none. */
  public synchronized long oldestUnseenNanos() {
    long now = System.nanoTime();
    long oldest = 0;
    for (Minute minute : minutes.values()) {
      if (!minute.complete()) {
        oldest = Math.max(oldest, now - minute.acceptedNanos[minute.seen]);
      }
    }
    return oldest;
  }

  /** When the newest visible reading was accepted, as of {@link System#nanoTime}. */
  public synchronized long newestSeenNanos() {
    return newestSeenNanos;
  }

  /** Forgets the delays measured so far, those of a warm-up. */
  public synchronized void clearDelays() {
    delays.clear();
    looks.clear();
  }

  /** Adds the percentiles of the delays, and the price of a look. */
  public synchronized void into(Map<String, Double> figures) {
    delaysInto(figures);
    figures.put("look p50 ms", looks.seconds(50) * 1e3);
  }

  synchronized void delaysInto(Map<String, Double> figures) {
    delays.into(figures);
  }

  /** How many readings have become visible since the delays were last forgotten. */
  public synchronized int measured() {
    return delays.size();
  }
}
