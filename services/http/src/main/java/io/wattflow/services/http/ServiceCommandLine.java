package io.wattflow.services.http;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * How the commands of a service end: with one line for what a user can mend, and with a trace for a
 * fault of ours. {@code WATTFLOW_TRACES} in the environment adds the trace to the former too.
 */
public final class ServiceCommandLine {
  private static final boolean TRACES = System.getenv("WATTFLOW_TRACES") != null;
  private static final int WIDTH = 100;

  private ServiceCommandLine() {}

  /**
   * Prepares a command.
   *
   * @param command annotated for picocli
   * @param known failures that a user can mend; the message of each says how
   */
  public static CommandLine of(
      Object command, PrintWriter out, PrintWriter err, Set<Class<? extends Exception>> known) {
    return new CommandLine(command)
        .setOut(out)
        .setErr(err)
        .setUsageHelpWidth(WIDTH)
        .registerConverter(Duration.class, new DurationConverter())
        .setParameterExceptionHandler(ServiceCommandLine::wrongCommandLine)
        .setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, line, known));
  }

  /** Runs one command line and returns its exit code. */
  @FunctionalInterface
  public interface Run {
    int run(PrintWriter out, PrintWriter err, String... args);
  }

  /** Runs a command line on the standard streams, and ends the process with its exit code. */
  public static void main(Run command, String... args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(command.run(out, err, args));
  }

  /** Runs a command that only has subcommands; without one it shows what there is. */
  public static int runGroup(CommandLine line, String... args) {
    if (args.length == 0) {
      line.usage(line.getOut());
      return ExitCode.USAGE;
    }
    return line.execute(args);
  }

  /** Ends the command unless a rule holds; the error names the option. */
  public static void require(CommandSpec command, String option, boolean holds, String rule) {
    if (!holds) {
      throw wrong(command, option, rule);
    }
  }

  /** An option whose value cannot be used, and what it has to be. */
  public static ParameterException wrong(CommandSpec command, String option, String rule) {
    return new ParameterException(
        command.commandLine(), "Invalid value for option '" + option + "': " + rule);
  }

  private static int wrongCommandLine(ParameterException error, String... args) {
    CommandLine line = error.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    line.getErr().println(name + ": " + firstLine(error) + " (see " + name + " --help)");
    return ExitCode.USAGE;
  }

  private static int failed(
      Exception failure, CommandLine line, Set<Class<? extends Exception>> known) throws Exception {
    if (TRACES) {
      failure.printStackTrace(line.getErr());
    }
    if (known.stream().noneMatch(kind -> kind.isInstance(failure))) {
      // Nothing that we know of: a fault of ours, and the trace is what we need to mend it.
      throw failure;
    }
    line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + firstLine(failure));
    return ExitCode.SOFTWARE;
  }

  private static String firstLine(Exception error) {
    String message = String.valueOf(error.getMessage());
    return message.lines().findFirst().orElse(error.getClass().getSimpleName());
  }
}
