package io.wattflow.integration.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattflow.platform.Platform;
import io.wattflow.platform.flink.FlinkCluster;
import io.wattflow.platform.service.ServiceProcess;
import io.wattflow.platform.stream.StreamJob;
import io.wattflow.simulation.CheckResult;
import io.wattflow.simulation.Malformation;
import io.wattflow.simulation.ModelSettings;
import io.wattflow.simulation.NaiveModel;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.live.Arrivals;
import io.wattflow.simulation.live.DeadLetterTally;
import io.wattflow.simulation.live.Expectation;
import io.wattflow.simulation.live.TableTotals;
import io.wattflow.simulation.live.TelemetryProducer;
import io.wattflow.sql.ClickHouseUrl;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;

/**
 * One story on the real parts: records are produced, the stream runs, something dies, and in the
 * end everything that is stored must be what the naive model says. Topics, tables and folder are
 * the scenario's own; Redis is emptied when it begins.
 */
public final class Scenario implements AutoCloseable {
  private static final int PARTITIONS = 4;
  private static final int TAIL_LINES = 30;
  private static final int MAX_EXAMPLES = 5;
  private static final String HEAP = "1500m";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Longest wait for a single condition; a stream starts in 10 to 30 s on two busy cores. */
  private static final Duration LONG = Duration.ofSeconds(90);

  private final Platform platform;
  private final Path folder;
  private final String name;
  private final NaiveModel model = new NaiveModel(ModelSettings.defaults());
  private final TelemetryProducer producer;
  private final Checkpoints checkpoints;
  private final long begin = System.nanoTime();
  private @Nullable StreamJob stream;

  private Scenario(Platform platform, Path folder, String name) {
    this.platform = platform;
    this.folder = folder;
    this.name = name;
    this.producer = new TelemetryProducer(platform.kafkaBootstrap(), topic());
    this.checkpoints = new Checkpoints(folder.resolve("checkpoints"));
  }

  /** Makes topic and tables, and empties Redis. */
  static Scenario begin(Platform platform, Path folder, String name) {
    Scenario scenario = new Scenario(platform, folder, name);
    Migrations.apply(
        platform.clickHouseUrl().toString(), scenario.database(), MigrationOptions.keepingAll());
    platform.ensureTopic(scenario.topic(), PARTITIONS);
    try (RedisClient redis = RedisClient.create(platform.redisUri())) {
      redis.flushAll();
    }
    scenario.say("ready");
    return scenario;
  }

  /** The parts, to kill and restart. */
  public Platform platform() {
    return platform;
  }

  /** For whatever the scenario writes. */
  public Path folder() {
    return folder;
  }

  /** The topic of the telemetry. */
  public String topic() {
    return "telemetry-" + name;
  }

  /** The topic of the dead letters. */
  public String deadLetterTopic() {
    return "dead-letters-" + name;
  }

  /** The database of the tables. */
  public String database() {
    return "it_" + name;
  }

  /** What the stream keeps to go on from. */
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  /** Records that were produced so far. */
  public long produced() {
    return model.records();
  }

  // ------------------------------------------------------------------------------------ input

  /** Sends records, and returns when Kafka has them all. */
  public Scenario produce(Iterable<ProducedRecord> records)
      throws IOException, InterruptedException {
    producer.send(records, model, sent -> {});
    say("produced, %,d records in all", model.records());
    return this;
  }

  /** Tells the model of records that came to the topic by another way than through here. */
  public Scenario expect(Iterable<ProducedRecord> records) {
    records.forEach(model::add);
    return this;
  }

  /**
   * Begins to send records at a steady pace; nothing else may be produced until it has ended.
   *
   * @param perSecond how many, more or less
   */
  public Trickle trickle(List<ProducedRecord> records, int perSecond) {
    say("producing %,d records a second", perSecond);
    return new Trickle(records, perSecond, part -> producer.send(part, model, sent -> {}));
  }

  /** Sends a record that has neither key nor value, of which a dead letter is expected. */
  public Scenario produceNull(long timestampMillis)
      throws InterruptedException, ExecutionException {
    NullRecord.send(platform.kafkaBootstrap(), topic(), timestampMillis);
    model.add(
        new ProducedRecord(
            "",
            new byte[0],
            timestampMillis,
            ProducedRecord.Kind.MALFORMED,
            null,
            Malformation.NO_BYTES.reason()));
    return this;
  }

