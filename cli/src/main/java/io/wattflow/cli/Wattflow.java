package io.wattflow.cli;

import io.wattflow.cli.replay.ReplayCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The command line. Exit codes: 0 done, 1 it failed (one line on the error stream says why), 2 the
 * command line is wrong (one line names the option), 130 interrupted.
 */
@Command(
    name = "wattflow",
    description = "Exact, always-correctable rollups of smart-home energy telemetry.",
    synopsisSubcommandLabel = "<command>",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Begin with `wattflow demo`: the whole path on real parts, checked row by row.",
      "`wattflow <command> --help` tells the options of a command."
    },
    versionProvider = VersionProvider.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      DemoCommand.class,
      SimulateCommand.class,
      ReplayCommand.class,
      UpCommand.class,
      StatusCommand.class,
      MigrateCommand.class,
      ReportCommand.class,
      DownCommand.class,
      HelpCommand.class,
    })
public final class Wattflow {
  private Wattflow() {}

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, args));
  }

  /** Runs one command line and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Wattflow());
    LauncherEntries.addTo(line);
    line.setOut(out);
    line.setErr(err);
    line.registerConverter(java.time.Duration.class, new DurationConverter());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler(ErrorLines::wrongCommandLine);
    line.setExecutionExceptionHandler(ErrorLines::failure);
    if (args.length == 0) {
      line.usage(out);
      return CommandLine.ExitCode.USAGE;
    }
    return line.execute(args);
  }
}
