package io.wattflow.core.rollup;

import io.wattflow.core.model.PlainModel;
import io.wattflow.core.model.PlainReading;
import io.wattflow.core.model.PlainRules;
import io.wattflow.core.model.PlainSeries;
import io.wattflow.core.rows.ColumnSink;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.RowReader;
import io.wattflow.core.rows.Table;
import io.wattflow.schemas.avro.DeviceType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** What the tests of the algebra share: rules, random readings, and rows as lists of columns. */
final class RollupFixture {
  static final long MINUTE = 60_000;
  static final long HOUR = 60 * MINUTE;
  static final long DAY = 24 * HOUR;

  /** 2026-03-01T00:00Z. */
  static final long DAY_START = 1_772_323_200_000L;

  /**
   * A counter of 1,000 kWh, so that roll-over happens; tight enough power, so that swaps happen.
   */
  static final MeteringRules RULES =
      MeteringRules.defaults()
          .withCounterModulus(DeviceType.METER, 1_000_000)
          .withMaxPlausiblePower(DeviceType.METER, 20_000)
          .withInterval(DeviceType.PLUG, Duration.ofSeconds(60))
          .withGapCap(DeviceType.HEAT_PUMP, Duration.ofSeconds(45));

  static final PlainModel MODEL = new PlainModel(RollupFixture::plainRules);

  private RollupFixture() {}

  /** The same rules, written down a second time by hand. */
  static PlainRules plainRules(int type) {
    return switch (DeviceType.values()[type]) {
      case METER -> new PlainRules(10_000, 30_000, 1_000_000_000L, 20_000_000L);
      case INVERTER -> new PlainRules(900_000, 1_800_000, 0, 100_000_000L);
      case PLUG -> new PlainRules(60_000, 180_000, 0, 100_000_000L);
      case HEAT_PUMP -> new PlainRules(10_000, 45_000, 0, 100_000_000L);
      default -> new PlainRules(10_000, 30_000, 0, 100_000_000L);
    };
  }

  static SeriesKey key(PlainSeries series) {
    return SeriesKey.of(series.user(), series.device(), series.type());
  }

  static void add(ReadingSets sets, PlainReading r) {
    Long sequence = r.sequence();
    Integer factor = r.factor();
    Long counter = r.counter();
    sets.add(
        key(r.series()),
        r.time(),
        r.power(),
        factor == null ? ReadingLimits.NO_POWER_FACTOR : factor,
        counter == null ? ReadingLimits.NO_COUNTER : counter,
        sequence == null ? ReadingLimits.NO_SEQUENCE : sequence);
  }

  static ReadingSets sets(Collection<PlainReading> readings, long start, long length) {
    ReadingSets sets = new ReadingSets(start, length);
    for (PlainReading reading : readings) {
      if (reading.time() >= start && reading.time() < start + length) {
        add(sets, reading);
      }
    }
    return sets;
  }

  /** The rows of all series, by way of RowBinary and back. */
  static Map<PlainSeries, List<Object>> rows(ReadingSets sets) {
    Map<PlainSeries, List<Object>> rows = new TreeMap<>();
    EnergyAggregator aggregator = new EnergyAggregator(RULES);
    sets.forEach(readings -> putRow(rows, aggregator.summarise(readings)));
    return rows;
  }

  static Map<PlainSeries, List<Object>> rows(PartialSets sets) {
    Map<PlainSeries, List<Object>> rows = new TreeMap<>();
    EnergyAggregator aggregator = new EnergyAggregator(RULES);
    sets.forEach(partials -> putRow(rows, aggregator.summarise(partials)));
    return rows;
  }

  static void putRow(Map<PlainSeries, List<Object>> rows, RollupRow row) {
    SeriesKey key = row.series();
    rows.put(new PlainSeries(key.userId(), key.deviceId(), key.deviceTypeCode()), columns(row));
  }

