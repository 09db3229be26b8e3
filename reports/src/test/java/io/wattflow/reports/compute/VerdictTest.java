package io.wattflow.reports.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.core.calendar.LocalPeriod;
import io.wattflow.core.calendar.PeriodKind;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of two rows stays. */
class VerdictTest {
  private static final Series SERIES = new Series(1, "d", "PLUG");
  private static final LocalDate DATE = LocalDate.of(2026, 5, 5);

  private static ReportRow row(String zone, long settings, long hours, long before, int divided) {
    return row(zone, settings, hours, before, divided, 0);
  }

  private static ReportRow row(
      String zone, long settings, long hours, long before, int divided, long energy) {
    return row(zone, settings, hours, before, divided, energy, null);
  }

  private static ReportRow row(
      String zone,
      long settings,
      long hours,
      long before,
      int divided,
      long energy,
      @Nullable Peak max) {
    return new ReportRow(
        SERIES,
        LocalPeriod.of(PeriodKind.DAY, DATE, ZoneId.of(zone)),
        energy,
        0,
        0,
        0,
        0,
        0,
        max,
        null,
        0,
        divided,
        0,
        "",
        "",
        "",
        null,
        null,
        null,
        settings,
        BigInteger.valueOf(hours),
        BigInteger.valueOf(before));
  }

  private static StoredRow stored(ReportRow row, long generation, boolean withdrawn) {
    return new StoredRow(
        SERIES,
        DATE,
        row.period().zone().getId(),
        row.period().from().getEpochSecond(),
        row.period().to().getEpochSecond(),
        generation,
        row.settings(),
        row.hourVersion(),
        row.version(generation),
        withdrawn,
        row.numbers());
  }

  @Test
  void withTheSameSettingsTheFullerRowStays() {
    ReportRow stored = row("UTC", 1, 10, 5, 2);
    assertThat(Verdict.of(stored, null)).isEqualTo(Verdict.NEW);
    StoredRow there = stored(stored, 3, false);
    assertThat(Verdict.of(stored, there)).isEqualTo(Verdict.UNCHANGED);
    assertThat(Verdict.of(row("UTC", 1, 11, 5, 2), there)).isEqualTo(Verdict.CORRECTED);
    assertThat(Verdict.of(row("UTC", 1, 10, 6, 2), there)).isEqualTo(Verdict.CORRECTED);
    assertThat(Verdict.of(row("UTC", 1, 9, 5, 2), there)).isEqualTo(Verdict.KEPT);
    assertThat(Verdict.CORRECTED.generation(stored, there)).isEqualTo(3);
  }

  @Test
  void expiredMinutesHideNothingButALateReadingStillShows() {
    StoredRow there = stored(row("UTC", 1, 10, 5, 2), 0, false);
    assertThat(Verdict.of(row("UTC", 1, 10, 5, 0), there)).isEqualTo(Verdict.KEPT);
    assertThat(Verdict.of(row("UTC", 1, 11, 5, 0), there)).isEqualTo(Verdict.CORRECTED);
  }

  @Test
  void otherSettingsReplaceTheRowButNotByHalfOfIt() {
    StoredRow there = stored(row("UTC", 1, 10, 5, 2), 3, false);
    ReportRow dearer = row("UTC", 2, 10, 5, 0);
    assertThat(Verdict.of(dearer, there)).isEqualTo(Verdict.CORRECTED);
    assertThat(Verdict.CORRECTED.generation(dearer, there)).isEqualTo(4);
    assertThat(dearer.version(4)).isGreaterThan(there.version());
    assertThat(Verdict.of(row("UTC", 2, 9, 5, 2), there)).isEqualTo(Verdict.KEPT);
    // Another zone has other hours.
    assertThat(Verdict.of(row("Asia/Tokyo", 2, 9, 5, 2), there)).isEqualTo(Verdict.CORRECTED);
  }

  @Test
  void aRowComesBackAboveItsWithdrawal() {
    ReportRow row = row("UTC", 1, 10, 5, 2);
    StoredRow there = stored(row, 1, true);
    assertThat(Verdict.of(row, there)).isEqualTo(Verdict.CORRECTED);
    assertThat(row.version(Verdict.CORRECTED.generation(row, there)))
        .isGreaterThan(there.version());
  }

