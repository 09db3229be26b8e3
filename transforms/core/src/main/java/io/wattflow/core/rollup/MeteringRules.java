package io.wattflow.core.rollup;

import io.wattflow.schemas.avro.DeviceType;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;

/**
 * What is known about the kinds of device: how often they report, how long a silence may be
 * bridged, and how their energy counters behave. Immutable; a {@code with…} method returns changed
 * rules.
 *
 * <p>Defaults: an inverter reports every 900 s, everything else every 10 s; the gap cap is three
 * intervals, at most 30 minutes; no counter rolls over; no device draws more than 100 kW.
 *
 * <p>All of a pipeline must use the same rules, or its rows do not agree with each other.
 */
public final class MeteringRules implements Serializable {
  /** A counter that never rolls over. */
  public static final long NO_MODULUS = 0;

  private static final long serialVersionUID = 1L;
  private static final DeviceType[] TYPES = DeviceType.values();
  private static final long DEFAULT_INTERVAL_MILLIS = 10_000;
  private static final long INVERTER_INTERVAL_MILLIS = 900_000;
  private static final long LONGEST_DEFAULT_CAP_MILLIS = 1_800_000;
  private static final long DEFAULT_MAX_POWER_MILLIWATTS = 100_000_000;
  private static final long NOT_SET = -1;

  /**
   * Added to the plausible energy, so that the rounding of coarse registers is never taken for a
   * swap.
   */
  private static final long PLAUSIBLE_SLACK_MILLIWATT_HOURS = 1000;

  private static final long MILLIS_PER_HOUR = 3_600_000;

  private final long[] intervalMillis;
  private final long[] gapCapMillis;
  private final long[] counterModulusMilliwattHours;
  private final long[] maxPowerMilliwatts;

  private MeteringRules(long[] interval, long[] gapCap, long[] modulus, long[] maxPower) {
    this.intervalMillis = interval;
    this.gapCapMillis = gapCap;
    this.counterModulusMilliwattHours = modulus;
    this.maxPowerMilliwatts = maxPower;
  }

  /** The rules described above. */
  public static MeteringRules defaults() {
    long[] interval = filled(DEFAULT_INTERVAL_MILLIS);
    interval[DeviceType.INVERTER.ordinal()] = INVERTER_INTERVAL_MILLIS;
    return new MeteringRules(
        interval, filled(NOT_SET), filled(NO_MODULUS), filled(DEFAULT_MAX_POWER_MILLIWATTS));
  }

  private static long[] filled(long value) {
    long[] values = new long[TYPES.length];
    Arrays.fill(values, value);
    return values;
  }

  /** The type of a code, UNKNOWN for a code that this version does not know. */
  public static DeviceType typeOf(int code) {
    return TYPES[index(code)];
  }

  private static int index(int code) {
    return code >= 0 && code < TYPES.length ? code : DeviceType.UNKNOWN.ordinal();
  }

  /**
   * Another reporting interval, of 1 ms to 1 day. A gap cap that was not set on its own follows it.
   */
  public MeteringRules withInterval(DeviceType type, Duration interval) {
    return new MeteringRules(
        with(intervalMillis, type, millis("interval", interval)),
        gapCapMillis,
        counterModulusMilliwattHours,
        maxPowerMilliwatts);
  }

  /**
   * Another gap cap, of 1 ms to 1 day: the longest step between two readings that is integrated
   * over.
   */
  public MeteringRules withGapCap(DeviceType type, Duration gapCap) {
    return new MeteringRules(
        intervalMillis,
        with(gapCapMillis, type, millis("gap cap", gapCap)),
        counterModulusMilliwattHours,
        maxPowerMilliwatts);
  }

