package io.wattflow.pipelines.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What an archive does to files and folders, so that it outlasts a power cut. The bytes of a file
 * are safe once the file is forced to the disk, and its name only once its folder is.
 */
class Disk {
  /** Makes a folder and those above it. All of them are safe afterwards. */
  void createFolders(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath();
    Path parent = absolute.getParent();
    if (parent == null || Files.isDirectory(absolute)) {
      return;
    }
    createFolders(parent);
    Files.createDirectories(absolute);
    force(parent);
  }

  /** Writes a file, which must not be there. Its bytes are safe afterwards. */
  void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writeAll(channel, bytes);
      channel.force(true);
    }
  }

  /** Writes all of them: a channel may take fewer than it is given. */
  static void writeAll(WritableByteChannel channel, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  /** Moves a file in one step. Where it is found after a power cut nobody knows yet. */
  void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes a file if it is there. */
  void remove(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /** Makes safe which files a folder has. */
  void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
