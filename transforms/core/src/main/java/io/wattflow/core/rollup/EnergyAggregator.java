package io.wattflow.core.rollup;

import static io.wattflow.core.rollup.ReadingLimits.NO_COUNTER;
import static io.wattflow.core.rollup.ReadingLimits.NO_POWER_FACTOR;

import io.wattflow.core.coding.ByteReader;
import io.wattflow.core.coding.ByteWriter;
import java.util.Arrays;

/**
 * The one aggregator of minute, sliding, hourly and daily windows. It is fed in order of time with
 * what lies in a window, either readings or the partials of child windows, and gives the row of the
 * window and its partial.
 *
 * <p><b>Energy</b> is the integral of the piecewise-linear power (trapezoidal rule) between
 * consecutive winning readings that are no further apart than the gap cap. At the edges of the
 * window the first and the last reading are held to the bounds, within the same cap. What bridges
 * two or more missed reports counts as estimated too.
 *
 * <p><b>Counter energy</b> adds up the plausible progress between consecutive readings that carry a
 * counter, through resets and roll-over; see {@link CounterStep}.
 *
 * <p>All sums are of {@code long} integers and cannot overflow in windows of up to {@link
 * ReadingLimits#MAX_WINDOW_MILLIS}; so they do not depend on how the window was split. Formulas,
 * sources and error bounds: docs/energy.md.
 *
 * <p>Reusable, and meant to be reused: it owns a histogram of 12.8 kB. Not safe for use by several
 * threads.
 */
public final class EnergyAggregator {
  private static final int GENERATION_SHIFT = 40;
  private static final long MAX_GENERATION = (1L << 22) - 1;

  private final MeteringRules rules;
  private final PartialState sum = new PartialState();
  private final PartialState incoming = new PartialState();
  private final SketchCounts sketch = new SketchCounts();
  private final CounterStep counterStep;
  private final ByteWriter scratch = new ByteWriter(256);
  private final ByteReader partialReader = new ByteReader("window partial", new byte[0]);

  /**
   * The winning powers of a window fed with readings, sorted; their number is -1 in a window fed
   * with partials.
   */
  private int[] powers = new int[64];

  private int powerCount = -1;
  private long intervalMillis;
  private long gapCapMillis;

  /** An aggregator under some rules. */
  public EnergyAggregator(MeteringRules rules) {
    this.rules = rules;
    this.counterStep = new CounterStep(rules);
  }

  /** The row of the readings of a series in its window, in generation 0. */
  public RollupRow summarise(SeriesReadings readings) {
    return summarise(readings, 0);
  }

  /**
   * The row of the readings of a series in its window.
   *
   * @param generation 0 for what was measured; a correction that edits history raises it, up to
   *     2^22 - 1
   */
  public RollupRow summarise(SeriesReadings readings, long generation) {
    if (generation < 0 || generation > MAX_GENERATION) {
      throw new IllegalArgumentException(
          "generation " + generation + " is not in [0, " + MAX_GENERATION + "]");
    }
    begin(readings.deviceTypeCode());
    int size = readings.size();
    if (powers.length < size) {
      powers = new int[Math.max(size, powers.length * 2)];
    }
    powerCount = 0;
    for (int i = 0; i < size; i++) {
      if (readings.isWinner(i)) {
        int power = readings.powerMilliwatts(i);
        powers[powerCount++] = power;
        addReading(
            readings.timeMillis(i),
            power,
            readings.powerFactor(i),
            readings.counterMilliwattHours(i));
      } else {
        sum.flags |= Quality.CONFLICT;
      }
    }
    sum.version = generation << GENERATION_SHIFT | size;
    Arrays.sort(powers, 0, powerCount);
    for (int i = 0; i < powerCount; i++) {
      sketch.add(PowerSketch.bucketOf(powers[i]), 1);
    }
    return finish(readings.key(), readings.windowStartMillis(), readings.windowEndMillis());
  }

