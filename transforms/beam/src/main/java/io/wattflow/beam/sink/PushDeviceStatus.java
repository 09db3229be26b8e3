package io.wattflow.beam.sink;

import io.wattflow.core.rows.RowBlock;
import java.net.URI;
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
  private final URI redisUrl;
  private final Duration ttl;
  private final Duration maxOutage;

  /**
   * Pushes to one Redis.
   *
   * @param redisUrl such as {@code redis://127.0.0.1:6379}
   * @param ttl how long a status is kept without news; above 0
   * @param maxOutage how long a bundle tries again before it fails
   */
  public PushDeviceStatus(URI redisUrl, Duration ttl, Duration maxOutage) {
    this.redisUrl = redisUrl;
    this.ttl = ttl;
    this.maxOutage = maxOutage;
  }

  @Override
  public PDone expand(PCollection<RowBlock> minutes) {
    minutes.apply("Push", ParDo.of(new PushStatusFn(redisUrl, ttl, maxOutage)));
    return PDone.in(minutes.getPipeline());
  }
}
