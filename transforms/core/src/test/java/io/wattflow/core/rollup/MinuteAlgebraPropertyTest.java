package io.wattflow.core.rollup;

import static io.wattflow.core.rollup.RollupFixture.DAY_START;
import static io.wattflow.core.rollup.RollupFixture.MINUTE;
import static io.wattflow.core.rollup.RollupFixture.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.core.model.PlainReading;
import io.wattflow.core.model.PlainSeries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sets of readings are sets: nothing but their content matters. */
class MinuteAlgebraPropertyTest {
  @Provide
  Arbitrary<List<PlainReading>> minute() {
    return RollupFixture.readings(DAY_START, MINUTE, 60);
  }

  @Property(tries = 1500)
  void rowsEqualThePlainModel(@ForAll("minute") List<PlainReading> readings) {
    ReadingSets sets = RollupFixture.sets(readings, DAY_START, MINUTE);

    assertThat(RollupFixture.rows(sets))
        .isEqualTo(MODEL.rows(readings, DAY_START, DAY_START + MINUTE, true));
    assertThat(sets.distinctReadings()).isEqualTo(new TreeSet<>(readings).size());
    assertThat(sets.readingsPut()).isEqualTo(readings.size());
  }

  @Property(tries = 1500)
  void orderRepetitionAndSplitDoNotMatter(
      @ForAll("minute") List<PlainReading> readings, @ForAll Random random) {
    ReadingSets straight = RollupFixture.sets(readings, DAY_START, MINUTE);
    List<PlainReading> mixed = new ArrayList<>(readings);
    for (PlainReading reading : readings) {
      for (int i = random.nextInt(3); i > 0; i--) {
        mixed.add(reading);
      }
    }
    Collections.shuffle(mixed, random);

    ReadingSets merged = mergeInSomeTree(split(mixed, random), random);

    assertThat(merged.encodeContent()).isEqualTo(straight.encodeContent());
    assertThat(RollupFixture.rows(merged)).isEqualTo(RollupFixture.rows(straight));
    assertThat(merged.readingsPut()).isEqualTo(mixed.size());
    assertThat(ReadingSets.decode(merged.encode()).encode()).isEqualTo(merged.encode());
  }

  /** Some accumulators; each goes through its encoding now and then, in the middle of its life. */
  private static List<ReadingSets> split(List<PlainReading> readings, Random random) {
    List<ReadingSets> parts = new ArrayList<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      parts.add(new ReadingSets(DAY_START, MINUTE));
    }
    for (PlainReading reading : readings) {
      int part = random.nextInt(parts.size());
      RollupFixture.add(parts.get(part), reading);
      switch (random.nextInt(8)) {
        case 0 -> parts.set(part, ReadingSets.decode(parts.get(part).encode()));
        case 1 -> assertThat(parts.get(part).distinctReadings()).isPositive();
        case 2 -> parts.get(part).drainChanged(view -> assertThat(view.size()).isPositive());
        default -> {}
      }
    }
    return parts;
  }

  private static ReadingSets mergeInSomeTree(List<ReadingSets> parts, Random random) {
    List<ReadingSets> left = new ArrayList<>(parts);
    while (left.size() > 1) {
      ReadingSets into = left.remove(random.nextInt(left.size()));
      ReadingSets from = left.get(random.nextInt(left.size()));
      into.merge(from.encode());
      left.set(left.indexOf(from), into);
    }
    return left.get(0);
  }

  @Property(tries = 300)
  void mergingIsIdempotent(@ForAll("minute") List<PlainReading> readings) {
    ReadingSets sets = RollupFixture.sets(readings, DAY_START, MINUTE);
    byte[] once = sets.encodeContent();
    sets.drainChanged(view -> {});

    sets.merge(sets.encode());

    assertThat(sets.encodeContent()).isEqualTo(once);
    List<SeriesKey> grown = new ArrayList<>();
    sets.drainChanged(view -> grown.add(view.key()));
    assertThat(grown).isEmpty();
  }

  @Property(tries = 500)
  void whatWasDrainedLastIsTheWholeTruth(
      @ForAll("minute") List<PlainReading> readings, @ForAll Random random) {
    Map<PlainSeries, List<Object>> table = new TreeMap<>();
    Map<PlainSeries, Integer> sizes = new TreeMap<>();
    EnergyAggregator aggregator = new EnergyAggregator(RollupFixture.RULES);
    ReadingSets sets = new ReadingSets(DAY_START, MINUTE);
    for (PlainReading reading : readings) {
      RollupFixture.add(sets, reading);
      if (random.nextInt(10) == 0) {
        sets = ReadingSets.decode(sets.encode());
      }
      if (random.nextInt(5) == 0) {
        drain(sets, aggregator, table, sizes);
      }
    }
    drain(sets, aggregator, table, sizes);

    assertThat(table).isEqualTo(MODEL.rows(readings, DAY_START, DAY_START + MINUTE, true));
  }

  private static void drain(
      ReadingSets sets,
      EnergyAggregator aggregator,
      Map<PlainSeries, List<Object>> table,
      Map<PlainSeries, Integer> sizes) {
    sets.drainChanged(
        view -> {
          PlainSeries series =
              new PlainSeries(view.userId(), view.key().deviceId(), view.deviceTypeCode());
          Integer before = sizes.put(series, view.size());
          assertThat(view.size()).isGreaterThan(before == null ? 0 : before);
          RollupFixture.putRow(table, aggregator.summarise(view));
        });
  }
}
