package io.wattflow.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.reports.compute.Series;
import io.wattflow.reports.compute.Target;
import io.wattflow.reports.compute.Verdict;
import io.wattflow.reports.store.ReportDatabase;
import io.wattflow.reports.store.ReportTable;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reports on a real engine, each row against one that was counted minute by minute. */
class ReportsIT {
  @RegisterExtension static final ReportEngine ENGINE = new ReportEngine();

  private static final Series BERLIN = new Series(1, "meter", "METER");
  private static final Series KOLKATA = new Series(2, "plug", "PLUG");
  private static final Target ALWAYS =
      new Target(LocalDate.parse("2011-12-01"), LocalDate.parse("2027-01-31"));

  private static final String LINES =
      """
      SELECT concat(toString(user_id), '/', device_id), toString(period_start),
        toString(time_zone), formatDateTime(period_start_utc, '%%Y-%%m-%%dT%%H:%%i:%%SZ'), hours,
        toString(energy_wh), toString(energy_import_wh), toString(energy_export_wh),
        toString(energy_estimated_wh), toString(covered_seconds), toString(reading_count),
        toString(power_max), toString(hours_divided_by_time),
        concat(tariff, if(tariff = '', '', ' '), tariff_version, if(tariff = '', '', ' '), currency),
        toString(cost), toString(previous_energy_wh), toString(previous_cost)
      FROM %s FINAL ORDER BY user_id, device_id, period_start""";

  private final SyntheticRollups rollups = new SyntheticRollups(7);

  /** A device of the fleet and what the naive reports know of it. */
  private record Expected(Series series, String zone, NaiveReport.@Nullable Prices prices) {}

  private final List<Expected> fleet = new ArrayList<>();

  private void device(
      Series series,
      String zone,
      NaiveReport.@Nullable Prices prices,
      String from,
      String to,
      int sign,
      boolean minutesKept) {
    rollups.add(
        series,
        Instant.parse(from + "T00:00:00Z"),
        Instant.parse(to + "T00:00:00Z"),
        sign,
        minutesKept);
    Expected expected = new Expected(series, zone, prices);
    if (!fleet.contains(expected)) {
      fleet.add(expected);
    }
  }

  private void fleet() {
    device(BERLIN, "Europe/Berlin", TestPrices.NIGHTS, "2026-03-26", "2026-04-02", 0, true);
    device(BERLIN, "Europe/Berlin", TestPrices.NIGHTS, "2026-10-23", "2026-10-28", 0, true);
    Series roof = new Series(1, "roof", "INVERTER");
    device(roof, "Europe/Berlin", TestPrices.NIGHTS, "2026-10-24", "2026-10-27", -1, true);
    device(KOLKATA, "Asia/Kolkata", TestPrices.FLAT, "2026-12-28", "2026-12-31", 1, false);
    device(KOLKATA, "Asia/Kolkata", TestPrices.FLAT, "2026-12-31", "2027-01-03", 1, true);
    Series kathmandu = new Series(3, "meter", "METER");
    device(kathmandu, "Asia/Kathmandu", null, "2026-12-30", "2027-01-02", 0, true);
    Series lordHowe = new Series(4, "away", "METER");
    device(lordHowe, "Australia/Lord_Howe", TestPrices.NIGHTS, "2026-04-03", "2026-04-07", 0, true);
    Series home = new Series(4, "home", "METER");
    device(home, "UTC", TestPrices.NIGHTS, "2026-04-03", "2026-04-07", 0, true);
    Series unregistered = new Series(5, "meter", "METER");
    device(unregistered, "America/St_Johns", null, "2026-03-07", "2026-03-10", 0, true);
    device(unregistered, "America/St_Johns", null, "2026-10-31", "2026-11-03", 0, true);
    Series apia = new Series(6, "meter", "METER");
    device(apia, "Pacific/Apia", TestPrices.FLAT, "2011-12-28", "2012-01-03", 0, true);
    Series chatham = new Series(7, "meter", "METER");
    device(chatham, "Pacific/Chatham", TestPrices.NIGHTS, "2026-04-03", "2026-04-07", 0, true);
    device(chatham, "Pacific/Chatham", TestPrices.NIGHTS, "2026-09-25", "2026-09-29", 0, false);
  }

  private static void register(ReportDatabase database) throws SQLException {
    ENGINE.execute(
        database,
        """
        INSERT INTO users VALUES (1, 'Europe/Berlin', 'nights', now(), 1),
          (2, 'Asia/Tokyo', 'flat', now(), 1), (2, 'Asia/Kolkata', 'flat', now(), 2),
          (3, 'Asia/Kathmandu', '', now(), 1), (4, 'UTC', 'nights', now(), 1),
          (6, 'Pacific/Apia', 'flat', now(), 1), (7, 'Pacific/Chatham', 'nights', now(), 1)""");
    ENGINE.execute(
        database,
        """
        INSERT INTO devices VALUES (4, 'away', 'METER', NULL, 10, 'Australia/Lord_Howe', now(), 1),
          (4, 'home', 'METER', NULL, 10, '', now(), 1)""");
  }

