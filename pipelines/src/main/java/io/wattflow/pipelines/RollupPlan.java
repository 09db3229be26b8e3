package io.wattflow.pipelines;

import io.wattflow.beam.rollup.Panes;
import io.wattflow.beam.rollup.RollUpMinutes;
import io.wattflow.beam.rollup.RollUpWindows;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.ReadingLimits;
import io.wattflow.core.rows.Table;
import io.wattflow.pipelines.options.OptionException;
import io.wattflow.pipelines.options.OptionValues;
import io.wattflow.pipelines.options.RollupOptions;
import io.wattflow.pipelines.options.WindowOptions;
import java.time.Duration;

/**
 * The roll-up steps that the stream and the backfill have in common: from deltas of readings to
 * rows of minutes, sliding windows, hours and days.
 *
 * @param shards of devices; the same in the whole pipeline
 * @param minute length of the shortest window
 * @param minuteEarlyFiring see {@code --minuteEarlyFiring}; zero: no early panes of minutes
 * @param windowEarlyFiring see {@code --windowEarlyFiring}; zero: no early panes of derived windows
 * @param rules how readings become energy
 * @param generation 0 for what was measured; a correction that edits history has a higher one
 */
public record RollupPlan(
    int shards,
    Duration minute,
    Duration hour,
    Duration day,
    Duration slidingLength,
    Duration slidingPeriod,
    Duration minuteEarlyFiring,
    Duration windowEarlyFiring,
    Duration allowedLateness,
    MeteringRules rules,
    long generation) {

  /** Rows carry the start of their window in whole seconds. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /**
   * Of a stream: panes as the options say, in generation 0.
   *
   * @throws OptionException naming the first option that cannot work
   */
  static RollupPlan streaming(RollupOptions options) {
    return of(options, OptionValues.number("shards", options.getShards(), 1, 65_536))
        .withPanes(
            OptionValues.duration(
                "minuteEarlyFiring", options.getMinuteEarlyFiring(), Duration.ZERO),
            OptionValues.duration(
                "windowEarlyFiring", options.getWindowEarlyFiring(), Duration.ZERO),
            OptionValues.duration("allowedLateness", options.getAllowedLateness(), Duration.ZERO));
  }

  /**
   * Windows and rules of the options, one pane for each window, in generation 0.
   *
   * @throws OptionException naming the first option that cannot work
   */
  public static RollupPlan of(WindowOptions options, int shards) {
    Duration minute = window("minuteWindow", options.getMinuteWindow(), SHORTEST);
    Duration hour = window("hourWindow", options.getHourWindow(), minute);
    Duration day = window("dayWindow", options.getDayWindow(), hour);
    Duration slidingPeriod = window("slidingPeriod", options.getSlidingPeriod(), minute);
    return new RollupPlan(
        shards,
        minute,
        hour,
        day,
        window("slidingLength", options.getSlidingLength(), slidingPeriod),
        slidingPeriod,
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO,
        OptionValues.meteringRules("gapCaps", options.getGapCaps()),
        0);
  }

  private RollupPlan withPanes(Duration minuteEarly, Duration windowEarly, Duration lateness) {
    return new RollupPlan(
        shards,
        minute,
        hour,
        day,
        slidingLength,
        slidingPeriod,
        minuteEarly,
        windowEarly,
        lateness,
        rules,
        generation);
  }

  /** The same for a correction. */
  public RollupPlan inGeneration(long other) {
    return new RollupPlan(
        shards,
        minute,
        hour,
        day,
        slidingLength,
        slidingPeriod,
        minuteEarlyFiring,
        windowEarlyFiring,
        allowedLateness,
        rules,
        other);
  }

  /**
   * A window's length: a multiple of the windows that it is made of, and not longer than sums can
   * hold.
   */
  private static Duration window(String option, String value, Duration unit) {
    Duration length = OptionValues.duration(option, value, unit);
    if (length.toMillis() % unit.toMillis() != 0) {
      throw new OptionException(option, value, "must be a multiple of " + unit.toSeconds() + "s");
    }
    if (length.toMillis() > ReadingLimits.MAX_WINDOW_MILLIS) {
      throw new OptionException(
          option,
          value,
          "must be at most " + Duration.ofMillis(ReadingLimits.MAX_WINDOW_MILLIS).toDays() + "d");
    }
    return length;
  }

  /** From deltas of readings to {@link Table#ROLLUP_1M}. */
  public RollUpMinutes minutes() {
    return new RollUpMinutes(minute, shards, minutePanes(), rules, generation);
  }

  /** From minutes to {@link Table#ROLLUP_5M}. */
  public RollUpWindows slidingWindows() {
    return RollUpWindows.sliding(
            Table.ROLLUP_5M, slidingLength, slidingPeriod, shards, windowPanes(2), rules)
        .rowsOnly();
  }

  /** From minutes to {@link Table#ROLLUP_1H}, and to the partials that days are made of. */
  public RollUpWindows hours() {
    return RollUpWindows.fixed(Table.ROLLUP_1H, hour, shards, windowPanes(2), rules);
  }

  /** From hours to {@link Table#ROLLUP_1D}. */
  public RollUpWindows days() {
    return RollUpWindows.fixed(Table.ROLLUP_1D, day, shards, windowPanes(3), rules).rowsOnly();
  }

  /** Length of the windows of a rollup table. */
  public Duration length(Table table) {
    return switch (table) {
      case ROLLUP_1M -> minute;
      case ROLLUP_5M -> slidingLength;
      case ROLLUP_1H -> hour;
      case ROLLUP_1D -> day;
      case TELEMETRY -> throw new IllegalArgumentException("raw readings have no windows");
    };
  }

  /** From the start of a window of a rollup table to that of the next. */
  public Duration step(Table table) {
    return table == Table.ROLLUP_5M ? slidingPeriod : length(table);
  }

  /** How long after its end a window may still change, whichever it is. */
  public Duration keptOpen() {
    return windowPanes(3).allowedLateness();
  }

  /** Panes of the minutes. */
  Panes minutePanes() {
    return new Panes(minuteEarlyFiring, allowedLateness);
  }

  /**
   * Panes of a derived window. Its children may still speak after its end plus the lateness, so it
   * has to listen longer than they do.
   *
   * @param level 2 for windows of minutes, 3 for windows of those
   */
  Panes windowPanes(int level) {
    return new Panes(windowEarlyFiring, allowedLateness.multipliedBy(level));
  }
}
