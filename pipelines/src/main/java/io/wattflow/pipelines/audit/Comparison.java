package io.wattflow.pipelines.audit;

import io.wattflow.beam.sink.CacheEvictions;
import io.wattflow.beam.sink.CacheTarget;
import io.wattflow.cache.Changes;
import io.wattflow.core.rows.ColumnType;
import io.wattflow.core.rows.Table;
import io.wattflow.core.rows.TableLayout;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.Stretch;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares a rollup table with what a recomputation has put beside it, window by window and column
 * by column, in ClickHouse, where both are.
 *
 * <p>Left alone are rows of a generation above 0: somebody has corrected them, and raw readings
 * know nothing of it.
 */
public final class Comparison {
  private static final Set<String> KEY =
      Set.of("user_id", "device_id", "device_type", "window_start");
  private static final int GENERATION_SHIFT = 40;

  private final Connection connection;
  private final Staging staging;
  private final BackfillPlan plan;
  private final List<Stretch> stretches;
  private final Instant settled;

  /** Why a row is a difference. */
  public enum Kind {
    /** There is no row where readings are. */
    MISSING,
    /** The row knows fewer readings than there are. */
    STALE,
    /** As many readings, other values. */
    OTHER,
    /** The row knows more readings than there are. */
    AHEAD,
    /** There is a row where no readings are. */
    UNEXPECTED
  }

  /**
   * How a table compares.
   *
   * @param compared windows that are stored or expected
   * @param corrected windows of a generation above 0, left alone
   * @param kinds differences by their kind, in the order of {@link Kind}
   */
  public record Counts(Table table, long compared, long corrected, List<Long> kinds) {
    public Counts {
      kinds = List.copyOf(kinds);
    }

    /** All differences. */
    public long differing() {
      return kinds.stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Of what a plan has recomputed.
   *
   * @param connection stays the caller's
   * @param stretches in which there are readings, at least one. Where none are left, they may have
   *     expired, and say nothing of the rows that were made of them
   * @param settled windows that end later are left out: they may still change
   */
  public Comparison(
      Connection connection,
      Staging staging,
      BackfillPlan plan,
      List<Stretch> stretches,
      Instant settled) {
    this.connection = connection;
    this.staging = staging;
    this.plan = plan;
    this.stretches = List.copyOf(stretches);
    this.settled = settled;
  }

  /** Notes what differs, and counts it. What was noted of the table before is forgotten. */
  public Counts compare(Table table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "DELETE FROM %s WHERE rollup = '%s'".formatted(staging.differences(), table.tableName()));
      statement.execute(noteDifferences(table));
      long[] totals = totals(statement, table);
      return new Counts(table, totals[0], totals[1], kinds(statement, table));
    }
  }

  private String noteDifferences(Table table) {
    return """
        INSERT INTO %s
        SELECT '%s', user_id, device_id, device_type, window_start,
            multiIf(s.version = 0, 'MISSING', e.version = 0, 'UNEXPECTED',
                s.version < e.version, 'STALE', s.version > e.version, 'AHEAD', 'OTHER'),
            s.version, e.version,
            if(s.version = 0 OR e.version = 0, [],
                arrayFilter(field -> field.2 != field.3, [%s]))
        FROM (%s) AS s FULL OUTER JOIN (%s) AS e
            USING (user_id, device_id, device_type, window_start)
        WHERE bitShiftRight(s.version, %d) = 0 AND (%s)
        SETTINGS join_algorithm = 'full_sorting_merge', join_use_nulls = 0
        """
        .formatted(
            staging.differences(),
            table.tableName(),
            fields(),
            rows(staging.auditedName(table), table),
            rows(staging.name(table), table),
            GENERATION_SHIFT,
            differs());
  }

  private static List<TableLayout.Column> values() {
    return TableLayout.of(Table.ROLLUP_1M).columns().stream()
        .filter(column -> !KEY.contains(column.name()))
        .toList();
  }

  private static String fields() {
    return values().stream()
        .map(
            column ->
                "('%1$s', %2$s, %3$s)"
                    .formatted(
                        column.name(), text("s." + column.name()), text("e." + column.name())))
        .collect(Collectors.joining(", "));
  }

  private static String text(String column) {
    return "ifNull(toString(" + column + "), 'NULL')";
  }

  /** NULL equals NULL. */
  private static String differs() {
    return values().stream()
        .map(
            column ->
                column.type() == ColumnType.NULLABLE_FLOAT64
                    ? "NOT (s.%1$s <=> e.%1$s)".formatted(column.name())
                    : "s.%1$s != e.%1$s".formatted(column.name()))
        .collect(Collectors.joining(" OR "));
  }

