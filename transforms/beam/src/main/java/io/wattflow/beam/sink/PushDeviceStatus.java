package io.wattflow.beam.sink;

import io.wattflow.cache.RedisAddress;
import io.wattflow.core.rows.RowBlock;
import java.time.Duration;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/**
 * Pushes the latest status of each device to Redis, taken from the rows of its minutes.
 *
 * <p>Guarantee: at least once, and exact in effect, see {@link DeviceStatusStore}. While Redis is
 * away the bundle waits and tries again; the job is slowed down by back-pressure and loses nothing.
 */
public final class PushDeviceStatus extends PTransform<PCollection<RowBlock>, PDone> {
  private final RedisAddress redis;
  private final Duration ttl;
  private final Duration maxOutage;

  /**
   * Pushes to one Redis.
   *
   * @param redis one server or a cluster
   * @param ttl how long a status is kept without news; above 0
   * @param maxOutage how long a bundle tries again before it fails
   */
  public PushDeviceStatus(RedisAddress redis, Duration ttl, Duration maxOutage) {
    this.redis = redis;
    this.ttl = ttl;
    this.maxOutage = maxOutage;
  }

  @Override
  public PDone expand(PCollection<RowBlock> minutes) {
    minutes.apply("Push", ParDo.of(new PushStatusFn(redis, ttl, maxOutage)));
    return PDone.in(minutes.getPipeline());
  }
}
