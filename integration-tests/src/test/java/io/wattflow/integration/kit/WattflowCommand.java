package io.wattflow.integration.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Commands of {@code bin/wattflow} that users run beside a stream, to their end. */
public final class WattflowCommand {
  /** Commands that evict what they change from caches. */
  private static final List<String> CHANGING = List.of("backfill", "audit", "report");

  private static final Duration LIMIT = Duration.ofSeconds(90);

  private WattflowCommand() {}

  /**
   * Runs any command, and kills it after {@code limit}.
   *
   * @param arguments behind its name
   * @param log takes what it prints
   */
  static CommandRun run(String command, List<String> arguments, Path log, Duration limit)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    all.add(WattflowExtension.HOME.resolve("bin").resolve("wattflow").toString());
    all.add(command);
    all.addAll(arguments);
    return CommandRun.of(all, log, limit);
  }

  /**
   * Runs a command on a scenario's tables, and on its Redis if it changes rows.
   *
   * @param command such as {@code backfill}
   * @param own options beside those that name the parts; {@code --redisUrl} may be among them
   */
  public static CommandRun onTables(Scenario scenario, String command, String... own)
      throws IOException, InterruptedException {
    List<String> places = new ArrayList<>();
    places.add("--clickhouseUrl=" + scenario.platform().clickHouseUrl());
    places.add("--clickhouseDatabase=" + scenario.database());
    // Never the one that may run at the usual address: it is somebody's.
    if (CHANGING.contains(command)
        && Stream.of(own).noneMatch(option -> option.startsWith("--redisUrl="))) {
      places.add("--redisUrl=" + scenario.platform().redisUri());
    }
    return told(scenario, command, List.of(own), places);
  }

  /**
   * Runs {@code bin/wattflow replay} on a scenario's dead letters, which must succeed.
   *
   * @param arguments behind {@code replay}
   */
  public static CommandRun replay(Scenario scenario, String... arguments)
      throws IOException, InterruptedException {
    CommandRun run =
        told(
            scenario,
            "replay",
            List.of(arguments),
            List.of(
                "--bootstrapServers=" + scenario.platform().kafkaBootstrap(),
                "--deadLetterTopic=" + scenario.deadLetterTopic()));
    assertThat(run.exitCode()).as("replay %s", List.of(arguments)).hasValue(0);
    return run;
  }

  private static CommandRun told(
      Scenario scenario, String command, List<String> own, List<String> places)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(own);
    arguments.addAll(places);
    CommandRun run = run(command, arguments, scenario.folder().resolve(command + ".log"), LIMIT);
    scenario.say(
        "%s %s: %.1f s%n%s",
        command, own, run.took().toMillis() / 1e3, String.join("\n", run.lines()));
    return run;
  }
}
