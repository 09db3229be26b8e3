package io.wattflow.core.tariff;

import java.time.DayOfWeek;
import java.util.Arrays;

/**
 * The price of each minute of a week, by the local clock. Immutable.
 *
 * <p>Kept as steps: a price holds from its minute to the next step. A minute of the week counts
 * from Monday 00:00.
 */
public final class WeeklyPrices {
  /** Minutes of a day. */
  public static final int DAY = 24 * 60;

  /** Minutes of a week. */
  public static final int WEEK = 7 * DAY;

  private final int[] starts;
  private final long[] prices;

  private WeeklyPrices(int[] starts, long[] prices) {
    this.starts = starts;
    this.prices = prices;
  }

  /** The same price all week, in 1e-6 currency units a kWh. */
  public static WeeklyPrices flat(long price) {
    return new WeeklyPrices(new int[] {0}, new long[] {price});
  }

  /**
   * A price for each minute.
   *
   * @param perMinute of length {@link #WEEK}, in 1e-6 currency units a kWh
   */
  static WeeklyPrices of(long[] perMinute) {
    int[] starts = new int[WEEK];
    long[] prices = new long[WEEK];
    int steps = 0;
    for (int minute = 0; minute < WEEK; minute++) {
      if (minute == 0 || perMinute[minute] != perMinute[minute - 1]) {
        starts[steps] = minute;
        prices[steps++] = perMinute[minute];
      }
    }
    return new WeeklyPrices(Arrays.copyOf(starts, steps), Arrays.copyOf(prices, steps));
  }

  /** A minute of the week. */
  public static int minute(DayOfWeek day, int minuteOfDay) {
    return (day.getValue() - 1) * DAY + minuteOfDay;
  }

  /** The price at a minute of the week, in 1e-6 currency units a kWh. */
  public long at(int minute) {
    return prices[step(minute)];
  }

  /** The minute of the week, after the given one, from which another price holds; or its end. */
  public int nextStep(int minute) {
    int next = step(minute) + 1;
    return next < starts.length ? starts[next] : WEEK;
  }

  private int step(int minute) {
    if (minute < 0 || minute >= WEEK) {
      throw new IllegalArgumentException("no minute of a week: " + minute);
    }
    int found = Arrays.binarySearch(starts, minute);
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WeeklyPrices that
        && Arrays.equals(starts, that.starts)
        && Arrays.equals(prices, that.prices);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(starts) * 31 + Arrays.hashCode(prices);
  }

  /** All steps and prices: equal texts mean equal prices. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < starts.length; i++) {
      text.append(i == 0 ? "" : " ").append(starts[i]).append(':').append(prices[i]);
    }
    return text.toString();
  }
}
