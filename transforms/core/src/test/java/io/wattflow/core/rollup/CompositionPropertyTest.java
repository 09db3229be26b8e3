package io.wattflow.core.rollup;

import static io.wattflow.core.rollup.RollupFixture.DAY;
import static io.wattflow.core.rollup.RollupFixture.DAY_START;
import static io.wattflow.core.rollup.RollupFixture.HOUR;
import static io.wattflow.core.rollup.RollupFixture.MINUTE;
import static io.wattflow.core.rollup.RollupFixture.MODEL;
import static io.wattflow.core.rollup.RollupFixture.RULES;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.core.model.PlainReading;
import io.wattflow.core.model.PlainSeries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A longer window from its parts equals the longer window from its readings. */
class CompositionPropertyTest {
  private static final long FIVE_MINUTES = 5 * MINUTE;

  @Provide
  Arbitrary<List<PlainReading>> hour() {
    return RollupFixture.readings(DAY_START, HOUR, 150);
  }

  @Provide
  Arbitrary<List<PlainReading>> denseMinutes() {
    return RollupFixture.readings(DAY_START, 12 * MINUTE, 200);
  }

  @Provide
  Arbitrary<List<PlainReading>> day() {
    return RollupFixture.readings(DAY_START, DAY, 200);
  }

  @Property(tries = 500)
  void hoursFromMinutesEqualHoursFromReadings(
      @ForAll("hour") List<PlainReading> readings, @ForAll Random random) {
    PartialSets sets = new PartialSets(DAY_START, HOUR);
    for (byte[] delta : disturbed(readings, HOUR, random)) {
      sets.merge(delta);
      if (random.nextInt(10) == 0) {
        sets = PartialSets.decode(sets.encode());
      }
    }

    assertThat(RollupFixture.rows(sets))
        .isEqualTo(MODEL.rows(readings, DAY_START, DAY_START + HOUR, false));
    assertThat(partials(sets)).isEqualTo(partials(RollupFixture.sets(readings, DAY_START, HOUR)));
  }

  /**
   * Deltas of the minutes in any order, some twice, and stale ones of fewer readings in between.
   */
  private static List<byte[]> disturbed(List<PlainReading> readings, long length, Random random) {
    List<byte[]> deltas = RollupFixture.minuteDeltas(readings, DAY_START, DAY_START + length);
    List<PlainReading> fewer = new ArrayList<>(readings);
    fewer.removeIf(reading -> random.nextBoolean());
    deltas.addAll(RollupFixture.minuteDeltas(fewer, DAY_START, DAY_START + length));
    deltas.add(deltas.get(random.nextInt(deltas.size())));
    Collections.shuffle(deltas, random);
    return deltas;
  }

  private static Map<PlainSeries, WindowPartial> partials(PartialSets sets) {
    Map<PlainSeries, WindowPartial> partials = new TreeMap<>();
    EnergyAggregator aggregator = new EnergyAggregator(RULES);
    sets.forEach(
        view -> {
          aggregator.summarise(view);
          partials.put(plain(view.key()), aggregator.partial());
        });
    return partials;
  }

  private static Map<PlainSeries, WindowPartial> partials(ReadingSets sets) {
    Map<PlainSeries, WindowPartial> partials = new TreeMap<>();
    sets.forEach(view -> partials.put(plain(view.key()), WindowPartial.of(view, RULES)));
    return partials;
  }

  private static PlainSeries plain(SeriesKey key) {
    return new PlainSeries(key.userId(), key.deviceId(), key.deviceTypeCode());
  }

  @Property(tries = 150)
  void daysFromHoursEqualDaysFromMinutesAndFromReadings(
      @ForAll("day") List<PlainReading> readings, @ForAll Random random) {
    List<byte[]> minutes = RollupFixture.minuteDeltas(readings, DAY_START, DAY_START + DAY);
    PartialSets fromMinutes = new PartialSets(DAY_START, DAY);
    minutes.forEach(fromMinutes::merge);
    PartialSets fromHours = new PartialSets(DAY_START, DAY);
    List<byte[]> hours = hourDeltas(readings);
    Collections.shuffle(hours, random);
    hours.forEach(fromHours::merge);

    assertThat(partials(fromHours)).isEqualTo(partials(fromMinutes));
    assertThat(partials(fromHours))
        .isEqualTo(partials(RollupFixture.sets(readings, DAY_START, DAY)));
    assertThat(RollupFixture.rows(fromHours))
        .isEqualTo(MODEL.rows(readings, DAY_START, DAY_START + DAY, false));
    assertThat(RollupFixture.rows(fromMinutes)).isEqualTo(RollupFixture.rows(fromHours));
  }

