package io.wattflow.core.rollup;

import static io.wattflow.core.rollup.ReadingLimits.NO_COUNTER;
import static io.wattflow.core.rollup.ReadingLimits.NO_POWER_FACTOR;
import static io.wattflow.core.rollup.ReadingLimits.NO_SEQUENCE;
import static io.wattflow.core.rollup.RollupFixture.DAY_START;
import static io.wattflow.core.rollup.RollupFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingSetsTest {
  private static final SeriesKey METER = SeriesKey.of(1, "m", DeviceType.METER.ordinal());

  private static void add(ReadingSets sets, SeriesKey series, long time, long milliwatts) {
    sets.add(series, time, milliwatts, NO_POWER_FACTOR, NO_COUNTER, NO_SEQUENCE);
  }

  @Test
  void quantisesADecodedReading() {
    DecodedReading reading =
        new DecodedReading()
            .set("Zähler", 42, DeviceType.METER, DAY_START + 5, 1.2345)
            .setPowerFactor(-0.98765)
            .setEnergyCounterWh(12.3456)
            .setVoltageVolts(230.5)
            .setSequence(9);
    ReadingSets sets = new ReadingSets(DAY_START, MINUTE);
    sets.add(reading);
    sets.add(reading.setVoltageVolts(231));

    assertThat(sets.readingsPut()).isEqualTo(2);
    assertThat(sets.distinctReadings()).isEqualTo(1);
    sets.forEach(
        view -> {
          assertThat(view.key()).isEqualTo(SeriesKey.of(42, "Zähler", DeviceType.METER.ordinal()));
          assertThat(view.timeMillis(0)).isEqualTo(DAY_START + 5);
          assertThat(view.powerMilliwatts(0)).isEqualTo(1235);
          assertThat(view.powerFactor(0)).isEqualTo(-9876);
          assertThat(view.counterMilliwattHours(0)).isEqualTo(12346);
          assertThat(view.sequence(0)).isEqualTo(9);
          assertThat(view.isWinner(0)).isTrue();
        });
  }

  @Test
  void absentIsNotZero() {
    DecodedReading reading = new DecodedReading().set("m", 1, DeviceType.METER, DAY_START, 0);
    ReadingSets sets = new ReadingSets(DAY_START, MINUTE);
    sets.add(reading);
    sets.add(reading.setPowerFactor(0));
    sets.add(reading.setEnergyCounterWh(0));
    sets.add(reading.setSequence(0));
    assertThat(sets.distinctReadings()).isEqualTo(4);
  }

  @Test
  void theWindowIsHalfOpen() {
    ReadingSets sets = new ReadingSets(DAY_START, MINUTE);
    add(sets, METER, DAY_START, 1);
    add(sets, METER, DAY_START + MINUTE - 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> add(sets, METER, DAY_START - 1, 1))
        .withMessageContaining("outside of the window");
    assertThatIllegalArgumentException().isThrownBy(() -> add(sets, METER, DAY_START + MINUTE, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> add(sets, METER, Long.MIN_VALUE, 1));
    assertThat(sets.distinctReadings()).isEqualTo(2);
  }

  @Test
  void refusesWhatCouldOverflow() {
    ReadingSets sets = new ReadingSets(DAY_START, MINUTE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> add(sets, METER, DAY_START, 1_000_000_001));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> add(sets, METER, DAY_START, Long.MIN_VALUE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sets.add(METER, DAY_START, 0, 10_001, NO_COUNTER, NO_SEQUENCE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sets.add(METER, DAY_START, 0, 0, 1_000_000_000_000_001L, NO_SEQUENCE));
    assertThatIllegalArgumentException().isThrownBy(() -> sets.add(METER, DAY_START, 0, 0, 0, -2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> add(sets, SeriesKey.of(1, "", 0), DAY_START, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> add(sets, SeriesKey.of(1, "x".repeat(129), 0), DAY_START, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ReadingSets(0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ReadingSets(0, 1L << 31));
    assertThat(sets.readingsPut()).isZero();
    assertThat(sets.seriesCount()).isZero();
  }

  @Test
  void manySeriesInAnyOrderAreOneSet() {
    List<SeriesKey> keys = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      keys.add(SeriesKey.of(i % 7 + 1, "device-" + i / 3, i % 3));
    }
    ReadingSets forwards = new ReadingSets(DAY_START, MINUTE);
    ReadingSets backwards = new ReadingSets(DAY_START, MINUTE);
    for (int i = 0; i < keys.size(); i++) {
      add(forwards, keys.get(i), DAY_START + i % 60_000, i);
      int j = keys.size() - 1 - i;
      add(backwards, keys.get(j), DAY_START + j % 60_000, j);
    }
    assertThat(forwards.seriesCount()).isEqualTo(20_000);
    assertThat(backwards.encodeContent()).isEqualTo(forwards.encodeContent());
    List<SeriesKey> visited = new ArrayList<>();
    ReadingSets.decode(backwards.encode()).drainChanged(view -> visited.add(view.key()));
    assertThat(visited).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(keys);
    List<SeriesKey> again = new ArrayList<>();
    forwards.drainChanged(view -> again.add(view.key()));
    assertThat(again).isEqualTo(visited);
  }

  @Test
  void aHostileOrderStaysQuickAndRepeatsDoNotPileUp() {
    ReadingSets sets = new ReadingSets(DAY_START, MINUTE);
    for (int round = 0; round < 5; round++) {
      for (int i = 59_999; i >= 0; i--) {
        add(sets, METER, DAY_START + i, i % 1000);
      }
    }
    assertThat(sets.distinctReadings()).isEqualTo(60_000);
    assertThat(sets.readingsPut()).isEqualTo(300_000);
    int[] next = {0};
    sets.forEach(
        view -> {
          for (int i = 0; i < view.size(); i++) {
            assertThat(view.timeMillis(i)).isEqualTo(DAY_START + next[0]++);
          }
        });
  }

  @Test
  void regularReportingCostsFewBytes() {
    ReadingSets sets = new ReadingSets(DAY_START, MINUTE);
    for (int second = 0; second < 60; second++) {
      sets.add(
          METER,
          DAY_START + second * 1000L,
          1_500_000 + second * 977 % 8000,
          9_900,
          1_000_000 + second * 417L,
          100 + second);
    }
    assertThat(sets.encode().length).isLessThan(60 * 8);
  }
}
