package io.wattflow.services.analytics.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.wattflow.services.analytics.alerts.AlertFeed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's live alerts as server-sent events: a {@code snapshot} of what is open, at the
 * beginning and whenever alerts may have been missed; an {@code alert} for each change after it;
 * and a comment now and then, so that both sides notice a connection that is gone.
 *
 * <p>What arrives while a snapshot is read waits for it. A client that does not read is
 * disconnected, and begins with a snapshot when it comes back.
 */
final class AlertStream implements AlertFeed.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(AlertStream.class);
  private static final long HEARTBEAT_MILLIS = 15_000;
  private static final long AGAIN_MILLIS = 3_000;
  private static final int MAX_WAITING = 1_000;

  private final AlertFeed feed;
  private final Callable<byte[]> openAlerts;
  private final long user;
  private final Supplier<Future<Boolean>> stillHolds;
  private final HttpServerResponse response;
  private final Vertx vertx;
  private final Context loop;
  private final Queue<String> waiting = new ArrayDeque<>();
  private boolean reading;
  private boolean again;
  private @Nullable Long heartbeat;

  /**
   * A stream on the event loop that runs now.
   *
   * @param openAlerts reads the open alerts, as JSON; may block
   * @param user whose alerts
   * @param stillHolds whether the caller may still know of them; asked now and then
   */
  AlertStream(
      AlertFeed feed,
      Callable<byte[]> openAlerts,
      long user,
      Supplier<Future<Boolean>> stillHolds,
      HttpServerResponse response,
      Vertx vertx) {
    this.feed = feed;
    this.openAlerts = openAlerts;
    this.user = user;
    this.stillHolds = stillHolds;
    this.response = response;
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
  }

  void begin() {
    if (response.closed()) {
      return; // hung up while it was found out who asks: nobody would tell us again
    }
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        // Proxies that gather answers would hold events back.
        .putHeader("X-Accel-Buffering", "no");
    response.closeHandler(closed -> end());
    response.exceptionHandler(failure -> end());
    response.setWriteQueueMaxSize(1 << 20);
    send("retry: 2000\n\n");
    heartbeat = vertx.setPeriodic(HEARTBEAT_MILLIS, id -> beat());
    feed.add(this);
    if (!feed.isSubscribed()) {
      event("interrupted", "{}");
    }
    snapshot();
  }

  /** A sign of life; the end, if the token has ended meanwhile. */
  private void beat() {
    send(": still here\n\n");
    var unused =
        stillHolds
            .get()
            .onSuccess(
                holds -> {
                  if (!holds) {
                    closing();
                  }
                });
  }

  private void end() {
    feed.remove(this);
    if (heartbeat != null) {
      vertx.cancelTimer(heartbeat);
      heartbeat = null;
    }
  }

  @Override
  public boolean wants(long userId) {
    return user == userId;
  }

  @Override
  public void alert(JsonNode alert) {
    String text = AlertJson.withId(alert);
    loop.runOnContext(
        hop -> {
          if (!reading) {
            event("alert", text);
          } else if (waiting.size() < MAX_WAITING) {
            waiting.add(text);
          } else {
            again = true;
          }
        });
  }

  @Override
  public void subscribed() {
    loop.runOnContext(hop -> snapshot());
  }

  @Override
  public void interrupted() {
    loop.runOnContext(hop -> event("interrupted", "{}"));
  }

  /** Ends the stream in order; the client comes back by itself. */
  @Override
  public void closing() {
    loop.runOnContext(
        hop -> {
          end();
          if (!response.ended() && !response.closed()) {
            response.end();
          }
        });
  }

  private void snapshot() {
    if (response.ended() || response.closed()) {
      return;
    }
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    vertx
        .executeBlocking(openAlerts, false)
        .onComplete(
            open -> {
              event("snapshot", new String(open, StandardCharsets.UTF_8));
              read();
            },
            failure -> {
              LOG.debug("open alerts could not be read: {}", failure.toString());
              // The client learns that it does not know all, and stays for what is new.
              event("interrupted", "{}");
              read();
              vertx.setTimer(AGAIN_MILLIS, id -> snapshot());
            });
  }

  private void read() {
    reading = false;
    while (!waiting.isEmpty()) {
      event("alert", waiting.remove());
    }
    if (again) {
      again = false;
      snapshot();
    }
  }

  private void event(String name, String oneLine) {
    send("event: " + name + "\ndata: " + oneLine + "\n\n");
  }

  private void send(String text) {
    if (response.ended() || response.closed()) {
      end();
      return;
    }
    if (response.writeQueueFull()) {
      LOG.debug("a reader of alerts does not read: disconnected");
      end();
      response.reset();
      return;
    }
    response.write(text);
  }
}
