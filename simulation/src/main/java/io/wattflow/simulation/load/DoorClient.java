package io.wattflow.simulation.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Posts bodies to the ingestion service, over connections that are kept open. One request at a time
 * goes over a connection; requests for which none is free wait, so it is the caller who bounds how
 * many there are.
 *
 * <p>May be used by any thread. Answers are brought by a thread of the client's own, which must not
 * be held up.
 */
public final class DoorClient implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final long CLOSE_TIMEOUT_SECONDS = 10;

  private record Head(String contentType, boolean gzip) {}

  private final DoorOptions options;
  private final Vertx vertx;
  private final Context context;
  private final HttpClient http;

  private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Used by the context's thread alone. */
  private final Map<Head, RequestOptions> requests = new HashMap<>();

  /** Opens no connection yet. */
  public DoorClient(DoorOptions options) {
    this.options = options;
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                // One connection pool, one thread: more of them would only take turns.
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    this.context = vertx.getOrCreateContext();
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setSsl(options.tls()),
            new PoolOptions().setHttp1MaxSize(options.connections()));
  }

  /** As it was made. */
  public DoorOptions options() {
    return options;
  }

  /**
   * Posts a body once.
   *
   * @return the answer, whatever it says; or {@link DoorUnavailableException}, or {@link
   *     UnreadableAnswerException}
   */
  public CompletionStage<DoorAnswer> post(DoorBody body) {
    return begin(
        outcome ->
            context.runOnContext(
                nothing -> {
                  if (!closed) {
                    exchange(body).onComplete(outcome::complete, outcome::completeExceptionally);
                  }
                }));
  }

  /** Is over after a time, by the thread that brings the answers; fails if the client is closed. */
  CompletionStage<@Nullable Void> pause(long millis) {
    return begin(outcome -> vertx.setTimer(Math.max(1, millis), timer -> outcome.complete(null)));
  }

  /** Begins what may be under way when the client is closed, and fails then. */
  private <T extends @Nullable Object> CompletableFuture<T> begin(
      Consumer<CompletableFuture<T>> start) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    open.add(outcome);
    outcome.whenComplete((result, failure) -> open.remove(outcome));
    try {
      if (closed) {
        outcome.completeExceptionally(givenUp());
      } else {
        start.accept(outcome);
      }
    } catch (RejectedExecutionException e) {
      // Closed by another thread a moment ago.
      outcome.completeExceptionally(givenUp());
    }
    return outcome;
  }

  private DoorUnavailableException givenUp() {
    return new DoorUnavailableException("given up: " + options.url() + " has not answered", null);
  }

  private Future<DoorAnswer> exchange(DoorBody body) {
    return http.request(request(body))
        .compose(
            request -> {
              long sentNanos = System.nanoTime();
              return request
                  .send(Buffer.buffer(body.bytes()))
                  .compose(response -> answer(response, sentNanos));
            })
        .recover(failure -> Future.failedFuture(translate(failure)));
  }

  private RequestOptions request(DoorBody body) {
    return requests.computeIfAbsent(
        new Head(body.contentType(), body.gzip()),
        head -> {
          RequestOptions request =
              new RequestOptions()
                  .setMethod(HttpMethod.POST)
                  .setHost(options.host())
                  .setPort(options.port())
                  .setURI(options.path())
                  .setIdleTimeout(options.timeout().toMillis())
                  .putHeader(HttpHeaders.CONTENT_TYPE, head.contentType());
          if (head.gzip()) {
            request.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
          }
          if (options.apiKey() != null) {
            request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + options.apiKey());
          }
          return request;
        });
  }

  private static Future<DoorAnswer> answer(HttpClientResponse response, long sentNanos) {
    int status = response.statusCode();
    String retryAfter = response.getHeader(HttpHeaders.RETRY_AFTER);
    return response
        .body()
        .compose(
            body -> {
              long took = System.nanoTime() - sentNanos;
              try {
                return Future.succeededFuture(
                    AnswerReader.read(status, retryAfter, body.getBytes(), took));
              } catch (UnreadableAnswerException e) {
                return Future.failedFuture(e);
              }
            });
  }

  /** What a broken connection looks like depends on when it breaks. */
  private Throwable translate(Throwable failure) {
    if (failure instanceof UnreadableAnswerException) {
      return failure;
    }
    if (failure instanceof IOException
        || failure instanceof VertxException
        || failure instanceof TimeoutException) {
      return new DoorUnavailableException(
          "no answer from %s: %s".formatted(options.url(), failure.getMessage()), failure);
    }
    return failure;
  }

  /** Closes all connections; what is under way fails. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    // By the thread that begins the exchanges, so that none begins on a closed client.
    context.runOnContext(
        nothing -> {
          closed = true;
          vertx.close().onComplete(done::complete, done::completeExceptionally);
        });
    try {
      done.get(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the HTTP client does not close: " + e.getMessage(), e);
    } finally {
      open.forEach(outcome -> outcome.completeExceptionally(givenUp()));
    }
  }
}
