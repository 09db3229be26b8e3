package io.wattflow.cli;

import io.wattflow.platform.BackgroundPlatform;
import io.wattflow.platform.BackgroundPlatform.Status;
import io.wattflow.platform.KafkaBroker;
import io.wattflow.platform.PlatformConfig;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wattflow up}. */
@Command(
    name = "up",
    description = {
      "Start Kafka, ClickHouse and Redis on this machine, and leave them running.",
      "Harmless when repeated. They listen on 127.0.0.1 only."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--kafkaPort",
      paramLabel = "<port>",
      defaultValue = "" + PlatformConfig.KAFKA_PORT,
      description = "0: any free one. Default: ${DEFAULT-VALUE}")
  private int kafkaPort;

  @Option(
      names = "--clickhousePort",
      paramLabel = "<port>",
      defaultValue = "" + PlatformConfig.CLICKHOUSE_PORT,
      description = "0: any free one. Default: ${DEFAULT-VALUE}")
  private int clickHousePort;

  @Option(
      names = "--redisPort",
      paramLabel = "<port>",
      defaultValue = "" + PlatformConfig.REDIS_PORT,
      description = "0: any free one. Default: ${DEFAULT-VALUE}")
  private int redisPort;

  @Option(
      names = "--topic",
      paramLabel = "<name>",
      defaultValue = "telemetry-data",
      description = "Created in an own Kafka unless it is there. Default: ${DEFAULT-VALUE}")
  private String topic = "telemetry-data";

  @Option(
      names = "--partitions",
      paramLabel = "<n>",
      defaultValue = "4",
      description = "Partitions of the topic. Default: ${DEFAULT-VALUE}")
  private int partitions = 4;

  @Mixin private PlatformOptions options = new PlatformOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    options.requirePort("--kafkaPort", kafkaPort);
    options.requirePort("--clickhousePort", clickHousePort);
    options.requirePort("--redisPort", redisPort);
    PlatformConfig config = options.config().withPorts(kafkaPort, clickHousePort, redisPort);
    Status status = new BackgroundPlatform(config).up();
    if (!status.kafka().external()) {
      KafkaBroker.ensureTopic(status.kafkaBootstrap(), topic, partitions);
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    StatusCommand.print(status, out);
    out.println("Next: wattflow migrate, then wattflow stream; wattflow down stops everything.");
    return status.healthy() ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
