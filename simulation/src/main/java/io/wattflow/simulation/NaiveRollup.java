package io.wattflow.simulation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One window of one series, computed from its readings as the formulas are written down (see {@code
 * docs/energy.md}), one after the other, with numbers that cannot overflow. Deliberately slow and
 * plain: it is what the fast code is checked against.
 */
final class NaiveRollup {
  static final int ESTIMATED = 1;
  static final int GAP = 2;
  static final int RESET = 4;
  static final int ROLLOVER = 8;
  static final int METER_SWAP = 16;
  static final int CONFLICT = 32;

  private final Series series;
  private final RollupWindow window;
  private final long startMillis;
  private final long endMillis;
  private final ModelSettings settings;
  private final List<Fact> winners;
  private final TreeMap<Long, Integer> distinctPerMinute = new TreeMap<>();

  private BigInteger doubledEnergy = BigInteger.ZERO;
  private BigInteger doubledEstimated = BigInteger.ZERO;
  private long coveredMillis;
  private int quality;

  /**
   * @param readings of {@code series} in the window, at least one, in any order, repeats allowed
   */
  NaiveRollup(
      Series series,
      RollupWindow window,
      long startMillis,
      List<Fact> readings,
      ModelSettings settings) {
    this.series = series;
    this.window = window;
    this.startMillis = startMillis;
    this.endMillis = startMillis + window.length().toMillis();
    this.settings = settings;
    TreeSet<Fact> distinct = new TreeSet<>(readings);
    TreeMap<Long, Fact> winnerAt = new TreeMap<>();
    for (Fact reading : distinct) {
      distinctPerMinute.merge(Math.floorDiv(reading.eventTimeMillis(), 60_000L), 1, Integer::sum);
      // Ascending, so the last one of an instant stays, and it is the winner.
      if (winnerAt.put(reading.eventTimeMillis(), reading) != null) {
        quality |= CONFLICT;
      }
    }
    this.winners = new ArrayList<>(winnerAt.values());
  }

  ExpectedRow row() {
    integrate();
    Double counterEnergy = counterEnergyWh();
    double doubled = doubledEnergy.doubleValue();
    int n = winners.size();
    double mean = sumOfPower().doubleValue() / (1000.0 * n);
    List<Long> powers = sortedPowers();
    return new ExpectedRow(
        series,
        startMillis,
        n,
        powers.get(0) / 1000.0,
        powers.get(n - 1) / 1000.0,
        mean,
        coveredMillis == 0 ? mean : doubled / (2000.0 * coveredMillis),
        winners.get(0).powerMilliwatts() / 1000.0,
        winners.get(n - 1).powerMilliwatts() / 1000.0,
        percentile(powers, 50) / 1000.0,
        percentile(powers, 95) / 1000.0,
        winners.get(n - 1).eventTimeMillis(),
        doubled / 7.2e9,
        doubledEstimated.doubleValue() / 7.2e9,
        counterEnergy,
        powerFactorMean(),
        coveredMillis / 1000.0,
        quality,
        version());
  }

  /** Trapezoids between neighbours, and the edge readings held to the window's bounds. */
  private void integrate() {
    Fact first = winners.get(0);
    Fact last = winners.get(winners.size() - 1);
    hold(first.eventTimeMillis() - startMillis, 2 * first.powerMilliwatts());
    for (int i = 1; i < winners.size(); i++) {
      Fact left = winners.get(i - 1);
      Fact right = winners.get(i);
      hold(
          right.eventTimeMillis() - left.eventTimeMillis(),
          left.powerMilliwatts() + right.powerMilliwatts());
    }
    hold(endMillis - last.eventTimeMillis(), 2 * last.powerMilliwatts());
    if (coveredMillis < endMillis - startMillis) {
      quality |= GAP;
    }
  }

