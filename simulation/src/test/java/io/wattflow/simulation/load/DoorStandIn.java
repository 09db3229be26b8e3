package io.wattflow.simulation.load;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattflow.schemas.wire.DecodeFailure;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A door that keeps what it accepts in a list, and that fails as it is told. Its answers follow the
 * contract of the ingestion service.
 */
final class DoorStandIn implements AutoCloseable {
  private static final double MAX_WATTS = 1_000_000;
  private static final int MAX_DEVICE_ID = 128;
  private static final long YEAR_2000 = 946_684_800_000L;
  private static final long YEAR_2050 = 2_524_608_000_000L;

  /** What it does with a request. */
  enum Reaction {
    /** Takes the body. */
    TAKE,
    /** 503, to come back after a second. */
    BUSY,
    /** 429, without saying when to come back. */
    THROTTLE,
    /** 500 after it has taken the body. */
    FAIL_AFTER_TAKING,
    /** Takes the body, and closes the connection without an answer. */
    CUT_AFTER_TAKING,
    /** Closes the connection. */
    CUT,
    /** Never answers. */
    HANG,
    /** A page that is no promise. */
    NONSENSE
  }

  /** The headers of a request. */
  record Headers(
      @Nullable String contentType,
      @Nullable String encoding,
      @Nullable String authorization,
      String path) {}

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final Queue<Reaction> reactions = new ArrayDeque<>();
  private final List<DecodedReading> arrivals = Collections.synchronizedList(new ArrayList<>());
  private final List<Headers> headers = Collections.synchronizedList(new ArrayList<>());

  /**
   * Opens at any free port.
   *
   * @param first what it does with the first requests; it takes all others
   */
  DoorStandIn(Reaction... first) throws ExecutionException, InterruptedException, TimeoutException {
    reactions.addAll(List.of(first));
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
            .requestHandler(request -> request.body().onSuccess(body -> react(request, body)))
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** All readings that were taken, in the order in which they arrived, repeats among them. */
  List<DecodedReading> arrivals() {
    synchronized (arrivals) {
      return List.copyOf(arrivals);
    }
  }

  /** Of each request in order. */
  List<Headers> headers() {
    synchronized (headers) {
      return List.copyOf(headers);
    }
  }

  private void react(HttpServerRequest request, Buffer body) {
    headers.add(
        new Headers(
            request.getHeader("Content-Type"),
            request.getHeader("Content-Encoding"),
            request.getHeader("Authorization"),
            request.path()));
    Reaction reaction = reactions.isEmpty() ? Reaction.TAKE : reactions.remove();
    switch (reaction) {
      case TAKE -> take(request, body.getBytes());
      case BUSY -> {
        request.response().putHeader("Retry-After", "1");
        problem(request, 503, "Kafka is away", new JsonArray());
      }
      case THROTTLE -> problem(request, 429, "over the quota", new JsonArray());
      case FAIL_AFTER_TAKING -> {
        keep(request, body.getBytes());
        problem(request, 500, "a fault", new JsonArray());
      }
      case CUT_AFTER_TAKING -> {
        keep(request, body.getBytes());
        request.connection().close();
      }
      case CUT -> request.connection().close();
      case HANG -> {}
      case NONSENSE -> request.response().setStatusCode(202).end("<html>welcome</html>");
    }
  }

  private void keep(HttpServerRequest request, byte[] body) {
    try {
      read(request, body).stream().filter(r -> fault(r) == null).forEach(arrivals::add);
    } catch (IOException e) {
      // Of a malformed body there is nothing to keep.
      return;
    }
  }

  private void take(HttpServerRequest request, byte[] body) {
    List<DecodedReading> readings;
    try {
      readings = read(request, body);
    } catch (IOException e) {
      problem(request, 400, "no readings", new JsonArray());
      return;
    }
    JsonArray rejected = new JsonArray();
    for (int i = 0; i < readings.size(); i++) {
      String fault = fault(readings.get(i));
      if (fault == null) {
        arrivals.add(readings.get(i));
      } else {
        rejected.add(new JsonObject().put("index", i).put("field", "any").put("reason", fault));
      }
    }
    int accepted = readings.size() - rejected.size();
    if (accepted == 0) {
      problem(request, 422, "nothing is valid", rejected);
      return;
    }
    JsonObject answer = new JsonObject().put("accepted", accepted);
    if (!rejected.isEmpty()) {
      answer.put("rejected", rejected);
    }
    request
        .response()
        .setStatusCode(rejected.isEmpty() ? 202 : 207)
        .putHeader("Content-Type", "application/json")
        .end(answer.toBuffer());
  }

  private static void problem(
      HttpServerRequest request, int status, String detail, JsonArray rejected) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(
            new JsonObject()
                .put("type", "about:blank")
                .put("title", "Problem")
                .put("status", status)
                .put("detail", detail)
                .put("rejected", rejected)
                .toBuffer());
  }

  private static List<DecodedReading> read(HttpServerRequest request, byte[] sent)
      throws IOException {
    byte[] body = sent;
    if ("gzip".equals(request.getHeader("Content-Encoding"))) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(sent))) {
        body = in.readAllBytes();
      }
    }
    if (body.length == 0) {
      throw new IOException("no bytes");
    }
    return switch (String.valueOf(request.getHeader("Content-Type"))) {
      case "application/json" -> ParsedReadings.json(body);
      case "application/x-ndjson" -> ParsedReadings.lines(body);
      default -> avro(body);
    };
  }

  private static List<DecodedReading> avro(byte[] body) throws IOException {
    ReadingDecoder decoder = new ReadingDecoder();
    List<DecodedReading> readings = new ArrayList<>();
    for (int from = 0; from < body.length; from += decoder.consumed()) {
      DecodedReading reading = new DecodedReading();
      DecodeFailure failure = decoder.decodeFirst(body, from, body.length - from, reading);
      if (failure != null) {
        throw new IOException(failure + ": " + decoder.detail());
      }
      readings.add(reading);
    }
    return readings;
  }

  private static @Nullable String fault(DecodedReading r) {
    if (!Double.isFinite(r.powerWatts())) {
      return "NOT_FINITE";
    }
    if (Math.abs(r.powerWatts()) > MAX_WATTS) {
      return "POWER_OUT_OF_RANGE";
    }
    if (r.deviceIdLength() == 0 || r.deviceIdLength() > MAX_DEVICE_ID) {
      return "DEVICE_ID";
    }
    if (r.userId() < 1) {
      return "USER_ID_NOT_POSITIVE";
    }
    if (r.eventTimeMillis() < YEAR_2000 || r.eventTimeMillis() > YEAR_2050) {
      return "EVENT_TIME";
    }
    boolean optional =
        Math.abs(r.powerFactor()) <= 1
            && r.voltageVolts() >= 0
            && r.energyCounterWh() >= 0
            && r.sequence() >= 0;
    return optional ? null : "OPTIONAL";
  }

  @Override
  public void close() throws ExecutionException, InterruptedException, TimeoutException {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
