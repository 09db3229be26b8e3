package io.wattflow.benchmarks.analytics;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks at a constant rate over connections that stay open, whatever the service does: latency
 * counts from the instant at which a question was due, so a service that holds up a client does not
 * hide the questions that it has held up (no coordinated omission).
 *
 * <p>A question takes the connection that has rested longest, so all of them take part in turn; if
 * all are busy, it waits. All by one thread, so that little is taken from what is measured on the
 * same processors.
 */
final class OpenLoop implements AutoCloseable {
  private static final String CACHE_STATUS = "Cache-Status";
  private static final String MISS = "fwd=miss";
  private static final String GREETING = "/healthz";
  private static final int OK = 200;
  private static final int CONNECT_AT_ONCE = 100;
  private static final int CONNECT_MILLIS = 10_000;
  private static final int ANSWER_MILLIS = 30_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final Context context = vertx.getOrCreateContext();
  private final HttpClientAgent http =
      vertx.createHttpClient(new HttpClientOptions().setDecompressionSupported(false));
  private final HttpConnectOptions where;

  // What follows is used by the context's thread alone.
  private final Deque<Line> resting = new ArrayDeque<>();
  private final Deque<Due> waiting = new ArrayDeque<>();
  private volatile boolean ended;
  private int wanted;
  private int begun;

  /** A question and the instant at which it is due, as of {@link System#nanoTime}. */
  private record Due(Asked asked, long nanos, Run run) {}

  /** A connection. */
  private static final class Line {
    private final HttpClientConnection connection;
    private boolean closed;

    Line(HttpClientConnection connection) {
      this.connection = connection;
      connection.closeHandler(ended -> closed = true);
    }
  }

  /** Opens no connection yet. */
  OpenLoop(URI address) {
    this.where =
        new HttpConnectOptions()
            .setHost(address.getHost())
            .setPort(address.getPort())
            .setConnectTimeout(CONNECT_MILLIS);
  }

  /**
   * Opens connections and asks something trivial over each, not all at once: a listener has only so
   * much room for those that it has not seen yet.
   *
   * @throws SubjectFailedException if one cannot be opened
   */
  void connect(int connections) throws InterruptedException, SubjectFailedException {
    CompletableFuture<@Nullable Void> opened = new CompletableFuture<>();
    context.runOnContext(
        now -> {
          wanted = connections;
          for (int i = 0; i < CONNECT_AT_ONCE; i++) {
            connectNext(opened);
          }
        });
    await(opened, PATIENCE, connections + " connections cannot be opened");
  }

  private void connectNext(CompletableFuture<@Nullable Void> opened) {
    if (begun == wanted) {
      return;
    }
    begun++;
    // A service closes connections that say nothing at first, and a client has a reason to connect.
    http.connect(where)
        .compose(
            connection ->
                connection
                    .request(new RequestOptions().setMethod(HttpMethod.GET).setURI(GREETING))
                    .compose(ready -> ready.send())
                    .compose(answer -> answer.body())
                    .map(unused -> connection))
        .onComplete(
            connection -> {
              resting.add(new Line(connection));
              if (resting.size() == wanted) {
                opened.complete(null);
              }
              connectNext(opened);
            },
            opened::completeExceptionally);
  }

  /**
   * Asks, and waits until every question has its answer or has none.
   *
   * @param script gives the questions; called by another thread, and by that one alone
   * @throws SubjectFailedException if questions are open long after the last one was due
   */
  Answers run(Supplier<Asked> script, int perSecond, Duration span)
      throws InterruptedException, SubjectFailedException {
    Run run = new Run(script, perSecond, span);
    context.runOnContext(now -> run.begin());
    await(run.done, span.plus(PATIENCE), "questions have no answer");
    return run.answers;
  }

  private static void await(CompletableFuture<?> done, Duration patience, String failure)
      throws InterruptedException, SubjectFailedException {
    try {
      Object unused = done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new SubjectFailedException(failure + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new SubjectFailedException(failure + " after " + patience.toSeconds() + " s", e);
    }
  }

  /** One load. */
  private final class Run {
    private final Answers answers = new Answers();
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private final Supplier<Asked> script;
    private final double intervalNanos;
    private final long total;
    private long start;
    private long offered;
    private long settled;

    Run(Supplier<Asked> script, int perSecond, Duration span) {
      this.script = script;
      this.intervalNanos = 1e9 / perSecond;
      this.total = Math.max(1, Math.round(span.toNanos() / intervalNanos));
    }

    void begin() {
      start = System.nanoTime();
      vertx.setPeriodic(1, this::offerDue);
    }

    private void offerDue(long timer) {
      long now = System.nanoTime();
      while (offered < total && now - dueNanos() >= 0) {
        ask(new Due(script.get(), dueNanos(), this));
        offered++;
      }
      if (offered == total) {
        vertx.cancelTimer(timer);
      }
    }

    private long dueNanos() {
      return start + (long) (offered * intervalNanos);
    }

    void settled() {
      settled++;
      if (settled == total) {
        answers.took(System.nanoTime() - start);
        done.complete(null);
      }
    }
  }

  private void ask(Due due) {
    Line line = resting.poll();
    while (line != null && line.closed) {
      due.run().answers.bad("the service has closed a connection that rested");
      reconnect();
      line = resting.poll();
    }
    if (line == null) {
      waiting.add(due);
    } else {
      send(due, line);
    }
  }

  private void send(Due due, Line line) {
    due.run().answers.sent(System.nanoTime() - due.nanos());
    Asked asked = due.asked();
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setURI(asked.uri())
            .setIdleTimeout(ANSWER_MILLIS)
            .putHeader(HttpHeaders.AUTHORIZATION, asked.authorization());
    line.connection
        .request(request)
        .compose(ready -> ready.send())
        .compose(answer -> answer.body().compose(body -> judged(due, answer, body)))
        .onComplete(
            good -> next(due, line),
            failure -> {
              due.run().answers.bad(String.valueOf(failure));
              // Nobody knows what else is to come over it.
              line.closed = true;
              Future<Void> unused = line.connection.close();
              reconnect();
              due.run().settled();
            });
  }

  private static Future<Void> judged(Due due, HttpClientResponse answer, Buffer body) {
    Answers answers = due.run().answers;
    if (answer.statusCode() != OK) {
      answers.bad("%d to %s: %s".formatted(answer.statusCode(), due.asked().uri(), body));
    } else if (!due.asked().isAnsweredBy(body)) {
      answers.bad("the answer to %s is another one: %s".formatted(due.asked().uri(), body));
    } else {
      String tier = answer.getHeader(CACHE_STATUS);
      answers.good(
          due.asked().name(), System.nanoTime() - due.nanos(), tier != null && tier.contains(MISS));
    }
    return Future.succeededFuture();
  }

  private void next(Due settled, Line line) {
    rest(line);
    settled.run().settled();
  }

  private void rest(Line line) {
    Due due = waiting.poll();
    if (due == null) {
      resting.add(line);
    } else {
      send(due, line);
    }
  }

  private void reconnect() {
    if (ended) {
      return;
    }
    http.connect(where)
        .onComplete(
            connection -> rest(new Line(connection)),
            failure -> vertx.setTimer(TimeUnit.SECONDS.toMillis(1), again -> reconnect()));
  }

  @Override
  public void close() {
    ended = true;
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
