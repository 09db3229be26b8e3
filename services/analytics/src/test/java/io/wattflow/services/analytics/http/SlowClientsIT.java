package io.wattflow.services.analytics.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.cache.RedisAddress;
import io.wattflow.services.analytics.AnalyticsService;
import io.wattflow.services.analytics.AnalyticsSettings;
import io.wattflow.services.analytics.auth.AuthOptions;
import io.wattflow.services.analytics.store.ClusterLayout;
import io.wattflow.services.http.ServerSettings;
import io.wattflow.sql.ClickHouseUrl;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The service without anything behind it: it starts, says what is missing, and does not let clients
 * hold on to connections.
 */
class SlowClientsIT {
  private static final Duration SHORT = Duration.ofSeconds(1);

  /** A port that nobody listens on. */
  private static int deadPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static AnalyticsService start() throws Exception {
    int dead = deadPort();
    AnalyticsSettings settings =
        AnalyticsSettings.onLoopback(
            0,
            ClusterLayout.single(
                ClickHouseUrl.parse("http://127.0.0.1:" + dead), "wattflow", "default", ""),
            RedisAddress.parse("redis://127.0.0.1:" + dead));
    return AnalyticsService.start(
        settings.withServer(ServerSettings.onLoopback(0).withTimeouts(SHORT, SHORT, SHORT)),
        new AuthOptions(AuthOptions.NONE, Optional.empty(), Optional.empty()).open());
  }

  private static void send(Socket socket, String head) throws IOException {
    socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void aConnectionThatRestsAfterAQuestionIsClosed() throws Exception {
    try (AnalyticsService service = start();
        Socket socket = new Socket("127.0.0.1", service.address().getPort())) {
      socket.setSoTimeout(20_000);
      send(socket, "GET /v1/users/1/total_energy_today HTTP/1.1\r\nHost: x");
      InputStream answer = socket.getInputStream();
      // Until the server closes; a timeout of the socket would fail the test.
      String all = new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(all)
          .startsWith("HTTP/1.1 503")
          .containsIgnoringCase("retry-after:")
          .contains("store-unavailable");
    }
  }

  @Test
  void itSaysWhatIsMissing() throws Exception {
    try (AnalyticsService service = start();
        Socket socket = new Socket("127.0.0.1", service.address().getPort())) {
      socket.setSoTimeout(20_000);
      send(socket, "GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close");
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(all).contains("live alerts are not heard").contains("evictions are not heard");
    }
  }
}
