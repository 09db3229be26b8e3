package io.wattflow.services.ingestion.http;

import io.vertx.core.Context;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.wattflow.services.http.ConnectionGuard;
import io.wattflow.services.http.OperationalRoutes;
import io.wattflow.services.http.Problem;
import io.wattflow.services.ingestion.auth.Authentication;
import io.wattflow.services.ingestion.auth.Client;
import io.wattflow.services.ingestion.body.BodyFormat;
import io.wattflow.services.ingestion.body.Gunzip;
import io.wattflow.services.ingestion.body.MalformedBodyException;
import io.wattflow.services.ingestion.body.ReadingBatch;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request, from its head to its answer: who sends, may it, the body within bounds, its
 * readings, Kafka's acknowledgement. Lives on its event loop; what it takes of the memory in flight
 * it gives back when it is over, whichever way it ends.
 */
final class TelemetryExchange {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryExchange.class);
  private static final int FIRST_BYTES = 4 * 1024;

  /** Above it, parsing would hold up the other connections of the event loop. */
  private static final int LARGE_BODY = 256 * 1024;

  private static final int LARGE_GZIP = 32 * 1024;

  /** Of a reading on its way, beside its bytes: objects here and in Kafka's client. */
  private static final long READING_OVERHEAD = 400;

  /** How far it is. While it is at work, its memory belongs to whoever works. */
  private enum Stage {
    READING,
    WORKING,
    OVER
  }

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Door door;
  private final ConnectionGuard guard;
  private final Context context;
  private final WorkerExecutor workers;
  private final long start = System.nanoTime();
  private byte[] body = {};
  private int length;
  private long reserved;
  private boolean gzip;
  private Stage stage = Stage.READING;
  private @Nullable Client client;
  private @Nullable BodyFormat format;

  TelemetryExchange(
      HttpServerRequest request,
      Door door,
      ConnectionGuard guard,
      Context context,
      WorkerExecutor workers) {
    this.request = request;
    this.response = request.response();
    this.door = door;
    this.guard = guard;
    this.context = context;
    this.workers = workers;
  }

  void begin() {
    if (!HttpMethod.POST.equals(request.method())) {
      response.putHeader(HttpHeaders.ALLOW, "POST");
      refuse(OperationalRoutes.methodNotAllowed("POST"));
      return;
    }
    // Cut off in the middle: nobody is left to be answered.
    request.exceptionHandler(
        failure -> {
          if (stage == Stage.READING) {
            leave();
          }
        });
    CompletableFuture<Authentication> who =
        door.authenticator()
            .authenticate(
                request.getHeader(HttpHeaders.AUTHORIZATION),
                request.getHeader("X-API-Key"),
                () -> request.remoteAddress().hostAddress());
    if (who.isDone() && !who.isCompletedExceptionally()) {
      authenticated(who.join());
      return;
    }
    request.pause();
    who.whenComplete(
        (answer, failure) ->
            context.runOnContext(
                now -> {
                  authenticated(
                      failure == null
                          ? answer
                          : new Authentication.Unavailable(String.valueOf(failure.getMessage())));
                  request.resume();
                }));
  }

  private void authenticated(Authentication answer) {
    if (stage == Stage.OVER) {
      return; // hung up while the key was looked up: nobody would give back what is taken now
    }
    if (answer instanceof Authentication.Granted granted) {
      client = granted.client();
      checkHead();
    } else if (answer instanceof Authentication.Refused refused) {
      response.putHeader("WWW-Authenticate", "Bearer realm=\"wattflow\"");
      refuse(Answers.unauthorized(refused.detail()));
    } else if (answer instanceof Authentication.Unavailable unavailable) {
      refuse(Answers.keysAway(unavailable.detail()));
    }
  }

  private void checkHead() {
    format = BodyFormat.of(request.getHeader(HttpHeaders.CONTENT_TYPE));
    if (format == null) {
      refuse(Answers.wrongType());
      return;
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    gzip = "gzip".equalsIgnoreCase(encoding) || "x-gzip".equalsIgnoreCase(encoding);
    if (encoding != null && !gzip && !"identity".equalsIgnoreCase(encoding)) {
      response.putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
      refuse(Answers.wrongEncoding());
      return;
    }
    long announced = announcedLength();
    if (announced > door.limits().maxBytes()) {
      refuseAndClose(Answers.tooLarge(door.limits().maxBytes()));
      return;
    }
    if (door.breaker().shedding()) {
      refuse(Answers.shedding(door.breaker().retryAfter()));
      return;
    }
    readBody(announced < 0 ? FIRST_BYTES : (int) Math.min(announced, FIRST_BYTES));
  }

  /** -1 if the body comes in chunks. */
  private long announcedLength() {
    String header = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return header == null ? -1 : Long.parseLong(header);
    } catch (NumberFormatException e) {
      return -1; // the transport has refused it already
    }
  }

  private void readBody(int firstBytes) {
    if (!reserve(firstBytes)) {
      refuse(Answers.busy());
      return;
    }
    body = new byte[firstBytes];
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      response.writeContinue();
    }
    guard.reading(request.connection(), () -> refuseAndClose(Answers.tooSlow()));
    request.handler(this::take);
    request.endHandler(end -> received());
  }

  private void take(Buffer chunk) {
    if (stage == Stage.OVER) {
      return; // answered already: the rest is only waited for
    }
    long after = (long) length + chunk.length();
    int maxBytes = door.limits().maxBytes();
    if (after > maxBytes) {
      refuseAndClose(Answers.tooLarge(maxBytes));
      return;
    }
    if (after > body.length && !grow((int) Math.min(maxBytes, Math.max(after, 2L * body.length)))) {
      refuseAndClose(Answers.busy());
      return;
    }
    chunk.getBytes(body, length);
    length = (int) after;
  }

  private boolean grow(int capacity) {
    if (!reserve(capacity - body.length)) {
      return false;
    }
    body = Arrays.copyOf(body, capacity);
    return true;
  }

  private boolean reserve(long bytes) {
    if (!door.inFlight().tryReserve(bytes)) {
      return false;
    }
    reserved += bytes;
    return true;
  }

  private void received() {
    guard.received(request.connection());
    if (stage == Stage.OVER) {
      return;
    }
    stage = Stage.WORKING;
    if (length > (gzip ? LARGE_GZIP : LARGE_BODY)) {
      workers.executeBlocking(this::parse, false).onComplete(this::parsed, this::failed);
      return;
    }
    ReadingBatch batch;
    try {
      batch = parse();
    } catch (MalformedBodyException | Gunzip.NoRoomException | RuntimeException e) {
      failed(e);
      return;
    }
    parsed(batch);
  }

  /** On a worker thread if the body is large: touches nothing that the event loop touches too. */
  private ReadingBatch parse() throws MalformedBodyException, Gunzip.NoRoomException {
    BodyFormat known = format;
    Client sender = client;
    if (known == null || sender == null) {
      throw new IllegalStateException("the head has not been checked");
    }
    byte[] plain = body;
    int plainLength = length;
    if (gzip) {
      Gunzip unzipped = Gunzip.of(body, length, door.limits().maxBytes(), this::reserve);
      plain = unzipped.bytes();
      plainLength = unzipped.length();
    }
    return door.parsers()
        .get()
        .parse(known, plain, plainLength, sender.userId(), System.currentTimeMillis());
  }

  private void failed(Throwable failure) {
    if (failure instanceof MalformedBodyException malformed) {
      refuse(Answers.malformed(malformed));
    } else if (failure instanceof Gunzip.NoRoomException) {
      refuse(Answers.busy());
    } else {
      LOG.error("a request could not be read", failure);
      refuse(Problem.internal());
    }
  }

  private void parsed(ReadingBatch batch) {
    door.metrics().received(batch.size(), length);
    batch.rejected().forEach(rejection -> door.metrics().rejected(rejection.reason()));
    Client sender = client;
    if (sender == null) {
      throw new IllegalStateException("nobody has been authenticated");
    }
    OptionalLong wait = door.quotas().tryTake(sender, batch.size());
    if (wait.isPresent()) {
      refuse(Answers.overQuota(sender.id(), wait.getAsLong()));
    } else if (batch.accepted().isEmpty()) {
      refuse(Answers.allRejected(batch.rejected()));
    } else {
      publish(batch);
    }
  }

  private void publish(ReadingBatch batch) {
    if (!reserve(batch.bytes() + READING_OVERHEAD * batch.accepted().size())) {
      refuse(Answers.busy());
      return;
    }
    if (!door.breaker().tryPass()) {
      refuse(Answers.shedding(door.breaker().retryAfter()));
      return;
    }
    body = new byte[0];
    door.publisher()
        .publish(batch, failure -> context.runOnContext(now -> published(batch, failure)));
  }

  private void published(ReadingBatch batch, @Nullable Exception failure) {
    long nanos = System.nanoTime() - start;
    int readings = batch.accepted().size();
    if (failure != null) {
      door.breaker().failed(nanos, failure);
      door.metrics().unacknowledged(readings);
      refuse(Answers.notAcknowledged(failure));
      return;
    }
    door.breaker().succeeded(nanos);
    door.metrics().accepted(readings);
    boolean all = batch.rejected().isEmpty();
    finish(all ? 202 : 207);
    if (!response.closed()) {
      response
          .setStatusCode(all ? 202 : 207)
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(all ? Answers.accepted(readings) : Answers.mixed(batch));
    }
  }

  /** What is still to come of the body is thrown away by the transport. */
  private void refuse(Problem problem) {
    if (stage != Stage.OVER) {
      finish(problem.status());
      problem.send(response);
    }
  }

  /** The rest of the body is not waited for. */
  private void refuseAndClose(Problem problem) {
    if (stage != Stage.OVER) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
      finish(problem.status());
      problem.send(response).onComplete(sent -> request.connection().close());
    }
  }

  private void finish(int status) {
    door.metrics().answered(status, System.nanoTime() - start);
    leave();
  }

  private void leave() {
    stage = Stage.OVER;
    door.inFlight().release(reserved);
    reserved = 0;
    body = new byte[0];
  }
}
