package io.wattflow.cli.demo;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The folder in which a demo lives. */
final class DemoFolder {
  private DemoFolder() {}

  /** Makes it, without what an earlier demo left in it. */
  static void empty(Path folder) throws IOException {
    remove(folder);
    Files.createDirectories(folder);
  }

  /** Removes it with everything in it; harmless if it is not there. Links are not followed. */
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
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
        });
  }
}
