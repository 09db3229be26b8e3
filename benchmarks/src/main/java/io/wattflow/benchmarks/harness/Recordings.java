package io.wattflow.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where recordings of Java Flight Recorder go.
 *
 * @param folder of the files; nothing is recorded if it is empty
 */
public record Recordings(Optional<Path> folder) {
  /** Of nothing. */
  public static final Recordings NONE = new Recordings(Optional.empty());

  /**
   * Options for a JVM that is to be recorded; it writes the file when it ends.
   *
   * @param name of the file, without its ending
   * @throws IOException if the folder cannot be made
   */
  public List<String> javaOptions(String name) throws IOException {
    if (folder.isEmpty()) {
      return List.of();
    }
    Files.createDirectories(folder.get());
    return List.of(
        "-XX:StartFlightRecording=settings=profile,filename="
            + folder.get().resolve(name + ".jfr").toAbsolutePath());
  }
}
