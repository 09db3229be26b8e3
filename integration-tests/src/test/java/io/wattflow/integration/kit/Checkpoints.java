package io.wattflow.integration.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/**
 * The folder of a stream's checkpoints: {@code <job id>/chk-<n>/_metadata} for each complete one.
 */
public final class Checkpoints {
  private static final String PREFIX = "chk-";

  private final Path folder;

  Checkpoints(Path folder) {
    this.folder = folder;
  }

  /** The folder; it may not exist yet. */
  public Path folder() {
    return folder;
  }

  /** The number of the newest complete one, of all jobs; empty if there is none. */
  public OptionalLong newest() {
    if (!Files.isDirectory(folder)) {
      return OptionalLong.empty();
    }
    try (Stream<Path> found =
        Files.find(folder, 2, (path, a) -> Files.exists(path.resolve("_metadata")))) {
      return found
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> name.startsWith(PREFIX))
          .mapToLong(name -> Long.parseLong(name.substring(PREFIX.length())))
          .max();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return OptionalLong.empty(); // an older one was removed under our eyes
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for a checkpoint that has begun after this call. The next one to complete may have begun
   * before, so it takes two.
   *
   * @return its number
   */
  long awaitNext(ConditionFactory waiting) {
    long wanted = newest().orElse(0) + 2;
    waiting.until(() -> newest().orElse(0) >= wanted);
    return wanted;
  }

  /** Removes all, as a disk does that is lost. */
  public void delete() throws IOException {
    Folders.remove(folder);
  }
}
