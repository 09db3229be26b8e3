package io.wattflow.reports.store;

import io.wattflow.core.tariff.Price;
import io.wattflow.reports.compute.Costs;
import io.wattflow.reports.compute.Peak;
import io.wattflow.reports.compute.ReportRow;
import io.wattflow.reports.compute.Series;
import io.wattflow.reports.compute.StoredRow;
import io.wattflow.reports.compute.Target;
import io.wattflow.reports.store.ReportDatabase.Query;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A report table. Writing is at least once: a row that is written again replaces itself, since rows
 * are absolute and versioned.
 */
public final class ReportStore {
  private static final int BATCH = 10_000;
  // In the order of ReportRow.numbers().
  private static final String NUMBERS =
      """
      toString(argMax((energy_wh, energy_import_wh, energy_export_wh, energy_estimated_wh,
        covered_seconds, reading_count, power_max, toUnixTimestamp(power_max_window_start),
        power_max_window_seconds, power_min, toUnixTimestamp(power_min_window_start),
        power_min_window_seconds, quality, cost_import, cost_export, cost_standing, previous_energy_wh, previous_cost), report.version))""";

  private final ReportDatabase database;
  private final ReportTable table;

  /** Of a table in a database. */
  public ReportStore(ReportDatabase database, ReportTable table) {
    this.database = database;
    this.table = table;
  }

  /** A row to be written, and which generation of its settings it is. */
  public record Written(ReportRow row, long generation) {}

  /** The users with rows that begin on some dates, and how many these are. */
  public Map<Long, Long> users(Target dates) throws SQLException {
    Map<Long, Long> users = new LinkedHashMap<>();
    database.read(
        Query.of(
            "reported_users.sql",
            Map.of("table", table.table()),
            dates.first().toString(),
            dates.last().toString()),
        at -> Map.entry(at.getLong(1), at.getLong(2)),
        user -> users.put(user.getKey(), user.getValue()));
    return users;
  }

  /**
   * The stored rows of users that begin on some dates, by series and first date.
   *
   * @param withNumbers whether these are needed; they are most of the columns
   */
  public Map<Series, Map<LocalDate, StoredRow>> read(
      Collection<Long> users, Target dates, boolean withNumbers) throws SQLException {
    Map<Series, Map<LocalDate, StoredRow>> stored = new HashMap<>();
    database.read(
        Query.of(
            "stored.sql",
            Map.of(
                "users",
                RollupStore.list(users),
                "table",
                table.table(),
                "numbers",
                withNumbers ? NUMBERS : "''"),
            dates.first().toString(),
            dates.last().toString()),
        ReportStore::stored,
        row ->
            stored
                .computeIfAbsent(row.series(), series -> new HashMap<>())
                .put(row.periodStart(), row));
    return stored;
  }

  private static StoredRow stored(ResultSet at) throws SQLException {
    return new StoredRow(
        new Series(at.getLong(1), at.getString(2), at.getString(3)),
        LocalDate.parse(at.getString(4)),
        at.getString(5),
        at.getLong(6),
        at.getLong(7),
        at.getLong(8),
        at.getLong(9),
        new BigInteger(at.getString(10)),
        new BigInteger(at.getString(11)),
        at.getInt(12) != 0,
        at.getString(13));
  }

  /** Writes rows, and deleted ones over rows that are withdrawn. */
  public void write(List<Written> rows, List<StoredRow> withdrawn) throws SQLException {
    Map<String, String> placeholders = Map.of("table", table.table());
    try (Connection connection = database.connect()) {
      insert(connection, SqlFiles.read("insert.sql", placeholders), rows, ReportStore::bind);
      insert(
          connection, SqlFiles.read("withdraw.sql", placeholders), withdrawn, ReportStore::unbind);
    }
  }

  private interface Binder<R> {
    void bind(R row, Columns columns) throws SQLException;
  }

  private static <R> void insert(Connection connection, String sql, List<R> rows, Binder<R> binder)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int waiting = 0;
      for (R row : rows) {
        binder.bind(row, new Columns(statement));
        statement.addBatch();
        if (++waiting % BATCH == 0) {
          statement.executeBatch();
        }
      }
      if (waiting % BATCH != 0) {
        statement.executeBatch();
      }
    }
  }

  private static void bind(Written written, Columns columns) throws SQLException {
    ReportRow row = written.row();
    columns.key(row.series(), row.period().start(), row.period().zone().getId());
    columns.number(row.period().from().getEpochSecond());
    columns.number(row.period().to().getEpochSecond());
    columns.decimal(row.energy(), ReportRow.MICRO);
    columns.decimal(row.imported(), ReportRow.MICRO);
    columns.decimal(row.exported(), ReportRow.MICRO);
    columns.decimal(row.estimated(), ReportRow.MICRO);
    columns.decimal(row.coveredMillis(), ReportRow.MILLI);
    columns.number(row.readings());
    columns.peak(row.max());
    columns.peak(row.min());
    columns.number(row.quality());
    columns.number(row.byMinutes());
    columns.number(row.byTime());
    columns.text(row.tariff());
    columns.text(row.tariffVersion());
    columns.text(row.currency());
    Costs costs = row.costs();
    columns.cost(costs == null ? null : costs.imported());
    columns.cost(costs == null ? null : costs.exported());
    columns.cost(costs == null ? null : costs.standing());
    columns.decimal(row.previousEnergy(), ReportRow.MICRO);
    columns.cost(row.previousCost());
    columns.number(written.generation());
    columns.integer(new BigInteger(Long.toUnsignedString(row.settings())));
    columns.integer(row.hourVersion());
    columns.integer(row.version(written.generation()));
  }

  private static void unbind(StoredRow row, Columns columns) throws SQLException {
    columns.key(row.series(), row.periodStart(), row.zone());
    columns.number(row.generation() + 1);
    columns.integer(ReportRow.firstVersion(row.generation() + 1));
  }

  /** The parameters of a statement, one after the other. */
  private static final class Columns {
    private final PreparedStatement statement;
    private int column;

    Columns(PreparedStatement statement) {
      this.statement = statement;
    }

    void key(Series series, LocalDate start, String zone) throws SQLException {
      integer(new BigInteger(Long.toUnsignedString(series.userId())));
      text(series.deviceId());
      text(series.deviceType());
      text(start.toString());
      text(zone);
    }

    void text(String value) throws SQLException {
      statement.setString(++column, value);
    }

    void number(long value) throws SQLException {
      statement.setLong(++column, value);
    }

    void integer(BigInteger value) throws SQLException {
      statement.setBigDecimal(++column, new BigDecimal(value));
    }

    void decimal(@Nullable Long unscaled, int scale) throws SQLException {
      decimal(unscaled == null ? null : BigDecimal.valueOf(unscaled, scale));
    }

    void cost(@Nullable BigInteger cost) throws SQLException {
      decimal(cost == null ? null : Price.units(cost));
    }

    private void decimal(@Nullable BigDecimal value) throws SQLException {
      if (value == null) {
        statement.setNull(++column, Types.DECIMAL);
      } else {
        statement.setBigDecimal(++column, value);
      }
    }

    void peak(@Nullable Peak peak) throws SQLException {
      if (peak == null) {
        for (int i = 0; i < 3; i++) {
          statement.setNull(++column, Types.DECIMAL);
        }
        return;
      }
      decimal(peak.milliwatts(), ReportRow.MILLI);
      number(peak.windowStart());
      number(peak.windowSeconds());
    }
  }
}
