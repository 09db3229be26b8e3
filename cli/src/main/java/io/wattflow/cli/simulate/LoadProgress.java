package io.wattflow.cli.simulate;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How far a simulation is, in seconds, and its rate over the last second: a bar on a terminal,
 * otherwise a line every ten seconds.
 */
final class LoadProgress implements AutoCloseable {
  private static final int WIDTH = 78;
  private static final int REFRESH_MILLIS = 200;
  private static final Duration LINE_EVERY = Duration.ofSeconds(10);
  private static final Duration RATE_OVER = Duration.ofSeconds(1);

  private final PrintWriter out;
  private final @Nullable ProgressBar bar;
  private Duration lineAt = LINE_EVERY;
  private Duration rateSince = Duration.ZERO;
  private long recordsThen;
  private double perSecond;

  /**
   * Of a simulation.
   *
   * @param terminal whether somebody watches
   * @param duration of all of it; null: nobody knows
   */
  LoadProgress(PrintWriter out, boolean terminal, @Nullable Duration duration) {
    this.out = out;
    this.bar = terminal ? bar(duration) : null;
  }

  private static ProgressBar bar(@Nullable Duration duration) {
    return new ProgressBarBuilder()
        .setTaskName("  Sending")
        .setInitialMax(duration == null ? -1 : Math.max(1, duration.toSeconds()))
        .setUnit(" s", 1)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
        .hideEta()
        .clearDisplayOnFinish()
        .build();
  }

  /**
   * Shows how far it is.
   *
   * @param elapsed since the start; negative before it
   * @param records whose fate is known
   */
  void to(Duration elapsed, long records) {
    if (elapsed.isNegative()) {
      return;
    }
    Duration window = elapsed.minus(rateSince);
    if (window.compareTo(RATE_OVER) >= 0) {
      perSecond = (records - recordsThen) / (window.toNanos() / 1e9);
      rateSince = elapsed;
      recordsThen = records;
    }
    if (bar != null) {
      bar.setExtraMessage(String.format(Locale.ROOT, " %,.0f/s", perSecond));
      bar.stepTo(elapsed.toSeconds());
    } else if (elapsed.compareTo(lineAt) >= 0) {
      lineAt = lineAt.plus(LINE_EVERY);
      out.println(
          String.format(
              Locale.ROOT,
              "  %5d s  %,14d records  %,10.0f/s",
              elapsed.toSeconds(),
              records,
              perSecond));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
