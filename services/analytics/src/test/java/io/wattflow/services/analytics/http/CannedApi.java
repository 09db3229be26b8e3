package io.wattflow.services.analytics.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.wattflow.services.http.Problem;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The dashboard in front of answers that a test chooses: for what a real service cannot be brought
 * to answer at will, such as a gap in a certain hour, or nothing at all.
 */
final class CannedApi implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final Vertx vertx = Vertx.vertx();
  private final DashboardPage page = DashboardPage.load();
  private final Map<String, Function<HttpServerRequest, JsonObject>> answers =
      new ConcurrentHashMap<>();
  private final Map<String, Promise<Void>> held = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Collection<HttpServerResponse> listeners = ConcurrentHashMap.newKeySet();
  private final AtomicInteger streams = new AtomicInteger();
  private final int port;
  private HttpServer server;
  private volatile JsonArray openAlerts = new JsonArray();
  private volatile boolean mute;
  private volatile @Nullable String token;
  private volatile @Nullable Problem trouble;
  private volatile boolean stale;

  /** A request to the API. */
  record Asked(String question, Map<String, String> parameters, boolean conditional, int status) {}

  private CannedApi() {
    server = listen(0);
    port = server.actualPort();
  }

  static CannedApi start() {
    return new CannedApi();
  }

  private HttpServer listen(int at) {
    Router router = Router.router(vertx);
    page.mount(router);
    router.get("/v1/users/:user/:question").handler(this::whenReleased).handler(this::question);
    router.get("/v1/alerts/stream").handler(this::stream);
    return await(vertx.createHttpServer().requestHandler(router).listen(at, "127.0.0.1"));
  }

  private static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What a question is answered with from now on. */
  void answer(String question, JsonObject body) {
    answers.put(question, request -> body);
  }

  void answer(String question, Function<HttpServerRequest, JsonObject> body) {
    answers.put(question, body);
  }

  /** Keeps all answers to a question back until it is released. */
  void hold(String question) {
    held.put(question, Promise.promise());
  }

  void release(String question) {
    Objects.requireNonNull(held.remove(question), question).complete();
  }

  /** What a stream begins with from now on. */
  void openAlerts(JsonObject... alerts) {
    openAlerts = new JsonArray(List.of(alerts));
  }

  /** Sends an event to all who listen. */
  void send(String event, JsonObject body) {
    listeners.forEach(listener -> listener.write(event(event, body)));
  }

  int listening() {
    return listeners.size();
  }

  /** How many streams were asked for so far. */
  int streams() {
    return streams.get();
  }

  /** Whether those who ask for a stream get nothing from now on, not even a status. */
  void mute(boolean mute) {
    this.mute = mute;
  }

  /** The token that it asks for; null: none. */
  void token(@Nullable String token) {
    this.token = token;
  }

  /** What all questions are answered with; null: their answers. */
  void trouble(@Nullable Problem trouble) {
    this.trouble = trouble;
  }

  /** Whether answers are said to be past their time from now on. */
  void stale(boolean stale) {
    this.stale = stale;
  }

  /** Requests for a question so far. */
  List<Asked> asked(String question) {
    return asked.stream().filter(request -> request.question().equals(question)).toList();
  }

  void forgetAsked() {
    asked.clear();
  }

  /** Ends the server and its connections, as a crash would. */
  void goAway() {
    listeners.clear();
    await(server.close());
  }

  /** Listens again where it did. */
  void comeBack() {
    server = listen(port);
  }

  private @Nullable Problem refusal(HttpServerRequest request) {
    String wanted = token;
    String given = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (wanted != null && !("Bearer " + wanted).equals(given)) {
      return Problem.of(401, "unauthorized", "No valid token", "send Authorization: Bearer <JWT>");
    }
    return trouble;
  }

  private void whenReleased(RoutingContext context) {
    Promise<Void> release = held.get(context.pathParam("question"));
    if (release == null) {
      context.next();
    } else {
      release.future().onComplete(released -> context.next());
    }
  }

  private void question(RoutingContext context) {
    HttpServerRequest request = context.request();
    String question = context.pathParam("question");
    Problem refusal = refusal(request);
    Function<HttpServerRequest, JsonObject> answer = answers.get(question);
    if (refusal == null && answer == null) {
      refusal = Problem.of(404, "not-found", "Not found", "no such user");
    }
    if (refusal != null || answer == null) {
      note(request, question, refusal == null ? 404 : refusal.status());
      (refusal == null ? Problem.internal() : refusal).send(context.response());
      return;
    }
    byte[] body = answer.apply(request).encode().getBytes(UTF_8);
    String etag = '"' + StaticFile.digest(body) + '"';
    HttpServerResponse response =
        context
            .response()
            .putHeader(HttpHeaders.ETAG, etag)
            .putHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=" + (stale ? 0 : 10));
    if (etag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      note(request, question, 304);
      response.setStatusCode(304).end();
      return;
    }
    note(request, question, 200);
    response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(Buffer.buffer(body));
  }

  private void note(HttpServerRequest request, String question, int status) {
    Map<String, String> parameters = new ConcurrentHashMap<>();
    request.params().forEach(parameters::put);
    boolean conditional = request.headers().contains(HttpHeaders.IF_NONE_MATCH);
    asked.add(new Asked(question, parameters, conditional, status));
  }

  private void stream(RoutingContext context) {
    Problem refusal = refusal(context.request());
    if (refusal != null) {
      refusal.send(context.response());
      return;
    }
    streams.incrementAndGet();
    if (mute) {
      return;
    }
    HttpServerResponse response = context.response();
    response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream");
    response.closeHandler(closed -> listeners.remove(response));
    response.write(event("snapshot", new JsonObject().put("alerts", openAlerts)));
    listeners.add(response);
  }

  private static String event(String event, JsonObject body) {
    return "event: " + event + "\ndata: " + body.encode() + "\n\n";
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