  private void hold(long millis, long doubledMilliwatts) {
    if (millis > settings.gapCapMillis(series.deviceType())) {
      return;
    }
    BigInteger energy = BigInteger.valueOf(doubledMilliwatts).multiply(BigInteger.valueOf(millis));
    doubledEnergy = doubledEnergy.add(energy);
    coveredMillis += millis;
    if (2 * millis >= 5 * settings.intervalMillis(series.deviceType())) {
      doubledEstimated = doubledEstimated.add(energy);
      quality |= ESTIMATED;
    }
  }

  private @Nullable Double counterEnergyWh() {
    List<Fact> counted = winners.stream().filter(Fact::hasCounter).toList();
    if (counted.size() < 2) {
      return null;
    }
    long milliwattHours = 0;
    for (int i = 1; i < counted.size(); i++) {
      milliwattHours += counterStep(counted.get(i - 1), counted.get(i));
    }
    return milliwattHours / 1000.0;
  }

  /** The energy in mWh that two neighbouring counter readings tell of. */
  private long counterStep(Fact left, Fact right) {
    long c1 = left.counterMilliwattHours();
    long c2 = right.counterMilliwattHours();
    long millis = right.eventTimeMillis() - left.eventTimeMillis();
    BigInteger bound =
        BigInteger.valueOf(settings.maxPlausibleMilliwatts(series.deviceType()))
            .multiply(BigInteger.valueOf(millis))
            .divide(BigInteger.valueOf(3_600_000))
            .add(BigInteger.valueOf(1000));
    if (c2 >= c1) {
      if (plausible(c2 - c1, bound)) {
        return c2 - c1;
      }
      quality |= METER_SWAP;
      return 0;
    }
    Long modulus = settings.counterModuliMilliwattHours().get(series.deviceType());
    if (modulus != null && c1 < modulus && plausible(c2 + modulus - c1, bound)) {
      quality |= ROLLOVER;
      return c2 + modulus - c1;
    }
    if (plausible(c2, bound)) {
      quality |= RESET;
      return c2;
    }
    quality |= METER_SWAP;
    return 0;
  }

  private static boolean plausible(long milliwattHours, BigInteger bound) {
    return BigInteger.valueOf(milliwattHours).compareTo(bound) <= 0;
  }

  private BigInteger sumOfPower() {
    BigInteger sum = BigInteger.ZERO;
    for (Fact winner : winners) {
      sum = sum.add(BigInteger.valueOf(winner.powerMilliwatts()));
    }
    return sum;
  }

  private @Nullable Double powerFactorMean() {
    long sum = 0;
    int n = 0;
    for (Fact winner : winners) {
      if (winner.hasPowerFactor()) {
        sum += winner.powerFactor();
        n++;
      }
    }
    return n == 0 ? null : sum / (10000.0 * n);
  }

  private List<Long> sortedPowers() {
    return winners.stream().map(Fact::powerMilliwatts).sorted().toList();
  }

  /** Nearest rank; of the true values in a minute, of the values' buckets in longer windows. */
  private double percentile(List<Long> ascending, int percent) {
    // ceil(percent / 100 * n), counted from 1
    int rank = (percent * ascending.size() + 99) / 100;
    long value = ascending.get(rank - 1);
    return window == RollupWindow.ONE_MINUTE ? value : bucketMidpoint(value);
  }

  /**
   * The sketch keeps the seven highest bits of a power's magnitude: what shares them is one bucket,
   * and answers with the bucket's middle. Buckets are in the order of the values, so the bucket of
   * the value at a rank is the bucket at that rank.
   */
  static long bucketMidpoint(long milliwatts) {
    if (milliwatts < 0) {
      return -bucketMidpoint(-milliwatts);
    }
    long width = 1;
    while (milliwatts / width >= 128) {
      width *= 2;
    }
    long lowest = milliwatts / width * width;
    return lowest + width / 2;
  }

  private long version() {
    long version = 0;
    for (int distinct : distinctPerMinute.values()) {
      version += (settings.generation() << 40) | distinct;
    }
    return version;
  }
}
