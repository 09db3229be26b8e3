package io.wattflow.benchmarks.live;

import io.wattflow.benchmarks.harness.SubjectFailedException;
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
  private long fromNanos = Long.MIN_VALUE;
  private long untilNanos = Long.MAX_VALUE;

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
    long now = System.currentTimeMillis();
    long asked = System.nanoTime();
    try (ResultSet rows = statement.executeQuery(query.formatted(firstOpenMillis(now) / 1_000))) {
      long answered = System.nanoTime();
      synchronized (this) {
        looks.add(answered - asked);
        while (rows.next()) {
          see(rows.getString(1), rows.getLong(2), rows.getInt(3), answered);
        }
        forget(now - keepMillis - MINUTE_MILLIS);
      }
    }
  }

  /** The first minute with readings that no row counts, however old it is; if none has any, now. */
  synchronized long firstOpenMillis(long nowMillis) {
    long first = nowMillis;
    for (Map.Entry<Place, Minute> entry : minutes.entrySet()) {
      if (!entry.getValue().complete()) {
        first = Math.min(first, entry.getKey().minuteMillis());
      }
    }
    return first;
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
      if (isMeasured(accepted)) {
        delays.add(nanos - accepted);
      }
      newestSeenNanos = Math.max(newestSeenNanos, accepted);
    }
  }

  private boolean isMeasured(long acceptedNanos) {
    return acceptedNanos >= fromNanos && acceptedNanos < untilNanos;
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

  /**
   * From now on readings count, and none that was accepted before, whenever it becomes visible.
   *
   * @param nowNanos as all instants here of {@link System#nanoTime}
   */
  public synchronized void measureFrom(long nowNanos) {
    fromNanos = nowNanos;
    untilNanos = Long.MAX_VALUE;
    delays.clear();
    looks.clear();
  }

  /** Readings that are accepted from now on do not count. */
  public synchronized void measureUntil(long nowNanos) {
    untilNanos = nowNanos;
  }

  /** How many readings count and are not visible yet. */
  public synchronized int unseen() {
    return unseenAges(System.nanoTime()).size();
  }

  private Delays unseenAges(long nowNanos) {
    Delays ages = new Delays();
    for (Minute minute : minutes.values()) {
      for (int i = minute.seen; i < minute.accepted; i++) {
        if (isMeasured(minute.acceptedNanos[i])) {
          ages.add(nowNanos - minute.acceptedNanos[i]);
        }
      }
    }
    return ages;
  }

  /**
   * Adds the percentiles of the delays of all readings that count, and the price of a look. Those
   * that are not visible yet have their age for a delay, which is too short; how many they are is a
   * figure too.
   *
   * @throws SubjectFailedException if there is no reading that counts
   */
  public synchronized void into(Map<String, Double> figures, long nowNanos)
      throws SubjectFailedException {
    Delays ages = unseenAges(nowNanos);
    Delays all = delays.plus(ages);
    if (all.size() == 0) {
      throw new SubjectFailedException(
          "no reading of the watched users was accepted in the measured time: raise --users or"
              + " --duration");
    }
    all.into(figures);
    figures.put("not visible, counted with their age", (double) ages.size());
    if (looks.size() > 0) {
      figures.put("look p50 ms", looks.seconds(50) * 1e3);
    }
  }
}
