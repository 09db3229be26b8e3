package io.wattflow.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.simulation.ProducedRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinuteReadingsTest {
  @Test
  void theSameReadingsComeEachTime() {
    List<ProducedRecord> records = MinuteReadings.records();

    assertThat(records).hasSize(MicroBenchmark.READINGS);
    assertThat(MinuteReadings.payloads(records))
        .isDeepEqualTo(MinuteReadings.payloads(MinuteReadings.records()));
  }

  @Test
  void someAreRepeatedAndTheDistinctOnesAreNot() {
    assertThat(sets(MinuteReadings.records()).distinctReadings())
        .isBetween(MicroBenchmark.READINGS * 97 / 100, MicroBenchmark.READINGS - 1);
    assertThat(sets(MinuteReadings.distinctRecords()).distinctReadings())
        .isEqualTo(MicroBenchmark.READINGS);
  }

  @Test
  void fewSeriesSendMuch() {
    List<Integer> sizes = new ArrayList<>();
    sets(MinuteReadings.records()).forEach(series -> sizes.add(series.size()));
    sizes.sort(Comparator.reverseOrder());

    int all = sizes.stream().mapToInt(Integer::intValue).sum();
    int busiest = sizes.stream().limit(sizes.size() / 60).mapToInt(Integer::intValue).sum();
    assertThat(busiest).isBetween(all * 15 / 100, all * 30 / 100);
    assertThat(sizes.get(sizes.size() / 2)).isBetween(1, 4);
  }

  @Test
  void everySeriesOfADeviceMinuteReportsInEveryMinute() {
    DeviceMinutes devices = DeviceMinutes.of(6);

    assertThat(devices.minutes())
        .hasSize(MicroBenchmark.MINUTES)
        .allSatisfy(
            minute -> {
              assertThat(minute.seriesCount()).isEqualTo(MicroBenchmark.SERIES);
              assertThat(minute.distinctReadings())
                  .isBetween(MicroBenchmark.SERIES * 59 / 10, MicroBenchmark.SERIES * 61 / 10);
            });
    assertThat(devices.window().partialCount()).isEqualTo(MicroBenchmark.PARTIALS);
  }

  private static ReadingSets sets(List<ProducedRecord> records) {
    ReadingSets sets = new ReadingSets(MinuteReadings.START_MILLIS, MinuteReadings.LENGTH_MILLIS);
    Arrays.stream(MinuteReadings.decoded(records)).forEach((DecodedReading r) -> sets.add(r));
    return sets;
  }
}
