package io.wattflow.beam.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingEncoder;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;

class EventTimePolicyTest {
  private static final long NOON = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
  private static final long MIN = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();

  /** Stands for a record without a value. */
  private static final byte[] NONE = {};

  private final Partition partition = new Partition();
  private long now = NOON;
  private final EventTimePolicy policy =
      new EventTimePolicy(settings(true), Optional.empty(), new SteppedClock());

  @Test
  void watermarkFollowsTheNewestReadingAndNeverGoesBack() {
    assertThat(watermark()).isEqualTo(MIN);
    assertThat(read(reading(NOON - 10_000))).isEqualTo(NOON - 10_000);
    assertThat(watermark()).isEqualTo(NOON - 15_000);
    assertThat(read(reading(NOON - 60_000))).isEqualTo(NOON - 60_000);
    assertThat(watermark()).isEqualTo(NOON - 15_000);
  }

  @Test
  void aPackHasTheTimeOfItsNewestReadingThatCounts() {
    byte[] tooFar = reading(NOON + 300_001);
    long time =
        read(reading(NOON - 10_000), reading(NOON - 60_000), tooFar, new byte[] {1, 2, 3}, NONE);
    assertThat(time).isEqualTo(NOON - 10_000);
    assertThat(watermark()).isEqualTo(NOON - 15_000);
    assertThat(read(tooFar, NONE)).as("none counts").isEqualTo(NOON - 15_000);
  }

  @Test
  void readingsWithinTheSkewMayBeAheadOfTheClock() {
    read(reading(NOON + 300_000));
    assertThat(watermark()).isEqualTo(NOON + 295_000);
  }

  @Test
  void recordsThatWillBeDeadLettersDoNotMoveTheWatermark() {
    read(reading(NOON - 10_000));
    assertThat(read(new byte[] {1, 2, 3})).isEqualTo(NOON - 15_000);
    assertThat(read(NONE)).isEqualTo(NOON - 15_000);
    assertThat(read(reading(NOON + 300_001))).isEqualTo(NOON - 15_000);
    assertThat(read(reading(Long.MAX_VALUE))).isEqualTo(NOON - 15_000);
    assertThat(read(reading(Long.MIN_VALUE))).isEqualTo(NOON - 15_000);
    assertThat(read(reading(Long.MIN_VALUE + 1))).isEqualTo(NOON - 15_000);
    assertThat(read(reading(-1))).isEqualTo(NOON - 15_000);
    assertThat(watermark()).isEqualTo(NOON - 15_000);
  }

  @Test
  void recordsInConfluentFramingAreDatedByTheirProducer() {
    assertThat(read(new byte[] {0, 0, 0, 0, 1, 42})).isEqualTo(NOON);
    assertThat(watermark()).isEqualTo(NOON - 5_000);
  }

  @Test
  void withoutARegistryTheyAreGarbageAndMoveNothing() {
    EventTimePolicy strict =
        new EventTimePolicy(settings(false), Optional.empty(), new SteppedClock());
    strict.getTimestampForRecord(partition, pack(reading(NOON - 10_000)));
    strict.getTimestampForRecord(partition, pack(new byte[] {0, 0, 0, 0, 1, 42}));
    assertThat(strict.getWatermark(partition).getMillis()).isEqualTo(NOON - 15_000);
  }

  @Test
  void aPartitionThatIsSilentAndReadToItsEndFollowsTheClock() {
    read(reading(NOON - 3_600_000));
    seeTheEndUntil(NOON + 29_999);
    assertThat(watermark()).isEqualTo(NOON - 3_605_000);
    seeTheEndUntil(NOON + 30_000);
    assertThat(watermark()).isEqualTo(NOON - 5_000);
    seeTheEndUntil(NOON + 90_000);
    assertThat(watermark()).isEqualTo(NOON + 55_000);
  }

  @Test
  void anOutageOfKafkaIsNoSilence() {
    read(reading(NOON - 10_000));
    seeTheEndUntil(NOON + 20_000);
    now = NOON + 1_200_000;
    assertThat(watermark()).as("Kafka has not answered for 20 minutes").isEqualTo(NOON - 15_000);
    partition.checked = now;
    assertThat(watermark()).as("and answers again").isEqualTo(NOON - 15_000);
    read(reading(NOON + 30_000));
    seeTheEndUntil(now + 29_000);
    assertThat(watermark()).isEqualTo(NOON + 25_000);
    seeTheEndUntil(now + 1_000);
    assertThat(watermark()).isEqualTo(NOON + 1_195_000);
  }

  @Test
  void anEmptyPartitionFollowsTheClockToo() {
    seeTheEndUntil(NOON + 30_000);
    assertThat(watermark()).isEqualTo(NOON - 5_000);
  }

  @Test
  void aPartitionWithABacklogWaits() {
    partition.backlog = 7;
    read(reading(NOON - 3_600_000));
    seeTheEndUntil(NOON + 3_600_000);
    assertThat(watermark()).isEqualTo(NOON - 3_605_000);
  }

  @Test
  void aRestoredPartitionGoesOnFromItsWatermark() {
    EventTimePolicy restored =
        new EventTimePolicy(
            settings(true), Optional.of(new org.joda.time.Instant(NOON)), new SteppedClock());
    assertThat(restored.getWatermark(partition).getMillis()).isEqualTo(NOON);
  }

  private long watermark() {
    return policy.getWatermark(partition).getMillis();
  }

  /** Time passes while the reader sees the end of the partition every second, as it does. */
  private void seeTheEndUntil(long millis) {
    while (now < millis) {
      now = Math.min(millis, now + 1_000);
      partition.checked = now;
      watermark();
    }
  }

  private long read(byte[]... payloads) {
    return policy.getTimestampForRecord(partition, pack(payloads)).getMillis();
  }

  private KafkaRecord<byte[], byte[]> pack(byte[]... payloads) {
    List<KafkaRecord<byte[], byte[]>> records = new ArrayList<>();
    for (byte[] payload : payloads) {
      records.add(
          new KafkaRecord<>(
              "telemetry-data",
              0,
              records.size(),
              now,
              KafkaTimestampType.CREATE_TIME,
              null,
              KV.of(new byte[0], payload == NONE ? null : payload)));
    }
    return RecordPack.of(records);
  }

  private static EventTimePolicy.Factory settings(boolean hasRegistry) {
    return new EventTimePolicy.Factory(5_000, 30_000, 300_000, hasRegistry);
  }

  private static byte[] reading(long eventTimeMillis) {
    return new ReadingEncoder()
        .encode(new DecodedReading().set("meter-1", 1, DeviceType.METER, eventTimeMillis, 100.0));
  }

  private static final class Partition extends TimestampPolicy.PartitionContext {
    private long backlog;
    private long checked = NOON;

    @Override
    public long getMessageBacklog() {
      return backlog;
    }

    @Override
    public org.joda.time.Instant getBacklogCheckTime() {
      return new org.joda.time.Instant(checked);
    }
  }

  /** Shows {@code now}. */
  private final class SteppedClock extends Clock {
    @Override
    public long millis() {
      return now;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
