package io.wattflow.services.analytics.query;

import static io.wattflow.services.analytics.query.HourRow.RANGE;
import static io.wattflow.services.analytics.query.QueryEngine.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import io.wattflow.services.analytics.auth.Caller;
import io.wattflow.services.analytics.store.QueryLimits;
import io.wattflow.services.http.Problem;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a question may cost, and how it ends before its time, on a real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryLimitsIT {
  private static final Caller ANNA = Caller.of(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @SuppressWarnings("NullAway.Init")
  private QueryEngine engine;

  @BeforeAll
  void start(@TempDir Path folder) throws SQLException {
    engine = QueryEngine.start(folder);
    HourRow.insert(engine);
    SlowQuery.createView(engine);
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @Test
  void aTimeRangeReadsItsOwnPartitionsOnly() throws Exception {
    try (QueryRunner strict =
        engine.runner(new QueryLimits(Duration.ofSeconds(10), 2_000, 512L << 20, 10_001))) {
      String count = "{'view': 'energy_1h', %s, 'measures': [{'aggregate': 'count'}]}";
      assertThat(rows(QueryEngine.answer(strict, count.formatted(RANGE), ANNA)))
          .containsExactly(List.of(216.0));
      AdHocQuery wide =
          QueryEngine.parse(
              Catalog.standard(),
              count.formatted(
                  "'time_range': {'from': '2025-01-01T00:00:00Z', 'to': '2026-01-01T00:00:00Z'}"));
      Problem problem = QueryEngine.problem(QueryEngine.begin(strict, "q", wide, ANNA));
      assertThat(problem.status()).isEqualTo(422);
      assertThat(problem.extensions()).containsEntry("limit", "rows_to_read");
      assertThat(problem.detail()).contains("2,000 rows", "shorter time range");
    }
  }

  @Test
  void aQuestionThatTakesTooLongEnds() throws Exception {
    try (QueryRunner hasty =
        engine.runner(new QueryLimits(Duration.ofSeconds(1), Long.MAX_VALUE, 512L << 20, 10_001))) {
      Problem problem = QueryEngine.problem(QueryEngine.begin(hasty, "q", SlowQuery.query(), ANNA));
      assertThat(problem.status()).isEqualTo(422);
      assertThat(problem.extensions()).containsEntry("limit", "time");
      await().atMost(PATIENCE).until(() -> hasty.running() == 0);
    }
  }

  @Test
  void aCancelledQuestionEndsInTheEngine() throws Exception {
    try (QueryRunner patient =
        engine.runner(
            new QueryLimits(Duration.ofSeconds(30), Long.MAX_VALUE, 512L << 20, 10_001))) {
      CompletableFuture<Buffer> question =
          QueryEngine.begin(patient, "mine", SlowQuery.query(), ANNA);
      await().atMost(PATIENCE).until(() -> processes().equals(List.of("1")));
      assertThat(
              QueryEngine.problem(QueryEngine.begin(patient, "mine", SlowQuery.query(), ANNA))
                  .type())
          .isEqualTo("query-id-in-use");
      assertThat(patient.cancel("mine", Caller.of(2))).as("of somebody else").isFalse();
      assertThat(patient.cancel("other", ANNA)).isFalse();

      assertThat(patient.cancel("mine", ANNA)).isTrue();

      Problem problem = QueryEngine.problem(question);
      assertThat(problem.status()).isEqualTo(409);
      assertThat(problem.type()).isEqualTo("query-cancelled");
      await().atMost(Duration.ofSeconds(5)).until(() -> processes().equals(List.of("0")));
      await().atMost(PATIENCE).until(() -> patient.running() == 0);
      assertThat(patient.cancel("mine", ANNA)).isFalse();
    }
  }

  private List<String> processes() throws Exception {
    return engine.rows(
        "SELECT count() FROM system.processes WHERE query LIKE '%sumOrNull%' AND query NOT LIKE '%system.processes%'");
  }
}
