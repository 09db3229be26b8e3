package io.wattflow.cli;

import io.wattflow.platform.PlatformException;
import io.wattflow.sql.MigrationException;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import redis.clients.jedis.exceptions.JedisException;

/** Every error is one line: the command, what is wrong, and what to do. */
final class ErrorLines {
  /** Set to see the stack traces behind the lines. */
  private static final boolean TRACES = System.getenv("WATTFLOW_TRACES") != null;

  private ErrorLines() {}

  static int wrongCommandLine(ParameterException error, String... args) {
    CommandLine line = error.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    line.getErr().println(name + ": " + firstLine(error) + " (see " + name + " --help)");
    return ExitCode.USAGE;
  }

  static int failure(Exception error, CommandLine line, ParseResult parsed) throws Exception {
    if (TRACES) {
      error.printStackTrace(line.getErr());
    }
    String name = line.getCommandSpec().qualifiedName();
    if (error instanceof InterruptedException) {
      line.getErr().println(name + ": interrupted");
      return 130;
    }
    if (error instanceof CommandFailedException
        || error instanceof PlatformException
        || error instanceof MigrationException
        || error instanceof IOException
        || error instanceof SQLException
        || error instanceof KafkaException
        || error instanceof JedisException) {
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
