package io.wattflow.cli.report;

import io.wattflow.reports.ReportObserver;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How many users are done: a bar on a terminal, otherwise a line every ten seconds. */
public final class ReportProgress implements ReportObserver, AutoCloseable {
  private static final int WIDTH = 78;
  private static final Duration LINE_EVERY = Duration.ofSeconds(10);

  private final PrintWriter err;
  private final @Nullable ProgressBar bar;
  private final long started = System.nanoTime();
  private Duration lineAt = LINE_EVERY;

  /**
   * Of a run.
   *
   * @param terminal whether somebody watches
   */
  public ReportProgress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.bar =
        terminal
            ? new ProgressBarBuilder()
                .setTaskName("  Reports")
                .setUnit(" users", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .clearDisplayOnFinish()
                .build()
            : null;
  }

  @Override
  public void users(long done, long all) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
    if (bar != null) {
      bar.maxHint(all);
      bar.stepTo(done);
    } else if (elapsed.compareTo(lineAt) >= 0) {
      lineAt = elapsed.plus(LINE_EVERY);
      err.printf("  %5d s  %,d of %,d users%n", elapsed.toSeconds(), done, all);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
