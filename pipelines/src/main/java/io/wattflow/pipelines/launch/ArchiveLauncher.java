package io.wattflow.pipelines.launch;

import io.wattflow.beam.sink.ClickHouseDataSources;
import io.wattflow.pipelines.RootCause;
import io.wattflow.pipelines.archive.ArchiveException;
import io.wattflow.pipelines.archive.ArchiveFolder;
import io.wattflow.pipelines.archive.ArchivePlan;
import io.wattflow.pipelines.archive.StoredDays;
import io.wattflow.pipelines.options.ArchiveOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Archives raw readings: what {@code wattflow archive} calls. No pipeline: a day is one query, and
 * what has to be exact is the same day read by one reader.
 *
 * <p>Exit codes: 0 all is archived that can be, 1 it or a day of it failed, or a part cannot be
 * used, 2 an option is wrong. Errors are one line. Whoever stops it by a signal gets that signal's
 * code (130, 143).
 */
public final class ArchiveLauncher {
  private static final String NAME = "wattflow archive";
  private static final String USAGE =
      "Usage: wattflow archive --archiveDir=<folder> [--from=<day> --to=<day>] [--option=value ...]\n\n"
          + "Writes raw readings to Avro files by day and shard, before their TTL ends, and verifies\n"
          + "them by count and checksum. Whole UTC days that are over. Run again it archives what is\n"
          + "new, and days that have got late readings anew. A day that fails does not keep the others\n"
          + "from being archived. `wattflow backfill --source=files` makes rollups of them.\n"
          + "Exit code 0 if all is archived, 1 if it or a day failed, 2 if an option is wrong.";

  private ArchiveLauncher() {}

  public static void main(String[] args) {
    System.exit(run(Arguments.of(args), Instant.now(), System.out));
  }

  /** Runs it to its end; the exit code. */
  static int run(Arguments arguments, Instant now, PrintStream out) {
    if (arguments.wantHelp()) {
      out.println(Arguments.help(USAGE, ArchiveOptions.class));
      return 0;
    }
    ArchiveOptions options;
    ArchivePlan plan;
    try {
      options = arguments.as(ArchiveOptions.class);
      plan = ArchivePlan.of(options, now);
    } catch (IllegalArgumentException e) {
      out.println(NAME + ": " + e.getMessage());
      return StreamLauncher.USAGE;
    }
    try {
      Preflight.checkClickHouse(plan.store());
    } catch (UnavailableException e) {
      out.println(NAME + ": " + e.getMessage());
      return StreamLauncher.FAILURE;
    }
    // Whatever is said has to be said before the process may end.
    try (EndSignal end = EndSignal.listen()) {
      return archive(plan, options.getDryRun(), end, out);
    }
  }

  private static int archive(ArchivePlan plan, boolean dryRun, EndSignal end, PrintStream out) {
    ArchiveFolder folder = new ArchiveFolder(plan.folder());
    try (Connection connection = ClickHouseDataSources.connectPatiently(plan.store())) {
      StoredDays stored = new StoredDays(connection, plan.store());
      ArchiveRun run = new ArchiveRun(NAME, plan, stored, folder, end::isGiven, out);
      if (dryRun) {
        return run.announce() ? 0 : StreamLauncher.FAILURE;
      }
      try (ArchiveFolder.Lock lock = folder.lock()) {
        return run.archive() ? 0 : StreamLauncher.FAILURE;
      }
    } catch (UnavailableException | ArchiveException e) {
      out.println(NAME + ": " + e.getMessage());
    } catch (SQLException e) {
      out.println(NAME + ": ClickHouse: " + RootCause.line(e));
    } catch (IOException e) {
      out.println(NAME + ": " + plan.folder() + " cannot be used: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      out.println(NAME + ": stopped; days that are listed are archived, and nothing of others");
    }
    return StreamLauncher.FAILURE;
  }
}
