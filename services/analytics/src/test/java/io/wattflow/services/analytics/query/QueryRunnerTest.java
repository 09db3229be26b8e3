package io.wattflow.services.analytics.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.wattflow.services.analytics.auth.Caller;
import io.wattflow.services.analytics.store.QueryLimits;
import io.wattflow.services.analytics.store.Store.Question;
import io.wattflow.services.analytics.store.StoreException;
import io.wattflow.services.http.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class QueryRunnerTest {
  private static final Caller ANNA = Caller.of(1);

  @Test
  void usersMayNameTheirQuestionsAlikeAndHaveAFewAtATime() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    AdHocStore held =
        new AdHocStore() {
          @Override
          public <T> T ask(long userId, QueryLimits limits, Question<T> question)
              throws StoreException {
            try {
              answer.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            throw new StoreException("away", Duration.ofSeconds(7), null);
          }
        };
    try (QueryRunner waiting = new QueryRunner(held, 1, QueryRunner.LIMITS)) {
      List<CompletableFuture<Buffer>> questions = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        questions.add(QueryEngine.begin(waiting, "q-" + i, SlowQuery.query(), ANNA));
      }
      assertThat(
              QueryEngine.problem(QueryEngine.begin(waiting, "q-4", SlowQuery.query(), ANNA))
                  .status())
          .isEqualTo(429);
      questions.add(QueryEngine.begin(waiting, "q-0", SlowQuery.query(), Caller.of(2)));
      answer.countDown();
      for (CompletableFuture<Buffer> question : questions) {
        Problem problem = QueryEngine.problem(question);
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.retryAfterSeconds()).isEqualTo(7);
      }
    }
  }

  @Test
  void withoutAUserSeveralServersAreNotAsked() throws Exception {
    try (QueryRunner sharded =
        new QueryRunner(AdHocStoreOfNobody.INSTANCE, 2, QueryRunner.LIMITS)) {
      Problem problem =
          QueryEngine.problem(QueryEngine.begin(sharded, "q", SlowQuery.query(), Caller.ANYBODY));
      assertThat(problem.status()).isEqualTo(400);
      assertThat(problem.extensions()).containsEntry("field", "/filters");
      assertThat(problem.detail()).contains("user_id");
    }
  }

  private enum AdHocStoreOfNobody implements AdHocStore {
    INSTANCE;

    @Override
    public <T> T ask(long userId, QueryLimits limits, Question<T> question) {
      throw new AssertionError("asked");
    }
  }
}
