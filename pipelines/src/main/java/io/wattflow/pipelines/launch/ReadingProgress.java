package io.wattflow.pipelines.launch;

import io.wattflow.pipelines.backfill.BackfillSpan;
import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * How many readings of a job have been read: a bar on a terminal, otherwise a line every ten
 * seconds; nothing for a job that runs elsewhere, whose counters are not here.
 */
final class ReadingProgress implements AutoCloseable {
  private static final int WIDTH = 78;
  private static final int REFRESH_MILLIS = 200;
  private static final int LINE_EVERY_MILLIS = 10_000;

  private final long readings;
  private final LongSupplier read;
  private final PrintStream out;
  private final String name;
  private final @Nullable ProgressBar bar;
  private final ScheduledExecutorService reporter =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "wattflow-progress");
            thread.setDaemon(true);
            return thread;
          });

  private ReadingProgress(
      String name, long readings, LongSupplier read, boolean terminal, PrintStream out) {
    this.name = name;
    this.readings = Math.max(1, readings);
    this.read = read;
    this.out = out;
    this.bar = terminal ? bar(name, this.readings) : null;
  }

  /**
   * Of one job.
   *
   * @param readings that it has to read
   * @param read how many it has read
   * @param hosted whether it runs in this process
   */
  static ReadingProgress of(
      BackfillSpan span, long readings, LongSupplier read, boolean hosted, PrintStream out) {
    boolean terminal = hosted && System.console() != null;
    String day = LocalDate.ofInstant(span.from(), ZoneOffset.UTC).toString();
    ReadingProgress progress = new ReadingProgress(day, readings, read, terminal, out);
    if (hosted) {
      int every = terminal ? REFRESH_MILLIS : LINE_EVERY_MILLIS;
      progress.reporter.scheduleAtFixedRate(progress::show, every, every, TimeUnit.MILLISECONDS);
    }
    return progress;
  }

  private static ProgressBar bar(String name, long readings) {
    return new ProgressBarBuilder()
        .setTaskName("  " + name)
        .setInitialMax(readings)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
        .clearDisplayOnFinish()
        .build();
  }

  private void show() {
    // Windows are still to be made when all is read, and margins are read twice.
    long now = Math.min(readings, read.getAsLong());
    if (bar != null) {
      bar.stepTo(now);
    } else {
      out.println(
          String.format(
              Locale.ROOT,
              "  %s  %,d of %,d read, %d %%",
              name,
              now,
              readings,
              100 * now / readings));
    }
  }

  @Override
  public void close() {
    reporter.shutdownNow();
    if (bar != null) {
      bar.close();
    }
  }
}
