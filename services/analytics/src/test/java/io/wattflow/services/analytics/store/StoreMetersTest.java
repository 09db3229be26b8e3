package io.wattflow.services.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wattflow.services.analytics.store.Store.Freshness;
import io.wattflow.sql.ClickHouseUrl;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is told of a server that is not there. */
class StoreMetersTest {
  @Test
  void failuresAreCountedTheBreakerIsShownAndNoPasswordIs() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String address = "http://127.0.0.1:" + free;
    ClusterLayout layout =
        ClusterLayout.single(
            ClickHouseUrl.parse(address + "?password=s3cret"), "w", "default", "s3cret");
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ClusterStore store = ClusterStore.open(layout, StoreSettings.defaults())) {
      StoreMeters.bind(store, registry);
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(
                () ->
                    store.ask(
                        1,
                        Freshness.REPLICA,
                        connection -> TestEngine.number(connection, "SELECT 1")))
            .isInstanceOfSatisfying(
                StoreException.class,
                e ->
                    assertThat(e.retryAfter())
                        .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30)))
            .hasMessageNotContaining("s3cret");
      }
      String labels = "{role=\"master\",server=\"" + address + "\",shard=\"0\"}";
      assertThat(registry.scrape())
          .contains("wattflow_clickhouse_failures_total" + labels + " 5.0")
          .contains("wattflow_clickhouse_answers_total" + labels + " 0.0")
          .contains("wattflow_clickhouse_breaker" + labels + " 2.0")
          .contains("wattflow_clickhouse_connections" + labels + " 24.0")
          .doesNotContain("s3cret");
    }
  }
}
