package io.wattflow.platform;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where a build has put the parts' files below the project's root. */
final class Installation {
  private static final String BUILD = "run: mvn install -DskipTests";

  private Installation() {}

  /** The folder of the broker's jars. */
  static Path kafka(Path home) {
    Path folder = home.resolve(Path.of("platform", "kafka", "target", "lib"));
    if (!hasJar(folder, "kafka_2.13-")) {
      throw new PlatformException("Kafka", "its jars are not in " + folder, BUILD);
    }
    return folder;
  }

  /** The classpath of the HTTP front. */
  static String clickHouseFront(Path home) {
    Path target = home.resolve(Path.of("platform", "clickhouse", "target"));
    if (!hasJar(target, "wattflow-platform-clickhouse-")
        || !hasJar(target.resolve("lib"), "jna-")) {
      throw new PlatformException("ClickHouse", "its front is not in " + target, BUILD);
    }
    return target + "/*:" + target.resolve("lib") + "/*";
  }

  /** The engine, libchdb.so. */
  static Path clickHouseLibrary(Path home) {
    Path library =
        home.resolve(Path.of("node_modules", "@chdb", "lib-linux-x64-gnu", "libchdb.so"));
    if (!Files.isReadable(library)) {
      throw new PlatformException(
          "ClickHouse", "its engine is not at " + library, BUILD + " (needs Node.js with npm)");
    }
    return library;
  }

  private static boolean hasJar(Path folder, String prefix) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .anyMatch(name -> name.startsWith(prefix) && name.endsWith(".jar"));
    } catch (IOException e) {
      return false;
    }
  }

  /** Refuses a disk that is nearly full: parts that run out of space end in strange ways. */
  static void checkDisk(PlatformConfig config) {
    try {
      Files.createDirectories(config.folder());
      FileStore store = Files.getFileStore(config.folder());
      long free = store.getUsableSpace();
      if (free < config.minFreeBytes()) {
        throw new PlatformException(
            "Disk",
            "only " + (free >> 20) + " MB are free for " + config.folder(),
            "free at least " + (config.minFreeBytes() >> 20) + " MB or choose another folder");
      }
    } catch (IOException e) {
      throw new PlatformException(
          "Disk", "folder " + config.folder() + ": " + e.getMessage(), "choose another folder", e);
    }
  }
}
