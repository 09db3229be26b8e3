package io.wattflow.services.analytics.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.wattflow.services.analytics.store.ClusterLayout.Server;
import io.wattflow.services.analytics.store.ServerStatus.Breaker;
import io.wattflow.services.analytics.store.Store.Question;
import io.wattflow.sql.ClickHouseUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a server that is left alone is found again. */
class ShardServerIT {
  private static final StoreSettings SETTINGS =
      new StoreSettings(
          1,
          1,
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          50,
          Duration.ofMinutes(5),
          Duration.ofMinutes(5));

  private static ShardServer leftAlone(String url) {
    ClickHouseUrl address = ClickHouseUrl.parse(url);
    ClusterLayout layout = ClusterLayout.single(address, "default", "default", "");
    ShardServer server = new ShardServer(0, new Server(address, true, 1), layout, SETTINGS);
    for (int i = 0; i < 10 && server.tryPermission(); i++) {
      server.failed(1, new SQLException("away"));
    }
    assertThat(server.status().breaker()).isEqualTo(Breaker.OPEN);
    return server;
  }

  @Test
  void itIsFoundWhileAdHocQuestionsHoldTheirConnections(@TempDir Path folder) throws Exception {
    try (TestEngine engine = TestEngine.start(folder, "400m");
        ShardServer server = leftAlone(engine.url())) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      Question<Boolean> slow =
          connection -> {
            begun.countDown();
            try {
              return end.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              throw new SQLException(e);
            }
          };
      CompletableFuture<Boolean> asked =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return server.adHoc().ask(slow);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

      server.probe();

      assertThat(server.status().breaker()).isEqualTo(Breaker.HALF_OPEN);
      end.countDown();
      assertThat(asked).succeedsWithin(20, TimeUnit.SECONDS);
    }
  }

  /** A look that threw would be the last one. */
  @ParameterizedTest
  @ValueSource(strings = {"", "what is this", "\u0001\u0001a", "\u0001\u00011\u0006Nobody\u0001"})
  void whateverAnswersInItsPlaceItIsLookedForAgain(String body) throws IOException {
    HttpServer stranger =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] bytes = body.getBytes(UTF_8);
    stranger.createContext(
        "/",
        exchange -> {
          // 0 would be a body of any length.
          exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
          if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
          }
          exchange.close();
        });
    stranger.start();
    try (ShardServer server = leftAlone("http://127.0.0.1:" + stranger.getAddress().getPort())) {
      server.probe();

      assertThat(server.status().breaker()).isEqualTo(Breaker.OPEN);
    } finally {
      stranger.stop(0);
    }
  }

  @Test
  void oneThatIsAwayIsLeftAlone() {
    try (ShardServer server = leftAlone("http://127.0.0.1:1")) {
      server.probe();

      assertThat(server.status().breaker()).isEqualTo(Breaker.OPEN);
    }
  }
}
