package io.wattflow.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a benchmark ran on.
 *
 * @param cpu model name, "unknown" where the system does not tell
 * @param cores processors that the JVM sees
 * @param memoryMegabytes of the machine; 0 where the system does not tell
 * @param system name and version of the kernel
 * @param java name and version of the JVM
 */
public record Machine(String cpu, int cores, long memoryMegabytes, String system, String java) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Path MEMORY_INFO = Path.of("/proc/meminfo");

  /** This machine. */
  public static Machine here() {
    return new Machine(
        field(CPU_INFO, "model name").orElse("unknown"),
        Runtime.getRuntime().availableProcessors(),
        memoryMegabytes("MemTotal").orElse(0L),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  /** A line of /proc/meminfo such as MemAvailable, in MB. */
  static Optional<Long> memoryMegabytes(String field) {
    return field(MEMORY_INFO, field)
        .map(value -> Long.parseLong(value.replaceAll("[^0-9]", "")) >> 10);
  }

  private static Optional<String> field(Path file, String name) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty(); // not Linux
    }
  }

  @Override
  public String toString() {
    return "%s, %d cores, %,d MB, %s, %s".formatted(cpu, cores, memoryMegabytes, system, java);
  }
}
