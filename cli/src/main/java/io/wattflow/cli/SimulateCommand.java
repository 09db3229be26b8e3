package io.wattflow.cli;

import io.wattflow.cli.simulate.Simulation;
import io.wattflow.cli.simulate.SimulationPlan;
import io.wattflow.cli.simulate.SimulationPlan.Door;
import io.wattflow.cli.simulate.SimulationPlan.Receiver;
import io.wattflow.cli.simulate.SimulationPlan.Topic;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.load.BodyFormat;
import io.wattflow.simulation.load.DoorOptions;
import io.wattflow.simulation.load.LiveScript;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code wattflow simulate}. */
@Command(
    name = "simulate",
    description = {
      "Let a simulated fleet report from now on: households and photovoltaics, at a steady pace.",
      "What is due and cannot be sent yet waits, and its latency counts from when it was due.",
      "Exit code 0 if everything was accepted, or refused as planned, and the pace was kept to"
          + " 98 %%, 1 if not. Ctrl-C ends it with the table."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class SimulateCommand implements Callable<Integer> {
  private static final int MAX_BATCH = 10_000;
  private static final int MAX_CONNECTIONS = 20_000;
  private static final int MAX_DEVICES = 1_000_000;
  private static final Duration MAX_DURATION = Duration.ofDays(365);
  private static final Duration MAX_WARM_UP = Duration.ofSeconds(5);
  private static final Duration LONGEST_LATENESS = Duration.ofMinutes(8);
  private static final Duration SHORTEST_LATENESS = Duration.ofSeconds(4);
  private static final List<String> DOOR_ONLY =
      List.of("--url", "--apiKey", "--batch", "--format", "--gzip", "--connections");
  private static final List<String> KAFKA_ONLY = List.of("--bootstrapServers", "--topic");

  /** A zero needs no unit. */
  static final class DurationOrZero implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return value.equals("0") ? Duration.ZERO : new DurationConverter().convert(value);
    }
  }

  /** Ways to the stream. */
  enum Via {
    HTTP,
    KAFKA
  }

  /** Sets of faults. */
  enum FaultSet {
    NONE,
    DEMO
  }

  @Option(
      names = "--devices",
      paramLabel = "<n>",
      defaultValue = "1000",
      description = "Devices; one in eight is an inverter. Default: ${DEFAULT-VALUE}")
  private int devices;

  @Option(
      names = "--rate",
      paramLabel = "<n>",
      defaultValue = "1000",
      description =
          "Readings a second of all devices, each of which reports every devices/rate seconds."
              + " Default: ${DEFAULT-VALUE}")
  private int rate;

  @Option(
      names = "--duration",
      paramLabel = "<duration>",
      defaultValue = "60s",
      converter = DurationOrZero.class,
      description = "How long; 0: until Ctrl-C. Default: ${DEFAULT-VALUE}")
  private Duration duration = Duration.ofSeconds(60);

  @Option(
      names = {"--warmUp", "--warm-up"},
      paramLabel = "<duration>",
      converter = DurationOrZero.class,
      description =
          "Latencies are measured after that; everything is counted. Default: a tenth of"
              + " --duration, at most 5s")
  private @Nullable Duration warmUp;

  @Option(
      names = "--faults",
      paramLabel = "<none|demo>",
      defaultValue = "none",
      description =
          "demo: some readings late, repeated, contradicted, missing or malformed; the malformed"
              + " ones must be refused. Default: ${DEFAULT-VALUE}")
  private FaultSet faults = FaultSet.NONE;

  @Option(
      names = "--user",
      paramLabel = "<id>",
      description =
          "All devices belong to this user, as an API key wants it. Default: six devices a user")
  private @Nullable Long user;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      description = "Decides everything that is random. Default: another one each time")
  private @Nullable Long seed;

  @Option(
      names = "--via",
      paramLabel = "<http|kafka>",
      defaultValue = "http",
      description =
          "Through the ingestion service, or straight to the topic. Default: ${DEFAULT-VALUE}")
  private Via via = Via.HTTP;

  @Option(
      names = "--url",
      paramLabel = "<url>",
      defaultValue = "http://127.0.0.1:3002",
      description = "http: the ingestion service. Default: ${DEFAULT-VALUE}")
  private URI url = URI.create("http://127.0.0.1:3002");

  @Option(
      names = {"--apiKey", "--api-key"},
      paramLabel = "<key>",
      defaultValue = "${env:WATTFLOW_API_KEY}",
      description = "http: the bearer's token. Default: WATTFLOW_API_KEY, or none")
  private @Nullable String apiKey;

  @Option(
      names = "--batch",
      paramLabel = "<n>",
      defaultValue = "100",
      description = "http: readings in a request; fewer after 1 s. Default: ${DEFAULT-VALUE}")
  private int batch;

  @Option(
      names = "--format",
      paramLabel = "<json|ndjson|avro>",
      defaultValue = "json",
      description = "http: form of the bodies. Default: ${DEFAULT-VALUE}")
  private BodyFormat format = BodyFormat.JSON;

  @Option(names = "--gzip", description = "http: pack the bodies.")
  private boolean gzip;

  @Option(
      names = "--connections",
      paramLabel = "<n>",
      defaultValue = "256",
      description = "http: connections, each with one request at a time. Default: ${DEFAULT-VALUE}")
  private int connections;

  @Option(
      names = {"--bootstrapServers", "--bootstrap-servers"},
      paramLabel = "<host:port,...>",
      defaultValue = "127.0.0.1:9092",
      description = "kafka: brokers. Default: ${DEFAULT-VALUE}")
  private String bootstrapServers = "127.0.0.1:9092";

  @Option(
      names = "--topic",
      paramLabel = "<name>",
      defaultValue = "telemetry-data",
      description = "kafka: a topic that exists. Default: ${DEFAULT-VALUE}")
  private String topic = "telemetry-data";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    CommandSpec command = Objects.requireNonNull(spec);
    SimulationPlan plan = plan(command);
    Simulation simulation =
        new Simulation(plan, command.commandLine().getOut(), System.console() != null);
    Optional<String> failure = simulation.run();
    if (failure.isPresent()) {
      throw new CommandFailedException(failure.get());
    }
    return ExitCode.OK;
  }

  private SimulationPlan plan(CommandSpec command) {
    requireRange(command, "--devices", devices, MAX_DEVICES);
    WrongOption.require(command, "--rate", rate, rate >= 1, "must be at least 1");
    WrongOption.require(
        command,
        "--rate",
        rate,
        rate <= 1_000L * devices,
        "is more than 1,000 for each of %,d devices; raise --devices".formatted(devices));
    WrongOption.require(
        command,
        "--duration",
        duration,
        !duration.isNegative() && duration.compareTo(MAX_DURATION) <= 0,
        "must be from 1s to 365d, or 0 for no end");
    WrongOption.require(
        command,
        "--duration",
        duration,
        duration.isZero() || duration.toSeconds() >= 1,
        "must be at least 1s, or 0 for no end");
    WrongOption.require(command, "--user", user, user == null || user >= 1, "must be at least 1");
    Duration limit = duration.isZero() ? null : duration;
    LiveScript script =
        new LiveScript(
            seed == null ? ThreadLocalRandom.current().nextLong(1, 1_000_000) : seed,
            devices,
            rate,
            faults == FaultSet.NONE
                ? Faults.none()
                : Faults.demo().withMaxLateness(lateness(limit)),
            user);
    Receiver receiver = via == Via.HTTP ? door(command) : topic(command);
    return new SimulationPlan(script, limit, warmUp(command, limit), receiver);
  }

  /** A third of the time: late readings have to come before the end. */
  private static Duration lateness(@Nullable Duration limit) {
    Duration third = limit == null ? LONGEST_LATENESS : limit.dividedBy(3);
    if (third.compareTo(LONGEST_LATENESS) > 0) {
      return LONGEST_LATENESS;
    }
    return third.compareTo(SHORTEST_LATENESS) < 0 ? SHORTEST_LATENESS : third;
  }

  private Duration warmUp(CommandSpec command, @Nullable Duration limit) {
    Duration asked = warmUp;
    if (asked == null) {
      Duration tenth = limit == null ? MAX_WARM_UP : limit.dividedBy(10);
      return tenth.compareTo(MAX_WARM_UP) > 0 ? MAX_WARM_UP : tenth;
    }
    WrongOption.require(
        command,
        "--warmUp",
        asked,
        !asked.isNegative() && (limit == null || asked.compareTo(limit) < 0),
        "must be shorter than --duration, or 0");
    return asked;
  }

  private Receiver door(CommandSpec command) {
    refuse(command, KAFKA_ONLY, "kafka");
    requireRange(command, "--batch", batch, MAX_BATCH);
    requireRange(command, "--connections", connections, MAX_CONNECTIONS);
    String key = apiKey == null || apiKey.isEmpty() ? null : apiKey;
    // Not the value: it is a secret.
    WrongOption.require(
        command,
        "--apiKey",
        "...",
        key == null || key.chars().allMatch(c -> c > ' ' && c < 0x7f),
        "must be of visible ASCII characters, without blanks");
    try {
      return new Door(DoorOptions.of(url, connections, key), format, gzip, batch);
    } catch (IllegalArgumentException e) {
      throw WrongOption.of(command, "--url", url, "write http://host:port or https://host:port");
    }
  }

  private Receiver topic(CommandSpec command) {
    refuse(command, DOOR_ONLY, "http");
    WrongOption.requireBrokers(command, "--bootstrapServers", bootstrapServers);
    WrongOption.requireTopic(command, "--topic", topic);
    return new Topic(bootstrapServers, topic);
  }

  /** An option that has no effect is a misunderstanding. */
  private static void refuse(CommandSpec command, List<String> options, String way) {
    for (String option : options) {
      if (command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new ParameterException(
            command.commandLine(),
            "Option '%s' has no effect here: it goes with --via=%s".formatted(option, way));
      }
    }
  }

  private static void requireRange(CommandSpec command, String option, int value, int most) {
    WrongOption.require(
        command,
        option,
        value,
        value >= 1 && value <= most,
        "must be from 1 to %,d".formatted(most));
  }
}