  /**
   * The value at which the energy counters of a type start again at zero.
   *
   * @param wattHours 1 to 1e12, or {@link #NO_MODULUS}
   */
  public MeteringRules withCounterModulus(DeviceType type, long wattHours) {
    check("counter modulus in Wh", wattHours, 0, ReadingLimits.MAX_COUNTER_MILLIWATT_HOURS / 1000);
    return new MeteringRules(
        intervalMillis,
        gapCapMillis,
        with(counterModulusMilliwattHours, type, wattHours * 1000),
        maxPowerMilliwatts);
  }

  /**
   * The greatest power that a counter's progress may mean before it is taken for another counter.
   *
   * @param watts 1 to 1,000,000
   */
  public MeteringRules withMaxPlausiblePower(DeviceType type, long watts) {
    check("max plausible power in W", watts, 1, ReadingLimits.MAX_POWER_MILLIWATTS / 1000);
    return new MeteringRules(
        intervalMillis,
        gapCapMillis,
        counterModulusMilliwattHours,
        with(maxPowerMilliwatts, type, watts * 1000));
  }

  private static long millis(String name, Duration duration) {
    if (duration.compareTo(Duration.ofMillis(1)) < 0
        || duration.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(name + " " + duration + " is not between 1 ms and 1 day");
    }
    return duration.toMillis();
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " " + value + " is not in [" + min + ", " + max + "]");
    }
  }

  private static long[] with(long[] values, DeviceType type, long value) {
    long[] changed = values.clone();
    changed[type.ordinal()] = value;
    return changed;
  }

  /** The reporting interval of a type code, in ms. */
  public long intervalMillis(int typeCode) {
    return intervalMillis[index(typeCode)];
  }

  /** The gap cap of a type code, in ms. */
  public long gapCapMillis(int typeCode) {
    long set = gapCapMillis[index(typeCode)];
    return set != NOT_SET
        ? set
        : Math.min(3 * intervalMillis[index(typeCode)], LONGEST_DEFAULT_CAP_MILLIS);
  }

  /** The counter modulus of a type code, in mWh, or {@link #NO_MODULUS}. */
  public long counterModulusMilliwattHours(int typeCode) {
    return counterModulusMilliwattHours[index(typeCode)];
  }

  /** The greatest plausible power of a type code, in mW. */
  public long maxPlausiblePowerMilliwatts(int typeCode) {
    return maxPowerMilliwatts[index(typeCode)];
  }

  /**
   * The most that a counter can plausibly progress, in mWh: floor(max power * elapsed / 1 h) + 1
   * Wh.
   *
   * @param elapsedMillis not negative
   */
  public long plausibleEnergyMilliwattHours(int typeCode, long elapsedMillis) {
    long power = maxPowerMilliwatts[index(typeCode)];
    // Whole hours apart from the rest, so that no span of time can overflow the product.
    long hours = elapsedMillis / MILLIS_PER_HOUR;
    long rest = elapsedMillis % MILLIS_PER_HOUR;
    return power * hours + power * rest / MILLIS_PER_HOUR + PLAUSIBLE_SLACK_MILLIWATT_HOURS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MeteringRules that
        && Arrays.equals(intervalMillis, that.intervalMillis)
        && Arrays.equals(gapCapMillis, that.gapCapMillis)
        && Arrays.equals(counterModulusMilliwattHours, that.counterModulusMilliwattHours)
        && Arrays.equals(maxPowerMilliwatts, that.maxPowerMilliwatts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(gapCapMillis) * 31 + Arrays.hashCode(intervalMillis);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("MeteringRules[");
    for (DeviceType type : TYPES) {
      int code = type.ordinal();
      text.append(code == 0 ? "" : ", ")
          .append(type)
          .append(" every ")
          .append(intervalMillis(code))
          .append(" ms, cap ")
          .append(gapCapMillis(code))
          .append(" ms, modulus ")
          .append(counterModulusMilliwattHours(code))
          .append(" mWh, at most ")
          .append(maxPlausiblePowerMilliwatts(code))
          .append(" mW");
    }
    return text.append(']').toString();
  }
}
