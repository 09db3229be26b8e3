package io.wattflow.benchmarks.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.wattflow.benchmarks.harness.SubjectFailedException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final int STALL_MILLIS = 400;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<SocketAddress> clients = ConcurrentHashMap.newKeySet();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private URI serve(Consumer<HttpServerRequest> handler) {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  if (request.path().equals("/healthz")) {
                    request.response().end();
                    return;
                  }
                  requests.incrementAndGet();
                  clients.add(request.remoteAddress());
                  handler.accept(request);
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  private static void answer(HttpServerRequest request) {
    request
        .response()
        .putHeader("Cache-Status", "wattflow; fwd=miss; detail=STORE")
        .end("{\"user_id\":7,\"hours\":[]}");
  }

  private static Asked asked() {
    return new Asked("hours", 7, "/v1/users/7/hours", "Bearer x");
  }

  private static Answers run(URI address, int connections, int perSecond, Duration span)
      throws Exception {
    try (OpenLoop loop = new OpenLoop(address)) {
      loop.connect(connections);
      return loop.run(OpenLoopTest::asked, perSecond, span);
    }
  }

  @Test
  void asksAsOftenAsItShouldOverAllConnections() throws Exception {
    Answers answers = run(serve(OpenLoopTest::answer), 50, 200, Duration.ofSeconds(1));

    assertThat(requests).hasValue(200);
    assertThat(clients).hasSize(50);
    assertThat(answers.errors()).isZero();
    assertThat(answers.fromStore()).isEqualTo(200);
    assertThat(answers.perSecond()).isPositive().isLessThan(201);
  }

  /** One connection, whose first answer takes 400 ms: the questions behind it wait as long. */
  @Test
  void latencyCountsFromTheInstantAtWhichAQuestionWasDue() throws Exception {
    URI address =
        serve(
            request -> {
              if (requests.get() == 1) {
                vertx.setTimer(STALL_MILLIS, over -> answer(request));
              } else {
                answer(request);
              }
            });
    Map<String, Double> figures = new TreeMap<>();

    run(address, 1, 100, Duration.ofMillis(300)).into(figures);

    assertThat(requests).hasValue(30);
    // The last of them was due 290 ms after the first.
    assertThat(figures.get("p50 ms")).isGreaterThan(200);
    assertThat(figures.get("highest ms")).isGreaterThanOrEqualTo(STALL_MILLIS);
    assertThat(figures.get("sent late p99 ms")).isGreaterThan(200);
  }

  @Test
  void whatIsNotTheUsersAnswerIsAnError() throws Exception {
    URI address =
        serve(
            request -> {
              switch (requests.get() % 3) {
                case 0 -> answer(request);
                case 1 -> request.response().setStatusCode(503).end("busy");
                default -> request.response().end("{\"user_id\":70,\"hours\":[]}");
              }
            });

    Answers answers = run(address, 1, 100, Duration.ofMillis(300));

    assertThat(answers.errors()).isEqualTo(20);
    assertThat(answers.firstError()).isEqualTo("503 to /v1/users/7/hours: busy");
    assertThat(answers.fromStore()).isEqualTo(10);
  }

  @Test
  void aBrokenConnectionIsAnErrorAndReplaced() throws Exception {
    URI address =
        serve(
            request -> {
              if (requests.get() == 1) {
                request.connection().close();
              } else {
                answer(request);
              }
            });
    Map<String, Double> figures = new HashMap<>();

    Answers answers = run(address, 1, 100, Duration.ofMillis(200));
    answers.into(figures);

    assertThat(figures).containsEntry("errors", 1.0);
    assertThat(answers.fromStore()).isEqualTo(19);
    assertThat(clients).hasSize(2);
  }

  @Test
  void nobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (OpenLoop loop = new OpenLoop(URI.create("http://127.0.0.1:" + port))) {
      assertThatThrownBy(() -> loop.connect(3))
          .isInstanceOf(SubjectFailedException.class)
          .hasMessageContaining("3 connections cannot be opened");
    }
  }
}
