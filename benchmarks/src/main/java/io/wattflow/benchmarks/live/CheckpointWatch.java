package io.wattflow.benchmarks.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Watches a folder of checkpoints. Flink keeps the newest one only, so it must be looked at more
 * often than checkpoints are made.
 */
public final class CheckpointWatch {
  private static final Pattern NAME = Pattern.compile("chk-(\\d+)");
  private static final String METADATA = "_metadata";

  private final Path folder;
  private final SortedMap<Long, Long> completedMillis = new TreeMap<>();
  private long newestBytes;

  /** Of a job that has {@code --checkpointDir} set to this folder; it need not exist yet. */
  public CheckpointWatch(Path folder) {
    this.folder = folder;
  }

  /** Looks once. */
  public void look() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    // <folder>/<job id>/chk-<n>/_metadata
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path path : files.toList()) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        if (name.matches() && Files.exists(path.resolve(METADATA))) {
          take(Long.parseLong(name.group(1)), path);
        }
      }
    } catch (UncheckedIOException | NoSuchFileException e) {
      return; // an old one was deleted meanwhile: the next look will do
    }
  }

  private void take(long number, Path path) throws IOException {
    if (completedMillis.containsKey(number)) {
      return;
    }
    long millis = Files.getLastModifiedTime(path.resolve(METADATA)).toMillis();
    long bytes = 0;
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    completedMillis.put(number, millis);
    if (completedMillis.lastKey() == number) {
      newestBytes = bytes;
    }
  }

  /** How many have been completed. */
  public int completed() {
    return completedMillis.size();
  }

  /** Size of the newest one. */
  public long newestBytes() {
    return newestBytes;
  }

  /** The longest time between two completions; empty before the second one. */
  public OptionalDouble longestGapSeconds() {
    double longest = Double.NaN;
    long before = Long.MIN_VALUE;
    for (long millis : completedMillis.values()) {
      if (before != Long.MIN_VALUE) {
        double gap = (millis - before) / 1e3;
        longest = Double.isNaN(longest) ? gap : Math.max(longest, gap);
      }
      before = millis;
    }
    return Double.isNaN(longest) ? OptionalDouble.empty() : OptionalDouble.of(longest);
  }
}
