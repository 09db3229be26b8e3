package io.wattflow.integration.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Commands of {@code bin/wattflow} that users run beside a stream. */
public final class WattflowCommand {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private WattflowCommand() {}

  /**
   * Runs {@code bin/wattflow replay} on a scenario's dead letters, which must succeed.
   *
   * @param arguments behind {@code replay}
   */
  public static CommandRun replay(Scenario scenario, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(WattflowExtension.HOME.resolve("bin").resolve("wattflow").toString());
    command.add("replay");
    command.addAll(List.of(arguments));
    command.add("--bootstrapServers=" + scenario.platform().kafkaBootstrap());
    command.add("--deadLetterTopic=" + scenario.deadLetterTopic());
    CommandRun run = CommandRun.of(command, scenario.folder().resolve("replay.log"), LIMIT);
    scenario.say("replay %s:\n%s", List.of(arguments), String.join("\n", run.lines()));
    assertThat(run.exitCode()).as("replay %s", List.of(arguments)).hasValue(0);
    return run;
  }
}
