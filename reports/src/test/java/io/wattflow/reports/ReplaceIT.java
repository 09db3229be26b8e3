package io.wattflow.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.core.tariff.Tariff;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reports after rollups were taken back, as `audit --repair` does, on a real engine. */
class ReplaceIT {
  @RegisterExtension static final ReportEngine ENGINE = new ReportEngine();

  private static final Series METER = new Series(1, "meter", "METER");
  private static final Series GONE = new Series(2, "plug", "PLUG");
  private static final Target MAY =
      new Target(LocalDate.parse("2026-05-01"), LocalDate.parse("2026-05-31"));

  private static ReportRequest request(@Nullable Target dates, boolean replace, boolean dryRun)
      throws Exception {
    Map<String, Tariff> prices = TestPrices.file();
    return new ReportRequest(
        dates,
        dates == null ? Duration.ofHours(1) : null,
        EnumSet.allOf(ReportTable.class),
        Set.of(),
        ZoneId.of("Asia/Kolkata"),
        prices,
        "nights",
        replace,
        dryRun);
  }

  private static ReportSummary run(ReportDatabase database, ReportRequest request)
      throws SQLException, ExpiredHoursException {
    return new Reports(database, ReportCaches.none()).run(request, (done, all) -> {});
  }

  private static List<Long> counts(ReportSummary summary, Verdict verdict) {
    List<Long> counts = new ArrayList<>();
    for (ReportTable table : ReportTable.values()) {
      counts.add(summary.count(table, verdict));
    }
    return counts;
  }

  private static final List<Long> NONE = List.of(0L, 0L, 0L);

  /** Everything but generations, of which a report that was never wrong has none. */
  private static List<String> shown(ReportDatabase database) throws SQLException {
    List<String> rows = new ArrayList<>();
    for (ReportTable table : ReportTable.values()) {
      rows.addAll(
          ENGINE.query(
              database,
              "SELECT * EXCEPT (generation, version) FROM %s FINAL ORDER BY ALL"
                  .formatted(table.table())));
    }
    return rows;
  }

  /** A meter from 3 to 7 May, and a plug with three hours. */
  private static ReportDatabase filled(String name) throws SQLException {
    ReportDatabase database = ENGINE.create(name);
    SyntheticRollups rollups = new SyntheticRollups(7);
    Instant third = Instant.parse("2026-05-03T00:00:00Z");
    rollups.add(METER, third, third.plus(Duration.ofDays(5)), 0, true);
    rollups.add(GONE, third, third.plus(Duration.ofHours(3)), 1, true);
    rollups.write(ENGINE, database);
    return database;
  }

  /** One hour knows fewer readings, the last day and all of the plug are not there any more. */
  private static void takeBack(ReportDatabase database) throws SQLException {
    String hour =
        "user_id = 1 AND window_start = '2026-05-04 10:00:00' SETTINGS mutations_sync = 2";
    ENGINE.execute(database, "CREATE TABLE one AS rollup_1h ENGINE = Memory");
    ENGINE.execute(
        database,
        "INSERT INTO one SELECT * REPLACE (energy_wh / 2 AS energy_wh, version - 6 AS version)"
            + " FROM rollup_1h WHERE user_id = 1 AND window_start = '2026-05-04 10:00:00'");
    ENGINE.execute(database, "ALTER TABLE rollup_1h DELETE WHERE " + hour);
    ENGINE.execute(database, "INSERT INTO rollup_1h SELECT * FROM one");
    for (String table : List.of("rollup_1h", "rollup_1m")) {
      ENGINE.execute(
          database,
          "DELETE FROM %s WHERE user_id = 2 OR window_start >= '2026-05-06 18:00:00'"
              .formatted(table));
    }
  }

