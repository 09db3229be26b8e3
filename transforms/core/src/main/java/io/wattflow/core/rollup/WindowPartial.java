package io.wattflow.core.rollup;

import io.wattflow.core.coding.ByteReader;
import io.wattflow.core.coding.ByteWriter;
import java.util.Arrays;

/**
 * What one child window contributes to a longer window of the same series: everything that can be
 * said without knowing the neighbours, and what is needed to join on to them.
 *
 * <p>Inner energy, estimate, coverage and counter energy are those between the first and the last
 * reading. The holds at the edges of a window are no part of it; {@link EnergyAggregator} adds them
 * when a window is finished, on that window's own bounds. So the combination of adjacent partials
 * equals the partial of all their readings, bit for bit.
 *
 * <p>Immutable. A partial has at least one reading.
 */
public final class WindowPartial {
  private final PartialState state;
  private final PowerSketch sketch;

  /** Takes the state over. */
  WindowPartial(PartialState ownedState, PowerSketch sketch) {
    this.state = ownedState;
    this.sketch = sketch;
  }

  /** The partial of a series' readings, in generation 0. */
  public static WindowPartial of(SeriesReadings readings, MeteringRules rules) {
    EnergyAggregator aggregator = new EnergyAggregator(rules);
    aggregator.summarise(readings);
    return aggregator.partial();
  }

  /**
   * The partial of two disjoint stretches of time. Exact and associative.
   *
   * @param later all its readings come after those of {@code earlier}
   * @throws IllegalArgumentException if they overlap
   */
  public static WindowPartial combine(
      WindowPartial earlier, WindowPartial later, MeteringRules rules) {
    EnergyAggregator aggregator = new EnergyAggregator(rules);
    aggregator.begin(earlier.deviceTypeCode());
    aggregator.add(earlier);
    aggregator.add(later);
    return aggregator.partial();
  }

  /** The canonical encoding. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter(128);
    PartialCodec.write(out, state, sketch);
    return out.toByteArray();
  }

  /**
   * The partial that {@link #encode} wrote.
   *
   * @throws io.wattflow.core.coding.EncodingException if the bytes are no such encoding
   */
  public static WindowPartial decode(byte[] encoded) {
    ByteReader in = new ByteReader("window partial", encoded);
    PartialState state = new PartialState();
    SketchCounts counts = new SketchCounts();
    PartialCodec.read(in, state, counts);
    in.expectEnd();
    return new WindowPartial(state, counts.toSketch());
  }

  PartialState state() {
    return state;
  }

  /** The code of the device type, whose rules apply. */
  public int deviceTypeCode() {
    return state.typeCode;
  }

  /** The sum of the versions of its minutes. */
  public long version() {
    return state.version;
  }

  /** Number of winning readings. */
  public long count() {
    return state.count;
  }

  /** Sum of powers, in mW. */
  public long sumMilliwatts() {
    return state.sumMilliwatts;
  }

  /** Lowest power, in mW. */
  public long minMilliwatts() {
    return state.minMilliwatts;
  }

  /** Highest power, in mW. */
  public long maxMilliwatts() {
    return state.maxMilliwatts;
  }

  /** Sum of the power factors, in 1/10,000. */
  public long powerFactorSum() {
    return state.powerFactorSum;
  }

  /** Number of readings with a power factor. */
  public long powerFactorCount() {
    return state.powerFactorCount;
  }

  /** Instant of the first reading, in ms since the epoch. */
  public long firstTimeMillis() {
    return state.firstTimeMillis;
  }

  /** Power of the first reading, in mW. */
  public long firstMilliwatts() {
    return state.firstMilliwatts;
  }

  /** Instant of the last reading, in ms since the epoch. */
  public long lastTimeMillis() {
    return state.lastTimeMillis;
  }

  /** Power of the last reading, in mW. */
  public long lastMilliwatts() {
    return state.lastMilliwatts;
  }

  /** Energy between first and last reading, doubled, in mW·ms. */
  public long doubledEnergy() {
    return state.doubledEnergy;
  }

  /** The estimated part of {@link #doubledEnergy()}. */
  public long doubledEstimated() {
    return state.doubledEstimated;
  }

  /** Observed time between first and last reading, in ms. */
  public long coveredMillis() {
    return state.coveredMillis;
  }

  /** Number of readings with an energy counter. */
  public long counterCount() {
    return state.counterCount;
  }

  /** Counted energy between the first and the last counter, in mWh. */
  public long counterEnergyMilliwattHours() {
    return state.counterEnergy;
  }

  /** The {@link Quality} bits that need no bounds. */
  public int flags() {
    return state.flags;
  }

  /** The distribution of powers. */
  public PowerSketch sketch() {
    return sketch;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WindowPartial that && Arrays.equals(encode(), that.encode());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encode());
  }

  @Override
  public String toString() {
    return "WindowPartial["
        + state.count
        + " readings from "
        + state.firstTimeMillis
        + " to "
        + state.lastTimeMillis
        + ", version "
        + state.version
        + "]";
  }
}
