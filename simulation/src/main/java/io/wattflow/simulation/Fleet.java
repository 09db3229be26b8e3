package io.wattflow.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A seeded fleet of household devices that report at a fixed interval over a span of event time.
 * Same plan, same measurements: nothing is drawn from a clock.
 *
 * <p>Each device reports on its own phase of the interval with a little jitter; one in eight
 * reports exactly on the interval's multiples, so that readings fall on window bounds. One in two
 * hundred changes its owner in the middle of the span and so becomes a second series.
 */
public final class Fleet implements ReadingSource {
  private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int DEVICES_PER_USER = 6;
  private static final Appliance[] HOUSEHOLD = {
    Appliance.METER, Appliance.REFRIGERATOR, Appliance.HEAT_PUMP, Appliance.PLUG,
    Appliance.LIGHTING, Appliance.METER, Appliance.EV_CHARGER, Appliance.BATTERY,
    Appliance.HVAC, Appliance.WATER_HEATER, Appliance.WASHER, Appliance.METER,
    Appliance.DRYER, Appliance.DISHWASHER, Appliance.PLUG, Appliance.REFRIGERATOR,
  };

  /** One in eight is a photovoltaic inverter. */
  private static final Appliance[] LIVE = {
    Appliance.METER, Appliance.REFRIGERATOR, Appliance.HEAT_PUMP, Appliance.PLUG,
    Appliance.LIGHTING, Appliance.INVERTER, Appliance.EV_CHARGER, Appliance.BATTERY,
    Appliance.HVAC, Appliance.WATER_HEATER, Appliance.WASHER, Appliance.METER,
    Appliance.DRYER, Appliance.INVERTER, Appliance.PLUG, Appliance.DISHWASHER,
  };

  /**
   * What fleet, when.
   *
   * @param seed decides everything that is random
   * @param devices at least 1
   * @param end exclusive bound of the event times
   * @param span how long before {@code end} the first reading may lie; positive
   * @param interval between two reports of a device, exact to the nanosecond; at least 1 ms
   * @param legacyShare share of devices that write the first version of the schema, in [0, 1]
   * @param incidents whether energy counters now and then restart or are swapped
   */
  public record Plan(
      long seed,
      int devices,
      Instant end,
      Duration span,
      Duration interval,
      double legacyShare,
      boolean incidents) {
    public Plan {
      if (devices < 1) {
        throw new IllegalArgumentException("devices must be at least 1, is " + devices);
      }
      requirePositive("span", span);
      requirePositive("interval", interval);
      if (!(legacyShare >= 0 && legacyShare <= 1)) {
        throw new IllegalArgumentException("legacyShare must be in [0, 1], is " + legacyShare);
      }
    }

    private static void requirePositive(String name, Duration duration) {
      if (duration.toMillis() <= 0) {
        throw new IllegalArgumentException(name + " must be positive, is " + duration);
      }
    }
  }

  private record Member(SimulatedDevice device, long phaseMillis, boolean jitters) {}

  private final Plan plan;
  private final Appliance[] mix;
  private final List<Member> members;
  private final @Nullable Long owner;

  private Fleet(Plan plan, Appliance[] mix) {
    this.plan = plan;
    this.mix = mix;
    this.owner = null;
    SplittableRandom random = new SplittableRandom(plan.seed());
    List<Member> drawn = new ArrayList<>(plan.devices());
    for (int ordinal = 0; ordinal < plan.devices(); ordinal++) {
      drawn.add(member(ordinal, random));
    }
    // In the order in which they report within an interval, which is the order of event time.
    drawn.sort(Comparator.comparingLong(Member::phaseMillis));
    this.members = List.copyOf(drawn);
  }

  private Fleet(Fleet other, long owner) {
    this.plan = other.plan;
    this.mix = other.mix;
    this.members = other.members;
    this.owner = owner;
  }

  /** The fleet of {@code plan}. */
  public static Fleet of(Plan plan) {
    return new Fleet(plan, HOUSEHOLD);
  }

  /** Household devices that report every 10 s, one in ten by the first version of the schema. */
  public static Fleet household(long seed, int devices, Instant end, Duration span) {
    return of(new Plan(seed, devices, end, span, Duration.ofSeconds(10), 0.1, true));
  }

  /**
   * Household devices and photovoltaic inverters, of which one in ten reports by the first version
   * of the schema. Together they make {@code devices} readings in each {@code interval}.
   */
  public static Fleet live(long seed, int devices, Instant end, Duration span, Duration interval) {
    return new Fleet(new Plan(seed, devices, end, span, interval, 0.1, true), LIVE);
  }

