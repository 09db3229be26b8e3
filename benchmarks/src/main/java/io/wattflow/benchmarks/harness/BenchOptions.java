package io.wattflow.benchmarks.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that all benchmarks have; to be mixed in. */
public final class BenchOptions {
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

  @Mixin private PlaceOptions place = new PlaceOptions();

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
    place.requireConditions(diskBytes, memoryBytes).ifPresent(notes::add);
  }

  /**
   * The workspace of the benchmark.
   *
   * @throws IOException if its folder cannot be made
   * @see PlaceOptions#openBench
   */
  public Bench openBench() throws IOException {
    return place.openBench();
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
