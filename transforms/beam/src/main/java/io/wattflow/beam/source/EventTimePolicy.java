package io.wattflow.beam.source;

import io.wattflow.schemas.wire.ReadingDecoder;
import java.io.Serial;
import java.time.Clock;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.io.kafka.TimestampPolicyFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;

/**
 * Event time and watermark of one partition of the telemetry topic, whose records come in packs
 * ({@link RecordPack}).
 *
 * <p>The watermark is the highest event time seen so far less {@code outOfOrderness}. Two kinds of
 * records must not move it: those whose event time cannot be read (they become dead letters), and
 * those dated before 1970 or further ahead of the clock than {@code futureSkew} (they do too).
 * Otherwise one bad record would make a whole partition late.
 *
 * <p>Payloads in Confluent framing cannot be peeked into: where a registry is configured, the Kafka
 * record's timestamp dates them, so their producers must set it to the event time.
 *
 * <p>A partition that has been read to its end and got no record for {@code idleTimeout} follows
 * the clock, less {@code outOfOrderness} and {@code idleTimeout}. Without this, one silent or empty
 * partition would hold the watermark, and so every window, for ever.
 *
 * <p>The watermark never goes back. All times are in epoch milliseconds; the clock is the wall
 * clock of the worker.
 */
final class EventTimePolicy extends TimestampPolicy<byte[], byte[]> {
  private static final long UNKNOWN = -1;
  private static final byte CONFLUENT_MARKER = 0;
  private static final int CONFLUENT_FRAMING = 5;

  private final long outOfOrdernessMillis;
  private final long idleTimeoutMillis;
  private final long futureSkewMillis;
  private final boolean hasRegistry;
  private final Clock clock;

  private long maxEventTime = UNKNOWN;
  private long watermark;
  private long lastActivity;
  private long lastChecked;

  EventTimePolicy(Factory settings, Optional<Instant> previousWatermark, Clock clock) {
    this.outOfOrdernessMillis = settings.outOfOrdernessMillis();
    this.idleTimeoutMillis = settings.idleTimeoutMillis();
    this.futureSkewMillis = settings.futureSkewMillis();
    this.hasRegistry = settings.hasRegistry();
    this.clock = clock;
    this.watermark = previousWatermark.orElse(BoundedWindow.TIMESTAMP_MIN_VALUE).getMillis();
    this.lastActivity = clock.millis();
    this.lastChecked = lastActivity;
  }

  /**
   * Makes the policies of a source. A checkpoint holds it in Java's serialised form, so the name
   * and the components stay as they are.
   *
   * @param outOfOrdernessMillis how far the watermark stays behind the newest event
   * @param idleTimeoutMillis silence after which an exhausted partition follows the clock
   * @param futureSkewMillis how far ahead of the clock an event may move the watermark
   * @param hasRegistry whether payloads in Confluent framing can be readings
   */
  record Factory(
      long outOfOrdernessMillis, long idleTimeoutMillis, long futureSkewMillis, boolean hasRegistry)
      implements TimestampPolicyFactory<byte[], byte[]> {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public TimestampPolicy<byte[], byte[]> createTimestampPolicy(
        TopicPartition partition, Optional<Instant> previousWatermark) {
      return new EventTimePolicy(this, previousWatermark, Clock.systemUTC());
    }
  }

  /** The newest event time of the pack, or the watermark if there is none that counts. */
  @Override
  public Instant getTimestampForRecord(PartitionContext ctx, KafkaRecord<byte[], byte[]> record) {
    long now = clock.millis();
    lastActivity = now;
    long newest = newestEventTime(new RecordPack(record), now + futureSkewMillis);
    if (newest < 0) {
      return new Instant(settled());
    }
    maxEventTime = Math.max(maxEventTime, newest);
    return new Instant(newest);
  }

  @Override
  public Instant getWatermark(PartitionContext ctx) {
    watermark = settled();
    // The reader keeps the last known end of the partition while Kafka does not answer. So only the
    // time up to which the end has been seen counts as silence, and an outage is none.
    long checked = Math.min(clock.millis(), ctx.getBacklogCheckTime().getMillis());
    if (checked - lastChecked >= idleTimeoutMillis) {
      lastActivity = Math.max(lastActivity, checked);
    }
    lastChecked = Math.max(lastChecked, checked);
    if (ctx.getMessageBacklog() == 0 && checked - lastActivity >= idleTimeoutMillis) {
      watermark = Math.max(watermark, checked - idleTimeoutMillis - outOfOrdernessMillis);
    }
    return new Instant(watermark);
  }

  private long newestEventTime(RecordPack records, long latest) {
    long newest = UNKNOWN;
    while (records.next()) {
      long eventTime = eventTime(records);
      if (eventTime > newest && eventTime <= latest) {
        newest = eventTime;
      }
    }
    return newest;
  }

  private long eventTime(RecordPack records) {
    byte[] buffer = records.buffer();
    int from = records.valueOffset();
    int length = records.valueLength();
    // What a registry describes cannot be peeked into; its producer dates the Kafka record.
    boolean registered =
        hasRegistry
            && length > CONFLUENT_FRAMING
            && buffer[from] == CONFLUENT_MARKER
            && records.timestamp() > 0;
    return ReadingDecoder.peekEventTime(
        buffer, from, length, registered ? records.timestamp() : UNKNOWN);
  }

  /** The watermark by the readings alone. */
  private long settled() {
    return maxEventTime == UNKNOWN
        ? watermark
        : Math.max(watermark, maxEventTime - outOfOrdernessMillis);
  }
}
