package io.wattflow.platform;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder with everything in it. */
public final class FolderTree {
  private FolderTree() {}

  /**
   * Deletes it; harmless if it is not there. Links are deleted, not followed, and a file that goes
   * meanwhile is none the worse for it: who was just ended may still clean up.
   *
   * @throws IOException if something in it cannot be deleted, or a process still writes to it
   */
  public static void delete(Path folder) throws IOException {
    Files.walkFileTree(folder, new Deletion());
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      try {
        Files.deleteIfExists(directory);
      } catch (DirectoryNotEmptyException e) {
        // A process that was killed a moment ago has written once more.
        throw new IOException(directory + " is still being written to", e);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
