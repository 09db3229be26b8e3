package io.wattflow.benchmarks.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What has to hold before a benchmark starts. Each check is one line for the user when it fails:
 * what is wrong, and the remedy.
 */
public final class Conditions {
  /** Processor time of others, as a part of one core, from which on figures would lie. */
  public static final double MOST_OTHER_LOAD = 0.25;

  private Conditions() {}

  /**
   * Checks load, disk and memory.
   *
   * @param force whether another load on the machine is to be put up with
   * @param folder on the disk that will be written to
   * @param diskBytes that will be needed at most
   * @param memoryBytes that all processes together will need at most
   * @return a note for the report if there is another load and it is put up with
   * @throws BenchException if something does not hold
   */
  public static Optional<String> require(
      boolean force, Path folder, long diskBytes, long memoryBytes) throws InterruptedException {
    requireDisk(folder, diskBytes);
    requireMemory(memoryBytes);
    return requireQuiet(force);
  }

  /**
   * Checks that nobody listens on a port of 127.0.0.1.
   *
   * @param option that gave the port, such as {@code --port}
   * @throws BenchException if somebody does
   */
  public static void requireFreePort(String option, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new BenchException(
          option + ": port " + port + " is in use: stop what uses it or choose another port", e);
    }
  }

  /**
   * Checks the room on a disk.
   *
   * @throws BenchException if less than {@code bytes} are free, or the folder cannot be made
   */
  public static void requireDisk(Path folder, long bytes) {
    try {
      Files.createDirectories(folder);
      long free = Files.getFileStore(folder).getUsableSpace();
      if (free < bytes) {
        throw new BenchException(
            "only %,d MB are free for %s and %,d MB are needed: free some or run fewer readings"
                .formatted(free >> 20, folder, bytes >> 20));
      }
    } catch (IOException e) {
      throw new BenchException("folder " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Checks the memory that is available without pushing others out; passes where the system does
   * not tell.
   *
   * @throws BenchException if it is less than {@code bytes}
   */
  public static void requireMemory(long bytes) {
    long free = Machine.memoryMegabytes("MemAvailable").orElse(Long.MAX_VALUE);
    if (free < bytes >> 20) {
      throw new BenchException(
          "only %,d MB of memory are available and %,d MB are needed: stop something, or give a smaller heap or fewer readings"
              .formatted(free, bytes >> 20));
    }
  }

  /**
   * Watches the machine for two seconds.
   *
   * @param force whether another load is to be put up with
   * @return a note for the report if there is one and it is put up with
   * @throws BenchException if there is one and it is not
   */
  public static Optional<String> requireQuiet(boolean force) throws InterruptedException {
    Optional<OtherLoad> load = OtherLoad.watch();
    if (load.isEmpty() || load.get().cores() <= MOST_OTHER_LOAD) {
      return Optional.empty();
    }
    String what =
        String.format(
            Locale.ROOT,
            "another load is on the machine, %.1f cores, most of it %s",
            load.get().cores(),
            load.get().busiest());
    if (!force) {
      throw new BenchException(what + ": wait for it, or measure anyway with --force");
    }
    return Optional.of(what);
  }
}
