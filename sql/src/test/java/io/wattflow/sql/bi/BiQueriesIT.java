package io.wattflow.sql.bi;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.sql.bi.GrafanaDashboard.Query;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queries as BI tools generate them, and those of the pages and of the Grafana dashboard. */
class BiQueriesIT {
  @RegisterExtension static final BiDatabase DATABASE = new BiDatabase();

  private static final Map<String, List<String>> VARIABLES =
      Map.of("user", List.of("1042"), "device_type", List.of("METER", "INVERTER"));
  private static final Instant FROM = Instant.parse("2026-02-28T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-03-03T00:00:00Z");

  static Stream<String> queriesOfThePage() {
    return SqlStatements.ofPage(ProjectFile.read(DocumentedView.PAGE)).stream()
        .filter(SqlStatements::isQuery);
  }

  @ParameterizedTest
  @MethodSource("queriesOfThePage")
  void queriesOfThePageHaveAnswers(String sql) throws SQLException {
    assertThat(DATABASE.answer(sql)).isNotEmpty();
  }

  @Test
  void queriesOfThePageReadEveryView() {
    String all = String.join("\n", queriesOfThePage().toList());
    assertThat(DocumentedView.readAll())
        .allSatisfy(view -> assertThat(all).containsPattern("FROM " + view.name() + "\\b"));
  }

  /** The answers to some of them are known. */
  @Test
  void queriesOfThePageAnswerRight() throws SQLException {
    List<String> queries = queriesOfThePage().toList();
    assertThat(DATABASE.answer(queries.get(0)))
        .containsExactly("2026-03-01|meter-1|14.4|0.0|24.0", "2026-03-02|meter-1|14.4|0.0|24.0");
    assertThat(DATABASE.answer(queries.get(1)))
        .containsExactly("plug-1|PLUG|7.2|0.25", "inverter-1|INVERTER|-9.6|-0.333");
    assertThat(DATABASE.answer(queries.get(3)))
        .containsExactly("2026-03-01|600.0|2026-03-01 00:00:00");
    assertThat(DATABASE.answer(queries.get(4)))
        .containsExactly("2026-03-01 00:00:00|600.0|12", "2026-03-01 01:00:00|600.0|12");
  }

  static Stream<String> statementsForAdministrators() {
    return SqlStatements.ofPage(ProjectFile.read(DocumentedView.PAGE)).stream()
        .filter(statement -> !SqlStatements.isQuery(statement));
  }

  /** The bundled engine has no users, so it can only say whether it understands them. */
  @ParameterizedTest
  @MethodSource("statementsForAdministrators")
  void statementsForAdministratorsAreUnderstood(String sql) throws SQLException {
    assertThat(DATABASE.answer("EXPLAIN AST " + sql).get(0)).containsIgnoringCase("query");
  }

  /** Every table with rows of users, so that none is open to a tenant. */
  @Test
  void policiesAreOnEveryTableWithUsers() throws SQLException {
    List<String> tables =
        DATABASE.answer(
            "SELECT DISTINCT table FROM system.columns WHERE database = 'wattflow' AND name ="
                + " 'user_id' AND table IN (SELECT name FROM system.tables WHERE database ="
                + " 'wattflow' AND engine != 'View')");
    List<String> policies =
        statementsForAdministrators().filter(sql -> sql.startsWith("CREATE ROW POLICY")).toList();
    assertThat(policies).hasSize(2);
    assertThat(tables).contains("telemetry", "rollup_1h", "users");
    for (String policy : policies) {
      assertThat(tables).allSatisfy(table -> assertThat(policy).contains("wattflow." + table));
    }
  }

  static Stream<String> statementsOfOtherPages() {
    return ProjectFile.pages()
        .filter(page -> !page.equals(DocumentedView.PAGE))
        .flatMap(page -> SqlStatements.ofPage(ProjectFile.read(page)).stream());
  }

  @ParameterizedTest
  @MethodSource("statementsOfOtherPages")
  void statementsOfOtherPagesRun(String sql) throws SQLException {
    // Files of an archive are not here.
    boolean runs = SqlStatements.isQuery(sql) && !sql.contains("file(");
    List<String> answer = DATABASE.answer(runs ? sql : "EXPLAIN AST " + sql);
    assertThat(answer).doesNotContainNull();
  }

  static Stream<Query> queriesOfTheDashboard() {
    return GrafanaDashboard.queries().stream();
  }

  @ParameterizedTest
  @MethodSource("queriesOfTheDashboard")
  void queriesOfTheDashboardHaveAnswers(Query query) throws SQLException {
    String sql = GrafanaDashboard.expanded(query.sql(), VARIABLES, FROM, TO, 3600);
    try (Connection connection = DATABASE.connect("?clickhouse_setting_readonly=1");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      if (query.kind().equals("timeseries")) {
        assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo("time");
        assertThat(rows.getMetaData().getColumnType(1))
            .isEqualTo(JDBCType.TIMESTAMP.getVendorTypeNumber());
        assertThat(rows.getMetaData().getColumnType(2))
            .isEqualTo(JDBCType.VARCHAR.getVendorTypeNumber());
        assertThat(rows.getMetaData().getColumnType(3))
            .isEqualTo(JDBCType.DOUBLE.getVendorTypeNumber());
      }
    }
  }

  @Test
  void theDashboardAddsUpWhatMayBeAddedUp() throws SQLException {
    List<Query> queries = GrafanaDashboard.queries();
    assertThat(queries).hasSizeGreaterThan(8);
    assertThat(queries).noneMatch(query -> query.sql().contains("energy_5m"));
    assertThat(GrafanaDashboard.json().path("timezone").asText()).isEqualTo("utc");
    Map<String, List<String>> meters =
        Map.of("user", List.of("1042"), "device_type", List.of("METER"));
    // 72 hours of 600 Wh; of one of them half was observed and estimated.
    assertThat(answer(queries.get(0), meters)).containsExactly("43200.0");
    assertThat(answer(queries.get(1), meters)).containsExactly(String.valueOf(300 / 43200.0));
    assertThat(answer(queries.get(2), meters)).containsExactly(String.valueOf(71.5 / 72));
  }

