package io.wattflow.services.ingestion.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.services.ingestion.IngestionService;
import io.wattflow.services.ingestion.IngestionSettings;
import io.wattflow.services.ingestion.auth.Authentication;
import io.wattflow.services.ingestion.auth.Authenticator;
import io.wattflow.services.ingestion.publish.PublisherSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A client that hangs up while its key is looked up takes nothing with it. */
class AbandonedRequestIT {
  /** Nobody listens there, and no reading gets so far. */
  private static final PublisherSettings NOWHERE = PublisherSettings.of("127.0.0.1:1", "t");

  private final HttpClient client = HttpClient.newHttpClient();

  /** Lets everybody in, but not before the test says so. */
  private static final class SlowKeys implements Authenticator {
    private final CompletableFuture<Void> found = new CompletableFuture<>();
    private final CompletableFuture<Void> asked = new CompletableFuture<>();

    @Override
    public CompletableFuture<Authentication> authenticate(
        @Nullable String authorization, @Nullable String apiKey, Supplier<String> remoteAddress) {
      asked.complete(null);
      return found.thenApply(
          now -> Authenticator.none().authenticate(null, null, () -> "somebody").join());
    }

    @Override
    public void close() {}
  }

  @Test
  void itsMemoryIsNotTaken() throws Exception {
    SlowKeys keys = new SlowKeys();
    try (IngestionService service =
        IngestionService.start(IngestionSettings.onLoopback(0, NOWHERE), keys)) {
      URI address = service.address();
      try (Socket socket = new Socket(address.getHost(), address.getPort())) {
        socket
            .getOutputStream()
            .write(
                ("POST /v1/telemetry HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n[")
                    .getBytes(US_ASCII));
        socket.getOutputStream().flush();
        keys.asked.join();
        assertThat(metric(address, "wattflow_ingestion_connections")).isEqualTo(2);
      }
      // Its own connection, which asks for the metrics, is left.
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(metric(address, "wattflow_ingestion_connections")).isEqualTo(1));
      keys.found.complete(null);
      Awaitility.await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(metric(address, "wattflow_ingestion_in_flight_bytes")).isZero());
    }
  }

  private double metric(URI address, String name) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(address.resolve("/metrics")).build(),
            HttpResponse.BodyHandlers.ofString());
    return answer
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}
