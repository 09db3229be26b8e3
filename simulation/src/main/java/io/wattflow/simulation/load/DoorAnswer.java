package io.wattflow.simulation.load;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the door says of one body.
 *
 * @param status of HTTP
 * @param accepted how many readings are safe: of 202 and 207 a promise
 * @param rejected those that never will be, with the reason
 * @param retryAfter how long to wait before the next try, if the door says so
 * @param problem what is wrong with the whole body, if the door says so
 * @param serviceNanos from the sending of the request to the end of the answer
 */
public record DoorAnswer(
    int status,
    int accepted,
    List<Rejection> rejected,
    @Nullable Duration retryAfter,
    @Nullable Problem problem,
    long serviceNanos) {

  /**
   * A reading that the door refuses.
   *
   * @param index within the body, from 0
   * @param field that is wrong; null if it is none in particular
   * @param reason one word
   * @param detail a line for people; null if there is none
   */
  public record Rejection(
      int index, @Nullable String field, String reason, @Nullable String detail) {}

  /**
   * Problem details of RFC 9457, as far as they are of use here; null where the door says nothing.
   *
   * @param title what kind of problem
   * @param detail what it is in this case
   * @param field that is wrong
   * @param reason one word
   */
  public record Problem(
      @Nullable String title,
      @Nullable String detail,
      @Nullable String field,
      @Nullable String reason) {}

  public DoorAnswer {
    rejected = List.copyOf(rejected);
  }

  /** Whether readings were accepted for good: 202, or 207 if not all of them were. */
  public boolean promise() {
    return status >= 200 && status < 300;
  }

  /**
   * Whether the same body may be taken later: the door is too busy (429, 503), has not got the body
   * in time (408), or has failed.
   */
  public boolean tryAgain() {
    return status == 408 || status == 429 || status >= 500;
  }

  /** One line for people: the status, and what the door says. */
  public String describe() {
    StringBuilder line = new StringBuilder().append(status);
    if (problem != null) {
      append(line, " ", problem.title());
      append(line, ": ", problem.detail());
    } else if (!rejected.isEmpty()) {
      append(line, " ", rejected.get(0).reason());
      append(line, ": ", rejected.get(0).detail());
    }
    return line.toString();
  }

  private static void append(StringBuilder line, String before, @Nullable String words) {
    if (words != null) {
      line.append(before).append(words.replaceAll("\\s+", " "));
    }
  }
}
