package io.wattflow.pipelines.backfill;

import io.wattflow.beam.source.EventTimeColumn;
import io.wattflow.beam.source.JdbcSource;
import io.wattflow.beam.source.TimeSlice;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a relational database holds, and whether its query keeps the contract. */
public final class JdbcInventory {
  private static final Set<JDBCType> TEXT =
      Set.of(
          JDBCType.CHAR,
          JDBCType.VARCHAR,
          JDBCType.LONGVARCHAR,
          JDBCType.NCHAR,
          JDBCType.NVARCHAR,
          JDBCType.OTHER);
  private static final Set<JDBCType> WHOLE =
      Set.of(JDBCType.TINYINT, JDBCType.SMALLINT, JDBCType.INTEGER, JDBCType.BIGINT);
  private static final Set<JDBCType> NUMBER =
      Set.of(
          JDBCType.TINYINT,
          JDBCType.SMALLINT,
          JDBCType.INTEGER,
          JDBCType.BIGINT,
          JDBCType.REAL,
          JDBCType.FLOAT,
          JDBCType.DOUBLE,
          JDBCType.NUMERIC,
          JDBCType.DECIMAL);
  private static final Set<JDBCType> TIME =
      Set.of(JDBCType.TIMESTAMP, JDBCType.TIMESTAMP_WITH_TIMEZONE);

  private final Connection connection;
  private final String query;
  private final EventTimeColumn eventTime;

  private JdbcInventory(Connection connection, String query, EventTimeColumn eventTime) {
    this.connection = connection;
    this.query = query;
    this.eventTime = eventTime;
  }

  /** A query that does not keep the contract; the message names the column and the remedy. */
  public static final class ContractException extends Exception {
    private static final long serialVersionUID = 1L;

    ContractException(String message) {
      super(message);
    }
  }

  /**
   * Runs the query over no time at all, and looks at its columns.
   *
   * @param connection stays the caller's
   * @throws ContractException if a column is missing or has another type
   * @throws SQLException if the database refuses the query
   */
  public static JdbcInventory of(Connection connection, JdbcSource source)
      throws SQLException, ContractException {
    Map<String, JDBCType> columns = new TreeMap<>();
    String timeType = "";
    try (PreparedStatement select = connection.prepareStatement(source.query())) {
      if (select.getParameterMetaData().getParameterCount() != 2) {
        throw new ContractException("must have two parameters, from and to: … >= ? AND … < ?");
      }
      ResultSetMetaData names = select.getMetaData();
      for (int at = 1; at <= names.getColumnCount(); at++) {
        columns.put(
            names.getColumnLabel(at).toLowerCase(Locale.ROOT), known(names.getColumnType(at)));
        if ("event_time".equalsIgnoreCase(names.getColumnLabel(at))) {
          timeType = names.getColumnTypeName(at).toLowerCase(Locale.ROOT);
        }
      }
    }
    require(columns, "device_id", TEXT, "a text");
    require(columns, "user_id", WHOLE, "a whole number");
    require(
        columns,
        columns.containsKey("power_watts") ? "power_watts" : "energy_watts",
        NUMBER,
        "a number");
    check(columns, "device_type", TEXT, "a text");
    check(columns, "power_factor", NUMBER, "a number");
    check(columns, "energy_counter_wh", NUMBER, "a number");
    check(columns, "sequence", WHOLE, "a whole number");
    if (columns.get("event_time") == JDBCType.BIGINT) {
      return new JdbcInventory(connection, source.query(), EventTimeColumn.EPOCH_MILLIS);
    }
    require(columns, "event_time", TIME, "a timestamp, or a bigint in ms since 1970");
    // PostgreSQL's driver reports both kinds as TIMESTAMP; their names tell.
    boolean zone =
        columns.get("event_time") == JDBCType.TIMESTAMP_WITH_TIMEZONE
            || timeType.equals("timestamptz")
            || timeType.contains("with time zone");
    return new JdbcInventory(
        connection,
        source.query(),
        zone ? EventTimeColumn.WITH_ZONE : EventTimeColumn.WITHOUT_ZONE);
  }

  /** A vendor's own type may be that of a column that is passed over. */
  private static JDBCType known(int type) {
    for (JDBCType known : JDBCType.values()) {
      if (known.getVendorTypeNumber() == type) {
        return known;
      }
    }
    return JDBCType.OTHER;
  }

  private static void require(
      Map<String, JDBCType> columns, String name, Set<JDBCType> types, String words)
      throws ContractException {
    if (!columns.containsKey(name)) {
      throw new ContractException(
          "has no column %s, but %s".formatted(name, String.join(", ", columns.keySet())));
    }
    check(columns, name, types, words);
  }

  private static void check(
      Map<String, JDBCType> columns, String name, Set<JDBCType> types, String words)
      throws ContractException {
    JDBCType type = columns.get(name);
    if (type != null && !types.contains(type)) {
      throw new ContractException(
          "column %s is of type %s, must be %s".formatted(name, type, words));
    }
  }

  /** What the event times are. */
  public EventTimeColumn eventTime() {
    return eventTime;
  }

  /**
   * How many rows each day or hour has.
   *
   * @param unit length of a day or an hour
   * @return by their start; those without rows are left out
   */
  public SortedMap<Instant, Long> units(BackfillSpan span, Duration unit) throws SQLException {
    SortedMap<Instant, Long> units = new TreeMap<>();
    for (Instant start = span.from(); start.isBefore(span.until()); start = start.plus(unit)) {
      long rows = count(new TimeSlice(start.toEpochMilli(), start.plus(unit).toEpochMilli()));
      if (rows > 0) {
        units.put(start, rows);
      }
    }
    return units;
  }

  private long count(TimeSlice slice) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT count(*) FROM (" + query + ") AS readings")) {
      eventTime.set(select, slice);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** Stretches of a time, one behind the other. */
  public static List<TimeSlice> slices(BackfillSpan span, Duration length) {
    List<TimeSlice> slices = new ArrayList<>();
    for (long from = span.readFromMillis();
        from < span.readUntilMillis();
        from += length.toMillis()) {
      slices.add(new TimeSlice(from, Math.min(span.readUntilMillis(), from + length.toMillis())));
    }
    return slices;
  }
}
