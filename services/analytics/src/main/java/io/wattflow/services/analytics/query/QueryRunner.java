package io.wattflow.services.analytics.query;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.wattflow.services.analytics.auth.Caller;
import io.wattflow.services.analytics.store.QueryLimits;
import io.wattflow.services.analytics.store.QueryRefusedException;
import io.wattflow.services.analytics.store.StoreException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Asks ad-hoc questions within limits, a few at a time, and ends those that nobody waits for.
 * Thread-safe; futures complete on the context that asked.
 */
public final class QueryRunner implements AutoCloseable {
  /** What one question may cost. */
  public static final QueryLimits LIMITS =
      new QueryLimits(Duration.ofSeconds(10), 50_000_000, 512L << 20, AdHocQuery.MAX_LIMIT + 1L);

  private static final int THREADS_OF_A_SHARD = 4;
  private static final int MAX_WAITING = 64;
  private static final int MAX_OF_A_CALLER = 4;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final AdHocStore store;
  private final int shards;
  private final QueryLimits limits;
  private final QueryCompiler compiler = new QueryCompiler();
  private final RunningQueries running;
  private final ThreadPoolExecutor threads;

  /**
   * @param shards how many the store has, at least 1
   */
  public QueryRunner(AdHocStore store, int shards, QueryLimits limits) {
    this.store = store;
    this.shards = shards;
    this.limits = limits;
    this.running = new RunningQueries(limits.maxTime());
    this.threads =
        new ThreadPoolExecutor(
            THREADS_OF_A_SHARD * shards,
            THREADS_OF_A_SHARD * shards,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread made = new Thread(task, "query");
              made.setDaemon(true);
              return made;
            });
  }

  /** A new id of a query. */
  public static String newId() {
    return UUID.randomUUID().toString();
  }

  /** Whether a client may name its query so: 1 to 64 letters, digits, dots, hyphens and _. */
  public static boolean isId(String id) {
    return ID.matcher(id).matches();
  }

  /**
   * Asks a question.
   *
   * @param id by which its caller may cancel it; {@linkplain #isId valid}
   * @return the answer as JSON; fails with a {@link QueryException}
   */
  public Future<Buffer> run(String id, AdHocQuery query, Caller caller) {
    CompletableFuture<Buffer> answer = new CompletableFuture<>();
    try {
      long user = shardKey(query, caller);
      CompiledQuery compiled = compiler.compile(query, caller);
      RunningQuery entry = running.enter(id, caller, MAX_OF_A_CALLER);
      start(entry, user, compiled, answer);
    } catch (QueryException e) {
      answer.completeExceptionally(e);
    }
    Context context = Vertx.currentContext();
    return context == null
        ? Future.fromCompletionStage(answer)
        : Future.fromCompletionStage(answer, context);
  }

  private long shardKey(AdHocQuery query, Caller caller) throws InvalidQueryException {
    OptionalLong user = caller.userId().isPresent() ? caller.userId() : query.onlyUser();
    if (user.isEmpty() && shards > 1) {
      throw new InvalidQueryException(
          "/filters",
          "users are spread over %d servers: add a filter that user_id equals one"
              .formatted(shards));
    }
    return user.orElse(0);
  }

  private void start(
      RunningQuery entry, long user, CompiledQuery compiled, CompletableFuture<Buffer> answer) {
    try {
      threads.execute(() -> answer(entry, user, compiled, answer));
    } catch (RejectedExecutionException e) {
      running.leave(entry);
      answer.completeExceptionally(new QueryFailedException(QueryProblems.busy(), e));
    }
  }

  private void answer(
      RunningQuery entry, long user, CompiledQuery compiled, CompletableFuture<Buffer> answer) {
    try {
      Buffer given = ask(entry, user, compiled);
      // Before its caller has the answer, and may use the id again.
      running.leave(entry);
      answer.complete(given);
    } catch (QueryException | RuntimeException e) {
      // A fault of ours too: it must not leave the request without an answer.
      running.leave(entry);
      answer.completeExceptionally(e);
    }
  }

  private Buffer ask(RunningQuery entry, long user, CompiledQuery compiled)
      throws QueryFailedException {
    try {
      ResultWriter writer = new ResultWriter(entry.id(), compiled, entry.startedAt());
      if (entry.isCancelled()) {
        throw new QueryFailedException(QueryProblems.cancelled(), null);
      }
      return store
          .ask(user, limits, connection -> writer.ask(connection, entry))
          .orElseThrow(() -> new QueryFailedException(QueryProblems.answerTooLong(), null));
    } catch (QueryRefusedException e) {
      throw new QueryFailedException(QueryProblems.refused(e.reason(), limits), e);
    } catch (StoreException e) {
      throw entry.isCancelled()
          ? new QueryFailedException(QueryProblems.cancelled(), e)
          : new QueryFailedException(QueryProblems.away(e), e);
    }
  }

  /**
   * Cancels a query, in the server too.
   *
   * @return whether the caller has one of this id; that of somebody else is none
   */
  public boolean cancel(String id, Caller caller) {
    return running.cancel(id, caller);
  }

  /** How many there are, waiting or running. */
  public int running() {
    return running.count();
  }

  /** Cancels all of them. */
  @Override
  public void close() {
    threads.shutdown();
    running.close();
  }
}
