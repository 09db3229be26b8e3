package io.wattflow.cli.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** What the user sees: a line for each step, and a bar while one takes its time on a terminal. */
public final class Console {
  private static final int WIDTH = 78;
  private static final int REFRESH_MILLIS = 200;
  private static final Duration LINE_EVERY = Duration.ofSeconds(10);

  private final PrintWriter out;
  private final boolean terminal;

  /**
   * Writes to {@code out}, and bars to the error stream.
   *
   * @param terminal whether somebody watches; otherwise there are no bars
   */
  public Console(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** One line. */
  public void line(String format, @Nullable Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }

  /** A step that is done: what, what of it, and how long it took. */
  public void step(String name, String about, Duration took) {
    line("  %-12s %-52s %6.1f s", name, about, took.toMillis() / 1000.0);
  }

  /** A bar that is gone when it is closed; where nobody watches, a line now and then. */
  public Progress progress(String task, long max) {
    return new Progress(task, max, terminal ? bar(task, max) : null);
  }

  private static ProgressBar bar(String task, long max) {
    return new ProgressBarBuilder()
        .setTaskName(String.format(Locale.ROOT, "  %-11s", task))
        .setInitialMax(max)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .setStyle(ProgressBarStyle.ASCII)
        .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
        .hideEta()
        .clearDisplayOnFinish()
        .build();
  }

  /** How far a step is. */
  public final class Progress implements AutoCloseable {
    private final String task;
    private final long max;
    private final @Nullable ProgressBar bar;
    private long lastLine = System.nanoTime();

    private Progress(String task, long max, @Nullable ProgressBar bar) {
      this.task = task;
      this.max = Math.max(1, max);
      this.bar = bar;
    }

    /** It is so far now, of the {@code max} it was begun with. */
    public void to(long done) {
      long reached = Math.min(done, max);
      if (bar != null) {
        bar.stepTo(reached);
      } else if (System.nanoTime() - lastLine > LINE_EVERY.toNanos()) {
        lastLine = System.nanoTime();
        line("  %-12s %d %%", task, 100 * reached / max);
      }
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
