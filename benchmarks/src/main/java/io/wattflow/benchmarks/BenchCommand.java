package io.wattflow.benchmarks;

import io.wattflow.benchmarks.analytics.AnalyticsBenchmark;
import io.wattflow.benchmarks.backfill.BackfillBenchmark;
import io.wattflow.benchmarks.cardinality.CardinalityBenchmark;
import io.wattflow.benchmarks.endtoend.EndToEndCommand;
import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.benchmarks.ingestion.IngestionBenchmark;
import io.wattflow.benchmarks.latency.LatencyCommand;
import io.wattflow.benchmarks.live.LiveCommand;
import io.wattflow.benchmarks.micro.MicroCommand;
import io.wattflow.benchmarks.recovery.RecoveryCommand;
import io.wattflow.benchmarks.retention.RetentionBenchmark;
import io.wattflow.benchmarks.stream.StreamBenchmark;
import io.wattflow.platform.PlatformException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * {@code bin/wattflow bench}. Exit codes: 0 done, 1 it could not be measured (one line says why), 2
 * the command line is wrong, 130 interrupted.
 */
@Command(
    name = "bench",
    description = {
      "Measure Wattflow on this machine, beside its peers.",
      "Every benchmark brings its own parts on free ports of 127.0.0.1, checks that what it"
          + " measures is right, prints a table, writes it as JSON, and leaves nothing behind."
    },
    synopsisSubcommandLabel = "<benchmark>",
    commandListHeading = "%nBenchmarks:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Begin with `wattflow bench stream --readings=2000000 --rounds=1`: a few minutes.",
      "`wattflow bench <benchmark> --help` tells what it does and its options.",
      "WATTFLOW_BENCH_HEAP=4g sets the heap of the benchmark itself, not of what it measures."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      StreamBenchmark.class,
      CardinalityBenchmark.class,
      EndToEndCommand.class,
      LiveCommand.class,
      LatencyCommand.class,
      RecoveryCommand.class,
      IngestionBenchmark.class,
      AnalyticsBenchmark.class,
      BackfillBenchmark.class,
      RetentionBenchmark.class,
      MicroCommand.class,
      HelpCommand.class,
    })
public final class BenchCommand {
  /** Set to see the stack traces behind the lines. */
  private static final boolean TRACES = System.getenv("WATTFLOW_TRACES") != null;

  private static final int INTERRUPTED = 130;

  private BenchCommand() {}

  public static void main(String[] args) {
    System.exit(
        run(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            args));
  }

  /** Runs one command line and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new BenchCommand());
    line.setCommandName("wattflow bench");
    line.setOut(out);
    line.setErr(err);
    line.setUsageHelpWidth(100);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(BenchCommand::wrongCommandLine);
    line.setExecutionExceptionHandler(BenchCommand::failure);
    if (args.length == 0) {
      line.usage(out);
      return ExitCode.USAGE;
    }
    return line.execute(args);
  }

  private static int wrongCommandLine(ParameterException error, String... args) {
    CommandLine line = error.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    line.getErr().println(name + ": " + firstLine(error) + " (see " + name + " --help)");
    return ExitCode.USAGE;
  }

  private static int failure(Exception error, CommandLine line, ParseResult parsed)
      throws Exception {
    if (TRACES) {
      error.printStackTrace(line.getErr());
    }
    String name = line.getCommandSpec().qualifiedName();
    if (error instanceof InterruptedException) {
      line.getErr().println(name + ": interrupted");
      return INTERRUPTED;
    }
    if (error instanceof BenchException
        || error instanceof PlatformException
        || error instanceof IOException) {
      line.getErr().println(name + ": " + firstLine(error));
      return ExitCode.SOFTWARE;
    }
    // Nothing that we know of: a fault of ours, and the trace is what we need to mend it.
    throw error;
  }

  private static String firstLine(Exception error) {
    String message = String.valueOf(error.getMessage());
    return message.lines().findFirst().orElse(error.getClass().getSimpleName());
  }
}
