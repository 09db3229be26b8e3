package io.wattflow.platform;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs on this machine. For the packages of this module. */
public final class Programs {
  private Programs() {}

  /** The first program of this name on the PATH. */
  static Optional<Path> find(String name) {
    String path = System.getenv("PATH");
    return Stream.of(path == null ? new String[0] : path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .filter(program -> !Files.isDirectory(program))
        .findFirst();
  }

  /** The Java that runs this process, with the options that come first. */
  public static List<String> java(String... options) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return Stream.concat(Stream.of(java.toString()), Stream.of(options)).toList();
  }
}
