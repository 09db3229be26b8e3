package io.wattflow.services.ingestion;

import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.services.http.RunningService;
import io.wattflow.services.http.ServerOptions;
import io.wattflow.services.http.ServiceCommandLine;
import io.wattflow.services.http.ServiceStartException;
import io.wattflow.services.ingestion.admission.SheddingBreaker;
import io.wattflow.services.ingestion.auth.ApiKeyStoreException;
import io.wattflow.services.ingestion.auth.Authenticator;
import io.wattflow.services.ingestion.auth.FileApiKeyStore;
import io.wattflow.services.ingestion.auth.RedisApiKeyStore;
import io.wattflow.services.ingestion.body.BodyLimits;
import io.wattflow.services.ingestion.publish.PublisherSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/wattflow ingest}: the ingestion service, until it is told to stop. */
@Command(
    name = "wattflow ingest",
    description = {
      "Take telemetry over HTTP and put it into Kafka.",
      "A request is answered with 202 once every replica in sync has its readings. /docs/ explains"
          + " the API, /openapi.json describes it, /healthz, /readyz and /metrics tell how it is."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class IngestionCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;
  private static final int MIB = 1 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      defaultValue = "3002",
      paramLabel = "<n>",
      description = "Port to listen on; 0: a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--auth",
      required = true,
      paramLabel = "<where>",
      description = {
        "Where the API keys are: file:<path> or redis://host:port; `wattflow keys` makes them.",
        "none: everybody may write for every user. Only where nobody else can connect."
      })
  private String auth = "";

  @Option(
      names = "--bootstrapServers",
      defaultValue = "127.0.0.1:9092",
      paramLabel = "<host:port>",
      description = "Kafka, separated by commas. Default: ${DEFAULT-VALUE}.")
  private String bootstrapServers = "";

  @Option(
      names = "--topic",
      defaultValue = "telemetry-data",
      paramLabel = "<name>",
      description = "Topic of the readings; it must exist. Default: ${DEFAULT-VALUE}.")
  private String topic = "";

  @Option(
      names = "--groupId",
      defaultValue = IngestionSettings.CONSUMER_GROUP,
      paramLabel = "<name>",
      description =
          "Consumer group of the stream, whose lag is queue_depth. Default: ${DEFAULT-VALUE}.")
  private String groupId = "";

  @Option(
      names = "--compression",
      defaultValue = "lz4",
      paramLabel = "<codec>",
      description = "none, gzip, snappy, lz4 or zstd. Default: ${DEFAULT-VALUE}.")
  private String compression = "";

  @Option(
      names = "--linger",
      defaultValue = "5ms",
      paramLabel = "<time>",
      description = "How long readings wait for others to travel with. Default: ${DEFAULT-VALUE}.")
  private Duration linger = Duration.ZERO;

  @Option(
      names = "--acknowledgeTimeout",
      defaultValue = "10s",
      paramLabel = "<time>",
      description = "Without an acknowledgement by then: 503. Default: ${DEFAULT-VALUE}.")
  private Duration acknowledgeTimeout = Duration.ZERO;

  @Option(
      names = "--producerProperty",
      paramLabel = "<key=value>",
      description = "A setting of Kafka's producer, such as security.protocol=SSL; repeatable.")
  private Map<String, String> producerProperties = Map.of();

  @Option(
      names = "--maxBodyBytes",
      defaultValue = "4194304",
      paramLabel = "<n>",
      description = "Of a body, as sent and uncompressed. Default: ${DEFAULT-VALUE}.")
  private int maxBodyBytes;

  @Option(
      names = "--maxReadings",
      defaultValue = "10000",
      paramLabel = "<n>",
      description = "Of a request. Default: ${DEFAULT-VALUE}.")
  private int maxReadings;

  @Option(
      names = "--maxInFlight",
      defaultValue = "64",
      paramLabel = "<MiB>",
      description =
          "Memory for requests on their way; what does not fit gets 503. Default:"
              + " ${DEFAULT-VALUE}.")
  private int maxInFlight;

  @Option(
      names = "--clientRate",
      defaultValue = "20000",
      paramLabel = "<readings/s>",
      description =
          "Quota of a client, unless its key has one; 0: none. For each instance. Default:"
              + " ${DEFAULT-VALUE}.")
  private int clientRate;

  @Option(
      names = "--clientBurst",
      defaultValue = "0",
      paramLabel = "<readings>",
      description = "What a client may send at once; 0: that of two seconds. Default: 0.")
  private int clientBurst;

  @Option(
      names = "--maxFutureSkew",
      defaultValue = "5m",
      paramLabel = "<time>",
      description = "How far an event time may be ahead. Default: ${DEFAULT-VALUE}.")
  private Duration maxFutureSkew = Duration.ZERO;

  @Option(
      names = "--maxAge",
      defaultValue = "365d",
      paramLabel = "<time>",
      description = "How far it may be behind. Default: ${DEFAULT-VALUE}.")
  private Duration maxAge = Duration.ZERO;

  @Mixin private ServerOptions server = new ServerOptions();

  /** Runs the service; the process ends with the code that it returns. */
  public static void main(String... args) {
    ServiceCommandLine.main(IngestionCommand::run, args);
  }

  /** Runs one command line and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return ServiceCommandLine.of(
            new IngestionCommand(), out, err, Set.of(ServiceStartException.class))
        .execute(args);
  }

  @Override
  public Integer call() throws ServiceStartException, InterruptedException {
    IngestionSettings settings = settings();
    RunningService.untilStopped(
        "ingestion",
        spec.commandLine().getOut(),
        spec.commandLine().getErr(),
        () -> start(settings),
        service ->
            "Ingestion takes telemetry at %s/v1/telemetry, API: %s/docs/"
                .formatted(service.address(), service.address()));
    return ExitCode.OK;
  }

  private IngestionService start(IngestionSettings settings)
      throws ServiceStartException, InterruptedException {
    Authenticator authenticator = authenticator();
    try {
      return IngestionService.start(settings, authenticator);
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw wrong("--bootstrapServers/--producerProperty", String.valueOf(cause.getMessage()));
    }
  }

  private Authenticator authenticator() throws ServiceStartException {
    try {
      if (auth.equals("none")) {
        return Authenticator.none();
      }
      if (auth.startsWith("file:")) {
        return Authenticator.keys(FileApiKeyStore.open(Path.of(auth.substring("file:".length()))));
      }
      if (auth.startsWith("redis:") || auth.startsWith("rediss:")) {
        return Authenticator.keys(RedisApiKeyStore.at(auth));
      }
    } catch (IllegalArgumentException e) {
      throw wrong("--auth", String.valueOf(e.getMessage()));
    } catch (ApiKeyStoreException e) {
      throw new ServiceStartException("--auth: " + e.getMessage(), e);
    }
    throw wrong("--auth", "write file:<path>, redis://host:port or none");
  }

  private IngestionSettings settings() {
    require("--port", port >= 0 && port <= MAX_PORT, "must be from 0 to " + MAX_PORT);
    require("--maxBodyBytes", maxBodyBytes >= 1, "must be at least 1");
    require("--maxReadings", maxReadings >= 1, "must be at least 1");
    require("--clientRate", clientRate >= 0, "must be at least 0");
    require("--clientBurst", clientBurst >= 0, "must be at least 0");
    require("--maxInFlight", maxInFlight >= 1, "must be at least 1 MiB");
    require(
        "--maxInFlight",
        (long) maxInFlight * MIB >= 2L * maxBodyBytes,
        "must be at least twice --maxBodyBytes");
    long inFlight = (long) maxInFlight * MIB;
    try {
      PublisherSettings publisher =
          new PublisherSettings(
              bootstrapServers,
              topic,
              compression,
              linger,
              acknowledgeTimeout,
              inFlight,
              producerProperties);
      return new IngestionSettings(
          server.settings(port),
          publisher,
          ValidationLimits.defaults().withMaxFutureSkew(maxFutureSkew).withMaxAge(maxAge),
          new BodyLimits(maxBodyBytes, maxReadings),
          inFlight,
          SheddingBreaker.Settings.defaults(),
          clientRate,
          clientBurst,
          groupId);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private void require(String option, boolean holds, String rule) {
    ServiceCommandLine.require(spec, option, holds, rule);
  }

  private ParameterException wrong(String option, String rule) {
    return ServiceCommandLine.wrong(spec, option, rule);
  }
}
