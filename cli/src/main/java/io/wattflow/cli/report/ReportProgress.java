package io.wattflow.cli.report;

import io.wattflow.cli.console.Console;
import io.wattflow.reports.ReportObserver;
import org.jspecify.annotations.Nullable;

/** How many users are done. */
public final class ReportProgress implements ReportObserver, AutoCloseable {
  private final Console console;
  private Console.@Nullable Progress progress;

  /** Of a run, on a console. */
  public ReportProgress(Console console) {
    this.console = console;
  }

  @Override
  public void users(long done, long all) {
    if (progress == null) {
      progress = console.progress("Reports", all);
    }
    progress.to(done);
  }

  @Override
  public void close() {
    if (progress != null) {
      progress.close();
    }
  }
}