  /** The row of the partials of a series in their longer window. */
  public RollupRow summarise(SeriesPartials partials) {
    begin(partials.deviceTypeCode());
    for (int i = 0; i < partials.size(); i++) {
      partials.pointAt(i, partialReader);
      PartialCodec.read(partialReader, incoming, sketch);
      partialReader.expectEnd();
      append();
    }
    return finish(partials.key(), partials.windowStartMillis(), partials.windowEndMillis());
  }

  /** Starts a window of a series of the given type, to be fed by {@link #add}. */
  public void begin(int deviceTypeCode) {
    sum.clear(deviceTypeCode);
    sketch.clear();
    powerCount = -1;
    intervalMillis = rules.intervalMillis(deviceTypeCode);
    gapCapMillis = rules.gapCapMillis(deviceTypeCode);
  }

  /**
   * Adds the partial of the next child window that has readings.
   *
   * @throws IllegalArgumentException if its readings do not all come after those added before
   */
  public void add(WindowPartial next) {
    scratch.clear();
    PartialCodec.write(scratch, next.state(), next.sketch());
    addEncoded(scratch.toByteArray());
  }

  /** Adds an encoded partial, see {@link #add}. */
  public void addEncoded(byte[] encodedPartial) {
    partialReader.reset(encodedPartial, 0, encodedPartial.length);
    PartialCodec.read(partialReader, incoming, sketch);
    partialReader.expectEnd();
    append();
  }

  private void addReading(long time, int power, int powerFactor, long counter) {
    if (sum.count == 0) {
      sum.firstTimeMillis = time;
      sum.firstMilliwatts = power;
      sum.minMilliwatts = power;
      sum.maxMilliwatts = power;
    } else {
      bridge(time, power);
      sum.minMilliwatts = Math.min(sum.minMilliwatts, power);
      sum.maxMilliwatts = Math.max(sum.maxMilliwatts, power);
    }
    sum.lastTimeMillis = time;
    sum.lastMilliwatts = power;
    sum.count++;
    sum.sumMilliwatts += power;
    if (powerFactor != NO_POWER_FACTOR) {
      sum.powerFactorSum += powerFactor;
      sum.powerFactorCount++;
    }
    if (counter != NO_COUNTER) {
      if (sum.counterCount == 0) {
        sum.firstCounterTimeMillis = time;
        sum.firstCounter = counter;
      } else {
        stepCounter(time, counter);
      }
      sum.lastCounterTimeMillis = time;
      sum.lastCounter = counter;
      sum.counterCount++;
    }
  }

  /** Joins {@link #incoming}, whose sketch has been added already, on to the sum. */
  private void append() {
    PartialState next = incoming;
    sum.version += next.version;
    sum.flags |= next.flags;
    if (sum.count == 0) {
      sum.firstTimeMillis = next.firstTimeMillis;
      sum.firstMilliwatts = next.firstMilliwatts;
      sum.minMilliwatts = next.minMilliwatts;
      sum.maxMilliwatts = next.maxMilliwatts;
    } else {
      if (next.firstTimeMillis <= sum.lastTimeMillis) {
        throw new IllegalArgumentException("partials that overlap or are out of order");
      }
      bridge(next.firstTimeMillis, next.firstMilliwatts);
      sum.minMilliwatts = Math.min(sum.minMilliwatts, next.minMilliwatts);
      sum.maxMilliwatts = Math.max(sum.maxMilliwatts, next.maxMilliwatts);
    }
    sum.lastTimeMillis = next.lastTimeMillis;
    sum.lastMilliwatts = next.lastMilliwatts;
    sum.count += next.count;
    sum.sumMilliwatts += next.sumMilliwatts;
    sum.powerFactorSum += next.powerFactorSum;
    sum.powerFactorCount += next.powerFactorCount;
    sum.doubledEnergy += next.doubledEnergy;
    sum.doubledEstimated += next.doubledEstimated;
    sum.coveredMillis += next.coveredMillis;
    if (next.counterCount > 0) {
      appendCounters(next);
    }
  }

