package io.wattflow.pipelines.launch;

import io.wattflow.beam.sink.ClickHouseDataSources;
import io.wattflow.pipelines.RootCause;
import io.wattflow.pipelines.archive.ArchiveException;
import io.wattflow.pipelines.archive.ArchiveFolder;
import io.wattflow.pipelines.archive.ArchivePlan;
import io.wattflow.pipelines.archive.DayArchiver;
import io.wattflow.pipelines.archive.Manifest;
import io.wattflow.pipelines.archive.StoredDays;
import io.wattflow.pipelines.backfill.BackfillSpan;
import io.wattflow.pipelines.backfill.ReadingsSource;
import io.wattflow.pipelines.options.ArchiveOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Archives raw readings: what {@code wattflow archive} calls. No pipeline: a day is one query, and
 * what has to be exact is the same day read by one reader.
 *
 * <p>Exit codes: 0 all is archived that can be, 1 it failed or a part cannot be used, 2 an option
 * is wrong. Errors are one line.
 */
public final class ArchiveLauncher {
  private static final String NAME = "wattflow archive";
  private static final String USAGE =
      "Usage: wattflow archive --archiveDir=<folder> [--from=<day> --to=<day>] [--option=value ...]\n\n"
          + "Writes raw readings to Avro files by day and shard, before their TTL ends, and verifies\n"
          + "them by count and checksum. Whole UTC days that are over. Run again it archives what is\n"
          + "new, and days that have got late readings anew. `wattflow backfill --source=files` makes\n"
          + "rollups of them.\n"
          + "Exit code 0 if all is archived, 1 if it failed, 2 if an option is wrong.";

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
      ArchiveFolder folder = new ArchiveFolder(plan.folder());
      try (Connection connection = ClickHouseDataSources.connectPatiently(plan.store());
          EndSignal end = EndSignal.listen()) {
        StoredDays stored = new StoredDays(connection, plan.store());
        DayArchiver archiver = new DayArchiver(stored, folder, plan.shards(), end::isGiven);
        if (options.getDryRun()) {
          announce(judgeAll(plan, stored, folder, archiver), out);
          return 0;
        }
        try (ArchiveFolder.Lock lock = folder.lock()) {
          return archive(judgeAll(plan, stored, folder, archiver), archiver, out);
        }
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

  private static List<DayArchiver.Judged> judgeAll(
      ArchivePlan plan, StoredDays stored, ArchiveFolder folder, DayArchiver archiver)
      throws SQLException, IOException, ArchiveException {
    Optional<ReadingsSource.Extent> extent = stored.extent();
    if (extent.isEmpty()) {
      throw new ArchiveException("no reading is there at all");
    }
    LocalDate first = LocalDate.ofInstant(extent.get().first(), ZoneOffset.UTC);
    LocalDate last = LocalDate.ofInstant(extent.get().last(), ZoneOffset.UTC);
    LocalDate from = plan.from().orElse(first);
    if (!from.isBefore(plan.until()) || (from.isAfter(last) && folder.days().isEmpty())) {
      throw new ArchiveException(
          "no readings from %s to %s: %s".formatted(from, plan.until(), extent.get()));
    }
    List<DayArchiver.Judged> days = new ArrayList<>();
    for (LocalDate day : from.datesUntil(plan.until()).toList()) {
      if (day.isBefore(first) && folder.manifest(day).isEmpty()) {
        throw new ArchiveException(
            "no readings of %s, neither stored nor archived: %s; write --from=%s"
                .formatted(day, extent.get(), first));
      }
      days.add(archiver.judge(day, !day.isBefore(first) && !day.isAfter(last)));
    }
    return days;
  }

  private static void announce(List<DayArchiver.Judged> days, PrintStream out) {
    ArchiveSummary summary = new ArchiveSummary(out);
    summary.head();
    days.forEach(summary::planned);
  }

  private static int archive(List<DayArchiver.Judged> days, DayArchiver archiver, PrintStream out)
      throws SQLException, IOException, ArchiveException, InterruptedException {
    ArchiveSummary summary = new ArchiveSummary(out);
    summary.head();
    for (DayArchiver.Judged day : days) {
      if (!day.verdict().isWork()) {
        summary.planned(day);
        continue;
      }
      long start = System.nanoTime();
      long before = archiver.read();
      Instant begin = day.day().atStartOfDay(ZoneOffset.UTC).toInstant();
      Manifest manifest;
      try (ReadingProgress progress =
          ReadingProgress.of(
              new BackfillSpan(begin, begin.plus(Duration.ofDays(1)), Duration.ZERO, Duration.ZERO),
              day.readings(),
              () -> archiver.read() - before,
              true,
              out)) {
        manifest = archiver.archive(day);
      }
      summary.done(day, manifest, System.nanoTime() - start);
    }
    summary.total();
    out.println();
    out.println("OK: " + summary.verdict());
    return 0;
  }
}
