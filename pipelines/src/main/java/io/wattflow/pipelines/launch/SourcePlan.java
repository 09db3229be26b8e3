package io.wattflow.pipelines.launch;

import io.wattflow.beam.sink.ClickHouseDataSources;
import io.wattflow.pipelines.archive.ArchiveFolder;
import io.wattflow.pipelines.archive.ArchivedReadings;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.RawReadings;
import io.wattflow.pipelines.backfill.ReadingsSource;
import io.wattflow.pipelines.options.OptionException;
import io.wattflow.pipelines.options.OptionValues;
import io.wattflow.pipelines.options.SourceOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Which readings a backfill is made of.
 *
 * @param archive the folder of the files; null with another source
 * @param restoreRaw whether readings go back to the raw table
 */
record SourcePlan(Kind kind, @Nullable Path archive, boolean restoreRaw) {

  /** What {@code --source} may be. */
  enum Kind {
    /** The raw table. */
    RAW,
    /** Files of an archive. */
    FILES
  }

  /**
   * A source, and what has to be closed after it.
   *
   * @param connection null if the source has none
   */
  record Opened(ReadingsSource source, @Nullable Connection connection) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      if (connection != null) {
        connection.close();
      }
    }
  }

  /**
   * Reads and checks the options.
   *
   * @throws OptionException naming the first option that cannot work
   */
  static SourcePlan of(SourceOptions options) {
    Kind kind = OptionValues.oneOf("source", options.getSource(), Kind.class);
    if (kind != Kind.FILES) {
      if (options.getRestoreRaw()) {
        throw new OptionException("restoreRaw", "true", "has a meaning with --source=files only");
      }
      return new SourcePlan(kind, null, false);
    }
    Path archive = OptionValues.folder("archiveDir", options.getArchiveDir());
    if (!Files.isDirectory(archive)) {
      throw new OptionException("archiveDir", options.getArchiveDir(), "there is no such folder");
    }
    return new SourcePlan(kind, archive, options.getRestoreRaw());
  }

  /** Opens the source for a plan. */
  Opened open(BackfillPlan plan) throws SQLException {
    if (archive != null) {
      return new Opened(new ArchivedReadings(plan, new ArchiveFolder(archive)), null);
    }
    Connection connection = ClickHouseDataSources.connectPatiently(plan.store());
    return new Opened(new RawReadings(plan, connection), connection);
  }
}