  /**
   * A fleet for filling benchmark topics: no incidents, one version of the schema, {@code devices}
   * readings in each {@code interval}. For 10,000 devices at 1 Hz and 5,000,000 records choose a
   * span of 500 s.
   */
  public static Fleet benchmark(
      long seed, int devices, Instant end, Duration span, Duration interval) {
    return of(new Plan(seed, devices, end, span, interval, 0, false));
  }

  /**
   * The same devices with the same measurements, all of one user.
   *
   * @param userId positive
   */
  public Fleet ownedBy(long userId) {
    if (userId < 1) {
      throw new IllegalArgumentException("userId must be positive, is " + userId);
    }
    return new Fleet(this, userId);
  }

  /** The devices, in no order that means anything. */
  public List<SimulatedDevice> devices() {
    return members.stream().map(Member::device).toList();
  }

  private Member member(int ordinal, SplittableRandom random) {
    Appliance type = mix[ordinal % mix.length];
    boolean onGrid = ordinal % 8 == 0;
    boolean legacy = random.nextDouble() < plan.legacyShare();
    boolean counter =
        !legacy && (type == Appliance.METER || random.nextInt(4) == 0) && type != Appliance.BATTERY;
    SimulatedDevice device =
        new SimulatedDevice(
            deviceId(type, ordinal),
            type,
            legacy,
            !legacy && random.nextInt(10) > 0,
            !legacy && random.nextInt(4) > 0,
            !legacy && random.nextBoolean(),
            counter);
    long phase = onGrid ? 0 : random.nextLong(plan.interval().toMillis());
    return new Member(device, phase, !onGrid);
  }

  /** One id in a hundred is not ASCII: ids are compared and hashed by their UTF-8 bytes. */
  private static String deviceId(Appliance type, int ordinal) {
    String name = type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return (ordinal % 100 == 99 ? "gerät-" : "") + name + "-" + (100_000 + ordinal);
  }

  @Override
  public Iterator<Measurement> measurements() {
    return new Pass();
  }

  /** One pass: interval by interval, and within it device by device. */
  private final class Pass implements Iterator<Measurement> {
    private final long intervalNanos = plan.interval().toNanos();
    private final long endMillis = plan.end().toEpochMilli();
    private final long startMillis = endMillis - plan.span().toMillis();
    private final long maxJitterMillis = Math.min(100, plan.interval().toMillis() / 20);
    private final DeviceState[] states = new DeviceState[members.size()];
    private final SplittableRandom jitter = new SplittableRandom(~plan.seed());
    private long tick =
        Math.floorDiv(Math.multiplyExact(startMillis, NANOS_PER_MILLI), intervalNanos);
    private long tickMillis = tickMillis();
    private double hourOfDay = hourOfDay(tickMillis);
    private int next;
    private long nextTime;

    Pass() {
      SplittableRandom random = new SplittableRandom(plan.seed() + 1);
      long middle = startMillis + plan.span().toMillis() / 2;
      for (int i = 0; i < states.length; i++) {
        long user = 1_000 + random.nextLong(1 + states.length / DEVICES_PER_USER);
        long movesAt = random.nextInt(200) == 0 ? middle : Long.MAX_VALUE;
        states[i] =
            new DeviceState(
                members.get(i).device(),
                plan.incidents(),
                random.split(),
                owner == null ? user : owner,
                owner == null ? user + 1_000_000 : owner,
                movesAt);
      }
      next = -1;
      advance();
    }

    @Override
    public boolean hasNext() {
      return tickMillis < endMillis;
    }

    @Override
    public Measurement next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the fleet's span is over");
      }
      Measurement measurement = states[next].measure(nextTime, hourOfDay);
      advance();
      return measurement;
    }

    /** Moves on to the next member whose report lies within the span. */
    private void advance() {
      do {
        next++;
        if (next == states.length) {
          next = 0;
          tick++;
          tickMillis = tickMillis();
          hourOfDay = hourOfDay(tickMillis);
        }
        Member member = members.get(next);
        nextTime = tickMillis + member.phaseMillis();
        if (member.jitters() && maxJitterMillis > 0) {
          nextTime += jitter.nextLong(maxJitterMillis);
        }
      } while (tickMillis < endMillis && (nextTime < startMillis || nextTime >= endMillis));
    }

    /** From the count of intervals, so that no fraction of a millisecond adds up. */
    private long tickMillis() {
      return Math.floorDiv(Math.multiplyExact(tick, intervalNanos), NANOS_PER_MILLI);
    }

    private double hourOfDay(long millis) {
      return Math.floorMod(millis, MILLIS_PER_DAY) / 3_600_000.0;
    }
  }
}
