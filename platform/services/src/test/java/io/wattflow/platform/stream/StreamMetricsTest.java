package io.wattflow.platform.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamMetricsTest {
  private static final String PAGE =
      """
      # HELP wattflow_records_read_total
      # TYPE wattflow_records_read_total counter
      wattflow_records_read_total 121345.0
      wattflow_dead_letters_total{reason="TOO OLD, {really}"} 3 1700000000000
      wattflow_dead_letters_total{reason="TRUNCATED"} 4
      wattflow_unknown +Inf

      """;

  @Test
  void samplesAreReadAndLabelsAddedUp() {
    assertThat(StreamMetrics.parse(PAGE))
        .containsOnly(
            Map.entry("wattflow_records_read_total", 121345.0),
            Map.entry("wattflow_dead_letters_total", 7.0));
  }

  @Test
  void aPageIsFetched() throws IOException {
    HttpServer server = serve(200);
    try {
      assertThat(new StreamMetrics(address(server)).read())
          .containsEntry("wattflow_records_read_total", 121345.0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anErrorOfTheServerIsNoEmptyPage() throws IOException {
    HttpServer server = serve(503);
    try {
      assertThatThrownBy(() -> new StreamMetrics(address(server)).read())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("503");
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer serve(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] body = PAGE.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
  }
}