  @Test
  void whatWasTakenBackIsReplacedOrWithdrawnWhenAsked() throws Exception {
    ReportDatabase database = filled("taken_back");
    run(database, request(MAY, false, false));
    List<String> before = shown(database);
    takeBack(database);

    ReportSummary usual = run(database, request(MAY, false, false));
    assertThat(counts(usual, Verdict.KEPT)).isNotEqualTo(NONE);
    assertThat(shown(database)).isEqualTo(before);
    ReportSummary dry = run(database, request(MAY, true, true));
    assertThat(shown(database)).isEqualTo(before);

    ReportSummary replaced = run(database, request(MAY, true, false));
    // 4 May and the day that compares with it, and 6 May, which ends early; month and year.
    assertThat(counts(replaced, Verdict.REPLACED)).isEqualTo(List.of(3L, 1L, 1L));
    // 7 and 8 May of the meter, and all of the plug.
    assertThat(counts(replaced, Verdict.WITHDRAWN)).isEqualTo(List.of(3L, 1L, 1L));
    for (Verdict verdict : Verdict.values()) {
      assertThat(counts(dry, verdict)).isEqualTo(counts(replaced, verdict));
    }
    ReportDatabase fresh = filled("never_wrong");
    takeBack(fresh);
    run(fresh, request(MAY, false, false));
    assertThat(shown(database)).isEqualTo(shown(fresh)).isNotEqualTo(before);

    for (boolean replace : new boolean[] {true, false}) {
      ReportSummary again = run(database, request(MAY, replace, false));
      assertThat(counts(again, Verdict.UNCHANGED)).isEqualTo(List.of(4L, 1L, 1L));
      assertThat(counts(again, Verdict.REPLACED)).isEqualTo(NONE);
      assertThat(counts(again, Verdict.WITHDRAWN)).isEqualTo(NONE);
    }
  }

  @Test
  void otherValuesOfAsManyReadingsAreReplacedWhenAsked() throws Exception {
    ReportDatabase database = filled("other_values");
    run(database, request(MAY, false, false));
    ENGINE.execute(
        database,
        "ALTER TABLE rollup_1h UPDATE energy_wh = energy_wh + 1 WHERE user_id = 1"
            + " AND window_start = '2026-05-04 10:00:00' SETTINGS mutations_sync = 2");
    ReportSummary usual = run(database, request(MAY, false, false));
    assertThat(counts(usual, Verdict.UNCHANGED)).isEqualTo(List.of(7L, 2L, 2L));
    ReportSummary replaced = run(database, request(null, true, false));
    assertThat(counts(replaced, Verdict.REPLACED)).isEqualTo(List.of(2L, 1L, 1L));
    assertThat(counts(run(database, request(MAY, true, false)), Verdict.UNCHANGED))
        .isEqualTo(List.of(7L, 2L, 2L));
  }

  @Test
  void expiredMinutesReplaceNothing() throws Exception {
    ReportDatabase database = filled("minutes");
    run(database, request(MAY, false, false));
    List<String> before = shown(database);
    ENGINE.execute(database, "TRUNCATE TABLE rollup_1m");
    ReportSummary summary = run(database, request(MAY, true, false));
    assertThat(counts(summary, Verdict.KEPT)).isNotEqualTo(NONE);
    assertThat(shown(database)).isEqualTo(before);
  }

  @Test
  void whereHoursHaveExpiredNothingIsReplaced() throws Exception {
    ReportDatabase database = filled("expired");
    run(database, request(MAY, false, false));
    List<String> before = shown(database);
    ENGINE.execute(database, "TRUNCATE TABLE rollup_1h");
    ENGINE.execute(database, "ALTER TABLE rollup_1h MODIFY TTL window_start + toIntervalDay(1200)");
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Target early = new Target(today.minusDays(1200), today.minusDays(1100));
    assertThatThrownBy(() -> run(database, request(early, true, false)))
        .isInstanceOf(ExpiredHoursException.class)
        .hasMessageContaining("some have expired");
    assertThat(run(database, request(early, false, false)).users()).isZero();
    // With the year before, of at most 732 days together.
    run(database, request(new Target(today, today), true, true));

    // The second is none that migrate sets.
    for (String kept : List.of("toIntervalDay(1)", "toIntervalYear(20)")) {
      ENGINE.execute(database, "ALTER TABLE rollup_1h MODIFY TTL window_start + " + kept);
      assertThatThrownBy(() -> run(database, request(MAY, true, false)))
          .as(kept)
          .isInstanceOf(ExpiredHoursException.class);
    }
    ENGINE.execute(database, "ALTER TABLE rollup_1h REMOVE TTL");
    run(database, request(MAY, true, true));
    assertThat(shown(database)).isEqualTo(before);
  }
}