  // ----------------------------------------------------------------------------------- stream

  /** The options of every stream of this scenario; those of a test replace them by name. */
  private List<String> options(String... own) {
    Map<String, String> options = new LinkedHashMap<>();
    Stream.concat(
            Stream.of(
                "--bootstrapServers=" + platform.kafkaBootstrap(),
                "--topic=" + topic(),
                "--deadLetterTopic=" + deadLetterTopic(),
                "--groupId=" + name,
                "--clickhouseUrl=" + platform.clickHouseUrl(),
                "--clickhouseDatabase=" + database(),
                "--redisUrl=" + platform.redisUri(),
                "--checkpointDir=" + checkpoints.folder(),
                "--checkpointingInterval=2000",
                "--parallelism=2",
                // Nobody wants to wait for the end of the last hour and day.
                "--minuteEarlyFiring=2s",
                "--windowEarlyFiring=3s",
                // A pause of the test, however slow the machine, is not the end of its script.
                "--idleTimeout=10m"),
            Stream.of(own))
        .forEach(option -> options.put(option.substring(0, option.indexOf('=')), option));
    if ("--runner=direct".equals(options.get("--runner"))) {
      // Options of Flink alone.
      options
          .keySet()
          .removeAll(List.of("--checkpointDir", "--checkpointingInterval", "--parallelism"));
    }
    return List.copyOf(options.values());
  }

  /** Runs {@code bin/wattflow stream} to its end: with wrong options, or for a cluster. */
  public CommandRun runStreamCommand(Duration limit, String... own)
      throws IOException, InterruptedException {
    CommandRun run = WattflowCommand.run("stream", options(own), streamLog(), limit);
    say("stream %s: %.1f s, %s", List.of(own), run.took().toMillis() / 1e3, run.lines());
    return run;
  }

  /** Submits the job to a cluster, and returns when the cluster has taken it. */
  public Scenario submitStream(FlinkCluster cluster) throws IOException, InterruptedException {
    CommandRun run =
        runStreamCommand(LONG, "--flinkMaster=" + cluster.address(), "--attachedMode=false");
    assertThat(run.exitCode()).as("exit code; %s", run.lines()).hasValue(0);
    return this;
  }

  /**
   * Starts the stream through {@code bin/wattflow} and waits until its job is submitted.
   *
   * @param options such as {@code --stateBackend=rocksdb}; they replace the scenario's own
   */
  public Scenario startStream(String... options) throws IOException, InterruptedException {
    assertThat(stream == null || !stream.isAlive()).as("no other stream runs").isTrue();
    StreamJob started =
        StreamJob.start(WattflowExtension.HOME, options(options), HEAP, streamLog());
    stream = started;
    // The parts end with this process, and so must the stream.
    Runtime.getRuntime().addShutdownHook(new Thread(started::close, "end-stream"));
    started.awaitRunning(LONG);
    say("stream %d started %s", started.pid(), List.of(options));
    return this;
  }

  /** Starts a Flink cluster for {@code --flinkMaster}; the caller closes it. */
  public FlinkCluster startFlinkCluster(int slots) {
    FlinkCluster cluster =
        FlinkCluster.start(WattflowExtension.HOME, folder.resolve("flink"), slots);
    say("Flink cluster at %s", cluster.address());
    return cluster;
  }

  /** Starts the ingestion service in front of the scenario's topic; the caller closes it. */
  public ServiceProcess startIngestion() {
    ServiceProcess ingestion =
        ServiceProcess.ingestion(
            WattflowExtension.HOME,
            List.of(
                "--auth=none",
                "--clientRate=0",
                "--bootstrapServers=" + platform.kafkaBootstrap(),
                "--topic=" + topic(),
                "--groupId=" + name),
            folder.resolve("ingestion.log"));
    say("ingestion at %s", ingestion.address());
    return ingestion;
  }

  /** The stream that was started last. */
  public StreamJob stream() {
    return Objects.requireNonNull(stream, "no stream was started");
  }

  /** A job on a cluster has no process of ours. */
  private void requireStream() throws IOException {
    if (stream != null) {
      stream.requireAlive();
    }
  }

  private Path streamLog() {
    return folder.resolve("stream.log");
  }

  /** Kills the stream as {@code kill -9} does. */
  public Scenario killStream() throws InterruptedException {
    stream().kill();
    say("stream killed");
    return this;
  }

