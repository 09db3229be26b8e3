package io.wattflow.services.ingestion.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.platform.KafkaBroker;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.services.ingestion.IngestionService;
import io.wattflow.services.ingestion.IngestionSettings;
import io.wattflow.services.ingestion.auth.Authenticator;
import io.wattflow.services.ingestion.publish.PublisherSettings;
import io.wattflow.simulation.load.BodyFormat;
import io.wattflow.simulation.load.DoorAnswer;
import io.wattflow.simulation.load.DoorBody;
import io.wattflow.simulation.load.DoorClient;
import io.wattflow.simulation.load.DoorOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of the broker under load, and back: an answer of 202 stays a promise. */
class KafkaAwayIT {
  private static final String TOPIC = "telemetry-data";
  private static final int SENDERS = 8;
  private static final int BATCH = 20;
  private static final Duration OUTAGE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AtomicInteger serial = new AtomicInteger();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final AtomicLong slowestMillis = new AtomicLong();
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stop = new AtomicBoolean();

  @Test
  void whatWasAcknowledgedIsThere(@TempDir Path folder) throws Exception {
    try (KafkaBroker kafka = KafkaBroker.start(PlatformConfig.small(folder))) {
      kafka.ensureTopic(TOPIC, 4);
      PublisherSettings publisher =
          PublisherSettings.of(kafka.bootstrap(), TOPIC)
              .withAcknowledgeTimeout(Duration.ofSeconds(4));
      try (IngestionService service =
              IngestionService.start(
                  IngestionSettings.onLoopback(0, publisher), Authenticator.none());
          DoorClient client = new DoorClient(DoorOptions.of(service.address(), SENDERS, null))) {
        await(() -> assertThat(service.notReady()).isEmpty());
        List<Thread> senders = startSenders(client);
        await(() -> assertThat(acknowledged.size()).isGreaterThan(2_000));

        long killed = System.nanoTime();
        kafka.kill();
        await(() -> assertThat(service.notReady()).isNotEmpty());
        await(() -> assertThat(unavailable.get()).isGreaterThan(100));
        await(() -> assertThat(System.nanoTime() - killed).isGreaterThan(OUTAGE.toNanos()));
        kafka.restart();
        await(() -> assertThat(service.notReady()).isEmpty());
        int before = acknowledged.size();
        await(() -> assertThat(acknowledged.size()).isGreaterThan(before + 2_000));
        stop.set(true);
        for (Thread sender : senders) {
          sender.join();
        }
      }
      assertThat(unexpected).isEmpty();
      assertThat(slowestMillis.get()).isLessThan(10_000);
      Set<String> stored = new HashSet<>(TopicContent.deviceIds(kafka.bootstrap(), TOPIC, "away-"));
      assertThat(acknowledged).doesNotHaveDuplicates();
      assertThat(stored).containsAll(acknowledged);
    }
  }

  private static void await(org.awaitility.core.ThrowingRunnable condition) {
    Awaitility.await().atMost(PATIENCE).untilAsserted(condition);
  }

  private List<Thread> startSenders(DoorClient client) {
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread sender = new Thread(() -> send(client), "sender-" + i);
      sender.start();
      senders.add(sender);
    }
    return senders;
  }

  private void send(DoorClient client) {
    try {
      while (!stop.get()) {
        sendBatch(client);
      }
    } catch (ExecutionException | InterruptedException e) {
      unexpected.add(e.toString());
    }
  }

  private void sendBatch(DoorClient client) throws ExecutionException, InterruptedException {
    List<String> ids = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < BATCH; i++) {
      String id = "away-" + serial.incrementAndGet();
      ids.add(id);
      body.append(
          "{\"device_id\":\"%s\",\"user_id\":42,\"event_time\":%d,\"power_watts\":1}\n"
              .formatted(id, System.currentTimeMillis()));
    }
    long start = System.nanoTime();
    DoorAnswer answer =
        client
            .post(
                new DoorBody(
                    body.toString().getBytes(UTF_8), BodyFormat.NDJSON.contentType(), false))
            .toCompletableFuture()
            .get();
    slowestMillis.accumulateAndGet((System.nanoTime() - start) / 1_000_000, Math::max);
    if (answer.status() == 202) {
      acknowledged.addAll(ids);
    } else if (answer.status() == 503 && answer.retryAfter() != null) {
      unavailable.incrementAndGet();
    } else {
      unexpected.add(answer.describe());
    }
  }
}
