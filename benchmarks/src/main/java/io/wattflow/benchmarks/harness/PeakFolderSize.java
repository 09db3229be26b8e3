package io.wattflow.benchmarks.harness;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * The most bytes that the files of a folder took together, looked at twice a second. Thread-safe.
 */
public final class PeakFolderSize implements AutoCloseable {
  private static final long POLL_MILLIS = 500;

  private final Path folder;
  private final Thread thread = new Thread(this::watch, "folder-size");
  private volatile long bytes;

  private PeakFolderSize(Path folder) {
    this.folder = folder;
    thread.setDaemon(true);
  }

  /** Watches an existing folder until it is closed. */
  public static PeakFolderSize of(Path folder) {
    PeakFolderSize size = new PeakFolderSize(folder);
    size.thread.start();
    return size;
  }

  private void watch() {
    try {
      while (!Thread.interrupted()) {
        bytes = Math.max(bytes, now(folder));
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } catch (IOException e) {
      System.err.println("the size of " + folder + " is no longer watched: " + e);
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** In bytes, so far. */
  public long bytes() {
    return bytes;
  }

  /**
   * The bytes of the files of a folder that are there now; 0 if it does not exist.
   *
   * @throws IOException if it cannot be read
   */
  static long now(Path folder) throws IOException {
    Sum sum = new Sum();
    Files.walkFileTree(folder, sum);
    return sum.bytes;
  }

  /** Adds up the files that are still there when it comes to them. */
  private static final class Sum extends SimpleFileVisitor<Path> {
    private long bytes;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += attributes.size();
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  /** Ends the watch. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
