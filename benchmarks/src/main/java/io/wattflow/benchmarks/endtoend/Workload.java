package io.wattflow.benchmarks.endtoend;

import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.TelemetryScript;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Records that can be produced again, byte by byte, wherever they are needed: to fill a topic, to
 * send them live, and in another process to compute what the tables must hold.
 *
 * <p>Of the readings 0.5 % come late, by up to {@code maxLateness}; 2 % come out of order by up to
 * two seconds; 0.5 % are repeated. In 10,000 of them there are 2 malformed records.
 *
 * @param seed decides everything that is random
 * @param devices 1 or more
 * @param start event time from which on readings are taken
 * @param span how long readings are taken; positive
 * @param interval between two readings of a device; 1 ms or more
 * @param maxLateness of the late ones; less than the lateness that the stream allows
 * @param limit of the number of records: what follows does not count
 */
public record Workload(
    long seed,
    int devices,
    Instant start,
    Duration span,
    Duration interval,
    Duration maxLateness,
    long limit) {
  private static final double LATE = 0.005;
  private static final double OUT_OF_ORDER = 0.02;
  private static final double REPEATED = 0.005;
  private static final double MALFORMED = 0.0002;
  private static final String SEPARATOR = ",";
  private static final int FIELDS = 7;

  /**
   * About {@code readings} readings of devices that report once a second, in the past.
   *
   * @param end exclusive bound of the event times
   */
  public static Workload atOneHertz(long seed, int devices, long readings, Instant end) {
    Duration span = Duration.ofSeconds(Math.max(1, readings / devices));
    return new Workload(
        seed,
        devices,
        end.minus(span),
        span,
        Duration.ofSeconds(1),
        Duration.ofMinutes(8),
        Long.MAX_VALUE);
  }

  /**
   * A steady rate of readings, each device every {@code devices / perSecond} seconds.
   *
   * @param perSecond at most 1,000 for each device
   * @throws IllegalArgumentException if the devices would report more often than that
   */
  public static Workload steady(
      long seed, int devices, int perSecond, Instant start, Duration span, Duration maxLateness) {
    long millis = Math.round(1000.0 * devices / perSecond);
    if (millis < 1) {
      throw new IllegalArgumentException(
          "%,d readings a second are more than 1,000 for each of %,d devices: raise --devices"
              .formatted(perSecond, devices));
    }
    return new Workload(
        seed, devices, start, span, Duration.ofMillis(millis), maxLateness, Long.MAX_VALUE);
  }

  /** The same, cut off after {@code records} records. */
  public Workload first(long records) {
    return new Workload(seed, devices, start, span, interval, maxLateness, records);
  }

  /** Readings a second of event time. */
  public double perSecond() {
    return devices * 1000.0 / interval.toMillis();
  }

  /** The records in the order in which they are sent; each iteration starts over. */
  public Iterable<ProducedRecord> records() {
    Faults faults =
        new Faults(LATE, OUT_OF_ORDER, REPEATED, 0, 0, 0, MALFORMED, Duration.ZERO, maxLateness);
    Fleet fleet = Fleet.benchmark(seed, devices, start.plus(span), span, interval);
    TelemetryScript script = TelemetryScript.of(seed, faults, fleet);
    return () -> new Limited(script.iterator(), limit);
  }

  /**
   * How many distinct readings the records hold. Iterates over all of them.
   *
   * <p>A repeat is no reading of its own, unless the original is a late one that would only have
   * followed after the limit.
   */
  public long distinctReadings() {
    Set<Place> repeats = new HashSet<>();
    long distinct = 0;
    long taken = 0;
    long lastMillis = Long.MIN_VALUE;
    for (ProducedRecord produced : first(Long.MAX_VALUE).records()) {
      boolean repeat = produced.kind() == ProducedRecord.Kind.REPEATED;
      if (taken < limit) {
        taken++;
        lastMillis = Math.max(lastMillis, produced.eventTimeMillis());
        if (repeat) {
          repeats.add(Place.of(produced));
        } else if (isOriginal(produced)) {
          distinct++;
        }
      } else if (produced.eventTimeMillis() > lastMillis + maxLateness.toMillis()) {
        break;
      } else if (isOriginal(produced) && repeats.contains(Place.of(produced))) {
        distinct++;
      }
    }
    return distinct;
  }

  /**
   * Whether a record brings a reading and does not repeat another's: in records that are not cut
   * off there are as many distinct readings as such records.
   */
  public static boolean isOriginal(ProducedRecord produced) {
    return produced.kind() != ProducedRecord.Kind.REPEATED
        && produced.kind() != ProducedRecord.Kind.MALFORMED;
  }

  private record Place(String device, long eventTimeMillis) {
    static Place of(ProducedRecord produced) {
      return new Place(produced.key(), produced.eventTimeMillis());
    }
  }

  /** One word, for {@link #parse}. */
  public String toArgument() {
    return String.join(
        SEPARATOR,
        Long.toString(seed),
        Integer.toString(devices),
        start.toString(),
        span.toString(),
        interval.toString(),
        maxLateness.toString(),
        Long.toString(limit));
  }

  /** What {@link #toArgument} has written. */
  public static Workload parse(String argument) {
    String[] parts = argument.split(SEPARATOR, FIELDS);
    if (parts.length != FIELDS) {
      throw new IllegalArgumentException("not a workload: " + argument);
    }
    return new Workload(
        Long.parseLong(parts[0]),
        Integer.parseInt(parts[1]),
        Instant.parse(parts[2]),
        Duration.parse(parts[3]),
        Duration.parse(parts[4]),
        Duration.parse(parts[5]),
        Long.parseLong(parts[6]));
  }

  private static final class Limited implements Iterator<ProducedRecord> {
    private final Iterator<ProducedRecord> records;
    private long left;

    Limited(Iterator<ProducedRecord> records, long limit) {
      this.records = records;
      this.left = limit;
    }

    @Override
    public boolean hasNext() {
      return left > 0 && records.hasNext();
    }

    @Override
    public ProducedRecord next() {
      if (left <= 0) {
        throw new NoSuchElementException("the limit is reached");
      }
      left--;
      return records.next();
    }
  }
}
