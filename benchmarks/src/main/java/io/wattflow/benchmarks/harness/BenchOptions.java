package io.wattflow.benchmarks.harness;

import io.wattflow.platform.PlatformConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that all benchmarks have; to be mixed in. */
public final class BenchOptions {
  private static final int PARTS = 3;
  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--rounds",
      paramLabel = "<n>",
      defaultValue = "3",
      description = "Counted rounds of each subject. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(
      names = "--out",
      paramLabel = "<path>",
      description =
          "Where the results go as JSON: a file ending in .json, or a folder. Default:"
              + " .wattflow/bench/results.")
  private Optional<Path> out = Optional.empty();

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

  private final List<String> notes = new ArrayList<>();

  /**
   * Counted rounds.
   *
   * @throws BenchException if below 1
   */
  public int rounds() {
    if (rounds < 1) {
      throw new BenchException("--rounds must be at least 1: " + rounds);
    }
    return rounds;
  }

  /**
   * Checks that the machine is quiet, has the room, and that the ports asked for are free.
   *
   * @param diskBytes that the benchmark will need at most
   * @param memoryBytes that all its processes together will need at most
   * @throws BenchException if it is not or has not
   */
  public void requireConditions(long diskBytes, long memoryBytes) throws InterruptedException {
    requireFreePorts();
    Conditions.require(
            force,
            Bench.projectRoot().resolve(".wattflow").resolve("bench"),
            diskBytes,
            memoryBytes)
        .ifPresent(notes::add);
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

  /** Adds something that a reader of the report has to know. */
  public void note(String note) {
    notes.add(note);
  }

  /**
   * Prints the report and writes it as JSON.
   *
   * @param workload what was measured, by name
   * @throws IOException if the file cannot be written
   */
  public BenchReport report(
      String benchmark,
      Map<String, String> workload,
      List<SubjectResult> results,
      PrintStream output)
      throws IOException {
    Path home = Bench.projectRoot();
    BenchReport report = BenchReport.of(benchmark, home, workload, notes, results);
    report.printTable(output);
    Path file =
        report.writeJson(out.orElse(home.resolve(".wattflow").resolve("bench").resolve("results")));
    output.println("written: " + file);
    return report;
  }
}
