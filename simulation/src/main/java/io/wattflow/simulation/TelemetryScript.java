package io.wattflow.simulation;

import io.wattflow.simulation.ProducedRecord.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The records that a simulated world produces, in order. Each iteration starts over and yields the
 * very same bytes; memory is bounded by the readings of {@link Faults#maxLateness()} that are held
 * back, not by the length of the script.
 *
 * <p>Lateness is counted as the pipeline counts it, against the highest event time produced so far.
 * The pipeline does so per partition, and the highest event time of a partition never exceeds that
 * of all records; so a record that is not too late by the latter is not too late by the former,
 * whatever the number of partitions. A delayed record is released before the first reading whose
 * event time would make it later than allowed.
 */
public final class TelemetryScript implements Iterable<ProducedRecord> {
  /** Longest delay, in ms of event time, of a record that is only out of order. */
  public static final long SMALL_DELAY_MILLIS = 2_000;

  private static final List<Malformation> MALFORMATIONS = List.of(Malformation.values());

  private final long seed;
  private final Faults faults;
  private final List<ReadingSource> sources;

  private TelemetryScript(long seed, Faults faults, List<ReadingSource> sources) {
    this.seed = seed;
    this.faults = faults;
    this.sources = sources;
  }

  /**
   * The measurements of all sources in the order of event time, with faults.
   *
   * @param seed decides where the faults fall
   */
  public static TelemetryScript of(long seed, Faults faults, ReadingSource... sources) {
    return new TelemetryScript(seed, faults, List.of(sources));
  }

  /**
   * For filling benchmark topics: no faults, every device once a second, {@code records} give or
   * take a second's worth.
   *
   * @param end exclusive bound of the event times
   */
  public static TelemetryScript benchmark(long seed, int devices, long records, Instant end) {
    Duration span = Duration.ofSeconds(Math.max(1, records / devices));
    return of(
        seed, Faults.none(), Fleet.benchmark(seed, devices, end, span, Duration.ofSeconds(1)));
  }

  @Override
  public Iterator<ProducedRecord> iterator() {
    return new Pass();
  }

  private record Held(long releaseMillis, long serial, ProducedRecord produced) {}

  /** One iteration. */
  private final class Pass implements Iterator<ProducedRecord> {
    private final Iterator<Measurement> measurements = new ByEventTime(sources);
    private final Payloads payloads = new Payloads();
    private final SplittableRandom random = new SplittableRandom(seed);
    private final ArrayDeque<ProducedRecord> ready = new ArrayDeque<>();
    private final PriorityQueue<Held> held =
        new PriorityQueue<>(
            Comparator.comparingLong(Held::releaseMillis).thenComparingLong(Held::serial));
    private final Map<String, Long> silentUntil = new HashMap<>();
    private long serial;
    private int malformed;

    @Override
    public boolean hasNext() {
      while (ready.isEmpty()) {
        if (measurements.hasNext()) {
          accept(measurements.next());
        } else if (!held.isEmpty()) {
          ready.add(held.remove().produced());
        } else {
          return false;
        }
      }
      return true;
    }

    @Override
    public ProducedRecord next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the script is over");
      }
      return ready.remove();
    }

    private void accept(Measurement m) {
      while (!held.isEmpty() && held.element().releaseMillis() <= m.eventTimeMillis()) {
        ready.add(held.remove().produced());
      }
      if (isMissing(m)) {
        return;
      }
      byte[] payload = payloads.encode(m);
      double fate = random.nextDouble();
      if (fate < faults.late()) {
        hold(record(m, payload, Kind.LATE), largeDelay());
      } else if (fate < faults.late() + faults.outOfOrder()) {
        hold(record(m, payload, Kind.OUT_OF_ORDER), smallDelay());
      } else {
        ready.add(record(m, payload, Kind.PLAIN));
      }
      if (happens(faults.repeated())) {
        hold(record(m, payload, Kind.REPEATED), anyDelay());
      }
      if (happens(faults.conflicting())) {
        Measurement other = contradict(m);
        hold(record(other, payloads.encode(other), Kind.CONFLICTING), anyDelay());
      }
      if (happens(faults.malformed())) {
        ready.add(malformed(m));
      }
    }

    private boolean isMissing(Measurement m) {
      if (faults.missingStretches() > 0) {
        String id = m.device().deviceId();
        Long until = silentUntil.get(id);
        if (until != null && m.eventTimeMillis() < until) {
          return true;
        }
        if (until != null) {
          silentUntil.remove(id);
        }
        if (happens(faults.missingStretches())) {
          long length = random.nextLong(1, faults.maxMissingStretch().toMillis() + 2);
          silentUntil.put(id, m.eventTimeMillis() + length);
          return true;
        }
      }
      return happens(faults.missing());
    }

    /**
     * Another payload for the same instant: mostly a correction with a higher sequence, sometimes
     * an overtaken one with a lower sequence, sometimes one that only the values decide.
     */
    private Measurement contradict(Measurement m) {
      double watts = m.watts() * 0.9 + 10 + 100 * random.nextDouble();
      boolean counts = m.sequence() != TrueReading.NO_SEQUENCE;
      int variant = random.nextInt(6);
      if (variant == 0 && !Double.isNaN(m.powerFactor())) {
        return m.withOptional(m.powerFactor() - 0.05, m.volts(), m.energyCounterWh());
      }
      int step = variant < 2 || !counts ? 0 : variant == 2 ? -1 : 1;
      return m.withWatts(watts).withIdentity(m.userId(), m.eventTimeMillis(), m.sequence() + step);
    }

    private ProducedRecord malformed(Measurement m) {
      // In turn, so that a short script has some of each.
      Malformation kind = MALFORMATIONS.get(malformed++ % MALFORMATIONS.size());
      return new ProducedRecord(
          m.device().deviceId(),
          kind.payload(m, payloads, random),
          m.eventTimeMillis(),
          Kind.MALFORMED,
          null,
          kind.reason());
    }

    private ProducedRecord record(Measurement m, byte[] payload, Kind kind) {
      return new ProducedRecord(
          m.device().deviceId(), payload, m.eventTimeMillis(), kind, TrueReading.of(m), null);
    }

    private void hold(ProducedRecord produced, long delayMillis) {
      held.add(new Held(produced.eventTimeMillis() + delayMillis, serial++, produced));
    }

    private boolean happens(double probability) {
      return probability > 0 && random.nextDouble() < probability;
    }

    private long smallDelay() {
      return random.nextLong(1, SMALL_DELAY_MILLIS + 1);
    }

    private long largeDelay() {
      return random.nextLong(SMALL_DELAY_MILLIS + 1, faults.maxLateness().toMillis() + 1);
    }

    private long anyDelay() {
      return random.nextBoolean() ? smallDelay() : largeDelay();
    }
  }

  /** Merges sources that each are (almost) in order; the earlier source goes first at a tie. */
  private static final class ByEventTime implements Iterator<Measurement> {
    private record Head(Measurement measurement, int source) {}

    private final List<Iterator<Measurement>> rest;
    private final PriorityQueue<Head> heads =
        new PriorityQueue<>(
            Comparator.<Head>comparingLong(head -> head.measurement().eventTimeMillis())
                .thenComparingInt(Head::source));

    ByEventTime(List<ReadingSource> sources) {
      rest = sources.stream().map(ReadingSource::measurements).toList();
      for (int i = 0; i < rest.size(); i++) {
        refill(i);
      }
    }

    private void refill(int source) {
      if (rest.get(source).hasNext()) {
        heads.add(new Head(rest.get(source).next(), source));
      }
    }

    @Override
    public boolean hasNext() {
      return !heads.isEmpty();
    }

    @Override
    public Measurement next() {
      Head head = heads.remove();
      refill(head.source());
      return head.measurement();
    }
  }
}
