package io.wattflow.cli.replay;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.cli.WrongOption;
import io.wattflow.cli.console.Console;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the dead letters are. */
final class SourceOptions {
  @Option(
      names = {"--bootstrapServers", "--bootstrap-servers"},
      paramLabel = "<host:port,...>",
      defaultValue = "127.0.0.1:9092",
      description = "Kafka brokers. Default: ${DEFAULT-VALUE}")
  private String bootstrapServers = "127.0.0.1:9092";

  @Option(
      names = {"--deadLetterTopic", "--dead-letter-topic"},
      paramLabel = "<name>",
      defaultValue = "telemetry-dead-letters",
      description =
          "What was replayed is remembered in the topic <name>-replayed. Default: ${DEFAULT-VALUE}")
  private String deadLetterTopic = "telemetry-dead-letters";

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec mixee;

  /** Checks the options, and prepares to ask Kafka; the caller closes it. */
  Kafka kafka() throws CommandFailedException {
    WrongOption.requireBrokers(mixee, "--bootstrapServers", bootstrapServers);
    WrongOption.requireTopic(mixee, "--deadLetterTopic", deadLetterTopic);
    return Kafka.at(bootstrapServers);
  }

  /** Looks for the letters; how far they are read is shown on the error stream. */
  DeadLetters letters(Kafka kafka) throws CommandFailedException, InterruptedException {
    PrintWriter err = Objects.requireNonNull(mixee).commandLine().getErr();
    return DeadLetters.open(kafka, deadLetterTopic, new Console(err, System.console() != null));
  }
}
