package io.wattflow.pipelines.launch;

import io.wattflow.core.rows.Table;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.options.AuditOptions;
import io.wattflow.pipelines.options.OptionException;
import io.wattflow.pipelines.options.OptionValues;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * When an audit that stays looks at which windows: at the hours that have settled since it last
 * looked, without the days, and at each day when it has settled, with all windows.
 */
final class AuditSchedule {
  private final AuditOptions options;
  private final Duration every;
  private final Duration settled;
  private final boolean hourly;
  private final long hourMillis;
  private final long dayMillis;
  private long nextHour;
  private long nextDay;

  /**
   * One look.
   *
   * @param whole whether it is at a day
   */
  record Turn(BackfillPlan plan, boolean whole) {}

  private AuditSchedule(AuditOptions options, Duration every, Duration settled) {
    this.options = options;
    this.every = every;
    this.settled = settled;
    BackfillPlan plan = BackfillPlan.of(options, Instant.EPOCH, Instant.EPOCH.plusMillis(1));
    // Days alone have nothing to do with hours.
    this.hourly = !plan.tables().equals(Set.of(Table.ROLLUP_1D));
    this.hourMillis = plan.rollups().hour().toMillis();
    this.dayMillis = plan.rollups().day().toMillis();
    Instant begin =
        options.getFrom().isBlank()
            ? Instant.now()
            : OptionValues.instant("from", options.getFrom());
    this.nextHour = floor(begin.toEpochMilli(), hourMillis);
    this.nextDay = floor(begin.toEpochMilli(), dayMillis);
  }

  /**
   * From {@code --every} and {@code --from}.
   *
   * @throws OptionException naming the first option that cannot work
   */
  static AuditSchedule of(AuditOptions options, Duration settled) {
    if (!options.getTo().isBlank()) {
      throw new OptionException("to", options.getTo(), "has no meaning with --every");
    }
    return new AuditSchedule(
        options,
        OptionValues.duration("every", options.getEvery(), Duration.ofSeconds(1)),
        settled);
  }

  private static long floor(long millis, long unit) {
    return Math.floorDiv(millis, unit) * unit;
  }

  /** Waits until there is something to look at. */
  Turn awaitNext() throws InterruptedException {
    Optional<Turn> turn = due(Instant.now());
    while (turn.isEmpty()) {
      pause();
      turn = due(Instant.now());
    }
    return turn.get();
  }

  /** What there is to look at; empty if nothing has settled since the last look. */
  Optional<Turn> due(Instant now) {
    long over = now.minus(settled).toEpochMilli();
    if (floor(over, dayMillis) > nextDay) {
      return Optional.of(turn(nextDay, floor(over, dayMillis), true));
    }
    if (hourly && floor(over, hourMillis) > nextHour) {
      return Optional.of(turn(nextHour, floor(over, hourMillis), false));
    }
    return Optional.empty();
  }

  private Turn turn(long fromMillis, long untilMillis, boolean whole) {
    BackfillPlan all =
        BackfillPlan.of(
            options, Instant.ofEpochMilli(fromMillis), Instant.ofEpochMilli(untilMillis));
    Set<Table> tables = EnumSet.copyOf(all.tables());
    if (!whole) {
      tables.remove(Table.ROLLUP_1D);
    }
    return new Turn(
        all.of(tables, Instant.ofEpochMilli(fromMillis), Instant.ofEpochMilli(untilMillis)), whole);
  }

  /** Waits for a turn's time: the pace that was asked for. */
  void pause() throws InterruptedException {
    Thread.sleep(every.toMillis());
  }

  /** It has been looked at. */
  void done(Turn turn) {
    long until = turn.plan().span().until().toEpochMilli();
    nextHour = Math.max(nextHour, until);
    if (turn.whole()) {
      nextDay = until;
    }
  }
}
