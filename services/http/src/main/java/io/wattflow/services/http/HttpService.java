package io.wattflow.services.http;

import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server on a few event loops that share a port, with bounds on what clients may do to it.
 *
 * <p>Each event loop has a handler of its own, so a handler needs no locks. Closing stops to accept
 * connections, waits for the requests in flight, and closes the rest.
 */
public final class HttpService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
  private static final int MAX_REQUEST_LINE = 4 * 1024;
  private static final int MAX_HEADERS = 16 * 1024;
  private static final int BACKLOG = 4 * 1024;
  private static final long START_SECONDS = 30;
  private static final long SWEEP_MILLIS = 1_000;

  /** A free port, the same one for all event loops. */
  private static final int SHARED_FREE_PORT = -1;

  private final Vertx vertx;
  private final ServerSettings settings;
  private final List<HttpServer> servers;
  private final int port;
  private final AtomicInteger connections;

  /** Makes the handler of one event loop. */
  @FunctionalInterface
  public interface Handlers {
    /**
     * Called on the event loop.
     *
     * @param guard of the connections that this handler serves
     */
    Handler<HttpServerRequest> on(Vertx vertx, ConnectionGuard guard);
  }

  private HttpService(
      Vertx vertx, ServerSettings settings, List<HttpServer> servers, AtomicInteger connections) {
    this.vertx = vertx;
    this.settings = settings;
    this.servers = servers;
    this.port = servers.get(0).actualPort();
    this.connections = connections;
  }

  /**
   * Listens.
   *
   * @throws ServiceStartException if that is not possible, with the remedy
   */
  public static HttpService start(ServerSettings settings, Handlers handlers)
      throws ServiceStartException, InterruptedException {
    requireReadable(settings.certificate(), "--tlsCert");
    requireReadable(settings.key(), "--tlsKey");
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(settings.eventLoops())
                .setPreferNativeTransport(true));
    AtomicInteger connections = new AtomicInteger();
    List<Loop> loops = new CopyOnWriteArrayList<>();
    try {
      await(
          vertx.deployVerticle(
              () -> {
                Loop loop = new Loop(settings, handlers, connections);
                loops.add(loop);
                return loop;
              },
              new DeploymentOptions().setInstances(settings.eventLoops())));
      return new HttpService(
          vertx, settings, loops.stream().map(Loop::server).toList(), connections);
    } catch (ExecutionException | TimeoutException e) {
      vertx.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ServiceStartException(
          "cannot listen on %s:%d: %s; free the port, choose another with --port, or check --host"
              .formatted(settings.host(), settings.port(), cause.getMessage()),
          e);
    }
  }

  private static void requireReadable(@Nullable Path file, String option)
      throws ServiceStartException {
    if (file != null && !Files.isReadable(file)) {
      throw new ServiceStartException(option + ": cannot read " + file + ": give a PEM file", null);
    }
  }

  private static <T> T await(Future<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
  }

  /** One event loop's server. */
  private static final class Loop extends VerticleBase {
    private final ServerSettings settings;
    private final Handlers handlers;
    private final AtomicInteger connections;
    private @Nullable HttpServer server;

    Loop(ServerSettings settings, Handlers handlers, AtomicInteger connections) {
      this.settings = settings;
      this.handlers = handlers;
      this.connections = connections;
    }

    @Override
    public Future<?> start() {
      ConnectionGuard guard = new ConnectionGuard(settings, connections);
      Handler<HttpServerRequest> handler = handlers.on(vertx, guard);
      server =
          vertx
              .createHttpServer(options(settings))
              .connectionHandler(connection -> guard.opened(connection, System.nanoTime()))
              .invalidRequestHandler(Loop::refuse)
              .exceptionHandler(failure -> LOG.debug("connection failed: {}", failure.toString()))
              .requestHandler(request -> serve(request, guard, handler));
      vertx.setPeriodic(SWEEP_MILLIS, id -> guard.sweep(System.nanoTime()));
      return server.listen(
          settings.port() == 0 ? SHARED_FREE_PORT : settings.port(), settings.host());
    }

    private static void serve(
        HttpServerRequest request, ConnectionGuard guard, Handler<HttpServerRequest> handler) {
      guard.began(request.connection());
      guard.whenAnswered(request, () -> {});
      handler.handle(request);
    }

    /** What is no HTTP: the default answers without a body. */
    private static void refuse(HttpServerRequest request) {
      Throwable cause = request.decoderResult().cause();
      String message = cause == null ? "not HTTP" : String.valueOf(cause.getMessage());
      int status = cause instanceof TooLongFrameException ? 431 : 400;
      Problem problem =
          Problem.of(status, "bad-request-head", "Request head not understood", message);
      request.response().putHeader("Connection", "close");
      problem.send(request.response()).onComplete(sent -> request.connection().close());
    }

    HttpServer server() {
      if (server == null) {
        throw new IllegalStateException("not started");
      }
      return server;
    }
  }

  private static HttpServerOptions options(ServerSettings settings) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxInitialLineLength(MAX_REQUEST_LINE)
            .setMaxHeaderSize(MAX_HEADERS)
            .setAcceptBacklog(BACKLOG)
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            // With it a connection is known only once its first head is complete: too late for the
            // guard.
            .setHttp2ClearTextEnabled(false)
            .setDecompressionSupported(false);
    if (settings.certificate() != null && settings.key() != null) {
      options
          .setSsl(true)
          .setUseAlpn(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .setCertPath(settings.certificate().toString())
                  .setKeyPath(settings.key().toString()));
    }
    return options;
  }

  /** Where it listens. */
  public URI address() {
    String host = "0.0.0.0".equals(settings.host()) ? "127.0.0.1" : settings.host();
    return URI.create((settings.tls() ? "https" : "http") + "://" + host + ":" + port);
  }

  /** Connections that are open now. */
  public int connections() {
    return connections.get();
  }

  /** Waits for the requests in flight, at most for the drain timeout, and ends. */
  @Override
  public void close() {
    List<Future<Void>> stopped = new ArrayList<>();
    for (HttpServer server : servers) {
      stopped.add(server.shutdown(settings.drainTimeout().toMillis(), TimeUnit.MILLISECONDS));
    }
    long patience = settings.drainTimeout().toMillis() + SWEEP_MILLIS;
    try {
      Future.all(stopped)
          .transform(done -> vertx.close())
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the server has not stopped in order: {}", e.toString());
      vertx.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      vertx.close();
    }
  }
}