  private String rows(String name, Table table) {
    return "SELECT * FROM %s FINAL WHERE %s SETTINGS do_not_merge_across_partitions_select_final = 1"
        .formatted(name, windows(table));
  }

  /** Those that begin where readings are, and are over. */
  private String windows(Table table) {
    String begin =
        stretches.stream()
            .map(
                stretch ->
                    "window_start >= toDateTime(%d, 'UTC') AND window_start < toDateTime(%d, 'UTC')"
                        .formatted(
                            stretch.from().getEpochSecond(), stretch.until().getEpochSecond()))
            .collect(Collectors.joining(" OR ", "(", ")"));
    long last = settled.minus(plan.rollups().length(table)).getEpochSecond();
    return "%s AND window_start <= toDateTime(%d, 'UTC')%s"
        .formatted(begin, Math.max(0, last), ofDevices(plan.devices()));
  }

  private static String ofDevices(List<String> devices) {
    return devices.isEmpty()
        ? ""
        : devices.stream()
            .map(id -> "'" + id.replace("\\", "\\\\").replace("'", "\\'") + "'")
            .collect(Collectors.joining(", ", " AND device_id IN (", ")"));
  }

  private long[] totals(Statement statement, Table table) throws SQLException {
    String sql =
        """
        SELECT count(), countIf(bitShiftRight(stored, %d) > 0) FROM (
            SELECT max(stored_version) AS stored FROM (
                SELECT user_id, device_id, device_type, window_start, version AS stored_version
                FROM (%s)
                UNION ALL
                SELECT user_id, device_id, device_type, window_start, 0 FROM (%s))
            GROUP BY user_id, device_id, device_type, window_start)
        """
            .formatted(
                GENERATION_SHIFT,
                rows(staging.auditedName(table), table),
                rows(staging.name(table), table));
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? new long[] {row.getLong(1), row.getLong(2)} : new long[] {0, 0};
    }
  }

  private List<Long> kinds(Statement statement, Table table) throws SQLException {
    List<Long> counts = new ArrayList<>(Collections.nCopies(Kind.values().length, 0L));
    String sql =
        "SELECT kind, count() FROM %s WHERE rollup = '%s' GROUP BY kind"
            .formatted(staging.differences(), table.tableName());
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        counts.set(Kind.valueOf(rows.getString(1)).ordinal(), rows.getLong(2));
      }
    }
    return counts;
  }

  /**
   * The first differences in words: device, window, and each field with what is stored and what is
   * expected.
   */
  public List<String> examples(Table table, int atMost) throws SQLException {
    String sql =
        """
        SELECT concat(%s) AS line FROM %s WHERE rollup = '%s'
        ORDER BY user_id, device_id, device_type, window_start LIMIT %d
        """
            .formatted(
                "'user ', toString(user_id), ' ', device_type, ' ', device_id, ' ',"
                    + " formatDateTime(window_start, '%Y-%m-%dT%H:%i:%SZ', 'UTC'), ' ', kind,"
                    + " arrayStringConcat(arrayMap(field -> concat('; ', field.1, ' stored ',"
                    + " field.2, ', expected ', field.3), fields))",
                staging.differences(), table.tableName(), atMost);
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines;
  }

  /**
   * Makes the noted rows of a table as they are expected, and no others. A row that would win over
   * the expected one, or that nobody expects, is deleted first. Then the plan's caches hear of it.
   *
   * @throws IOException if the rows are repaired and Redis has been away for too long since
   */
  public void repair(Table table) throws SQLException, IOException, InterruptedException {
    String keys =
        """
        SELECT user_id, device_id, device_type, window_start FROM %s
        WHERE rollup = '%s' AND kind IN (%s)
        """;
    String key = "(user_id, device_id, device_type, window_start)";
    Optional<CacheTarget> caches = plan.sink().caches();
    // Read before the repair: once it is made, nothing may fail before caches hear of it, for the
    // next audit finds no difference.
    Changes changes =
        caches.isPresent()
            ? RepairedRows.of(connection, staging, table, plan.rollups().step(table))
            : new Changes();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "DELETE FROM %s WHERE %s IN (%s)"
              .formatted(
                  staging.auditedName(table),
                  key,
                  keys.formatted(
                      staging.differences(), table.tableName(), "'AHEAD', 'OTHER', 'UNEXPECTED'")));
      statement.execute(
          "INSERT INTO %s SELECT * FROM %s FINAL WHERE %s IN (%s)"
              .formatted(
                  staging.auditedName(table),
                  staging.name(table),
                  key,
                  keys.formatted(
                      staging.differences(),
                      table.tableName(),
                      "'MISSING', 'STALE', 'AHEAD', 'OTHER'")));
    }
    if (caches.isPresent()) {
      CacheEvictions.evict(caches.get(), changes.users(), watched -> changes);
    }
  }
}
