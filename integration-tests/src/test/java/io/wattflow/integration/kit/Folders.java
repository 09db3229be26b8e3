package io.wattflow.integration.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders and files of a scenario. */
final class Folders {
  private Folders() {}

  /** Removes a folder with all that is in it; nothing happens if it is not there. */
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }

  /** The last lines of a file; none if it is not there. */
  static List<String> tail(Path file, int lines) {
    try {
      // Whatever bytes a process prints.
      List<String> all =
          Files.exists(file)
              ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()
              : List.of();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      return List.of("(unreadable: " + e.getMessage() + ")");
    }
  }
}
