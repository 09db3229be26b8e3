package io.wattflow.reports.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What the minutes say of an hour that is cut. */
class DividedHourTest {
  private static final long START = 1_774_731_600; // 2026-03-28T21:00:00Z
  private static final long INVERTER_CAP = 1_800_000;
  private static final long METER_CAP = 30_000;
  private static final int[] HALVES = {0, 30, 60};

  private static HourRow hour(long energy, long coveredSeconds, long readings) {
    return new HourRow(
        START, energy, 0, coveredSeconds * 1000, 9_000_000, -9_000_000, readings, 0, readings);
  }

  /** One reading at the start of a minute, held to its end, as the rollup has it. */
  private static MinuteRow reading(int minute, long watts) {
    long start = START + minute * 60L;
    return new MinuteRow(
        start,
        Micro.wattHours(watts / 60.0),
        0,
        60_000,
        watts * 1000,
        watts * 1000,
        watts * 1000,
        watts * 1000,
        start * 1000,
        1,
        1);
  }

  private static List<Long> energies(List<Piece> pieces) {
    return pieces.stream().map(Piece::energy).toList();
  }

  @Test
  void aDeviceThatReportsEveryQuarterIsFollowedBetweenItsReports() {
    // -1000, -2000, -3000, -3000 W at 0, 15, 30 and 45: by trapezoids 375 + 625 | 750 + 750 Wh.
    List<MinuteRow> minutes =
        List.of(reading(0, -1000), reading(15, -2000), reading(30, -3000), reading(45, -3000));
    HourRow hour = hour(-2_500_000_000L, 3600, 4);
    List<Piece> pieces = DividedHour.byMinutes(hour, minutes, HALVES, INVERTER_CAP);
    assertThat(pieces.get(0).energy() + pieces.get(1).energy()).isEqualTo(hour.energy());
    // Minutes alone would have said 50 and 100 Wh of these 2.5 kWh.
    assertThat(pieces.get(0).energy()).isBetween(-1_020_000_000L, -980_000_000L);
    assertThat(pieces.get(0).coveredMillis()).isEqualTo(1_800_000);
    assertThat(pieces.get(1).readings()).isEqualTo(2);
    assertThat(pieces.get(1).min()).isEqualTo(new Peak(-3_000_000, START + 1800, 60));
  }

  @Test
  void aSilenceBeyondTheCapIsNotFilled() {
    // A meter that was on for the first five minutes and the last thirty-one.
    List<MinuteRow> minutes = new ArrayList<>();
    for (int minute = 0; minute < 60; minute++) {
      if (minute < 5 || minute >= 29) {
        minutes.add(reading(minute, 600));
      }
    }
    HourRow hour = hour(360_000_000, 36 * 60, 36);
    List<Piece> pieces = DividedHour.byMinutes(hour, minutes, HALVES, METER_CAP);
    assertThat(energies(pieces)).containsExactly(60_000_000L, 300_000_000L);
    assertThat(pieces.stream().map(Piece::coveredMillis)).containsExactly(360_000L, 1_800_000L);
  }

  @Test
  void withoutMinutesTheHourIsDividedByTimeAndCountsAsEstimated() {
    HourRow hour = hour(90_000_001, 3600, 360);
    assertThat(DividedHour.complete(hour, List.of())).isFalse();
    assertThat(DividedHour.complete(hour, List.of(reading(0, 1)))).isFalse();
    List<Piece> pieces = DividedHour.byTime(hour, new int[] {0, 15, 60});
    assertThat(energies(pieces)).containsExactly(22_500_000L, 67_500_001L);
    assertThat(pieces.stream().map(Piece::estimated)).containsExactly(22_500_000L, 67_500_001L);
    assertThat(pieces.stream().map(Piece::readings)).containsExactly(90L, 270L);
    assertThat(pieces.get(0).max()).isEqualTo(new Peak(9_000_000, START, 3600));
  }

  @Property(tries = 2000)
  void piecesAddUpToTheHourAndAreNeverLongerThanTheirTime(@ForAll Random random) {
    List<MinuteRow> minutes = new ArrayList<>();
    for (int minute = 0; minute < 60; minute++) {
      if (random.nextInt(3) > 0) {
        minutes.add(hostile(minute, random));
      }
    }
    if (minutes.isEmpty()) {
      return;
    }
    long readings = minutes.stream().mapToLong(MinuteRow::readings).sum();
    HourRow hour =
        new HourRow(
            START,
            random.nextLong(2_000_000_000_001L) - 1_000_000_000_000L,
            random.nextInt(1_000_000),
            random.nextInt(3_600_001),
            1,
            -1,
            readings,
            0,
            readings);
    int[] bounds = bounds(random);
    List<List<Piece>> divisions =
        List.of(
            DividedHour.byMinutes(hour, minutes, bounds, INVERTER_CAP),
            DividedHour.byMinutes(hour, minutes, bounds, METER_CAP),
            DividedHour.byTime(hour, bounds));
    for (List<Piece> pieces : divisions) {
      assertThat(pieces).hasSize(bounds.length - 1);
      assertThat(pieces.stream().mapToLong(Piece::energy).sum()).isEqualTo(hour.energy());
      assertThat(pieces.stream().mapToLong(Piece::coveredMillis).sum())
          .isEqualTo(hour.coveredMillis());
      assertThat(pieces.stream().mapToLong(Piece::readings).sum()).isEqualTo(readings);
      for (int i = 0; i < pieces.size(); i++) {
        assertThat(pieces.get(i).estimated()).isNotNegative();
        assertThat(pieces.get(i).coveredMillis())
            .isBetween(0L, (bounds[i + 1] - bounds[i]) * 60_000L);
      }
    }
  }

  private static MinuteRow hostile(int minute, Random random) {
    long start = START + minute * 60L;
    return new MinuteRow(
        start,
        random.nextLong(40_000_000_001L) - 20_000_000_000L,
        random.nextInt(1000),
        random.nextInt(60_001),
        1,
        -1,
        random.nextLong(2_000_000_001L) - 1_000_000_000L,
        random.nextLong(2_000_000_001L) - 1_000_000_000L,
        start * 1000 + random.nextInt(60_000),
        1 + random.nextInt(6),
        6);
  }

  private static int[] bounds(Random random) {
    int[] inner = random.ints(1 + random.nextInt(4), 1, 60).distinct().sorted().toArray();
    int[] bounds = Arrays.copyOf(new int[] {0}, inner.length + 2);
    System.arraycopy(inner, 0, bounds, 1, inner.length);
    bounds[bounds.length - 1] = 60;
    return bounds;
  }
}
