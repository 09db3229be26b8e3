package io.wattflow.beam.source;

import io.wattflow.schemas.wire.ReadingDecoder;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.io.kafka.TimestampPolicyFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;

/**
 * Event time and watermark of one partition of the telemetry topic.
 *
 * <p>The watermark is the highest event time seen so far less {@code outOfOrderness}. Two kinds of
 * records must not move it: those whose event time cannot be read (they become dead letters), and
 * those dated further ahead of the clock than {@code futureSkew} (they do too). Otherwise one bad
 * record would make a whole partition late.
 *
 * <p>A partition that has been read to its end and got no record for {@code idleTimeout} follows
 * the clock, less {@code outOfOrderness} and {@code idleTimeout}. Without this, one silent or empty
 * partition would hold the watermark, and so every window, for ever.
 *
 * <p>The watermark never goes back. All times are in epoch milliseconds; the clock is the wall
 * clock of the worker.
 */
final class EventTimePolicy extends TimestampPolicy<byte[], byte[]> {
  private static final long UNKNOWN = Long.MIN_VALUE;
  private static final byte CONFLUENT_MARKER = 0;

  private final long outOfOrdernessMillis;
  private final long idleTimeoutMillis;
  private final long futureSkewMillis;
  private final Clock clock;

  private long maxEventTime = UNKNOWN;
  private long watermark;
  private long lastActivity;

  EventTimePolicy(
      Duration outOfOrderness,
      Duration idleTimeout,
      Duration futureSkew,
      Optional<Instant> previousWatermark,
      Clock clock) {
    this.outOfOrdernessMillis = outOfOrderness.toMillis();
    this.idleTimeoutMillis = idleTimeout.toMillis();
    this.futureSkewMillis = futureSkew.toMillis();
    this.clock = clock;
    this.watermark = previousWatermark.orElse(BoundedWindow.TIMESTAMP_MIN_VALUE).getMillis();
    this.lastActivity = clock.millis();
  }

  /** A factory of policies for KafkaIO; the arguments are those of the class. */
  static TimestampPolicyFactory<byte[], byte[]> factory(
      Duration outOfOrderness, Duration idleTimeout, Duration futureSkew) {
    return (TopicPartition partition, Optional<Instant> previousWatermark) ->
        new EventTimePolicy(
            outOfOrderness, idleTimeout, futureSkew, previousWatermark, Clock.systemUTC());
  }

  @Override
  public Instant getTimestampForRecord(PartitionContext ctx, KafkaRecord<byte[], byte[]> record) {
    long now = clock.millis();
    lastActivity = now;
    long eventTime = eventTime(record);
    if (eventTime == UNKNOWN || eventTime > now + futureSkewMillis) {
      return new Instant(settled());
    }
    maxEventTime = Math.max(maxEventTime, eventTime);
    return new Instant(Math.max(eventTime, BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis()));
  }

  @Override
  public Instant getWatermark(PartitionContext ctx) {
    watermark = settled();
    long now = clock.millis();
    if (ctx.getMessageBacklog() == 0 && now - lastActivity >= idleTimeoutMillis) {
      watermark = Math.max(watermark, now - idleTimeoutMillis - outOfOrdernessMillis);
    }
    return new Instant(watermark);
  }

  private static long eventTime(KafkaRecord<byte[], byte[]> record) {
    byte[] payload = record.getKV().getValue();
    if (payload == null) {
      return UNKNOWN;
    }
    // What a registry describes cannot be peeked into; its producer dates the Kafka record.
    boolean registered = payload.length > 0 && payload[0] == CONFLUENT_MARKER;
    return ReadingDecoder.peekEventTime(payload, registered ? record.getTimestamp() : UNKNOWN);
  }

  /** The watermark by the readings alone. */
  private long settled() {
    return maxEventTime == UNKNOWN
        ? watermark
        : Math.max(watermark, maxEventTime - outOfOrdernessMillis);
  }
}
