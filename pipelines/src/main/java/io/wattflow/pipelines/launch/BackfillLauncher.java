package io.wattflow.pipelines.launch;

import io.wattflow.pipelines.RootCause;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.SourceException;
import io.wattflow.pipelines.options.BackfillOptions;
import io.wattflow.pipelines.options.RecomputeOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;

/**
 * Runs a backfill: checks the options and the store, divides the days into jobs, and runs these one
 * after the other.
 *
 * <p>Exit codes: 0 all is written, 1 it failed or a part cannot be used, 2 an option is wrong.
 * Errors are one line.
 */
public final class BackfillLauncher {
  private static final String NAME = "wattflow backfill";

  private BackfillLauncher() {}

  /** What a runner adds to the options before a pipeline is created. */
  @FunctionalInterface
  public interface Runner<T extends RecomputeOptions> {
    /**
     * Settles the runner's options.
     *
     * @return whether the job runs in this process
     * @throws IllegalArgumentException naming an option that cannot work
     * @throws IOException if a folder or file that an option names cannot be used
     */
    boolean prepare(T options) throws IOException;
  }

  /**
   * Runs it to its end.
   *
   * @param usage first lines of the help page
   * @return the exit code
   */
  public static <T extends BackfillOptions> int run(
      String usage, Arguments arguments, Class<T> type, Runner<T> runner, PrintStream out) {
    if (arguments.wantHelp()) {
      out.println(Arguments.help(usage, type));
      return 0;
    }
    T options;
    BackfillPlan plan;
    SourcePlan source;
    boolean hosted;
    try {
      options = arguments.as(type);
      plan = BackfillPlan.of(options).inGeneration(options.getGeneration());
      source = SourcePlan.of(options);
      hosted = runner.prepare(options);
    } catch (IllegalArgumentException | IOException e) {
      out.println(NAME + ": " + e.getMessage());
      return StreamLauncher.USAGE;
    }
    try {
      Preflight.checkClickHouse(plan.sink().target());
      if (!options.getDryRun()) {
        plan = Preflight.checkCaches(plan, options, out);
      }
      try (SourcePlan.Opened readings = source.open(plan)) {
        return backfill(
            new RecomputeJobs(
                NAME, options, plan, readings.source(), source.restoreRaw(), hosted, out),
            options.getDryRun(),
            out);
      }
    } catch (UnavailableException | SourceException e) {
      out.println(NAME + ": " + e.getMessage());
    } catch (SQLException e) {
      out.println(NAME + ": " + RootCause.line(e));
    }
    return StreamLauncher.FAILURE;
  }

  private static int backfill(RecomputeJobs jobs, boolean dryRun, PrintStream out)
      throws SourceException {
    if (dryRun) {
      jobs.announce();
      return 0;
    }
    if (!jobs.run()) {
      return StreamLauncher.FAILURE;
    }
    out.println();
    out.println("OK: every window is recomputed");
    return 0;
  }
}
