package io.wattflow.platform.clickhouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.ZipException;

/**
 * The HTTP server: on the loopback address only, for the engine knows no users. A request gets a
 * thread of its own, and {@link Slots} decide how many of them reach the engine.
 */
final class HttpFront implements AutoCloseable {
  static {
    // Read by the server when it is loaded. A client's pooled connection may rest for long.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    // How much of a body that the engine did not want is read away, so that the client can read
    // why.
    System.setProperty("sun.net.httpserver.drainAmount", Integer.toString(64 * 1024 * 1024));
  }

  private static final int BACKLOG = 512;
  private static final int GRACE_SECONDS = 2;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Engine engine;
  private final StatementRunner runner;

  HttpFront(int port, Engine engine, StatementRunner runner) throws IOException {
    this.engine = engine;
    this.runner = runner;
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    try {
      this.server = HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG);
    } catch (BindException e) {
      throw new IOException("port " + port + " is in use", e);
    }
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "request");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  void start() {
    server.start();
  }

  /** The port in use. */
  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    Answer answer = new Answer(exchange);
    if (!exchange.getRemoteAddress().getAddress().isLoopbackAddress()) {
      answer.plain(403, "Only this machine may ask.\n");
      return;
    }
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    boolean bare = exchange.getRequestURI().getRawQuery() == null;
    if (path.equals("/ping") || path.equals("/replicas_status")) {
      answer.plain(200, "Ok.\n");
    } else if (!path.equals("/") && !path.equals("")) {
      answer.plain(404, "There is no handle " + path + "\n");
    } else if (bare && (method.equals("GET") || method.equals("HEAD"))) {
      answer.plain(200, "Ok.\n");
    } else if (method.equals("GET") || method.equals("POST") || method.equals("HEAD")) {
      statement(exchange, answer);
    } else {
      answer.plain(405, "Use GET or POST.\n");
    }
  }

  private void statement(HttpExchange exchange, Answer answer) throws IOException {
    try {
      FrontRequest request = FrontRequest.of(exchange);
      answer.encodeFor(request, engine);
      runner.run(request, decodedBody(exchange, request), answer);
    } catch (EngineException e) {
      answer.fail(e, engine.version());
    } catch (UnreadableBodyException e) {
      answer.fail(EngineException.of(271, "CANNOT_DECOMPRESS", e.text()), engine.version());
    } catch (ZipException e) {
      answer.fail(
          EngineException.of(271, "CANNOT_DECOMPRESS", "The body is not gzip: " + e.getMessage()),
          engine.version());
    }
    exchange.close();
  }

  private static InputStream decodedBody(HttpExchange exchange, FrontRequest request)
      throws EngineException, IOException {
    PushbackInputStream raw =
        new PushbackInputStream(new FullBody(exchange.getRequestBody(), request.bodyLength()));
    int first = raw.read();
    if (first < 0) {
      return InputStream.nullInputStream();
    }
    raw.unread(first);
    InputStream body = HttpEncoding.decoding(raw, request.bodyEncoding());
    return request.bodyPacked() ? CompressedBlocks.unpacking(body) : body;
  }

  @Override
  public void close() {
    server.stop(GRACE_SECONDS);
    threads.shutdownNow();
  }

  /** A body that must not end before its declared length: an INSERT cut short must not count. */
  private static final class FullBody extends FilterInputStream {
    private final long declared;
    private long seen;

    FullBody(InputStream in, long declared) {
      super(in);
      this.declared = declared;
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      count(b < 0 ? -1 : 1);
      return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = in.read(target, offset, length);
      count(count);
      return count;
    }

    private void count(int read) throws IOException {
      if (read >= 0) {
        seen += read;
      } else if (seen < declared) {
        throw new EOFException("the body ends after " + seen + " of " + declared + " bytes");
      }
    }
  }
}
