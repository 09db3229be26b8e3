package io.wattflow.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wattflow.platform.KafkaBroker;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.ProducedRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole load into a real broker. */
@Timeout(180)
class KafkaLoadIT {
  private static final String TOPIC = "telemetry-data";
  private static final Duration DURATION = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;

  KafkaLoadIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void everyRecordIsInTheTopicInTheOrderDue() throws InterruptedException {
    LiveScript script =
        new LiveScript(6, 100, 1_000, Faults.demo().withMaxLateness(Duration.ofSeconds(4)), null);
    LoadTally tally = new LoadTally();
    try (KafkaBroker broker = KafkaBroker.start(PlatformConfig.small(folder))) {
      broker.ensureTopic(TOPIC, 1);
      Instant start = Instant.now().plusMillis(500);
      List<String> safe = Collections.synchronizedList(new ArrayList<>());
      try (KafkaTarget target =
              new KafkaTarget(
                  broker.bootstrap(),
                  TOPIC,
                  Map.of(),
                  tally,
                  (produced, nanos) -> safe.add(name(produced)));
          PacedLoad load =
              new PacedLoad(
                  script.from(start, DURATION).iterator(), start, DURATION, target, tally)) {
        load.start();
        assertThat(load.await(PATIENCE)).isTrue();
        assertThat(load.drain(PATIENCE)).isTrue();
        assertThat(load.report().failure()).isEmpty();
      }

      List<String> due = new ArrayList<>();
      new Batches(
              script.from(start, DURATION).iterator(),
              new Batching(1, Duration.ZERO),
              record -> true,
              start.plus(DURATION).toEpochMilli())
          .forEachRemaining(batch -> due.add(name(batch.records().get(0))));
      assertThat(read(broker.bootstrap(), due.size())).isEqualTo(due);
      assertThat(safe).isEqualTo(due);
      assertThat(tally.accepted()).isEqualTo(due.size());
      assertThat(tally.passedOn()).isNotEmpty();
    }
  }

  private static String name(ProducedRecord produced) {
    return produced.key()
        + "@"
        + produced.eventTimeMillis()
        + " "
        + HexFormat.of().formatHex(produced.payload());
  }

  private static List<String> read(String bootstrap, int records) {
    List<String> found = new ArrayList<>();
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all = List.of(new TopicPartition(TOPIC, 0));
      consumer.assign(all);
      consumer.seekToBeginning(all);
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(50)).forEach(record -> found.add(name(record)));
                return found.size() >= records;
              });
    }
    return found;
  }

  private static String name(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), StandardCharsets.UTF_8)
        + "@"
        + record.timestamp()
        + " "
        + HexFormat.of().formatHex(record.value());
  }
}
