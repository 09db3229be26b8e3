package io.wattflow.core.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.schemas.avro.DeviceType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A runner encodes state for a snapshot in one thread while the task encodes the same object in
 * another to copy it. Neither changes it, and neither may disturb the other.
 */
class ConcurrentEncodingTest {
  private static final int DEVICES = 150;
  private static final int MINUTES = 60;
  private static final int ROUNDS = 150;
  private static final long MINUTE = 60_000;

  @Test
  void readingSetsEncodeTheSameInSeveralThreads() throws Exception {
    ReadingSets sets = minute(0, new Random(1));
    sets.drainChanged(readings -> {});
    assertSameBytes(sets::encode);
  }

  @Test
  void partialSetsEncodeTheSameInSeveralThreads() throws Exception {
    PartialSets sets = new PartialSets(0, MINUTES * MINUTE);
    EnergyAggregator aggregator = new EnergyAggregator(MeteringRules.defaults());
    Random random = new Random(2);
    for (int minute = 0; minute < MINUTES; minute++) {
      PartialDelta delta = new PartialDelta();
      minute(minute, random)
          .drainChanged(
              readings -> {
                aggregator.summarise(readings);
                delta.add(readings.key(), readings.windowStartMillis(), aggregator);
              });
      sets.merge(delta.encode());
    }
    sets.drainChanged(partials -> {});
    assertSameBytes(sets::encode);
  }

  private static void assertSameBytes(Supplier<byte[]> encode) throws Exception {
    byte[] alone = encode.get();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<byte[]> task =
            () -> {
              together.await();
              return encode.get();
            };
        List<Future<byte[]>> both = new ArrayList<>(threads.invokeAll(List.of(task, task)));
        assertThat(both.get(0).get()).isEqualTo(alone);
        assertThat(both.get(1).get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static ReadingSets minute(int minute, Random random) {
    ReadingSets sets = new ReadingSets(minute * MINUTE, MINUTE);
    for (int device = 0; device < DEVICES; device++) {
      byte[] id = ("device-" + device).getBytes(StandardCharsets.UTF_8);
      SeriesKey series = SeriesKey.of(device + 1, id, 0, id.length, DeviceType.METER.ordinal());
      // Powers of different sizes, so that partials differ in length.
      int scale = device % 2 == 0 ? 1 : 100_000;
      for (int i = 0; i < 6; i++) {
        sets.add(
            series,
            minute * MINUTE + i * 10_000L,
            random.nextInt(5_000) * scale,
            ReadingLimits.NO_POWER_FACTOR,
            ReadingLimits.NO_COUNTER,
            ReadingLimits.NO_SEQUENCE);
      }
    }
    return sets;
  }
}
