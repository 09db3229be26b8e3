package io.wattflow.beam.source;

import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingFileReader;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Walks the wanted readings of a file, and fails if it does not hold as many as it should. */
final class ArchivedFileCursor implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ArchivedFile file;
  private final ArchiveSelection selection;
  private final ReadingFileReader reader;
  private long read;
  // Readings of a device follow each other.
  private byte[] device = new byte[0];
  private boolean wanted;

  /**
   * Opens a file.
   *
   * @throws IOException naming the file, if it is missing or no file of readings
   */
  ArchivedFileCursor(ArchivedFile file, ArchiveSelection selection) throws IOException {
    this.file = file;
    this.selection = selection;
    this.wanted = selection.hasDevice("");
    InputStream bytes = open(file.path());
    try {
      this.reader = new ReadingFileReader(new BufferedInputStream(bytes, BUFFER_BYTES));
    } catch (IOException e) {
      throw damaged("cannot be read: " + e.getMessage(), e);
    }
  }

  private InputStream open(String path) throws IOException {
    try {
      return Files.newInputStream(Path.of(path));
    } catch (NoSuchFileException e) {
      throw damaged("is missing", e);
    } catch (IOException e) {
      // The file may well be good.
      throw new IOException("%s cannot be opened: %s".formatted(path, e), e);
    }
  }

  /**
   * Reads the next wanted reading; false at the end.
   *
   * @throws IOException naming the file, if it is cut or damaged
   */
  boolean next(DecodedReading into) throws IOException {
    while (nextOfAll(into)) {
      read++;
      if (selection.hasTime(into.eventTimeMillis()) && isDeviceWanted(into)) {
        return true;
      }
    }
    if (read != file.readings()) {
      throw new IOException(
          "%s is %s: it holds %,d readings and should hold %,d%s"
              .formatted(
                  file.path(),
                  read < file.readings() ? "cut" : "too long",
                  read,
                  file.readings(),
                  ArchivedFile.REMEDY));
    }
    return false;
  }

  private boolean nextOfAll(DecodedReading into) throws IOException {
    try {
      return reader.next(into);
    } catch (IOException e) {
      throw damaged("is damaged after %,d readings: %s".formatted(read, e.getMessage()), e);
    }
  }

  private IOException damaged(String what, IOException e) {
    IOException damaged = new IOException(file.path() + " " + what + ArchivedFile.REMEDY);
    // No cause: people are told the last one of a chain, and that does not know the file.
    damaged.addSuppressed(e);
    return damaged;
  }

  private boolean isDeviceWanted(DecodedReading reading) {
    byte[] buffer = reading.deviceIdBuffer();
    int from = reading.deviceIdOffset();
    int until = from + reading.deviceIdLength();
    if (!Arrays.equals(buffer, from, until, device, 0, device.length)) {
      device = Arrays.copyOfRange(buffer, from, until);
      wanted = selection.hasDevice(reading.deviceId());
    }
    return wanted;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
