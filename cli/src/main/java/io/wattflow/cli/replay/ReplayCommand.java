package io.wattflow.cli.replay;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wattflow replay}. */
@Command(
    name = "replay",
    description = {
      "Show dead letters, and send those that have become readings back to their topic.",
      "What is still refused stays where it is, and nothing is sent twice. docs/dead-letters.md"
          + " tells more."
    },
    synopsisSubcommandLabel = "<command>",
    commandListHeading = "%nCommands:%n",
    mixinStandardHelpOptions = true,
    subcommands = {ListCommand.class, ShowCommand.class, RunCommand.class})
public final class ReplayCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(), "Missing command: list, show or run");
  }
}