  private void appendCounters(PartialState next) {
    if (sum.counterCount == 0) {
      sum.firstCounterTimeMillis = next.firstCounterTimeMillis;
      sum.firstCounter = next.firstCounter;
    } else {
      stepCounter(next.firstCounterTimeMillis, next.firstCounter);
    }
    sum.lastCounterTimeMillis = next.lastCounterTimeMillis;
    sum.lastCounter = next.lastCounter;
    sum.counterCount += next.counterCount;
    sum.counterEnergy += next.counterEnergy;
  }

  /** Integrates from the last reading to the next one. */
  private void bridge(long time, long power) {
    integrate(sum, time - sum.lastTimeMillis, sum.lastMilliwatts + power);
  }

  private void stepCounter(long time, long counter) {
    counterStep.take(sum.typeCode, time - sum.lastCounterTimeMillis, sum.lastCounter, counter);
    sum.counterEnergy += counterStep.energy();
    sum.flags |= counterStep.flag();
  }

  /**
   * Adds a stretch of time whose powers at both ends add up to {@code powerSum}; too long a stretch
   * adds nothing.
   */
  private void integrate(PartialState target, long elapsed, long powerSum) {
    if (elapsed > gapCapMillis) {
      return;
    }
    long energy = powerSum * elapsed;
    target.doubledEnergy += energy;
    target.coveredMillis += elapsed;
    if (2 * elapsed >= 5 * intervalMillis) {
      target.doubledEstimated += energy;
      target.flags |= Quality.ESTIMATED;
    }
  }

  /**
   * The row of what was added, on the bounds of its window. What was added stays, so the partial
   * can be taken too.
   *
   * @param start start of the window, in ms since the epoch
   * @param end its end, exclusive
   * @throws IllegalStateException if nothing was added
   * @throws IllegalArgumentException if a reading lies outside of the bounds
   */
  public RollupRow finish(SeriesKey series, long start, long end) {
    if (sum.count == 0) {
      throw new IllegalStateException("a window without readings has no row");
    }
    ReadingLimits.checkWindow(start, end - start);
    if (sum.firstTimeMillis < start || sum.lastTimeMillis >= end) {
      throw new IllegalArgumentException("readings outside of the window " + start + " to " + end);
    }
    PartialState whole = incoming;
    whole.clear(sum.typeCode);
    integrate(whole, sum.firstTimeMillis - start, 2 * sum.firstMilliwatts);
    integrate(whole, end - sum.lastTimeMillis, 2 * sum.lastMilliwatts);
    long covered = sum.coveredMillis + whole.coveredMillis;
    int quality = sum.flags | whole.flags | (covered < end - start ? Quality.GAP : 0);
    return new RollupRow(
        series,
        start,
        sum.count,
        sum.minMilliwatts,
        sum.maxMilliwatts,
        sum.sumMilliwatts,
        sum.firstMilliwatts,
        sum.lastMilliwatts,
        percentile(50),
        percentile(95),
        sum.lastTimeMillis,
        sum.doubledEnergy + whole.doubledEnergy,
        sum.doubledEstimated + whole.doubledEstimated,
        sum.counterCount,
        sum.counterEnergy,
        sum.powerFactorSum,
        sum.powerFactorCount,
        covered,
        quality,
        sum.version);
  }

  private long percentile(int percent) {
    long rank = PowerSketch.rank(percent, sum.count);
    return powerCount >= 0 ? powers[(int) rank - 1] : sketch.valueAt(rank);
  }

  /** The partial of what was added or summarised last. */
  public WindowPartial partial() {
    checkNotEmpty();
    return new WindowPartial(sum.copy(), sketch.toSketch());
  }

  /** The encoded {@link #partial()}. */
  public byte[] encodedPartial() {
    scratch.clear();
    writePartial(scratch);
    return scratch.toByteArray();
  }

  void writePartial(ByteWriter out) {
    checkNotEmpty();
    PartialCodec.write(out, sum, sketch.toSketch());
  }

  private void checkNotEmpty() {
    if (sum.count == 0) {
      throw new IllegalStateException("a window without readings has no partial");
    }
  }
}
