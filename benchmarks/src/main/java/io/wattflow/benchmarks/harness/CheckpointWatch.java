package io.wattflow.benchmarks.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches a folder of Flink checkpoints from outside: when each was completed, how long it took
 * from the making of its folder to that of its metadata (to within {@value #POLL_MILLIS} ms), and
 * how many bytes it left on disk, shared files included. Flink keeps the newest one only, so a
 * thread looks more often than checkpoints are made.
 *
 * <p>Thread-safe.
 */
public final class CheckpointWatch implements AutoCloseable {
  private static final int POLL_MILLIS = 100;
  private static final String METADATA = "_metadata";

  /** Where incremental checkpoints keep what they have in common, beside their own folders. */
  private static final String SHARED = "shared";

  private final Path folder;
  private final Thread thread = new Thread(this::watch, "checkpoint-watch");
  private final Map<Path, Long> begunNanos = new HashMap<>();
  private final Map<Path, Completion> completions = new HashMap<>();
  private @Nullable Completion newest;
  private long mostBytes;

  private record Completion(Instant time, double seconds, long bytes) {}

  CheckpointWatch(Path folder) {
    this.folder = folder;
    thread.setDaemon(true);
  }

  /**
   * Watches until it is closed.
   *
   * @param folder of the checkpoints of one job; it need not exist yet
   */
  public static CheckpointWatch of(Path folder) {
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

  /** Looks once. */
  synchronized void look() {
    // <folder>/<job id>/chk-<n>
    try (Stream<Path> found =
        Files.find(folder, 2, (path, a) -> String.valueOf(path.getFileName()).startsWith("chk-"))) {
      for (Path checkpoint : found.toList()) {
        take(checkpoint);
      }
    } catch (IOException | UncheckedIOException e) {
      // Not there yet, or deleted meanwhile: the next look will do.
    }
  }

  private void take(Path checkpoint) throws IOException {
    if (completions.containsKey(checkpoint)) {
      return;
    }
    long now = System.nanoTime();
    long begun = begunNanos.computeIfAbsent(checkpoint, first -> now);
    Path metadata = checkpoint.resolve(METADATA);
    if (!Files.exists(metadata)) {
      return;
    }
    Completion completion =
        new Completion(
            Files.getLastModifiedTime(metadata).toInstant(),
            (now - begun) / 1e9,
            PeakFolderSize.now(checkpoint) + PeakFolderSize.now(checkpoint.resolveSibling(SHARED)));
    completions.put(checkpoint, completion);
    if (newest == null || completion.time().isAfter(newest.time())) {
      newest = completion;
    }
    mostBytes = Math.max(mostBytes, completion.bytes());
  }

  /** How many have been completed. */
  public synchronized int completed() {
    return completions.size();
  }

  /** Size of the newest one in bytes; 0 if there is none. */
  public synchronized long newestBytes() {
    return newest == null ? 0 : newest.bytes();
  }

  /** When the newest one was completed; empty if there is none. */
  public synchronized Optional<Instant> newestTime() {
    return Optional.ofNullable(newest).map(Completion::time);
  }

  /**
   * The longest time in which none was completed, in seconds: before the first one and after the
   * last one too, and all of it if there is none.
   *
   * @param from begin of the time that is looked at
   * @param until its end
   */
  public synchronized double longestGapSeconds(Instant from, Instant until) {
    long end = until.toEpochMilli();
    long before = from.toEpochMilli();
    long longest = 0;
    for (long millis :
        completions.values().stream().mapToLong(c -> c.time().toEpochMilli()).sorted().toArray()) {
      if (millis > before && millis < end) {
        longest = Math.max(longest, millis - before);
        before = millis;
      }
    }
    return Math.max(longest, end - before) / 1e3;
  }

  /** Looks once more, and adds what was seen to a report, if any checkpoint was completed. */
  public synchronized void addTo(Map<String, Double> figures) {
    look();
    if (newest == null) {
      return;
    }
    figures.put("checkpoints", (double) completed());
    figures.put("largest checkpoint MB", mostBytes / 1e6);
    figures.put("last checkpoint MB", newest.bytes() / 1e6);
    figures.put(
        "longest checkpoint s",
        completions.values().stream().mapToDouble(Completion::seconds).max().orElse(0));
  }

  /** Ends the watch; what was seen can still be asked for. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
