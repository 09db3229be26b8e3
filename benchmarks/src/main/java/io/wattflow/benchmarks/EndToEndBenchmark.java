package io.wattflow.benchmarks;

import io.wattflow.platform.Platform;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.stream.StreamFailedException;
import io.wattflow.platform.stream.StreamJob;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingEncoder;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.TelemetryScript;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Drains a pre-filled topic through the whole job, all sinks on, and prints the rate of each round:
 * from the first record read to the last row visible in ClickHouse.
 *
 * <p>Each round starts the job anew on empty tables; Kafka and ClickHouse stay up. The readings
 * have no faults, so what the tables must hold is known without a model: every reading once in each
 * window that it belongs to. A round that ends with other sums is reported as wrong.
 *
 * <p>Arguments: {@code readings devices rounds [option of the stream ...]}.
 */
public final class EndToEndBenchmark {
  private static final String DATABASE = "wattflow";
  private static final String TOPIC = "telemetry-data";
  private static final int PARTITIONS = 4;
  private static final int SLIDING_OVERLAP = 5;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(200);

  private final long wanted;
  private final int devices;
  private final int rounds;
  private final List<String> streamOptions;
  private final PrintStream out = System.out;
  private long readings;

  private EndToEndBenchmark(long readings, int devices, int rounds, List<String> streamOptions) {
    this.wanted = readings;
    this.devices = devices;
    this.rounds = rounds;
    this.streamOptions = streamOptions;
  }

  public static void main(String[] args) throws Exception {
    new EndToEndBenchmark(
            Long.parseLong(args[0]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Arrays.asList(args).subList(3, args.length))
        .run();
  }

  private void run() throws IOException, SQLException, InterruptedException, StreamFailedException {
    Path home = Path.of(System.getProperty(PlatformConfig.HOME_PROPERTY, ".")).toAbsolutePath();
    Path folder = home.resolve(".wattflow").resolve("bench");
    Files.createDirectories(folder);
    PlatformConfig config =
        PlatformConfig.usual(folder.resolve(Long.toString(ProcessHandle.current().pid())))
            .withHome(home)
            .withPorts(0, 0, 0)
            .withMemory("1g", "4g");
    try (Platform platform = Platform.start(config)) {
      Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
      platform.ensureTopic(TOPIC, PARTITIONS);
      fill(platform.kafkaBootstrap());
      List<Double> rates = new ArrayList<>();
      for (int round = 0; round <= rounds; round++) {
        double rate = round(platform, home, config.folder(), round);
        if (round > 0) {
          rates.add(rate);
        }
        out.printf(
            Locale.ROOT, "%s %,.0f events/s%n", round == 0 ? "warm-up" : "round " + round, rate);
      }
      rates.sort(null);
      out.printf(
          Locale.ROOT,
          "median of %d: %,.0f events/s (%,.0f to %,.0f)%n",
          rounds,
          rates.get(rates.size() / 2),
          rates.get(0),
          rates.get(rates.size() - 1));
    }
  }

  private double round(Platform platform, Path home, Path folder, int round)
      throws IOException, SQLException, InterruptedException, StreamFailedException {
    String url = platform.clickHouseUrl().toString();
    try (Connection connection = DriverManager.getConnection("jdbc:clickhouse:" + url);
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + DATABASE);
      Migrations.apply(url, DATABASE, MigrationOptions.defaults());
      List<String> options =
          new ArrayList<>(
              List.of(
                  "--bootstrapServers=" + platform.kafkaBootstrap(),
                  "--topic=" + TOPIC,
                  "--groupId=bench-" + round,
                  "--clickhouseUrl=" + url,
                  "--redisUrl=" + platform.redisUri(),
                  "--checkpointDir=" + folder.resolve("checkpoints-" + round),
                  "--parallelism=2"));
      options.addAll(streamOptions);
      try (StreamJob job =
          StreamJob.start(home, options, "6g", folder.resolve("stream-" + round + ".log"))) {
        job.awaitCounter(StreamJob.RECORDS_READ, 1, TIMEOUT);
        long start = System.nanoTime();
        awaitRows(statement, job, start);
        return readings * 1e9 / (System.nanoTime() - start);
      }
    }
  }

  private void awaitRows(Statement statement, StreamJob job, long start)
      throws SQLException, InterruptedException, StreamFailedException {
    // The day's rows come last and are few, so asking for them hardly slows down what is measured.
    Map<String, Long> expected = new LinkedHashMap<>();
    expected.put("rollup_1d", readings);
    expected.put("rollup_1h", readings);
    expected.put("rollup_5m", readings * SLIDING_OVERLAP);
    expected.put("rollup_1m", readings);
    expected.put("telemetry", readings);
    for (Map.Entry<String, Long> table : expected.entrySet()) {
      long have = total(statement, table.getKey());
      while (have != table.getValue()) {
        if (System.nanoTime() - start > TIMEOUT.toNanos()) {
          throw new IllegalStateException(
              table.getKey() + " holds " + have + " readings, not " + table.getValue());
        }
        job.requireAlive();
        Thread.sleep(POLL.toMillis());
        have = total(statement, table.getKey());
      }
    }
  }

  private static long total(Statement statement, String table) throws SQLException {
    String what = table.equals("telemetry") ? "count()" : "sum(reading_count)";
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT %s FROM %s.%s FINAL WHERE device_id NOT LIKE 'closer-%%'"
                .formatted(what, DATABASE, table))) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /**
   * Fills the topic, and ends each partition with a reading of two days later: it moves the
   * watermark past the end of every window, so that the drain ends by itself.
   */
  private void fill(String bootstrapServers) throws InterruptedException {
    long start = System.nanoTime();
    Instant end = Instant.now().minus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
    Duration span = Duration.ofSeconds(wanted / devices);
    Fleet fleet = Fleet.benchmark(7, devices, end, span, Duration.ofSeconds(1));
    AtomicReference<@Nullable Exception> refusal = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.LINGER_MS_CONFIG,
                50,
                ProducerConfig.BATCH_SIZE_CONFIG,
                512 * 1024),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (ProducedRecord produced : TelemetryScript.of(7, Faults.none(), fleet)) {
        producer.send(
            new ProducerRecord<>(
                TOPIC,
                null,
                produced.eventTimeMillis(),
                produced.key().getBytes(StandardCharsets.UTF_8),
                produced.payload()),
            (metadata, failure) -> refusal.compareAndSet(null, failure));
        readings++;
      }
      for (int partition = 0; partition < PARTITIONS; partition++) {
        producer.send(closer(partition, end.plus(2, ChronoUnit.DAYS)));
      }
      producer.flush();
    }
    Exception failure = refusal.get();
    if (failure != null) {
      throw new IllegalStateException("Kafka refused a record", failure);
    }
    out.printf(
        Locale.ROOT,
        "filled %,d readings of %,d devices in %.1f s%n",
        readings,
        devices,
        (System.nanoTime() - start) / 1e9);
  }

  private static ProducerRecord<byte[], byte[]> closer(int partition, Instant eventTime) {
    String device = "closer-" + partition;
    byte[] payload =
        new ReadingEncoder()
            .encode(
                new DecodedReading().set(device, 1, DeviceType.METER, eventTime.toEpochMilli(), 1));
    return new ProducerRecord<>(
        TOPIC,
        partition,
        eventTime.toEpochMilli(),
        device.getBytes(StandardCharsets.UTF_8),
        payload);
  }
}
