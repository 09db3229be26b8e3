package io.wattflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.simulation.ProducedRecord.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The model's answer depends on the set of readings and on nothing else. */
class NaiveModelPropertyTest {
  private static final long START = 1_772_366_000_000L;

  @Property(tries = 300)
  void orderAndRepetitionDoNotMatter(
      @ForAll("readings") List<TrueReading> readings, @ForAll long seed) {
    List<TrueReading> shuffled = new ArrayList<>(readings);
    Random random = new Random(seed);
    for (TrueReading reading : readings) {
      if (random.nextInt(3) == 0) {
        shuffled.add(reading);
      }
    }
    Collections.shuffle(shuffled, random);

    NaiveModel model = model(readings);
    NaiveModel other = model(shuffled);

    for (RollupWindow window : RollupWindow.values()) {
      assertThat(list(other.rows(window))).isEqualTo(list(model.rows(window)));
    }
    assertThat(list(other.telemetry())).isEqualTo(list(model.telemetry()));
    assertThat(other.distinctReadings()).isEqualTo(model.distinctReadings());
  }

  @Property(tries = 300)
  void rowsAreInTheOrderOfTheKeyAndWithinTheirBounds(
      @ForAll("readings") List<TrueReading> readings) {
    NaiveModel model = model(readings);
    for (RollupWindow window : RollupWindow.values()) {
      double seconds = window.length().toMillis() / 1000.0;
      ExpectedRow previous = null;
      for (ExpectedRow row : list(model.rows(window))) {
        assertThat(row.coveredSeconds()).isBetween(0.0, seconds);
        assertThat((row.quality() & NaiveRollup.GAP) != 0)
            .isEqualTo(row.coveredSeconds() < seconds);
        assertThat(row.powerMean()).isBetween(row.powerMin(), row.powerMax());
        assertThat(row.readingCount()).isLessThanOrEqualTo(row.version());
        if (previous != null) {
          int bySeries = previous.series().compareTo(row.series());
          assertThat(bySeries).isLessThanOrEqualTo(0);
          if (bySeries == 0) {
            assertThat(row.windowStartMillis()).isGreaterThan(previous.windowStartMillis());
          }
        }
        previous = row;
      }
    }
  }

  @Provide
  Arbitrary<List<TrueReading>> readings() {
    Arbitrary<Long> users = Arbitraries.longs().between(1, 2);
    Arbitrary<String> types = Arbitraries.of("METER", "INVERTER", "UNKNOWN");
    // Few instants, so that several payloads meet at one.
    Arbitrary<Long> times = Arbitraries.longs().between(0, 400).map(step -> START + step * 7_500);
    Arbitrary<Long> sequences = Arbitraries.longs().between(-1, 2);
    Arbitrary<Long> powers =
        Arbitraries.longs().between(-1_000_000_000, 1_000_000_000).edgeCases(edge -> edge.add(0L));
    Arbitrary<Integer> factors = Arbitraries.of(TrueReading.NO_POWER_FACTOR, -10_000, 0, 9_500);
    Arbitrary<Long> counters = Arbitraries.of(-1L, 0L, 1_000L, 900_000L, 5_000_000_000L);
    return Combinators.combine(users, types, times, sequences, powers, factors, counters)
        .as(
            (user, type, time, sequence, power, factor, counter) ->
                new TrueReading(
                    user, "d" + user, type, time, sequence, power, factor, counter, 230_000))
        .list()
        .ofMaxSize(60);
  }

  private static NaiveModel model(List<TrueReading> readings) {
    NaiveModel model = new NaiveModel(ModelSettings.defaults());
    for (TrueReading reading : readings) {
      model.add(
          new ProducedRecord(
              reading.deviceId(),
              new byte[0],
              reading.eventTimeMillis(),
              Kind.PLAIN,
              reading,
              null));
    }
    return model;
  }

  private static <T> List<T> list(Iterator<T> iterator) {
    List<T> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all;
  }
}
