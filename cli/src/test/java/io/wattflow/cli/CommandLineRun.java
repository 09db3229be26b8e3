package io.wattflow.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A command line that was run in this process.
 *
 * @param exitCode as of the process
 * @param out what it printed
 * @param err what it printed on the error stream
 */
public record CommandLineRun(int exitCode, String out, String err) {
  /** Runs one to its end. */
  public static CommandLineRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Wattflow.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }
}
