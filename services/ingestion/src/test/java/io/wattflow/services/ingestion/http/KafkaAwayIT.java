package io.wattflow.services.ingestion.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.platform.KafkaBroker;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.services.ingestion.IngestionService;
import io.wattflow.services.ingestion.IngestionSettings;
import io.wattflow.services.ingestion.auth.Authenticator;
import io.wattflow.services.ingestion.publish.PublisherSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
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
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger serial = new AtomicInteger();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final AtomicLong slowestMillis = new AtomicLong();
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
  private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();
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
              IngestionSettings.onLoopback(0, publisher), Authenticator.none())) {
        await(() -> assertThat(service.notReady()).isEmpty());
        List<Thread> senders = startSenders(service);
        await(() -> assertThat(acknowledged.size()).isGreaterThan(2_000));

        kafka.kill();
        await(() -> assertThat(service.notReady()).isNotEmpty());
        await(() -> assertThat(unavailable.get()).isGreaterThan(100));
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
      assertThat(unanswered).hasSizeLessThanOrEqualTo(SENDERS);
      assertThat(slowestMillis.get()).isLessThan(10_000);
      Set<String> stored = new HashSet<>(TopicContent.deviceIds(kafka.bootstrap(), TOPIC, "away-"));
      assertThat(acknowledged).doesNotHaveDuplicates();
      assertThat(stored).containsAll(acknowledged);
    }
  }

  private static void await(org.awaitility.core.ThrowingRunnable condition) {
    Awaitility.await().atMost(PATIENCE).untilAsserted(condition);
  }

  private List<Thread> startSenders(IngestionService service) {
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread sender = new Thread(() -> send(service), "sender-" + i);
      sender.start();
      senders.add(sender);
    }
    return senders;
  }

  private void send(IngestionService service) {
    try {
      while (!stop.get()) {
        try {
          sendBatch(service);
        } catch (IOException e) {
          // No answer is no promise, but it must stay a rarity.
          unanswered.add(e + " after " + acknowledged.size() + " and " + unavailable + " refusals");
        }
      }
    } catch (InterruptedException e) {
      unexpected.add(e.toString());
    }
  }

  private void sendBatch(IngestionService service) throws IOException, InterruptedException {
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
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(service.address().resolve(TelemetryHandler.PATH))
                .header("Content-Type", "application/x-ndjson")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body.toString(), UTF_8))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    slowestMillis.accumulateAndGet((System.nanoTime() - start) / 1_000_000, Math::max);
    if (answer.statusCode() == 202) {
      acknowledged.addAll(ids);
    } else if (answer.statusCode() == 503
        && answer.headers().firstValue("retry-after").isPresent()) {
      unavailable.incrementAndGet();
    } else {
      unexpected.add(answer.statusCode() + " " + answer.body());
    }
  }
}
