package io.wattflow.core.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rollup as it is defined, in the plainest style: sorted sets, big numbers, one loop for one
 * column. It shares nothing with the code under test.
 */
public final class PlainModel {
  private final IntFunction<PlainRules> rules;

  public PlainModel(IntFunction<PlainRules> rules) {
    this.rules = rules;
  }

  /**
   * The rows of all series that have readings in [start, end): the columns in the order of the
   * table.
   */
  public Map<PlainSeries, List<Object>> rows(
      Collection<PlainReading> readings, long start, long end, boolean exactPercentiles) {
    TreeMap<PlainSeries, TreeSet<PlainReading>> bySeries = new TreeMap<>();
    for (PlainReading reading : readings) {
      if (reading.time() >= start && reading.time() < end) {
        bySeries.computeIfAbsent(reading.series(), s -> new TreeSet<>()).add(reading);
      }
    }
    TreeMap<PlainSeries, List<Object>> rows = new TreeMap<>();
    bySeries.forEach(
        (series, set) -> rows.put(series, row(series, set, start, end, exactPercentiles)));
    return rows;
  }

  private List<Object> row(
      PlainSeries series,
      TreeSet<PlainReading> distinct,
      long start,
      long end,
      boolean exactPercentiles) {
    TreeMap<Long, PlainReading> winners = new TreeMap<>();
    for (PlainReading reading : distinct) {
      winners.put(reading.time(), reading);
    }
    PlainRules plain = rules.apply(series.type());
    List<PlainReading> w = new ArrayList<>(winners.values());
    PlainReading first = w.get(0);
    PlainReading last = w.get(w.size() - 1);
    Stretches stretches = new Stretches(plain);
    stretches.add(first.time() - start, first.power(), first.power());
    for (int i = 1; i < w.size(); i++) {
      stretches.add(w.get(i).time() - w.get(i - 1).time(), w.get(i - 1).power(), w.get(i).power());
    }
    stretches.add(end - last.time(), last.power(), last.power());
    Counters counters = new Counters(plain);
    w.forEach(counters::add);

    int quality = stretches.estimatedSeen ? 1 : 0;
    quality += stretches.covered < end - start ? 2 : 0;
    quality += counters.reset ? 4 : 0;
    quality += counters.rollover ? 8 : 0;
    quality += counters.swap ? 16 : 0;
    quality += distinct.size() > w.size() ? 32 : 0;

    BigInteger sum = BigInteger.ZERO;
    for (PlainReading reading : w) {
      sum = sum.add(BigInteger.valueOf(reading.power()));
    }
    double mean = sum.doubleValue() / (1000.0 * w.size());
    double doubled = stretches.doubled.doubleValue();
    List<Long> powers = new ArrayList<>();
    w.forEach(reading -> powers.add(reading.power()));
    Collections.sort(powers);

    return Arrays.asList(
        series.user(),
        series.device(),
        series.type(),
        start,
        (long) w.size(),
        powers.get(0) / 1000.0,
        powers.get(powers.size() - 1) / 1000.0,
        mean,
        stretches.covered == 0 ? mean : doubled / (2000.0 * stretches.covered),
        first.power() / 1000.0,
        last.power() / 1000.0,
        percentile(powers, "0.50", exactPercentiles) / 1000.0,
        percentile(powers, "0.95", exactPercentiles) / 1000.0,
        last.time(),
        doubled / 7.2e9,
        stretches.estimated.doubleValue() / 7.2e9,
        counters.seen < 2 ? null : counters.energy.longValueExact() / 1000.0,
        factorMean(w),
        stretches.covered / 1000.0,
        (long) quality,
        (long) distinct.size());
  }

  private static @Nullable Double factorMean(List<PlainReading> winners) {
    long sum = 0;
    long n = 0;
    for (PlainReading reading : winners) {
      Integer factor = reading.factor();
      if (factor != null) {
        sum += factor;
        n++;
      }
    }
    return n == 0 ? null : sum / (10000.0 * n);
  }

  private static long percentile(List<Long> sorted, String quantile, boolean exact) {
    int rank =
        new BigDecimal(quantile)
            .multiply(BigDecimal.valueOf(sorted.size()))
            .setScale(0, RoundingMode.CEILING)
            .intValueExact();
    long value = sorted.get(rank - 1);
    return exact ? value : sketched(value);
  }

  /**
   * What a sketch that keeps seven significant bits makes of a value: the middle of all values that
   * share them.
   */
  public static long sketched(long value) {
    String bits = Long.toBinaryString(Math.abs(value));
    if (bits.length() <= 7) {
      return value;
    }
    int cut = bits.length() - 7;
    long middle = Long.parseLong(bits.substring(0, 7) + "1" + "0".repeat(cut - 1), 2);
    return value < 0 ? -middle : middle;
  }

  private static final class Stretches {
    private final PlainRules rules;
    private BigInteger doubled = BigInteger.ZERO;
    private BigInteger estimated = BigInteger.ZERO;
    private long covered;
    private boolean estimatedSeen;

    Stretches(PlainRules rules) {
      this.rules = rules;
    }

    void add(long elapsed, long from, long to) {
      if (elapsed <= rules.cap()) {
        BigInteger energy =
            BigInteger.valueOf(from)
                .add(BigInteger.valueOf(to))
                .multiply(BigInteger.valueOf(elapsed));
        doubled = doubled.add(energy);
        covered += elapsed;
        // Two or more missed reports: the step is at least two and a half intervals.
        if (new BigDecimal(elapsed)
                .compareTo(new BigDecimal("2.5").multiply(new BigDecimal(rules.interval())))
            >= 0) {
          estimated = estimated.add(energy);
          estimatedSeen = true;
        }
      }
    }
  }

  private static final class Counters {
    private final PlainRules rules;
    private BigInteger energy = BigInteger.ZERO;
    private int seen;
    private long time;
    private long value;
    private boolean reset;
    private boolean rollover;
    private boolean swap;

    Counters(PlainRules rules) {
      this.rules = rules;
    }

    void add(PlainReading reading) {
      Long counter = reading.counter();
      if (counter == null) {
        return;
      }
      if (seen > 0) {
        step(counter, rules.plausible(reading.time() - time));
      }
      seen++;
      time = reading.time();
      value = counter;
    }

    private void step(long next, BigInteger plausible) {
      BigInteger progress = BigInteger.valueOf(next - value);
      BigInteger rolled = progress.add(BigInteger.valueOf(rules.modulus()));
      if (progress.signum() >= 0) {
        if (progress.compareTo(plausible) <= 0) {
          energy = energy.add(progress);
        } else {
          swap = true;
        }
      } else if (rules.modulus() > 0
          && value < rules.modulus()
          && rolled.compareTo(plausible) <= 0) {
        energy = energy.add(rolled);
        rollover = true;
      } else if (BigInteger.valueOf(next).compareTo(plausible) <= 0) {
        energy = energy.add(BigInteger.valueOf(next));
        reset = true;
      } else {
        swap = true;
      }
    }
  }
}
