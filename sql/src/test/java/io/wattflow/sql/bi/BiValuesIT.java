package io.wattflow.sql.bi;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.sql.bi.DocumentedView.Column;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the official driver makes of the values of every view: nulls, times, decimals, lists. */
class BiValuesIT {
  @RegisterExtension static final BiDatabase DATABASE = new BiDatabase();

  private static final TimeZone ZONE = TimeZone.getDefault();

  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = DATABASE.connect("");
  }

  @AfterEach
  void close() throws SQLException {
    TimeZone.setDefault(ZONE);
    connection.close();
  }

  static List<DocumentedView> views() {
    return DocumentedView.readAll();
  }

  @ParameterizedTest
  @MethodSource("views")
  void nullIsNullAndNothingElseIs(DocumentedView view) throws SQLException {
    int[] nulls = new int[view.columns().size()];
    int count = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + view.name())) {
      for (; rows.next(); count++) {
        for (int i = 0; i < nulls.length; i++) {
          boolean missing = rows.getObject(i + 1) == null;
          assertThat(rows.wasNull()).isEqualTo(missing);
          assertThat(rows.getString(i + 1) == null).isEqualTo(missing);
          nulls[i] += missing ? 1 : 0;
        }
      }
    }
    for (int i = 0; i < nulls.length; i++) {
      Column column = view.columns().get(i);
      assertThat(nulls[i]).as(column.name()).isLessThan(count);
      assertThat(nulls[i] > 0).as(column.name()).isEqualTo(column.nullable());
    }
  }

  /**
   * In whatever zone a tool's JVM is: the clock shown is UTC's, and the instant is the right one.
   */
  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kathmandu"})
  void timestampsAreInUtc(String zoneOfTheJvm) throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone(zoneOfTheJvm));
    try (Connection fresh = DATABASE.connect("");
        Statement statement = fresh.createStatement()) {
      for (DocumentedView view : views()) {
        for (Column column : view.columns(JDBCType.TIMESTAMP)) {
          String sql =
              "SELECT %1$s AS at, toUnixTimestamp64Milli(toDateTime64(%1$s, 3)) AS ms FROM %2$s"
                      .formatted(column.name(), view.name())
                  + " WHERE ms IS NOT NULL ORDER BY ms LIMIT 100";
          try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).as(column.name()).isTrue();
            do {
              assertShowsUtc(rows);
            } while (rows.next());
          }
        }
      }
    }
  }

  private static void assertShowsUtc(ResultSet row) throws SQLException {
    Instant instant = Instant.ofEpochMilli(row.getLong("ms"));
    LocalDateTime clock = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    assertThat(row.getObject("at", OffsetDateTime.class))
        .isEqualTo(instant.atOffset(ZoneOffset.UTC));
    assertThat(row.getObject("at", Instant.class)).isEqualTo(instant);
    assertThat(row.getObject("at", LocalDateTime.class)).isEqualTo(clock);
    assertThat(row.getTimestamp("at").toLocalDateTime()).isEqualTo(clock);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kathmandu"})
  void datesAreNotShifted(String zoneOfTheJvm) throws SQLException {
    TimeZone.setDefault(TimeZone.getTimeZone(zoneOfTheJvm));
    try (Connection fresh = DATABASE.connect("");
        PreparedStatement prepared =
            fresh.prepareStatement(
                "SELECT period_start FROM energy_local_day WHERE period_start = ?")) {
      prepared.setObject(1, LocalDate.of(2026, 3, 2));
      try (ResultSet rows = prepared.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getObject(1, LocalDate.class)).isEqualTo("2026-03-02");
        assertThat(rows.getDate(1).toLocalDate()).isEqualTo("2026-03-02");
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @Test
  void decimalsAreExactAndMonthsTheSumOfTheirDays() throws SQLException {
    BigDecimal days = BigDecimal.ZERO;
    try (Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT cost, energy_wh FROM energy_local_day WHERE cost IS NOT NULL ORDER BY"
                  + " period_start")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getBigDecimal("cost")).isEqualTo(new BigDecimal("4.902800000312001"));
        assertThat(rows.getBigDecimal("energy_wh")).isEqualTo(new BigDecimal("14400.000001"));
        days = days.add(rows.getBigDecimal("cost"));
        assertThat(rows.next()).isTrue();
        days = days.add(rows.getBigDecimal("cost"));
        assertThat(rows.next()).isFalse();
      }
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT cost, (SELECT sum(cost) FROM energy_local_day) AS days FROM"
                  + " energy_local_month WHERE user_id = 1042 AND period_start = '2026-03-01'")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getBigDecimal("cost")).isEqualTo(days);
        assertThat(rows.getBigDecimal("days")).isEqualTo(days);
      }
    }
  }

  @Test
  void flagsComeAsListsOfTexts() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT quality_flags FROM energy_local_day WHERE device_id = 'meter-1'"
                    + " ORDER BY period_start")) {
      assertThat(rows.next()).isTrue();
      assertThat((Object[]) rows.getArray(1).getArray()).isEmpty();
      assertThat(rows.next()).isTrue();
      assertThat((Object[]) rows.getArray(1).getArray())
          .containsExactly("ESTIMATED", "GAP", "DIVIDED_BY_TIME");
      assertThat(rows.getArray(1).getBaseType()).isEqualTo(JDBCType.VARCHAR.getVendorTypeNumber());
    }
  }

  @ParameterizedTest
  @MethodSource("views")
  void whatMayBeAddedUpCanBe(DocumentedView view) throws SQLException {
    for (Column column : view.columns()) {
      if (column.addUp().equals("no")) {
        continue;
      }
      String by = column.addUp().equals("by currency") ? "currency" : "user_id";
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT %2$s, sum(%1$s) AS total FROM %3$s WHERE %1$s IS NOT NULL GROUP BY %2$s"
                      .formatted(column.name(), by, view.name()))) {
        assertThat(rows.next()).as(column.name()).isTrue();
        assertThat(rows.getBigDecimal("total")).as(column.name()).isNotNull();
      }
    }
  }
}
