package io.wattflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An ingestion service that says always the same. */
final class SmallDoor implements AutoCloseable {
  private final int status;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong readings = new AtomicLong();
  private final Semaphore news = new Semaphore(0);

  /** Listens on any free port; 202 is a promise, any other status a refusal. */
  SmallDoor(int status) throws IOException {
    this.status = status;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/telemetry", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Lines of all bodies so far. */
  long readings() {
    return readings.get();
  }

  /** Waits for that many lines more; false if they have not come in half a minute. */
  boolean await(int lines) throws InterruptedException {
    return news.tryAcquire(lines, 30, TimeUnit.SECONDS);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      long lines = new String(exchange.getRequestBody().readAllBytes(), UTF_8).lines().count();
      readings.addAndGet(lines);
      news.release((int) lines);
      byte[] body =
          (status == 202
                  ? "{\"accepted\":" + lines + "}"
                  : "{\"title\":\"Unauthorized\",\"detail\":\"no such key\"}")
              .getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
