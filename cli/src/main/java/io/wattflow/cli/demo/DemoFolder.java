package io.wattflow.cli.demo;

import io.wattflow.platform.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder in which a demo lives. */
final class DemoFolder {
  private DemoFolder() {}

  /** Makes it, without what an earlier demo left in it. */
  static void empty(Path folder) throws IOException {
    remove(folder);
    Files.createDirectories(folder);
  }

  /** Removes it with everything in it; harmless if it is not there. */
  static void remove(Path folder) throws IOException {
    FolderTree.delete(folder);
  }
}
