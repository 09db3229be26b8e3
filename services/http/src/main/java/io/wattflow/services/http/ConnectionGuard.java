package io.wattflow.services.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps slow clients from holding on to a service: a connection has so long for a request's line
 * and headers, so long for its body, and so long until its next request. How long the service
 * itself takes does not count.
 *
 * <p>An idle timeout of the transport would not do: a byte now and then keeps it from firing. Times
 * are checked once a second for all connections, which costs a request nothing but two writes.
 *
 * <p>One for each event loop, and used on it alone; the number of connections is shared.
 */
public final class ConnectionGuard {
  private static final long NEVER = Long.MAX_VALUE;

  private final Map<HttpConnection, Deadline> deadlines = new IdentityHashMap<>();
  private final AtomicInteger connections;
  private final int maxConnections;
  private final long headNanos;
  private final long bodyNanos;
  private final long idleNanos;

  /** What a connection is waited for. */
  private static final class Deadline {
    private long nanos;
    private int serving;
    private @Nullable Runnable tooLate;

    private Deadline(long nanos) {
      this.nanos = nanos;
    }
  }

  ConnectionGuard(ServerSettings settings, AtomicInteger connections) {
    this.connections = connections;
    this.maxConnections = settings.maxConnections();
    this.headNanos = nanos(settings.headTimeout());
    this.bodyNanos = nanos(settings.bodyTimeout());
    this.idleNanos = nanos(settings.idleTimeout());
  }

  private static long nanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }

  /** A new connection; it is closed at once if there are too many. */
  void opened(HttpConnection connection, long now) {
    int open = connections.incrementAndGet();
    connection.closeHandler(
        closed -> {
          connections.decrementAndGet();
          deadlines.remove(connection);
        });
    if (open > maxConnections) {
      connection.close();
    } else {
      deadlines.put(connection, new Deadline(now + headNanos));
    }
  }

  /** A request's head has come, and the service does not want its body yet. */
  void began(HttpConnection connection) {
    Deadline deadline = deadlines.get(connection);
    if (deadline != null) {
      deadline.serving++;
      deadline.nanos = NEVER;
    }
  }

  /**
   * A body is being read.
   *
   * @param tooLate is called, on the event loop, if it does not end in time; the connection is
   *     closed afterwards
   */
  public void reading(HttpConnection connection, Runnable tooLate) {
    Deadline deadline = deadlines.get(connection);
    if (deadline != null) {
      deadline.nanos = System.nanoTime() + bodyNanos;
      deadline.tooLate = tooLate;
    }
  }

  /** The body is there: from now on the client waits for the service. */
  public void received(HttpConnection connection) {
    Deadline deadline = deadlines.get(connection);
    if (deadline != null) {
      deadline.nanos = NEVER;
      deadline.tooLate = null;
    }
  }

  /**
   * Tells when a response has ended. A response has one place for this, which the guard itself
   * needs: whoever sets {@code HttpServerResponse.endHandler} would take it away.
   *
   * @param then is called on the event loop, after the guard
   */
  public void whenAnswered(HttpServerRequest request, Runnable then) {
    request
        .response()
        .endHandler(
            ended -> {
              answered(request.connection(), System.nanoTime());
              then.run();
            });
  }

  /** A response has ended. */
  void answered(HttpConnection connection, long now) {
    Deadline deadline = deadlines.get(connection);
    if (deadline != null && --deadline.serving <= 0) {
      deadline.serving = 0;
      deadline.nanos = now + idleNanos;
      deadline.tooLate = null;
    }
  }

  /** Closes what has taken too long. */
  void sweep(long now) {
    List<HttpConnection> late = new ArrayList<>();
    deadlines.forEach(
        (connection, deadline) -> {
          if (deadline.nanos != NEVER && now - deadline.nanos > 0) {
            late.add(connection);
          }
        });
    for (HttpConnection connection : late) {
      Deadline deadline = deadlines.get(connection);
      if (deadline == null) {
        continue; // closed by one before it
      }
      deadline.nanos = NEVER;
      if (deadline.tooLate == null) {
        connection.close();
      } else {
        deadline.tooLate.run();
      }
    }
  }
}