  private static List<String> answer(Query query, Map<String, List<String>> variables)
      throws SQLException {
    return DATABASE.answer(GrafanaDashboard.expanded(query.sql(), variables, FROM, TO, 3600));
  }

  /** As the builder of Grafana's plug-in does for a trend: buckets by instants. */
  @Test
  void grafanaBuildsATrend() throws SQLException {
    String sql =
        GrafanaDashboard.expanded(
            "SELECT $__timeInterval(window_start) as \"time\", device_id, sum(energy_wh) as"
                + " \"sum_energy\" FROM \"wattflow\".\"energy_1h\" WHERE ("
                + " $__timeFilter(window_start) ) AND ( user_id = 1042 ) GROUP BY time, device_id"
                + " ORDER BY time ASC, device_id",
            VARIABLES,
            FROM,
            TO.minusSeconds(1),
            86_400);
    assertThat(DATABASE.answer(sql))
        .containsExactly(
            "2026-02-28 00:00:00|inverter-1|-4800.0",
            "2026-02-28 00:00:00|meter-1|14400.0",
            "2026-02-28 00:00:00|plug-1|3600.0",
            "2026-03-01 00:00:00|inverter-1|-4800.0",
            "2026-03-01 00:00:00|meter-1|14400.0",
            "2026-03-01 00:00:00|plug-1|3600.0",
            "2026-03-02 00:00:00|inverter-1|-4800.0",
            "2026-03-02 00:00:00|meter-1|14400.0",
            "2026-03-02 00:00:00|plug-1|3600.0");
  }

  /** As Superset does for a chart by day: grain, bounds in text, an alias, a limit of its own. */
  @Test
  void supersetBuildsAChart() throws SQLException {
    assertThat(
            DATABASE.answer(
                """
                SELECT toStartOfDay(toDateTime(`window_start`)) AS `__timestamp_5b0a9c`, `device_type` AS `device_type`,
                  SUM(energy_wh) / 1000 AS `kWh`, COUNT(DISTINCT device_id) AS `devices`
                FROM `wattflow`.`energy_1h`
                WHERE `window_start` >= toDateTime('2026-03-01 00:00:00') AND `window_start` < toDateTime('2026-03-02 00:00:00')
                  AND `user_id` IN (1042)
                GROUP BY `device_type`, toStartOfDay(toDateTime(`window_start`))
                ORDER BY `kWh` DESC LIMIT 10000\
                """))
        .containsExactly(
            "2026-03-01 00:00:00|METER|14.4|1",
            "2026-03-01 00:00:00|PLUG|3.6|1",
            "2026-03-01 00:00:00|INVERTER|-4.8|1");
    assertThat(
            DATABASE.answer(
                """
                SELECT toDateTime(intDiv(toUInt32(toDateTime(`window_start`)), 900)*900) AS `t`, MAX(power_max) AS `m`
                FROM `wattflow`.`energy_1m` GROUP BY toDateTime(intDiv(toUInt32(toDateTime(`window_start`)), 900)*900)
                ORDER BY `t` LIMIT 2\
                """))
        .containsExactly("2026-03-01 00:00:00|900.0", "2026-03-01 00:15:00|900.0");
  }

  /**
   * As Metabase does for a question by day in a report time zone: a session zone and parameters.
   */
  @Test
  void metabaseBuildsAQuestion() throws SQLException {
    String sql =
        """
        SELECT toStartOfDay(toTimeZone(`wattflow`.`energy_1h`.`window_start`, 'Europe/Berlin')) AS `window_start`,
          SUM(`wattflow`.`energy_1h`.`energy_wh`) AS `sum`, COUNT(*) AS `count`
        FROM `wattflow`.`energy_1h`
        WHERE `wattflow`.`energy_1h`.`device_type` = ?
          AND `wattflow`.`energy_1h`.`user_id` = ?
          AND `wattflow`.`energy_1h`.`window_start` >= parseDateTimeBestEffort(?)
          AND `wattflow`.`energy_1h`.`window_start` < parseDateTimeBestEffort(?)
        GROUP BY toStartOfDay(toTimeZone(`wattflow`.`energy_1h`.`window_start`, 'Europe/Berlin'))
        ORDER BY toStartOfDay(toTimeZone(`wattflow`.`energy_1h`.`window_start`, 'Europe/Berlin')) ASC
        LIMIT 1048575\
        """;
    String parameters =
        "?clickhouse_setting_session_timezone=Europe/Berlin&clickhouse_setting_select_sequential_consistency=1"
            + "&jdbc_ignore_unsupported_values=true";
    try (Connection connection = DATABASE.connect(parameters);
        PreparedStatement prepared = connection.prepareStatement(sql)) {
      prepared.setString(1, "METER");
      prepared.setLong(2, 1042);
      prepared.setString(3, "2026-03-01 00:00:00.000+01:00");
      prepared.setString(4, "2026-03-02 00:00:00.000+01:00");
      try (ResultSet rows = prepared.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getObject("window_start", OffsetDateTime.class))
            .isEqualTo(OffsetDateTime.parse("2026-03-01T00:00:00+01:00"));
        assertThat(rows.getDouble("sum")).isEqualTo(24 * 600.0);
        assertThat(rows.getLong("count")).isEqualTo(24);
        assertThat(rows.next()).isFalse();
      }
    }
  }
}
