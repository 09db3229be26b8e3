package io.wattflow.pipelines.launch;

import io.wattflow.pipelines.RootCause;
import io.wattflow.pipelines.archive.ArchiveException;
import io.wattflow.pipelines.archive.ArchiveFolder;
import io.wattflow.pipelines.archive.ArchivePlan;
import io.wattflow.pipelines.archive.DayArchiver;
import io.wattflow.pipelines.archive.Manifest;
import io.wattflow.pipelines.archive.StoredDays;
import io.wattflow.pipelines.backfill.BackfillSpan;
import io.wattflow.pipelines.backfill.ReadingsSource;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Archives the days of a plan, one after the other. A day that is damaged, or changes for ever, is
 * named in one line, and the next one is archived all the same: its readings expire too.
 */
final class ArchiveRun {
  private final String command;
  private final ArchivePlan plan;
  private final StoredDays stored;
  private final ArchiveFolder folder;
  private final BooleanSupplier stopping;
  private final DayArchiver archiver;
  private final PrintStream out;
  private final ArchiveSummary summary;
  private final List<LocalDate> failed = new ArrayList<>();

  /**
   * Of a plan.
   *
   * @param command whose name stands before errors
   * @param stopping whether to give up as soon as possible
   */
  ArchiveRun(
      String command,
      ArchivePlan plan,
      StoredDays stored,
      ArchiveFolder folder,
      BooleanSupplier stopping,
      PrintStream out) {
    this.command = command;
    this.plan = plan;
    this.stored = stored;
    this.folder = folder;
    this.stopping = stopping;
    this.archiver = new DayArchiver(stored, folder, plan.shards(), stopping);
    this.out = out;
    this.summary = new ArchiveSummary(out);
  }

  /** What is done with a day. */
  @FunctionalInterface
  private interface Step<T> {
    T take() throws SQLException, IOException, ArchiveException, InterruptedException;
  }

  /**
   * Says what {@link #archive} would do.
   *
   * @return whether all days can be judged; if not, a line for each of the others says why
   */
  boolean announce()
      throws SQLException, ArchiveException, UnavailableException, InterruptedException {
    List<DayArchiver.Judged> days = judgeAll();
    summary.head();
    days.forEach(summary::planned);
    return failed.isEmpty();
  }

  /**
   * Archives what has to be.
   *
   * @return whether no day has failed; if not, a line for each that has says why
   * @throws ArchiveException if no day can be archived
   * @throws UnavailableException if ClickHouse has gone meanwhile
   * @throws InterruptedException if it was to be stopped
   */
  boolean archive()
      throws SQLException, ArchiveException, UnavailableException, InterruptedException {
    List<DayArchiver.Judged> days = judgeAll();
    summary.head();
    for (DayArchiver.Judged day : days) {
      if (day.verdict().isWork()) {
        long start = System.nanoTime();
        attempt(day.day(), () -> archive(day))
            .ifPresent(manifest -> summary.done(day, manifest, System.nanoTime() - start));
      } else {
        summary.planned(day);
      }
    }
    summary.total();
    out.println();
    if (failed.isEmpty()) {
      out.println("OK: " + summary.verdict());
      return true;
    }
    out.println(
        "%s: %s; not archived: %s"
            .formatted(
                command,
                summary.verdict(),
                failed.stream().map(LocalDate::toString).collect(Collectors.joining(", "))));
    return false;
  }

  private List<DayArchiver.Judged> judgeAll()
      throws SQLException, ArchiveException, UnavailableException, InterruptedException {
    ReadingsSource.Extent extent =
        stored.extent().orElseThrow(() -> new ArchiveException("no reading is there at all"));
    LocalDate first = LocalDate.ofInstant(extent.first(), ZoneOffset.UTC);
    LocalDate last = LocalDate.ofInstant(extent.last(), ZoneOffset.UTC);
    LocalDate from = plan.from().orElse(first);
    if (!from.isBefore(plan.until()) || (from.isAfter(last) && !hasDays())) {
      throw new ArchiveException(
          "no readings from %s to %s: %s".formatted(from, plan.until(), extent));
    }
    List<DayArchiver.Judged> days = new ArrayList<>();
    for (LocalDate day : from.datesUntil(plan.until()).toList()) {
      if (day.isBefore(first) && !folder.isArchived(day)) {
        throw new ArchiveException(
            "no readings of %s, neither stored nor archived: %s; write --from=%s"
                .formatted(day, extent, first));
      }
      boolean between = !day.isBefore(first) && !day.isAfter(last);
      attempt(day, () -> archiver.judge(day, between)).ifPresent(days::add);
    }
    return days;
  }

  private boolean hasDays() throws ArchiveException {
    try {
      return !folder.days().isEmpty();
    } catch (IOException e) {
      throw new ArchiveException(folder + " cannot be used: " + e, e);
    }
  }

  /** Empty if the day has failed. */
  private <T> Optional<T> attempt(LocalDate day, Step<T> step)
      throws UnavailableException, InterruptedException {
    if (stopping.getAsBoolean()) {
      throw new InterruptedException("stopped");
    }
    try {
      return Optional.of(step.take());
    } catch (ArchiveException e) {
      fails(day, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      fails(day, folder + " cannot be used: " + e);
    } catch (SQLException e) {
      // Without ClickHouse no other day can be archived either.
      Preflight.checkClickHouse(plan.store());
      fails(day, "ClickHouse: " + RootCause.line(e));
    }
    return Optional.empty();
  }

  private void fails(LocalDate day, String reason) {
    failed.add(day);
    out.println("%s: %s has failed: %s".formatted(command, day, reason));
  }

  private Manifest archive(DayArchiver.Judged day)
      throws SQLException, IOException, ArchiveException, InterruptedException {
    long before = archiver.read();
    Instant begin = day.day().atStartOfDay(ZoneOffset.UTC).toInstant();
    try (ReadingProgress progress =
        ReadingProgress.of(
            new BackfillSpan(begin, begin.plus(Duration.ofDays(1)), Duration.ZERO, Duration.ZERO),
            day.readings(),
            () -> archiver.read() - before,
            true,
            out)) {
      return archiver.archive(day);
    }
  }
}
