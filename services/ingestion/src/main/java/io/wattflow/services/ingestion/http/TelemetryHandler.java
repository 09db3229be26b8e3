package io.wattflow.services.ingestion.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import io.wattflow.services.http.ConnectionGuard;

/** {@code POST /v1/telemetry} on one event loop. */
public final class TelemetryHandler implements Handler<HttpServerRequest> {
  /** The path that it serves. */
  public static final String PATH = "/v1/telemetry";

  private static final int WORKERS = 2;

  private final Door door;
  private final ConnectionGuard guard;
  private final Context context;
  private final WorkerExecutor workers;

  /** On the event loop that calls this. */
  public TelemetryHandler(Vertx vertx, ConnectionGuard guard, Door door) {
    this.door = door;
    this.guard = guard;
    this.context = vertx.getOrCreateContext();
    this.workers = vertx.createSharedWorkerExecutor("large-bodies", WORKERS);
  }

  @Override
  public void handle(HttpServerRequest request) {
    new TelemetryExchange(request, door, guard, context, workers).begin();
  }
}
