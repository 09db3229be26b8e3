package io.wattflow.beam.source;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** What a relational database's event times are. Neither form looks at the zone of a session. */
public enum EventTimeColumn {
  /** Whole numbers, in ms since the epoch. */
  EPOCH_MILLIS,
  /** Timestamps with a zone. */
  WITH_ZONE,
  /** Timestamps without one, taken for UTC. */
  WITHOUT_ZONE;

  /** Sets a bound of the query. */
  void set(PreparedStatement select, int at, long millis) throws SQLException {
    Instant instant = Instant.ofEpochMilli(millis);
    switch (this) {
      case EPOCH_MILLIS -> select.setLong(at, millis);
      case WITH_ZONE -> select.setObject(at, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
      case WITHOUT_ZONE -> select.setObject(at, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    }
  }

  /** Sets both bounds of a query. */
  public void set(PreparedStatement select, TimeSlice slice) throws SQLException {
    set(select, 1, slice.fromMillis());
    set(select, 2, slice.untilMillis());
  }

  /** What {@link #read} needs; for one thread, which may use it for all rows. */
  static Calendar utc() {
    return Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
  }

  /**
   * An event time in ms since the epoch; null if the column is.
   *
   * @param utc of {@link #utc}
   */
  @Nullable Long read(ResultSet rows, int at, Calendar utc) throws SQLException {
    if (this == EPOCH_MILLIS) {
      long millis = rows.getLong(at);
      return rows.wasNull() ? null : millis;
    }
    Timestamp time = rows.getTimestamp(at, utc);
    return time == null ? null : time.getTime();
  }
}