  private static ReportRequest request(Target dates, boolean dryRun) throws Exception {
    return new ReportRequest(
        dates,
        null,
        EnumSet.allOf(ReportTable.class),
        Set.of(),
        ZoneId.of("America/St_Johns"),
        TestPrices.file(),
        "",
        false,
        dryRun);
  }

  private static ReportSummary run(ReportDatabase database, ReportRequest request)
      throws SQLException, ExpiredHoursException {
    return new Reports(database, ReportCaches.none()).run(request, (done, all) -> {});
  }

  private void check(ReportDatabase database, ReportTable table) throws SQLException {
    List<String> expected = new ArrayList<>();
    UnaryOperator<LocalDate> start = table.kind()::startOf;
    UnaryOperator<LocalDate> next =
        switch (table) {
          case DAILY -> date -> date.plusDays(1);
          case MONTHLY -> date -> date.plusMonths(1);
          case YEARLY -> date -> date.plusYears(1);
        };
    for (Expected device : fleet) {
      expected.addAll(
          new NaiveReport(
                  device.series(),
                  ZoneId.of(device.zone()),
                  device.prices(),
                  start,
                  Objects.requireNonNull(rollups.all().get(device.series())))
              .lines(next)
              .values());
    }
    assertThat(expected).isNotEmpty();
    assertThat(ENGINE.query(database, LINES.formatted(table.table())))
        .as(table.table())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private void checkAll(ReportDatabase database) throws SQLException {
    for (ReportTable table : ReportTable.values()) {
      check(database, table);
    }
  }

  private ReportDatabase filled(String name) throws Exception {
    ReportDatabase database = ENGINE.create(name);
    fleet();
    rollups.write(ENGINE, database);
    register(database);
    return database;
  }

  private static long written(ReportSummary summary) {
    long written = 0;
    for (ReportTable table : ReportTable.values()) {
      written +=
          summary.count(table, Verdict.NEW)
              + summary.count(table, Verdict.CORRECTED)
              + summary.count(table, Verdict.WITHDRAWN);
    }
    return written;
  }

  private static List<String> everything(ReportDatabase database) throws SQLException {
    List<String> rows = new ArrayList<>();
    for (ReportTable table : ReportTable.values()) {
      rows.addAll(
          ENGINE.query(
              database, "SELECT *, is_deleted FROM %s ORDER BY ALL".formatted(table.table())));
    }
    return rows;
  }

  @Test
  void everyRowIsWhatAWalkThroughTheMinutesCounts() throws Exception {
    ReportDatabase database = filled("every_row");
    ReportSummary dry = run(database, request(ALWAYS, true));
    assertThat(written(dry)).isPositive();
    assertThat(everything(database)).isEmpty();

    ReportSummary first = run(database, request(ALWAYS, false));
    assertThat(first.problems()).isEmpty();
    assertThat(written(first)).isEqualTo(written(dry));
    checkAll(database);

    List<String> before = everything(database);
    ReportSummary second = run(database, request(ALWAYS, false));
    assertThat(written(second)).isZero();
    assertThat(second.count(ReportTable.DAILY, Verdict.UNCHANGED))
        .isEqualTo(first.count(ReportTable.DAILY, Verdict.NEW));
    assertThat(everything(database)).isEqualTo(before);
  }

  @Test
  void lateReadingsCorrectTheirDayMonthAndYearAndTheOnesAfter() throws Exception {
    ReportDatabase database = filled("late");
    run(database, request(ALWAYS, false));
    // One in a whole hour, one in an hour that the local midnight cuts, one in December for
    // January.
    rollups.correct(BERLIN, Instant.parse("2026-03-29T00:59:00Z"), 123_456_789);
    rollups.correct(KOLKATA, Instant.parse("2026-12-31T18:29:00Z"), 77_000_000);
    rollups.write(ENGINE, database);

    LocalDate day = LocalDate.parse("2026-03-29");
    ReportSummary summary = run(database, request(new Target(day, day), false));
    assertThat(summary.count(ReportTable.DAILY, Verdict.CORRECTED)).isEqualTo(2);
    run(
        database,
        new ReportRequest(
            null,
            Duration.ofHours(1),
            EnumSet.allOf(ReportTable.class),
            Set.of(),
            ZoneId.of("America/St_Johns"),
            TestPrices.file(),
            "",
            false,
            false));
    checkAll(database);
  }

  @Test
  void whatHasSeenLessNeverHidesWhatHasSeenMore() throws Exception {
    ReportDatabase database = filled("less");
    run(database, request(ALWAYS, false));
    List<String> before = everything(database);
    // As if minutes, and then hours, had expired.
    ENGINE.execute(database, "TRUNCATE TABLE rollup_1m");
    ReportSummary withoutMinutes = run(database, request(ALWAYS, false));
    assertThat(written(withoutMinutes)).isZero();
    assertThat(withoutMinutes.count(ReportTable.DAILY, Verdict.KEPT)).isPositive();
    ENGINE.execute(database, "TRUNCATE TABLE rollup_1h");
    ENGINE.execute(
        database,
        "INSERT INTO rollup_1h (user_id, device_id, device_type, window_start, energy_wh, version)"
            + " VALUES (1, 'meter', 'METER', '2026-03-29 10:00:00', 5, 1)");
    ReportSummary withoutHours = run(database, request(ALWAYS, false));
    assertThat(written(withoutHours)).isZero();
    assertThat(withoutHours.count(ReportTable.DAILY, Verdict.KEPT)).isEqualTo(1);
    assertThat(everything(database)).isEqualTo(before);
  }

  @Test
  void anotherTariffAndAnotherZoneTakeEffect() throws Exception {
    ReportDatabase database = ENGINE.create("settings");
    Series series = new Series(9, "meter", "METER");
    // Only the first hour of 5 May in Berlin: in New York that is still 4 May.
    rollups.add(
        series,
        Instant.parse("2026-05-04T22:00:00Z"),
        Instant.parse("2026-05-04T23:00:00Z"),
        1,
        true);
    rollups.write(ENGINE, database);
    ENGINE.execute(database, "INSERT INTO users VALUES (9, 'Europe/Berlin', '', now(), 1)");
    fleet.add(new Expected(series, "Europe/Berlin", null));
    run(database, request(ALWAYS, false));
    checkAll(database);

    ENGINE.execute(database, "INSERT INTO users VALUES (9, 'Europe/Berlin', 'nights', now(), 2)");
    fleet.set(0, new Expected(series, "Europe/Berlin", TestPrices.NIGHTS));
    assertThat(written(run(database, request(ALWAYS, false)))).isEqualTo(3);
    checkAll(database);

    ENGINE.execute(
        database, "INSERT INTO users VALUES (9, 'America/New_York', 'nights', now(), 3)");
    fleet.set(0, new Expected(series, "America/New_York", TestPrices.NIGHTS));
    ReportSummary moved = run(database, request(ALWAYS, false));
    assertThat(moved.count(ReportTable.DAILY, Verdict.WITHDRAWN)).isEqualTo(1);
    checkAll(database);
    assertThat(written(run(database, request(ALWAYS, false)))).isZero();

    // And back: above the withdrawn row.
    ENGINE.execute(database, "INSERT INTO users VALUES (9, 'Europe/Berlin', 'nights', now(), 4)");
    fleet.set(0, new Expected(series, "Europe/Berlin", TestPrices.NIGHTS));
    run(database, request(ALWAYS, false));
    checkAll(database);
    assertThat(written(run(database, request(ALWAYS, false)))).isZero();
  }

  @Test
  void aWrongSettingLeavesOutItsUserAndNobodyElse() throws Exception {
    ReportDatabase database = filled("wrong");
    ENGINE.execute(
        database,
        """
        INSERT INTO users VALUES (1, 'Mars/Olympus', 'nights', now(), 9),
          (3, 'Asia/Kathmandu', 'gold', now(), 9)""");
    ENGINE.execute(
        database, "INSERT INTO devices VALUES (4, 'away', 'METER', NULL, 10, '+10:30', now(), 9)");
    ReportSummary summary = run(database, request(ALWAYS, false));
    assertThat(summary.problems())
        .containsExactlyInAnyOrder(
            "user 1: users.time_zone 'Mars/Olympus' is no IANA time zone: write one such as"
                + " Europe/Berlin",
            "user 3: users.tariff 'gold' is not in the tariff file: add it, or correct the user",
            "user 4, device away: devices.time_zone '+10:30' is no IANA time zone: write one such"
                + " as Europe/Berlin");
    fleet.removeIf(
        device ->
            device.series().userId() == 1
                || device.series().userId() == 3
                || device.series().deviceId().equals("away"));
    checkAll(database);
  }

  @Test
  void viewsTellSharesAndChangesInPlainNumbers() throws Exception {
    ReportDatabase database = filled("views");
    run(database, request(ALWAYS, false));
    for (String view : List.of("energy_local_day", "energy_local_month", "energy_local_year")) {
      assertThat(
              ENGINE.query(
                  database,
                  """
                  SELECT count() > 0, min(coverage) > 0, max(coverage) <= 1,
                    min(estimated_share) >= 0, max(estimated_share) <= 1,
                    countIf(energy_change IS NULL != (previous_energy_wh IS NULL)),
                    countIf(cost IS NULL != (tariff = ''))
                  FROM %s"""
                      .formatted(view)))
          .as(view)
          .containsExactly("1|1|1|1|1|0|0");
    }
    assertThat(
            ENGINE.query(
                database,
                """
                SELECT hours, arrayStringConcat(quality_flags, ' ') FROM energy_local_day
                WHERE user_id = 2 AND period_start = '2026-12-30'"""))
        .containsExactly("24.0|DIVIDED_BY_TIME");
    assertThat(
            ENGINE.query(
                database,
                """
                SELECT abs(energy_change - toFloat64(energy_wh - previous_energy_wh)
                  / abs(toFloat64(previous_energy_wh))) < 1e-12 FROM energy_local_day
                WHERE user_id = 1 AND device_id = 'meter' AND period_start = '2026-03-29'"""))
        .containsExactly("1");
  }
}
