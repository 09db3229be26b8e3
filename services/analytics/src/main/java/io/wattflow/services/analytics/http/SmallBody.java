package io.wattflow.services.analytics.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.wattflow.services.http.ConnectionGuard;
import io.wattflow.services.http.Problem;
import java.util.function.Consumer;

/**
 * A body of few bytes, read in whole within the time that the guard allows. The request has to be
 * paused, so that nothing of it has been lost.
 */
final class SmallBody {
  private final Exchange exchange;
  private final HttpServerRequest request;
  private final int maxBytes;
  private final Buffer bytes = Buffer.buffer();
  private boolean over;

  private SmallBody(Exchange exchange, int maxBytes) {
    this.exchange = exchange;
    this.request = exchange.context().request();
    this.maxBytes = maxBytes;
  }

  /** Reads it, and goes on with it; a body that is too long or too slow is refused. */
  static void read(Exchange exchange, ConnectionGuard guard, int maxBytes, Consumer<byte[]> next) {
    new SmallBody(exchange, maxBytes).read(guard, next);
  }

  private void read(ConnectionGuard guard, Consumer<byte[]> next) {
    guard.reading(
        request.connection(),
        () ->
            refuse(
                Problem.of(408, "too-slow", "Request too slow", "the body did not end in time")));
    request.handler(this::take);
    request.endHandler(
        end -> {
          guard.received(request.connection());
          if (!over) {
            over = true;
            exchange.guarded(() -> next.accept(bytes.getBytes()));
          }
        });
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      request.response().writeContinue();
    }
    request.resume();
  }

  private void take(Buffer chunk) {
    if (over) {
      return;
    }
    if (bytes.length() + chunk.length() > maxBytes) {
      refuse(
          Problem.of(
              413,
              "body-too-large",
              "Body too large",
              "a question has at most %,d bytes".formatted(maxBytes)));
      return;
    }
    bytes.appendBuffer(chunk);
  }

  /** What is left of the body is not waited for. */
  private void refuse(Problem problem) {
    over = true;
    request.response().putHeader("Connection", "close");
    var unused = problem.send(request.response()).onComplete(sent -> request.connection().close());
  }
}