  static List<Object> columns(RollupRow row) {
    RowBlockBuilder builder = new RowBlockBuilder(Table.ROLLUP_1M, 1);
    builder.append(row);
    CollectedColumns columns = new CollectedColumns();
    new RowReader(builder.build()).readRow(columns);
    return columns.values;
  }

  /** The minutes' partials of one delta for each minute, in order of time. */
  static List<byte[]> minuteDeltas(Collection<PlainReading> readings, long start, long end) {
    List<byte[]> deltas = new ArrayList<>();
    EnergyAggregator aggregator = new EnergyAggregator(RULES);
    for (long minute = start; minute < end; minute += MINUTE) {
      ReadingSets sets = sets(readings, minute, MINUTE);
      if (sets.seriesCount() > 0) {
        PartialDelta delta = new PartialDelta();
        sets.drainChanged(
            view -> {
              aggregator.summarise(view);
              delta.add(view.key(), view.windowStartMillis(), aggregator);
            });
        deltas.add(delta.encode());
      }
    }
    return deltas;
  }

  /**
   * Readings of a few series within [start, start + length): instants collide, counters misbehave.
   */
  static Arbitrary<List<PlainReading>> readings(long start, long length, int most) {
    Arbitrary<PlainSeries> series =
        Arbitraries.of(
            new PlainSeries(7, "meter-1", DeviceType.METER.ordinal()),
            new PlainSeries(7, "meter-1", DeviceType.HEAT_PUMP.ordinal()),
            new PlainSeries(8, "meter-1", DeviceType.METER.ordinal()),
            new PlainSeries(8, "Zähler-2", DeviceType.INVERTER.ordinal()),
            new PlainSeries(9, "p", DeviceType.PLUG.ordinal()));
    Arbitrary<Long> time =
        Arbitraries.oneOf(
                Arbitraries.longs().between(0, length - 1),
                Arbitraries.longs().between(0, (length - 1) / 5000).map(i -> i * 5000),
                // Crowds around the quarters of the window, which are bounds of its child windows.
                Combinators.combine(
                        Arbitraries.longs().between(1, 3),
                        Arbitraries.longs().between(-length / 8, length / 8))
                    .as((k, i) -> k * length / 4 + i % 45_000),
                Arbitraries.of(0L, length - 1))
            .map(offset -> start + offset);
    Arbitrary<Long> power =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-3_000_000, 11_000_000),
            Arbitraries.longs().between(-130, 130),
            Arbitraries.of(0L, 1_000_000_000L, -1_000_000_000L));
    Arbitrary<@Nullable Long> sequence = Arbitraries.longs().between(0, 3).injectNull(0.4);
    Arbitrary<@Nullable Integer> factor =
        Arbitraries.integers().between(-10_000, 10_000).injectNull(0.3);
    Arbitrary<@Nullable Long> counter =
        Arbitraries.oneOf(
                Arbitraries.longs().between(0, 2_000),
                Arbitraries.longs().between(999_998_000L, 1_000_001_000L),
                Arbitraries.longs().between(400_000_000L, 400_050_000L))
            .injectNull(0.3);
    return Combinators.combine(series, time, sequence, power, factor, counter)
        .as(PlainReading::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(most);
  }

  /** Collects the columns of a row; the device type as its code, as the plain model has it. */
  static final class CollectedColumns implements ColumnSink {
    final List<Object> values = new ArrayList<>();

    @Override
    public void setLong(int column, long value) {
      add(column, value);
    }

    @Override
    public void setDouble(int column, double value) {
      add(column, value);
    }

    @Override
    public void setString(int column, String value) {
      add(column, column == 3 ? (Object) DeviceType.valueOf(value).ordinal() : value);
    }

    @Override
    @SuppressWarnings("NullAway") // a list that stands for columns holds nulls
    public void setNull(int column) {
      add(column, null);
    }

    @Override
    public void setInstantMillis(int column, long millis) {
      add(column, millis);
    }

    private void add(int column, @Nullable Object value) {
      if (column != values.size() + 1) {
        throw new IllegalStateException("column " + column + " after " + values.size());
      }
      values.add(value);
    }
  }
}
