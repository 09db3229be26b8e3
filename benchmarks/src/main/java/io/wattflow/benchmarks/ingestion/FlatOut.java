package io.wattflow.benchmarks.ingestion;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Connections each of which posts the next body as soon as the last one has its answer; after 503
 * it waits as long as {@code Retry-After} says. All by one thread, with bodies that are ready, so
 * that little is taken from what is measured on the same processors.
 */
final class FlatOut implements AutoCloseable {
  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(5);
  private static final int DIGITS = 3;
  private static final int CONNECT_TIMEOUT_MILLIS = 20_000;
  private static final int BEGIN_AT_ONCE = 500;
  private static final long BEGIN_EVERY_MILLIS = 50;
  private static final long PAUSE_MILLIS = 100;
  private static final int HUNDRED = 100;
  private static final int UNAVAILABLE = 503;
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(60);

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final Context context = vertx.getOrCreateContext();
  private final HttpClient http;
  private final RequestOptions request;
  private final List<Buffer> bodies;
  private final int connections;
  private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();

  // What follows is used by the context's thread alone, until it has drained.
  private final Map<Integer, Long> all = new TreeMap<>();
  private final Map<Integer, Long> measured = new TreeMap<>();
  private final Histogram micros = new Histogram(MAX_MICROS, DIGITS);
  private @Nullable Throwable broken;
  private long brokenConnections;
  private int next;
  private int running;
  private long measuredNanos;
  private boolean measuring;
  private boolean stopped;

  /**
   * What came of it.
   *
   * @param statuses answers in the measured time by their status
   * @param allStatuses the same from the first request to the last
   * @param micros latency of those that were accepted in the measured time
   * @param seconds measured
   */
  record Result(
      Map<Integer, Long> statuses,
      Map<Integer, Long> allStatuses,
      Histogram micros,
      double seconds) {}

  /**
   * Opens no connection yet.
   *
   * @param bodies used in turn, each connection takes the next one
   */
  FlatOut(URI address, String contentType, List<byte[]> bodies, int connections) {
    this.bodies = bodies.stream().map(Buffer::buffer).toList();
    this.connections = connections;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MILLIS),
            new PoolOptions().setHttp1MaxSize(connections));
    this.request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(address.toString())
            .putHeader(HttpHeaders.CONTENT_TYPE, contentType);
  }

  /**
   * Runs it, once.
   *
   * @throws SubjectFailedException if a connection broke, or requests have no answer in the end
   */
  Result run(Duration warmUp, Duration span) throws InterruptedException, SubjectFailedException {
    context.runOnContext(
        now -> {
          begin();
          vertx.setTimer(warmUp.toMillis(), over -> measure(span));
        });
    try {
      drained.get(warmUp.plus(span).plus(DRAIN_TIMEOUT).toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new SubjectFailedException("requests have no answer after " + DRAIN_TIMEOUT, e);
    }
    if (broken != null) {
      throw new SubjectFailedException(
          "%,d connections broke, such as by %s".formatted(brokenConnections, broken), broken);
    }
    return new Result(Map.copyOf(measured), Map.copyOf(all), micros, measuredNanos / 1e9);
  }

  private void measure(Duration span) {
    measuring = true;
    long start = System.nanoTime();
    vertx.setTimer(
        span.toMillis(),
        over -> {
          measuring = false;
          measuredNanos = System.nanoTime() - start;
          stopped = true;
        });
  }

  /** Not all at once, for a listener has only so much room for those that it has not seen yet. */
  private void begin() {
    for (int i = 0; i < BEGIN_AT_ONCE && running < connections && !stopped; i++) {
      running++;
      post();
    }
    if (running < connections && !stopped) {
      vertx.setTimer(BEGIN_EVERY_MILLIS, timer -> begin());
    }
  }

  private void post() {
    if (stopped) {
      running--;
      if (running == 0) {
        drained.complete(null);
      }
      return;
    }
    Buffer body = bodies.get(next++ % bodies.size());
    long sent = System.nanoTime();
    http.request(request)
        .compose(ready -> ready.send(body))
        .compose(answer -> answer.end().map(answer))
        .onComplete(answer -> answered(answer, sent), this::failed);
  }

  private void answered(HttpClientResponse answer, long sent) {
    int status = answer.statusCode();
    all.merge(status, 1L, Long::sum);
    if (measuring) {
      measured.merge(status, 1L, Long::sum);
      if (status / HUNDRED == 2) {
        micros.recordValue(Math.min(MAX_MICROS, (System.nanoTime() - sent) / 1_000));
      }
    }
    String retryAfter = answer.getHeader(HttpHeaders.RETRY_AFTER);
    if (status == UNAVAILABLE && retryAfter != null && !stopped) {
      vertx.setTimer(TimeUnit.SECONDS.toMillis(Long.parseLong(retryAfter)), timer -> post());
    } else {
      post();
    }
  }

  private void failed(Throwable failure) {
    broken = failure;
    brokenConnections++;
    vertx.setTimer(PAUSE_MILLIS, timer -> post());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
