package io.wattflow.sql.bi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** Files of the project that people read, and tests with them. */
final class ProjectFile {
  private static final Path HOME =
      Path.of(Objects.requireNonNull(System.getProperty("wattflow.home"), "wattflow.home"));

  private ProjectFile() {}

  /** The text of a file, by its path from the project's root. */
  static String read(String path) {
    try {
      return Files.readString(HOME.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Paths of README and of the pages below docs. */
  static Stream<String> pages() {
    try (Stream<Path> files = Files.walk(HOME.resolve("docs"))) {
      return Stream.concat(
          Stream.of("README.md"),
          files
              .map(file -> HOME.relativize(file).toString())
              .filter(path -> path.endsWith(".md"))
              .sorted()
              .toList()
              .stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
