package io.wattflow.platform;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * What is known of the processes started to stay: a small file in the data folder. A process is
 * named by its id and its start time, because ids are used again.
 */
final class PlatformState {
  private static final String PART = "State";

  /** A start time is computed from the system's clock, which may have been set a little since. */
  private static final Duration CLOCK_SHIFT = Duration.ofSeconds(2);

  private final Path folder;

  PlatformState(PlatformConfig config) {
    this.folder = config.folder().resolve("state");
  }

  /**
   * A process started to stay.
   *
   * @param startedAt as the system tells it
   * @param folder of its data
   */
  record Started(long pid, Instant startedAt, int port, Path folder, Path log) {
    /** The process itself, if it still runs. */
    Optional<ProcessHandle> process() {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(process -> process.info().startInstant().orElse(Instant.EPOCH).equals(startedAt));
    }
  }

  /** Runs something that starts or stops parts while no other process does so. */
  <T> T exclusively(Supplier<T> action) {
    synchronized (PlatformState.class) {
      try {
        Files.createDirectories(folder);
        try (FileChannel channel =
                FileChannel.open(
                    folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          return action.get();
        }
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }

  Optional<Started> find(String part) {
    Properties all = read();
    String pid = all.getProperty(part + ".pid");
    if (pid == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Started(
              Long.parseLong(pid),
              Instant.parse(all.getProperty(part + ".started", "")),
              Integer.parseInt(all.getProperty(part + ".port", "")),
              Path.of(all.getProperty(part + ".folder", "")),
              Path.of(all.getProperty(part + ".log", ""))));
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new PlatformException(
          PART, "file " + file() + " is damaged", "stop the parts by hand and delete it", e);
    }
  }

  synchronized void put(String part, Started started) {
    Properties all = read();
    all.setProperty(part + ".pid", Long.toString(started.pid()));
    all.setProperty(part + ".started", started.startedAt().toString());
    all.setProperty(part + ".port", Integer.toString(started.port()));
    all.setProperty(part + ".folder", started.folder().toString());
    all.setProperty(part + ".log", started.log().toString());
    write(all);
  }

  synchronized void remove(String part) {
    Properties all = read();
    all.stringPropertyNames().stream()
        .filter(key -> key.startsWith(part + "."))
        .forEach(all::remove);
    write(all);
  }

  private Path file() {
    return folder.resolve("platform.properties");
  }

  private Properties read() {
    Properties all = new Properties();
    if (Files.exists(file())) {
      try (Reader reader = Files.newBufferedReader(file(), StandardCharsets.UTF_8)) {
        all.load(reader);
      } catch (IOException e) {
        throw failed(e);
      }
    }
    return all;
  }

  private void write(Properties all) {
    try {
      Files.createDirectories(folder);
      Path partial = folder.resolve("platform.properties.partial");
      try (Writer writer = Files.newBufferedWriter(partial, StandardCharsets.UTF_8)) {
        all.store(writer, "Processes of the platform; written by up and down");
      }
      Files.move(partial, file(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private PlatformException failed(IOException e) {
    return new PlatformException(
        PART, "folder " + folder + ": " + e.getMessage(), "check that it can be written", e);
  }
}
