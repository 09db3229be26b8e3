package io.wattflow.simulation.load;

import java.time.Duration;
import java.util.Optional;

/**
 * How a load went.
 *
 * @param tally what became of the records
 * @param ran how long records were sent
 * @param behind how far the sending lay behind the plan when it ended; zero if it kept up
 * @param took as {@code ran}, but longer if answers came more than a second after the end
 */
public record LoadReport(LoadTally tally, Duration ran, Duration behind, Duration took) {
  /** Of what was due, what must have been answered. */
  public static final double PACE = 0.98;

  /** Records a second that were due. */
  public double duePerSecond() {
    double seconds = seconds(ran.minus(behind));
    return seconds > 0 ? tally.sent() / seconds : 0;
  }

  /** Records a second whose fate became known. */
  public double achievedPerSecond() {
    return tally.settled() / seconds(took);
  }

  /** About how many records were due and not sent. */
  public long unsent() {
    return Math.round(duePerSecond() * seconds(behind));
  }

  /** Records without a last answer. */
  public long open() {
    return tally.sent() - tally.settled();
  }

  /** Why the load does not count as a success, in one line; empty if it does. */
  public Optional<String> failure() {
    String trouble = tally.trouble();
    if (trouble != null) {
      return Optional.of(trouble);
    }
    if (tally.sent() == 0) {
      return Optional.of("nothing was due in that time");
    }
    if (!tally.refusedAgainstPlan().isEmpty()) {
      return Optional.of("good readings were refused, such as: " + tally.refusalExample());
    }
    if (tally.acceptedAgainstPlan() > 0) {
      return Optional.of(
          "%,d malformed records were accepted".formatted(tally.acceptedAgainstPlan()));
    }
    if (open() > 0) {
      return Optional.of("%,d records have no answer".formatted(open()));
    }
    if (achievedPerSecond() < PACE * duePerSecond()) {
      return Optional.of(
          "the pace was not kept: %,.0f of %,.0f records/s"
              .formatted(achievedPerSecond(), duePerSecond()));
    }
    return Optional.empty();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
