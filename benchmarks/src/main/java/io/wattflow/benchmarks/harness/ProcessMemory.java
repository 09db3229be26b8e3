package io.wattflow.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The memory of a process, as the system tells. */
public enum ProcessMemory {
  /** In use now. */
  RESIDENT("VmRSS:"),
  /** The most that was in use. */
  MOST_RESIDENT("VmHWM:");

  private final String field;

  ProcessMemory(String field) {
    this.field = field;
  }

  /** In bytes; 0 where the system does not tell, and if there is no such process. */
  public long bytes(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
