package io.wattflow.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * Help entry of {@code bench}. {@code bin/wattflow} starts the benchmarks itself, since they need a
 * class path of their own, which is built when somebody asks for it.
 */
@Command(
    name = "bench",
    description = {
      "Measure Wattflow on this machine, beside its peers.",
      "`bin/wattflow bench --help` tells the benchmarks."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Unmatched private final List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws CommandFailedException {
    throw new CommandFailedException(
        "start it with bin/wattflow bench %s".formatted(String.join(" ", arguments)).strip());
  }
}
