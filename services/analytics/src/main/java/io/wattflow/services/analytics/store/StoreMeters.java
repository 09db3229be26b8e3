package io.wattflow.services.analytics.store;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Meters of every server of a store. */
public final class StoreMeters {
  private StoreMeters() {}

  /** Registers them; values are read at each scrape. */
  public static void bind(ClusterStore store, MeterRegistry registry) {
    List<ServerStatus> servers = store.servers();
    for (int i = 0; i < servers.size(); i++) {
      new Server(store, registry, i, servers.get(i)).register();
    }
  }

  private static double code(ServerStatus status) {
    return switch (status.breaker()) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  private record Server(ClusterStore store, MeterRegistry registry, int index, ServerStatus first) {
    void register() {
      counter(
          "wattflow_clickhouse_answers",
          "Questions that the server has answered",
          ServerStatus::answered);
      counter(
          "wattflow_clickhouse_failures",
          "Questions that the server has failed",
          ServerStatus::failed);
      gauge(
          "wattflow_clickhouse_breaker",
          "0: the server is asked, 1: it is tried, 2: it is left alone",
          StoreMeters::code);
      gauge(
          "wattflow_clickhouse_connections_in_use",
          "Connections that questions hold",
          ServerStatus::connectionsInUse);
      gauge("wattflow_clickhouse_connections", "Most connections", ServerStatus::connections);
    }

    private Tags tags() {
      return Tags.of(
          "shard", Integer.toString(first.shard()),
          "server", first.server(),
          "role", first.master() ? "master" : "replica");
    }

    private void counter(String name, String help, ToDoubleFunction<ServerStatus> value) {
      FunctionCounter.builder(name, store, asked -> value.applyAsDouble(asked.servers().get(index)))
          .description(help)
          .tags(tags())
          .register(registry);
    }

    private void gauge(String name, String help, ToDoubleFunction<ServerStatus> value) {
      Gauge.builder(name, store, asked -> value.applyAsDouble(asked.servers().get(index)))
          .description(help)
          .tags(tags())
          .register(registry);
    }
  }
}
