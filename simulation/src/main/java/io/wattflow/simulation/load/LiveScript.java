package io.wattflow.simulation.load;

import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.TelemetryScript;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fleet of household devices and photovoltaic inverters that reports from now on.
 *
 * @param seed decides everything that is random
 * @param devices at least 1
 * @param perSecond readings of all devices together in a second, at most 1,000 of each device; each
 *     device reports every {@code devices / perSecond} seconds
 * @param faults what goes wrong on the way
 * @param owner user to whom all devices belong; null: many users
 */
public record LiveScript(
    long seed, int devices, int perSecond, Faults faults, @Nullable Long owner) {
  private static final int MAX_PER_DEVICE = 1_000;
  private static final double NANOS_PER_SECOND = 1e9;

  /** Longer than anybody waits. */
  private static final Duration ENDLESS = Duration.ofDays(3_650);

  /** At its end a script lets go of all that was held back: that has to be out of sight. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private static final int MARGIN_INTERVALS = 10;

  public LiveScript {
    if (devices < 1) {
      throw new IllegalArgumentException("devices must be at least 1, is " + devices);
    }
    if (perSecond < 1 || perSecond > (long) MAX_PER_DEVICE * devices) {
      throw new IllegalArgumentException(
          "perSecond must be from 1 to 1,000 for each device, is " + perSecond);
    }
  }

  /** Between two reports of a device. */
  public Duration interval() {
    return Duration.ofNanos(Math.round(devices * NANOS_PER_SECOND / perSecond));
  }

  /**
   * The records from an instant on.
   *
   * @param duration at least so long; null: ten years
   */
  public TelemetryScript from(Instant start, @Nullable Duration duration) {
    Duration span =
        duration == null
            ? ENDLESS
            : duration.plus(MARGIN).plus(interval().multipliedBy(MARGIN_INTERVALS));
    Fleet fleet = Fleet.live(seed, devices, start.plus(span), span, interval());
    return TelemetryScript.of(seed, faults, owner == null ? fleet : fleet.ownedBy(owner));
  }
}
