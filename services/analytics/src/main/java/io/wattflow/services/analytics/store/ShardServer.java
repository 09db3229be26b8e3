package io.wattflow.services.analytics.store;

import com.clickhouse.client.api.ClickHouseException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import io.wattflow.services.analytics.store.ClusterLayout.Server;
import io.wattflow.services.analytics.store.ServerStatus.Breaker;
import io.wattflow.services.analytics.store.Store.Question;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server: its pools, its breaker, and what it has answered. */
final class ShardServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardServer.class);

  /** Calls over which the share of failures is taken, and how many it takes to judge. */
  private static final int WINDOW = 20;

  private static final int JUDGED_FROM = 5;
  private static final int TRIALS = 3;

  private final int shard;
  private final Server server;
  private final Duration rest;
  private final ServerPool dashboards;
  private final ServerPool adHoc;
  private final CircuitBreaker breaker;
  private final LongAdder answered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile long openedNanos;

  ShardServer(int shard, Server server, ClusterLayout layout, StoreSettings settings) {
    this.shard = shard;
    this.server = server;
    this.rest = settings.rest();
    this.dashboards = ServerPool.forDashboards(server.url(), layout, settings);
    this.adHoc = ServerPool.forAdHoc(server.url(), layout, settings);
    this.breaker = CircuitBreaker.of(address(), breaker(settings));
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                openedNanos = System.nanoTime();
              }
              LOG.warn("{}: breaker {}", address(), event.getStateTransition());
            });
  }

  private static CircuitBreakerConfig breaker(StoreSettings settings) {
    return CircuitBreakerConfig.custom()
        .failureRateThreshold(settings.failureRate())
        .waitDurationInOpenState(settings.rest())
        .slidingWindow(WINDOW, JUDGED_FROM, SlidingWindowType.COUNT_BASED)
        .permittedNumberOfCallsInHalfOpenState(TRIALS)
        .maxWaitDurationInHalfOpenState(settings.rest())
        .build();
  }

  /** Without user and password. */
  String address() {
    return server.url().httpAddress();
  }

  boolean master() {
    return server.master();
  }

  double weight() {
    return server.weight();
  }

  /** Whether it may be asked; who is told so must ask, and tell what came of it. */
  boolean tryPermission() {
    return breaker.tryAcquirePermission();
  }

  void succeeded(long nanos) {
    answered.increment();
    breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
  }

  /** The attempt says nothing about the server. */
  void undecided() {
    breaker.releasePermission();
  }

  void failed(long nanos, Exception failure) {
    failed.increment();
    breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
  }

  ServerPool dashboards() {
    return dashboards;
  }

  ServerPool adHoc() {
    return adHoc;
  }

  /** Until it is tried again; zero: at once. */
  Duration restLeft() {
    if (breaker.getState() != CircuitBreaker.State.OPEN) {
      return Duration.ZERO;
    }
    Duration left = rest.minusNanos(System.nanoTime() - openedNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Lets a server that is left alone be tried early, if it answers. Asked as dashboards ask: ad-hoc
   * questions may hold all of their connections, and wait ten times as long for a server that says
   * nothing.
   */
  void probe() {
    if (breaker.getState() != CircuitBreaker.State.OPEN) {
      return;
    }
    Question<Boolean> alive =
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("SELECT 1")) {
            return row.next();
          }
        };
    try {
      if (dashboards.ask(alive)) {
        breaker.transitionToHalfOpenState();
      }
    } catch (SQLException | ClickHouseException e) {
      LOG.debug("{} is still away: {}", address(), e.getMessage());
    } catch (IllegalStateTransitionException e) {
      LOG.debug("{} was tried by a question meanwhile", address());
    }
  }

  ServerStatus status() {
    Breaker state =
        switch (breaker.getState()) {
          case OPEN, FORCED_OPEN -> Breaker.OPEN;
          case HALF_OPEN -> Breaker.HALF_OPEN;
          case CLOSED, DISABLED, METRICS_ONLY -> Breaker.CLOSED;
        };
    return new ServerStatus(
        shard,
        address(),
        server.master(),
        state,
        dashboards.inUse() + adHoc.inUse(),
        dashboards.size() + adHoc.size(),
        answered.sum(),
        failed.sum());
  }

  @Override
  public void close() {
    dashboards.close();
    adHoc.close();
  }
}
