package io.wattflow.beam.source;

import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingFileReader;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Walks the wanted readings of a file, and fails if it does not hold as many as it should. */
final class ArchivedFileCursor implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ArchivedFile file;
  private final ArchiveSelection selection;
  private final ReadingFileReader reader;
  private long read;

  ArchivedFileCursor(ArchivedFile file, ArchiveSelection selection) throws IOException {
    this.file = file;
    this.selection = selection;
    this.reader =
        new ReadingFileReader(
            new BufferedInputStream(Files.newInputStream(Path.of(file.path())), BUFFER_BYTES));
  }

  /** Reads the next wanted reading; false at the end. */
  boolean next(DecodedReading into) throws IOException {
    while (reader.next(into)) {
      read++;
      if (selection.has(into)) {
        return true;
      }
    }
    if (read != file.readings()) {
      throw new IOException(
          "%s holds %,d readings and should hold %,d"
              .formatted(file.path(), read, file.readings()));
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
