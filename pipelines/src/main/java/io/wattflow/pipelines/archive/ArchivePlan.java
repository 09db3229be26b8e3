package io.wattflow.pipelines.archive;

import io.wattflow.beam.sink.ClickHouseTarget;
import io.wattflow.pipelines.options.ArchiveOptions;
import io.wattflow.pipelines.options.ClickHouseOptionValues;
import io.wattflow.pipelines.options.OptionException;
import io.wattflow.pipelines.options.OptionValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The options of an archive, read and checked.
 *
 * @param store where the raw table is
 * @param folder of the archive
 * @param from first day; empty: the first that has readings
 * @param until the day after the last one, at most today
 * @param shards files of a day, at most
 */
public record ArchivePlan(
    ClickHouseTarget store, Path folder, Optional<LocalDate> from, LocalDate until, int shards) {
  /** Each open file has buffers of some megabytes. */
  private static final int MOST_SHARDS = 256;

  /**
   * Reads and checks the options.
   *
   * @param now decides which days are over
   * @throws OptionException naming the first option that cannot work
   */
  public static ArchivePlan of(ArchiveOptions options, Instant now) {
    Path folder = OptionValues.folder("archiveDir", options.getArchiveDir());
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new OptionException("archiveDir", options.getArchiveDir(), "is a file");
    }
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Optional<LocalDate> from =
        options.getFrom().isBlank()
            ? Optional.empty()
            : Optional.of(
                LocalDate.ofInstant(
                    OptionValues.instant("from", options.getFrom()), ZoneOffset.UTC));
    LocalDate until = options.getTo().isBlank() ? today : dayAfter(options.getTo());
    if (until.isAfter(today)) {
      throw new OptionException(
          "to", options.getTo(), "%s is not over yet".formatted(until.minusDays(1)));
    }
    if (from.isPresent() && !from.get().isBefore(until)) {
      throw new OptionException(
          "from", options.getFrom(), "no whole day that is over lies between it and " + until);
    }
    return new ArchivePlan(
        ClickHouseOptionValues.target(options),
        folder,
        from,
        until,
        OptionValues.number("shards", options.getShards(), 1, MOST_SHARDS));
  }

  private static LocalDate dayAfter(String to) {
    return LocalDate.ofInstant(
        OptionValues.instant("to", to).plus(Duration.ofDays(1)).minusMillis(1), ZoneOffset.UTC);
  }
}