  /** Starts the stream anew from its newest checkpoint, which must exist. */
  public Scenario restoreStream(String... options) throws IOException, InterruptedException {
    assertThat(checkpoints.newest()).as("a checkpoint to restore").isPresent();
    return startStream(
        Stream.concat(Stream.of("--restoreFrom=latest"), Stream.of(options))
            .toArray(String[]::new));
  }

  // -------------------------------------------------------------------------------- conditions

  /** A wait that fails as soon as the stream has ended. */
  public ConditionFactory awaiting(String what) {
    return await(what)
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(100))
        .failFast(() -> stream().requireAlive());
  }

  /** Waits until the running stream has read so many records. */
  public Scenario awaitRead(long atLeast) throws IOException, InterruptedException {
    stream().awaitCounter(StreamJob.RECORDS_READ, atLeast, LONG);
    say("read %,d", stream().counter(StreamJob.RECORDS_READ));
    return this;
  }

  /** Waits until a table holds so many rows. */
  public Scenario awaitRows(String table, long atLeast) {
    awaiting(atLeast + " rows in " + table)
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> totals().rows(table) >= atLeast);
    say("%s has %,d rows or more", table, atLeast);
    return this;
  }

  /** Waits until the raw table holds every distinct reading that was produced. */
  public Scenario awaitRawRows() {
    return awaitRows(TableTotals.TELEMETRY, model.distinctReadings());
  }

  /** Waits for a checkpoint that holds all that has been read until now. */
  public Scenario awaitCheckpoint() {
    long number = checkpoints.awaitNext(awaiting("a new checkpoint"));
    say("checkpoint %d is complete", number);
    return this;
  }

  /** What the tables hold now. */
  public TableTotals totals() throws SQLException {
    try (Connection connection = connect()) {
      return TableTotals.stored(connection, database());
    }
  }

  /** A connection to the scenario's tables. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        ClickHouseUrl.parse(platform.clickHouseUrl().toString()).jdbc(database()));
  }

  /**
   * Waits until all has arrived, and compares all four rollups, raw rows, dead letters and device
   * status with the model, value by value.
   */
  public Scenario awaitAgreement() throws IOException, SQLException, InterruptedException {
    Expectation expectation = Expectation.of(model);
    try (Connection connection = connect();
        DeadLetterTally letters =
            new DeadLetterTally(platform.kafkaBootstrap(), deadLetterTopic())) {
      Arrivals arrivals = new Arrivals(connection, database(), letters);
      boolean complete = arrivals.await(expectation, this::requireStream, PATIENCE, versions -> {});
      say(complete ? "everything has arrived" : "nothing more arrives");
      List<CheckResult> results = arrivals.compare(expectation, platform.redisUri(), MAX_EXAMPLES);
      assertThat(results)
          .as("%s, compared with the model of %,d records", name, model.records())
          .allSatisfy(result -> assertThat(result.agrees()).as(result.toString()).isTrue());
      assertThat(results)
          .as("nothing to compare would be no agreement")
          .allMatch(result -> result.compared() > 0 || result.table().equals("dead letters"));
      say("%,d rows agree, 0 differ", results.stream().mapToLong(CheckResult::compared).sum());
    }
    return this;
  }

  // ------------------------------------------------------------------------------------ report

  /** A line with the time since the scenario began, so that a log shows what took long. */
  public void say(String format, @Nullable Object... arguments) {
    System.out.printf(
        "%6.1f s  %s: %s%n",
        (System.nanoTime() - begin) / 1e9, name, String.format(format, arguments));
  }

  /** The ends of all logs. */
  String logTails() {
    StringBuilder text = new StringBuilder();
    Path parts = Objects.requireNonNull(platform.kafka().log().getParent());
    for (Path log :
        List.of(
            streamLog(),
            folder.resolve("ingestion.log"),
            folder.resolve(Path.of("flink", "logs", "jobmanager.log")),
            folder.resolve(Path.of("flink", "logs", "taskmanager.log")),
            parts.resolve("kafka.log"),
            parts.resolve("clickhouse.log"),
            parts.resolve("redis.log"))) {
      List<String> lines = Folders.tail(log, TAIL_LINES);
      if (!lines.isEmpty()) {
        text.append("---- ").append(log).append(" ends with\n");
        lines.forEach(line -> text.append(line).append('\n'));
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    if (stream != null) {
      // What it would do in an orderly end is of no interest any more.
      stream.close();
    }
    producer.close();
    say("closed");
  }
}
