package io.wattflow.pipelines.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Archives days, one at a time, and judges which have to be. */
public final class DayArchiver {
  /** A day that changes each time it is read is no day to be archived yet. */
  private static final int MAX_ATTEMPTS = 3;

  private static final int CHECK_EVERY = 1 << 12;

  private final StoredDays stored;
  private final ArchiveFolder archive;
  private final int shards;
  private final BooleanSupplier stopping;
  private final AtomicLong read = new AtomicLong();

  /**
   * From a table into a folder.
   *
   * @param shards files of a day, at most
   * @param stopping whether to give up as soon as possible
   */
  public DayArchiver(
      StoredDays stored, ArchiveFolder archive, int shards, BooleanSupplier stopping) {
    this.stored = stored;
    this.archive = archive;
    this.shards = shards;
    this.stopping = stopping;
  }

  /** What is to be done with a day, and why. */
  public enum Verdict {
    /** Its readings are not archived. */
    NEW("archived"),
    /** Late readings have come, or files are missing. */
    ANEW("archived anew"),
    /** The archive has what the table has. */
    UP_TO_DATE("up to date"),
    /** The table has fewer readings by now: the archive stays as it is. */
    KEPT("kept; the table has fewer by now"),
    /** There are no readings, and nothing says that there were none. */
    NOTHING("no readings");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** For the summary. */
    public String words() {
      return words;
    }

    /** Whether anything has to be done. */
    public boolean isWork() {
      return this == NEW || this == ANEW;
    }
  }

  /**
   * A day as it is before anything is done.
   *
   * @param tally of the table
   * @param manifest of the archive
   */
  public record Judged(
      LocalDate day, Verdict verdict, DayTally tally, Optional<Manifest> manifest) {
    /** How many the day has, in the archive or about to be. */
    public long readings() {
      return verdict.isWork()
          ? tally.total().readings()
          : manifest.map(Manifest::readings).orElse(0L);
    }
  }

  /** How many readings were read from the table since this archiver was made. */
  public long read() {
    return read.get();
  }

  /**
   * Looks at a day.
   *
   * @param between whether there are readings before and after it, so that none means none
   * @throws ArchiveException if what is archived is damaged and the table cannot replace it
   */
  public Judged judge(LocalDate day, boolean between)
      throws SQLException, IOException, ArchiveException {
    DayTally tally = stored.tally(day);
    Optional<Manifest> manifest = archive.manifest(day);
    if (manifest.isEmpty()) {
      boolean something = between || tally.total().readings() > 0;
      return new Judged(day, something ? Verdict.NEW : Verdict.NOTHING, tally, manifest);
    }
    DayTally archived = manifest.get().tally();
    boolean fewer = tally.lacksSomeOf(archived);
    try {
      for (Manifest.Entry entry : manifest.get().files()) {
        archive.verify(day, entry, false);
      }
    } catch (ArchiveException e) {
      if (fewer) {
        throw new ArchiveException(
            e.getMessage() + ", and the table has fewer readings by now: put back a copy of it", e);
      }
      return new Judged(day, Verdict.ANEW, tally, manifest);
    }
    if (fewer) {
      return new Judged(day, Verdict.KEPT, tally, manifest);
    }
    Verdict verdict = tally.equals(archived) ? Verdict.UP_TO_DATE : Verdict.ANEW;
    return new Judged(day, verdict, tally, manifest);
  }

  /**
   * Archives a day.
   *
   * @param judged has work
   * @throws ArchiveException if the files do not hold what the table holds
   * @throws InterruptedException if it was to be stopped
   */
  public Manifest archive(Judged judged)
      throws SQLException, IOException, ArchiveException, InterruptedException {
    int revision = judged.manifest().map(Manifest::revision).orElse(0) + 1;
    LocalDate day = judged.day();
    DayTally expected = judged.tally();
    try {
      for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        Path unfinished = archive.unfinished();
        ReadingChecksum checksum = new ReadingChecksum(StoredDays.millis(day));
        List<Manifest.Entry> files = write(day, revision, unfinished, checksum);
        DayTally written = checksum.tally();
        if (written.equals(expected)) {
          Manifest manifest = Manifest.of(day, revision, shards, written, files);
          archive.publish(day, unfinished, manifest);
          return manifest;
        }
        DayTally now = stored.tally(day);
        if (now.equals(expected)) {
          throw new ArchiveException(
              "the files of %s hold %,d readings, checksum %s, and the table has %,d, %s: nothing is archived"
                  .formatted(
                      day,
                      written.total().readings(),
                      written.total().hex(),
                      now.total().readings(),
                      now.total().hex()));
        }
        if (now.lacksSomeOf(expected)) {
          throw new ArchiveException(
              "readings of %s go from the table while they are archived: nothing is archived"
                  .formatted(day));
        }
        expected = now;
      }
    } finally {
      archive.removeUnfinished();
    }
    throw new ArchiveException(
        day + " has changed each time it was read: archive it when fewer late readings come");
  }

  private List<Manifest.Entry> write(
      LocalDate day, int revision, Path folder, ReadingChecksum checksum)
      throws SQLException, IOException, InterruptedException {
    try (ShardFiles files = new ShardFiles(folder, day, revision, shards)) {
      stored.read(
          day,
          reading -> {
            files.append(reading);
            goOnAfter(read.incrementAndGet());
          });
      return files.finish(checksum, this::goOnAfter);
    }
  }

  private void goOnAfter(long readings) throws InterruptedException {
    if (readings % CHECK_EVERY == 0 && stopping.getAsBoolean()) {
      throw new InterruptedException("stopped");
    }
  }
}
