package io.wattflow.benchmarks.harness;

import io.wattflow.platform.PlatformConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of where a benchmark runs; to be mixed in. */
public final class PlaceOptions {
  private static final int PARTS = 3;
  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--force",
      description = "Measure although another load is on the machine; the report says so.")
  private boolean force;

  @Option(
      names = "--ports",
      split = ",",
      paramLabel = "<kafka,clickhouse,redis>",
      description =
          "Ports on 127.0.0.1, for whoever wants to look in while it runs. Default: free ones.")
  private List<Integer> ports = new ArrayList<>();

  /**
   * Checks that the machine is quiet, has the room, and that the ports asked for are free.
   *
   * @param diskBytes that the benchmark will need at most
   * @param memoryBytes that all its processes together will need at most
   * @return what a reader of the results has to know; empty if all is well
   * @throws BenchException if it is not or has not
   */
  public Optional<String> requireConditions(long diskBytes, long memoryBytes)
      throws InterruptedException {
    requireFreePorts();
    return Conditions.require(
        force, Bench.projectRoot().resolve(".wattflow").resolve("bench"), diskBytes, memoryBytes);
  }

  private void requireFreePorts() {
    if (!ports.isEmpty() && ports.size() != PARTS) {
      throw new BenchException("--ports takes three ports: kafka,clickhouse,redis");
    }
    for (int port : ports) {
      if (port < 1 || port > MAX_PORT) {
        throw new BenchException("--ports: " + port + " is no port; write 1 to " + MAX_PORT);
      }
      Conditions.requireFreePort("--ports", port);
    }
  }

  /**
   * The workspace of the benchmark, with 1 GB for Kafka and 4 GB for ClickHouse, if they are asked
   * for.
   *
   * @throws IOException if its folder cannot be made
   */
  public Bench openBench() throws IOException {
    return Bench.open(
        config -> {
          PlatformConfig sized = config.withMemory("1g", "4g");
          return ports.isEmpty()
              ? sized
              : sized.withPorts(ports.get(0), ports.get(1), ports.get(2));
        });
  }
}
