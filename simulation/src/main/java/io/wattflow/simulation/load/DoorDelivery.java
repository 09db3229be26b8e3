package io.wattflow.simulation.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Posts a body again and again until the door has taken or refused it. Nothing is lost that way,
 * and a reading that arrives twice is the same reading.
 *
 * <p>After 429 and 503, and any other failure of the server, it waits as long as {@code
 * Retry-After} says and a little more, so that not all come back at once. After a broken connection
 * it waits for a tenth of a second, then for twice as long each time, up to two seconds.
 */
public final class DoorDelivery {
  private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  /** Name of a retry after a broken connection; the others are named by their status. */
  public static final String NO_CONNECTION = "no connection";

  private final DoorClient client;
  private final Duration patience;
  private final Consumer<String> retries;

  /**
   * Over a client, which stays the caller's.
   *
   * @param patience so long for each body, and the delivery has failed
   * @param retries is told why before each further try: the status, or {@link #NO_CONNECTION}; by
   *     the client's thread
   */
  public DoorDelivery(DoorClient client, Duration patience, Consumer<String> retries) {
    this.client = client;
    this.patience = patience;
    this.retries = retries;
  }

  /**
   * Delivers a body without waiting for it.
   *
   * @return the last answer: that of a promise, or of a refusal for good; or {@link
   *     DoorUnavailableException} when patience is over, or {@link UnreadableAnswerException}
   */
  public CompletionStage<DoorAnswer> deliver(DoorBody body) {
    Attempts attempts = new Attempts(body);
    attempts.next();
    return attempts.outcome;
  }

  /**
   * Delivers a body and waits: who calls this for one body after the other keeps their order.
   *
   * @return the last answer: that of a promise, or of a refusal for good
   * @throws DoorUnavailableException when patience is over
   * @throws UnreadableAnswerException if somebody else than the door answers
   */
  public DoorAnswer deliverAndWait(DoorBody body) throws IOException, InterruptedException {
    try {
      return deliver(body).toCompletableFuture().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("a body could not be sent: " + e.getMessage(), e);
    }
  }

  /** The tries of one body, one after the other. */
  private final class Attempts {
    private final DoorBody body;
    private final long beganNanos = System.nanoTime();
    private final CompletableFuture<DoorAnswer> outcome = new CompletableFuture<>();
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    Attempts(DoorBody body) {
      this.body = body;
    }

    void next() {
      client.post(body).whenComplete(this::judge);
    }

    private void judge(@Nullable DoorAnswer answer, @Nullable Throwable failure) {
      if (failure instanceof DoorUnavailableException broken) {
        again(NO_CONNECTION, pauseMillis, broken);
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
      } else if (answer == null) {
        outcome.completeExceptionally(
            failure == null ? new IllegalStateException("neither answer nor failure") : failure);
      } else if (answer.tryAgain()) {
        pauseMillis = FIRST_PAUSE_MILLIS;
        Duration asked = answer.retryAfter() == null ? BUSY_PAUSE : answer.retryAfter();
        long millis = asked.toMillis();
        long more = ThreadLocalRandom.current().nextLong(millis / 5 + 1);
        again(Integer.toString(answer.status()), millis + more, busy(answer));
      } else {
        outcome.complete(answer);
      }
    }

    private DoorUnavailableException busy(DoorAnswer answer) {
      return new DoorUnavailableException(
          "%s answers %s".formatted(client.options().url(), answer.describe()), null);
    }

    private void again(String why, long afterMillis, DoorUnavailableException otherwise) {
      if (System.nanoTime() - beganNanos + afterMillis * 1_000_000 > patience.toNanos()) {
        outcome.completeExceptionally(otherwise);
        return;
      }
      retries.accept(why);
      client
          .pause(afterMillis)
          .whenComplete(
              (over, closed) -> {
                if (closed == null) {
                  next();
                } else {
                  outcome.completeExceptionally(closed);
                }
              });
    }
  }
}
