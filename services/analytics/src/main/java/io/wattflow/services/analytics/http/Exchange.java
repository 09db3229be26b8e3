package io.wattflow.services.analytics.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.wattflow.services.analytics.auth.Caller;
import io.wattflow.services.analytics.auth.KeysUnavailableException;
import io.wattflow.services.analytics.auth.RefusedTokenException;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.AnswersBusyException;
import io.wattflow.services.analytics.cache.Served;
import io.wattflow.services.analytics.query.QueryException;
import io.wattflow.services.analytics.store.StoreException;
import io.wattflow.services.http.Problem;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer, on its event loop: who asks, what goes wrong, and what is counted.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final Duration KEYS_RETRY = Duration.ofSeconds(5);

  private final Desk desk;
  private final RoutingContext context;
  private final Context loop;
  private final String route;
  private final long start = System.nanoTime();
  private boolean counted;

  private Exchange(Desk desk, String route, RoutingContext context) {
    this.desk = desk;
    this.route = route;
    this.context = context;
    this.loop = context.vertx().getOrCreateContext();
  }

  /** Serves an authenticated request; it may throw a {@link ProblemException}. */
  @FunctionalInterface
  interface Service {
    void serve(Exchange exchange, Caller caller);
  }

  /**
   * Finds out who asks, and serves them.
   *
   * @param route under which it is counted
   */
  static void begin(Desk desk, String route, RoutingContext context, Service service) {
    Exchange exchange = new Exchange(desk, route, context);
    desk.guard().whenAnswered(context.request(), exchange::count);
    desk.authenticator()
        .authenticate(context.request().getHeader(HttpHeaders.AUTHORIZATION))
        .onComplete(
            caller -> exchange.guarded(() -> service.serve(exchange, caller)),
            exchange::unknownCaller);
  }

  /**
   * Counts the request as answered now: at its end, or, for an answer that does not end by itself,
   * when it begins.
   */
  void count() {
    if (!counted) {
      counted = true;
      desk.metrics().answered(route, context.response().getStatusCode(), System.nanoTime() - start);
    }
  }

  RoutingContext context() {
    return context;
  }

  private void unknownCaller(Throwable failure) {
    if (failure instanceof RefusedTokenException) {
      context
          .response()
          .putHeader("WWW-Authenticate", "Bearer realm=\"wattflow\", error=\"invalid_token\"");
      refuse(
          Problem.of(401, "invalid-token", "Invalid token", String.valueOf(failure.getMessage())));
    } else if (failure instanceof KeysUnavailableException) {
      refuse(
          Problem.of(
                  503,
                  "keys-unavailable",
                  "Tokens cannot be checked",
                  String.valueOf(failure.getMessage()))
              .retryAfter(KEYS_RETRY));
    } else {
      failed(failure);
    }
  }

  /** Runs a step whose problems become the answer. */
  void guarded(Runnable step) {
    try {
      step.run();
    } catch (ProblemException e) {
      refuse(e.problem());
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  void refuse(Problem problem) {
    problem.send(context.response());
  }

  /**
   * Waits without blocking, and goes on, on this event loop, with what came of it; failures become
   * the answer.
   */
  <T> void then(CompletionStage<T> stage, Consumer<T> next) {
    stage.whenComplete(
        (value, failure) -> {
          if (Context.isOnEventLoopThread() && context.vertx().getOrCreateContext() == loop) {
            went(value, failure, next);
          } else {
            loop.runOnContext(hop -> went(value, failure, next));
          }
        });
  }

  private <T> void went(T value, Throwable failure, Consumer<T> next) {
    if (failure == null) {
      guarded(() -> next.accept(value));
    } else {
      failed(
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure);
    }
  }

  private void failed(Throwable failure) {
    if (failure instanceof StoreException store) {
      refuse(
          Problem.of(503, "store-unavailable", "Not available", String.valueOf(store.getMessage()))
              .retryAfter(store.retryAfter()));
    } else if (failure instanceof AnswersBusyException busy) {
      refuse(
          Problem.of(503, "busy", "Too busy", String.valueOf(busy.getMessage()))
              .retryAfter(busy.retryAfter()));
    } else if (failure instanceof QueryException question) {
      refuse(question.problem());
    } else if (failure instanceof ProblemException problem) {
      refuse(problem.problem());
    } else {
      LOG.error("{} {} failed", context.request().method(), context.request().path(), failure);
      refuse(Problem.internal());
    }
  }

  /** Sends what a cache had, or only that the client has it already. */
  void answer(Served served) {
    desk.metrics().questionAnswered(System.nanoTime() - start);
    if (served.answer().negative()) {
      answer(served.answer());
      return;
    }
    HttpServerResponse response = context.response();
    desk.headers().write(response, served);
    if (CacheHeaders.matches(context.request(), served.etag())) {
      response.setStatusCode(304).end();
      return;
    }
    end(served.answer());
  }

  /** Sends what no cache may keep. */
  void answer(Answer answer) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    end(answer);
  }

  private void end(Answer answer) {
    HttpServerResponse response = context.response();
    if (!response.ended() && !response.closed()) {
      response
          .setStatusCode(answer.status())
          .putHeader(HttpHeaders.CONTENT_TYPE, answer.mediaType())
          .putHeader("X-Content-Type-Options", "nosniff")
          .end(Buffer.buffer(answer.body()));
    }
  }
}
