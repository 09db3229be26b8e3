package io.wattflow.benchmarks.stream;

import io.wattflow.benchmarks.harness.Bench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Watches a folder of Flink checkpoints from outside: how many were completed, how long each took
 * from the making of its folder to that of its metadata (to within {@value #POLL_MILLIS} ms), and
 * how many bytes it left on disk, shared files included.
 */
final class CheckpointWatch implements AutoCloseable {
  private static final int POLL_MILLIS = 100;
  private static final String METADATA = "_metadata";

  private final Path folder;
  private final Thread thread = new Thread(this::watch, "checkpoint-watch");
  private final Map<Path, Long> begunNanos = new HashMap<>();
  private final Map<Path, Double> seconds = new HashMap<>();
  private long mostBytes;
  private long lastBytes;

  private CheckpointWatch(Path folder) {
    this.folder = folder;
    thread.setDaemon(true);
  }

  /** Watches {@code folder}, which need not exist yet. */
  static CheckpointWatch of(Path folder) {
    CheckpointWatch watch = new CheckpointWatch(folder);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (!Thread.interrupted()) {
        look();
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private synchronized void look() {
    for (Path checkpoint : checkpoints()) {
      if (seconds.containsKey(checkpoint)) {
        continue;
      }
      long now = System.nanoTime();
      Long begun = begunNanos.putIfAbsent(checkpoint, now);
      if (Files.exists(checkpoint.resolve(METADATA))) {
        seconds.put(checkpoint, (now - (begun == null ? now : begun)) / 1e9);
        Path job = checkpoint.getParent();
        lastBytes = bytes(checkpoint) + (job == null ? 0 : bytes(job.resolve("shared")));
        mostBytes = Math.max(mostBytes, lastBytes);
      }
    }
  }

  private List<Path> checkpoints() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    // <folder>/<job id>/chk-<n>
    try (Stream<Path> found =
        Files.find(folder, 2, (path, a) -> String.valueOf(path.getFileName()).startsWith("chk-"))) {
      return found.sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of(); // deleted meanwhile
    }
  }

  private static long bytes(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(CheckpointWatch::size).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds what was seen, if any checkpoint was completed. */
  synchronized void addTo(Map<String, Double> figures) {
    look();
    if (seconds.isEmpty()) {
      return;
    }
    figures.put("checkpoints", (double) seconds.size());
    figures.put("largest checkpoint MB", mostBytes / 1e6);
    figures.put("last checkpoint MB", lastBytes / 1e6);
    figures.put(
        "longest checkpoint s",
        seconds.values().stream().mapToDouble(Double::doubleValue).max().orElse(0));
  }

  /** Ends the watch and deletes the checkpoints. */
  @Override
  public void close() throws IOException, InterruptedException {
    thread.interrupt();
    thread.join();
    Bench.deleteAll(folder);
  }
}
