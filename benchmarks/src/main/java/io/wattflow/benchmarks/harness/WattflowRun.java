package io.wattflow.benchmarks.harness;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A command of {@code bin/wattflow}, as users run it. */
public final class WattflowRun {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private WattflowRun() {}

  /**
   * Runs a command on the ClickHouse of a bench to its end; it ends with this JVM at the latest.
   *
   * @param database that the command is to use
   * @param command its name and other options
   * @param output where its lines go, those of errors too
   * @param timeout after which it is ended
   * @return its exit code; empty if the time was over
   */
  public static OptionalInt run(
      Bench bench, String database, List<String> command, Redirect output, Duration timeout)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(bench.home().resolve("bin").resolve("wattflow").toString());
    line.addAll(command);
    line.add("--clickhouseUrl=" + bench.platform().clickHouseUrl());
    line.add("--clickhouseDatabase=" + database);
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output);
    builder.environment().put("WATTFLOW_NO_BUILD", "1");
    Process process = builder.start();
    try (OwnedProcess owned = new OwnedProcess(process, PATIENCE)) {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)
          ? OptionalInt.of(process.exitValue())
          : OptionalInt.empty();
    }
  }
}