  @Test
  void settingsThatChangeBackAndForthReplaceTheRowEachTime() {
    StoredRow there = stored(row("UTC", 1, 10, 5, 2), 0, false);
    for (long settings : new long[] {2, 1, 2, 1}) {
      ReportRow next = row("UTC", settings, 10, 5, 2);
      Verdict verdict = Verdict.of(next, there);
      assertThat(verdict).isEqualTo(Verdict.CORRECTED);
      long generation = verdict.generation(next, there);
      assertThat(generation).isEqualTo(there.generation() + 1);
      assertThat(next.version(generation)).isGreaterThan(there.version());
      there = stored(next, generation, false);
      assertThat(Verdict.of(next, there)).isEqualTo(Verdict.UNCHANGED);
    }
  }

  @Test
  void hoursThatWereTakenBackReplaceTheRowOnlyIfAskedTo() {
    StoredRow there = stored(row("UTC", 1, 10, 5, 2), 3, false);
    for (ReportRow less :
        List.of(row("UTC", 1, 9, 5, 2), row("UTC", 1, 10, 4, 2), row("UTC", 2, 9, 5, 2))) {
      assertThat(Verdict.of(less, there)).isEqualTo(Verdict.KEPT);
      Verdict verdict = Verdict.replacing(less, there);
      assertThat(verdict).isEqualTo(Verdict.REPLACED);
      long generation = verdict.generation(less, there);
      assertThat(generation).isEqualTo(4);
      assertThat(less.version(generation)).isGreaterThan(there.version());
      StoredRow replaced = stored(less, generation, false);
      assertThat(Verdict.replacing(less, replaced)).isEqualTo(Verdict.UNCHANGED);
      assertThat(Verdict.of(less, replaced)).isEqualTo(Verdict.UNCHANGED);
      // And what comes later corrects it as ever.
      ReportRow late = row("UTC", less.settings(), 11, 5, 2);
      assertThat(Verdict.of(late, replaced)).isEqualTo(Verdict.CORRECTED);
    }
  }

  @Test
  void otherValuesOfAsManyReadingsReplaceTheRowOnlyIfAskedTo() {
    ReportRow wrong = row("UTC", 1, 10, 5, 2, 1_000);
    ReportRow right = row("UTC", 1, 10, 5, 2, 2_000);
    StoredRow there = stored(wrong, 0, false);
    assertThat(Verdict.of(right, there)).isEqualTo(Verdict.UNCHANGED);
    assertThat(Verdict.replacing(right, there)).isEqualTo(Verdict.REPLACED);
    assertThat(Verdict.replacing(wrong, there)).isEqualTo(Verdict.UNCHANGED);
  }

  @Test
  void aPeakAtAnotherTimeIsAnotherValue() {
    ReportRow there = peak(new Peak(5_000, 36_000, 3_600));
    for (Peak other :
        new Peak[] {new Peak(5_000, 50_400, 3_600), new Peak(5_000, 36_000, 60), null}) {
      assertThat(Verdict.replacing(peak(other), stored(there, 0, false)))
          .isEqualTo(Verdict.REPLACED);
    }
    assertThat(Verdict.replacing(there, stored(there, 0, false))).isEqualTo(Verdict.UNCHANGED);
  }

  private static ReportRow peak(@Nullable Peak max) {
    return row("UTC", 1, 10, 5, 2, 0, max);
  }

  @Test
  void expiredMinutesReplaceNothing() {
    StoredRow there = stored(row("UTC", 1, 10, 5, 2), 0, false);
    assertThat(Verdict.replacing(row("UTC", 1, 10, 5, 0, 7), there)).isEqualTo(Verdict.KEPT);
    assertThat(Verdict.replacing(row("UTC", 1, 9, 6, 0), there)).isEqualTo(Verdict.REPLACED);
  }

  @Test
  void replacingIsAsEverForRowsThatAreNewOrHaveMoreBehindThem() {
    ReportRow row = row("UTC", 1, 10, 5, 2);
    assertThat(Verdict.replacing(row, null)).isEqualTo(Verdict.NEW);
    StoredRow there = stored(row, 1, false);
    assertThat(Verdict.replacing(row("UTC", 1, 11, 5, 2), there)).isEqualTo(Verdict.CORRECTED);
    assertThat(Verdict.replacing(row, stored(row, 1, true))).isEqualTo(Verdict.CORRECTED);
  }

  @Test
  void versionsAreOrderedByGenerationThenHoursThenMinutes() {
    ReportRow full = row("UTC", 1, Long.MAX_VALUE, Long.MAX_VALUE, 1_000_000);
    assertThat(full.version(0)).isLessThan(row("UTC", 1, 0, 0, 0).version(1));
    assertThat(row("UTC", 1, 1, 0, 1_000_000).version(0))
        .isLessThan(row("UTC", 1, 2, 0, 0).version(0));
    assertThat(full.version((1L << 32) - 1).bitLength()).isLessThanOrEqualTo(128);
  }
}