  private static List<byte[]> hourDeltas(List<PlainReading> readings) {
    List<byte[]> deltas = new ArrayList<>();
    EnergyAggregator aggregator = new EnergyAggregator(RULES);
    for (long hour = DAY_START; hour < DAY_START + DAY; hour += HOUR) {
      PartialSets sets = new PartialSets(hour, HOUR);
      RollupFixture.minuteDeltas(readings, hour, hour + HOUR).forEach(sets::merge);
      PartialDelta delta = new PartialDelta();
      sets.drainChanged(
          view -> {
            aggregator.summarise(view);
            delta.add(view.key(), view.windowStartMillis(), aggregator);
          });
      if (!delta.isEmpty()) {
        deltas.add(delta.encode());
      }
    }
    return deltas;
  }

  @Property(tries = 150)
  void slidingWindowsFromMinutesEqualThoseFromReadings(
      @ForAll("denseMinutes") List<PlainReading> readings) {
    List<PlainReading> ordered = new ArrayList<>(readings);
    for (long start = DAY_START - 4 * MINUTE; start < DAY_START + 12 * MINUTE; start += MINUTE) {
      PartialSets sets = new PartialSets(start, FIVE_MINUTES);
      RollupFixture.minuteDeltas(ordered, start, start + FIVE_MINUTES).forEach(sets::merge);

      assertThat(RollupFixture.rows(sets))
          .isEqualTo(MODEL.rows(readings, start, start + FIVE_MINUTES, false));
    }
  }

  @Property(tries = 300)
  void combiningIsAssociative(@ForAll("hour") List<PlainReading> readings, @ForAll Random random) {
    Map<PlainSeries, List<WindowPartial>> inOrder = new TreeMap<>();
    for (long minute = DAY_START; minute < DAY_START + HOUR; minute += MINUTE) {
      RollupFixture.sets(readings, minute, MINUTE)
          .forEach(
              view ->
                  inOrder
                      .computeIfAbsent(plain(view.key()), s -> new ArrayList<>())
                      .add(WindowPartial.of(view, RULES)));
    }
    Map<PlainSeries, WindowPartial> whole = partials(RollupFixture.sets(readings, DAY_START, HOUR));
    inOrder.forEach(
        (series, parts) ->
            assertThat(combineInSomeTree(parts, random)).isEqualTo(whole.get(series)));
  }

  private static WindowPartial combineInSomeTree(List<WindowPartial> parts, Random random) {
    List<WindowPartial> left = new ArrayList<>(parts);
    while (left.size() > 1) {
      int i = random.nextInt(left.size() - 1);
      WindowPartial later = WindowPartial.decode(left.remove(i + 1).encode());
      left.set(i, WindowPartial.combine(left.get(i), later, RULES));
    }
    return left.get(0);
  }

  @Property(tries = 300)
  void mergingPartialSetsIsAJoin(
      @ForAll("denseMinutes") List<PlainReading> readings, @ForAll Random random) {
    List<byte[]> deltas = disturbed(readings, 12 * MINUTE, random);
    PartialSets straight = new PartialSets(DAY_START, HOUR);
    deltas.forEach(straight::merge);

    List<PartialSets> parts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      parts.add(new PartialSets(DAY_START, HOUR));
    }
    Collections.shuffle(deltas, random);
    deltas.forEach(delta -> parts.get(random.nextInt(4)).merge(delta));
    deltas.forEach(delta -> parts.get(random.nextInt(4)).merge(delta));
    PartialSets merged = parts.get(0);
    for (PartialSets part : parts) {
      merged.mergeSets(part.encode());
    }

    assertThat(merged.encodeContent()).isEqualTo(straight.encodeContent());
    merged.drainChanged(view -> {});
    merged.mergeSets(straight.encode());
    List<SeriesKey> changed = new ArrayList<>();
    merged.drainChanged(view -> changed.add(view.key()));
    assertThat(changed).isEmpty();
  }
}
