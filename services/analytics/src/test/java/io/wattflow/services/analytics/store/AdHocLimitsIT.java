package io.wattflow.services.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.services.analytics.store.QueryRefusedException.Reason;
import io.wattflow.services.analytics.store.Store.Freshness;
import io.wattflow.services.analytics.store.Store.Question;
import io.wattflow.sql.ClickHouseUrl;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What an ad-hoc question may cost, on a real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdHocLimitsIT {
  private static final QueryLimits WIDE =
      new QueryLimits(Duration.ofSeconds(10), 100_000_000, 200_000_000, 10_000);

  private static final String ENDLESS =
      "SELECT count() FROM numbers(1000000000000) WHERE cityHash64(number) % 7 = 3";

  private TestEngine engine;
  private ClusterStore store;

  @BeforeAll
  void start(@TempDir Path folder) throws SQLException {
    engine = TestEngine.start(folder, "600m");
    engine.execute("system", "CREATE DATABASE w");
    engine.execute("w", "CREATE TABLE t (n UInt64) ENGINE = MergeTree ORDER BY n");
    engine.execute("w", "INSERT INTO t SELECT number FROM numbers(100000)");
    store =
        ClusterStore.open(
            ClusterLayout.single(ClickHouseUrl.parse(engine.url()), "w", "default", ""),
            StoreSettings.defaults());
  }

  @AfterAll
  void stop() {
    store.close();
    engine.close();
  }

  private static Question<Long> rows(String sql) {
    return connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        long count = 0;
        while (rows.next()) {
          count++;
        }
        return count;
      }
    };
  }

  private void refused(QueryLimits limits, String sql, Reason reason) {
    assertThatThrownBy(() -> store.ask(1, limits, rows(sql)))
        .isInstanceOfSatisfying(
            QueryRefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    // None of this is the server's fault.
    assertThat(store.servers().get(0).failed()).isZero();
    assertThat(store.servers().get(0).breaker()).isEqualTo(ServerStatus.Breaker.CLOSED);
  }

  @Test
  void eachLimitEndsAQuestionByItsName() {
    refused(
        new QueryLimits(Duration.ofSeconds(1), Long.MAX_VALUE, 200_000_000, 10),
        ENDLESS,
        Reason.TIME);
    refused(
        new QueryLimits(Duration.ofSeconds(10), 10_000, 200_000_000, 1_000_000),
        "SELECT n FROM t",
        Reason.ROWS_TO_READ);
    refused(
        new QueryLimits(Duration.ofSeconds(10), 1_000_000, 200_000_000, 1_000),
        "SELECT n FROM t",
        Reason.RESULT_ROWS);
    refused(
        new QueryLimits(Duration.ofSeconds(10), 100_000_000, 10_000_000, 1_000),
        "SELECT uniqExact(toString(number)) FROM numbers(5000000)",
        Reason.MEMORY);
  }

  @Test
  void limitsThatNobodyCouldKeepAreRefused() {
    QueryLimits tooLong = new QueryLimits(Duration.ofSeconds(31), 1, 1, 1);
    assertThatThrownBy(() -> store.ask(1, tooLong, rows("SELECT 1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxTime");
    assertThatThrownBy(() -> new QueryLimits(Duration.ofSeconds(1), 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rows to read 0");
    assertThatThrownBy(() -> new QueryLimits(Duration.ZERO, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxTime");
  }

  @Test
  void limitsEndWithTheirQuestion() throws Exception {
    assertThat(store.ask(1, WIDE, rows("SELECT n FROM t LIMIT 10000"))).isEqualTo(10_000);
    refused(
        new QueryLimits(Duration.ofSeconds(10), 1_000_000, 200_000_000, 1),
        "SELECT n FROM t",
        Reason.RESULT_ROWS);
    for (int i = 0; i < 10; i++) {
      assertThat(store.ask(1, WIDE, rows("SELECT n FROM t LIMIT 5000"))).isEqualTo(5_000);
    }
    assertThat(store.ask(1, Freshness.REPLICA, rows("SELECT n FROM t"))).isEqualTo(100_000);
  }

  @Test
  void aStatementCanBeCancelled() throws Exception {
    CompletableFuture<Statement> begun = new CompletableFuture<>();
    CompletableFuture<Long> asked =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return store.ask(
                    1,
                    new QueryLimits(Duration.ofSeconds(25), Long.MAX_VALUE, 200_000_000, 10),
                    connection -> {
                      try (Statement statement = connection.createStatement()) {
                        begun.complete(statement);
                        try (ResultSet rows = statement.executeQuery(ENDLESS)) {
                          rows.next();
                          return rows.getLong(1);
                        }
                      }
                    });
              } catch (StoreException | QueryRefusedException e) {
                throw new IllegalStateException(e);
              }
            });
    Statement statement = begun.get(5, TimeUnit.SECONDS);
    long began = System.nanoTime();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              // It may not have begun yet.
              statement.cancel();
              return asked.isDone();
            });
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    assertThatThrownBy(asked::get)
        .isInstanceOf(ExecutionException.class)
        .rootCause()
        .hasMessageContaining("394");
    assertThatThrownBy(asked::join)
        .satisfies(
            e ->
                assertThat(e.getCause().getCause())
                    .isInstanceOfSatisfying(
                        QueryRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.CANCELLED)));
  }

  @Test
  void nothingIsWritten() {
    assertThatThrownBy(() -> store.ask(1, Freshness.MASTER, write()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("readonly");
    assertThatThrownBy(() -> store.ask(1, WIDE, write()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("readonly");
  }

  private static Question<Integer> write() {
    return connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.executeUpdate("INSERT INTO t VALUES (1)");
      }
    };
  }
}
