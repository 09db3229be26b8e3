package io.wattflow.services.ingestion.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow clients take all the memory that requests in flight may have. */
class FullMemoryIT {
  private static final String TOPIC = "telemetry-data";

  /** What a request takes when its head has come, and a longer body has begun. */
  private static final int FIRST_BYTES = 4 * 1024;

  private static final int SLOW_CLIENTS = 4;
  private static final String SLOW =
      "POST /v1/telemetry HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Content-Length: 5000\r\n\r\n[";

  @Test
  void othersGet503UntilThereIsRoomAgain(@TempDir Path folder) throws Exception {
    try (KafkaBroker kafka = KafkaBroker.start(PlatformConfig.small(folder))) {
      kafka.ensureTopic(TOPIC, 1);
      IngestionSettings settings =
          IngestionSettings.onLoopback(0, PublisherSettings.of(kafka.bootstrap(), TOPIC))
              .withMaxInFlightBytes(SLOW_CLIENTS * FIRST_BYTES);
      try (IngestionService service = IngestionService.start(settings, Authenticator.none());
          DoorClient client = new DoorClient(DoorOptions.of(service.address(), 1, null))) {
        await(() -> assertThat(service.notReady()).isEmpty());
        assertThat(post(client).status()).isEqualTo(202);

        List<Socket> slow = openSlow(service.address());
        await(
            () -> {
              DoorAnswer answer = post(client);
              assertThat(answer.status()).isEqualTo(503);
              assertThat(answer.retryAfter()).isPositive();
              assertThat(answer.describe()).containsIgnoringCase("memory");
            });
        assertThat(service.notReady()).as("others are not a reason to be taken out").isEmpty();

        for (Socket socket : slow) {
          socket.close();
        }
        await(() -> assertThat(post(client).status()).isEqualTo(202));
      }
    }
  }

  private static void await(ThrowingRunnable condition) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(condition);
  }

  private static List<Socket> openSlow(URI address) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < SLOW_CLIENTS; i++) {
      Socket socket = new Socket(address.getHost(), address.getPort());
      socket.getOutputStream().write(SLOW.getBytes(US_ASCII));
      socket.getOutputStream().flush();
      sockets.add(socket);
    }
    return sockets;
  }

  private static DoorAnswer post(DoorClient client) throws Exception {
    String reading =
        "{\"device_id\":\"m\",\"user_id\":42,\"event_time\":%d,\"power_watts\":1}"
            .formatted(System.currentTimeMillis());
    return client
        .post(new DoorBody(reading.getBytes(UTF_8), BodyFormat.JSON.contentType(), false))
        .toCompletableFuture()
        .get();
  }
}
