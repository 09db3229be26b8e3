package io.wattflow.services.ingestion.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.wattflow.services.ingestion.auth.Client;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A token bucket for each client: it fills at the client's rate up to a capacity, and a batch takes
 * as many tokens as it has readings, or none at all.
 *
 * <p>The quotas are those of one instance. The service keeps no state, so behind a balancer two
 * instances let a client send twice its rate; divide the rates by the number of instances if that
 * matters.
 *
 * <p>The rate is the client's own, or the default. The capacity is the burst, but at least the
 * largest batch, which otherwise would be refused for ever, and for a rate of the client's own at
 * least one second of it. A new client begins with a full bucket.
 *
 * <p>A client is forgotten once its bucket would be full again, so forgetting gives nobody
 * anything. Beyond 100,000 clients at a time, those seen least are forgotten earlier.
 *
 * <p>Safe for use by several threads, without locks on the buckets.
 */
public final class ClientQuotas {
  private static final long MAX_RATE = 1_000_000_000;
  private static final int MAX_CLIENTS = 100_000;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final int readingsPerSecond;
  private final int burst;
  private final int largestBatch;
  private final TimeMeter time;
  private final Cache<String, Quota> quotas;

  /**
   * A client's bucket.
   *
   * @param rate at which it fills, in readings per second
   * @param fillNanos how long it takes to fill
   */
  private record Quota(int rate, Bucket bucket, long fillNanos) {}

  /**
   * Quotas on the system's clock.
   *
   * @param readingsPerSecond of a client that has no rate of its own, up to 1,000,000,000; 0: such
   *     a client has no quota
   * @param burst readings that may come at once after a pause; 0 or more
   * @param largestBatch readings that one request may hold; at least 1
   * @throws IllegalArgumentException naming the parameter
   */
  public ClientQuotas(int readingsPerSecond, int burst, int largestBatch) {
    this(readingsPerSecond, burst, largestBatch, TimeMeter.SYSTEM_NANOTIME);
  }

  /** As above, on another clock. */
  public ClientQuotas(int readingsPerSecond, int burst, int largestBatch, TimeMeter time) {
    require(
        readingsPerSecond >= 0 && readingsPerSecond <= MAX_RATE,
        "readingsPerSecond must be from 0 to 1,000,000,000",
        readingsPerSecond);
    require(burst >= 0, "burst must not be negative", burst);
    require(largestBatch >= 1, "largestBatch must be at least 1", largestBatch);
    this.readingsPerSecond = readingsPerSecond;
    this.burst = burst;
    this.largestBatch = largestBatch;
    this.time = time;
    this.quotas =
        Caffeine.newBuilder()
            .maximumSize(MAX_CLIENTS)
            .expireAfter(Expiry.accessing((String id, Quota quota) -> untilFull(quota)))
            .ticker(time::currentTimeNanos)
            .build();
  }

  private static void require(boolean holds, String rule, int value) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ": " + value);
    }
  }

  private static Duration untilFull(Quota quota) {
    // A moment more, for what rounding leaves out.
    return Duration.ofNanos(quota.fillNanos() + SECOND);
  }

  /**
   * Takes a batch from the client's quota.
   *
   * @param readings in the batch; more than the bucket's capacity count as the capacity
   * @return empty if it may be sent on; otherwise how many nanoseconds from now the quota will
   *     allow it (to within one), at least 1, if nothing else is taken until then
   * @throws IllegalArgumentException if {@code readings} is negative
   */
  public OptionalLong tryTake(Client client, int readings) {
    require(readings >= 0, "readings must not be negative", readings);
    OptionalInt own = client.readingsPerSecond();
    int rate = own.orElse(readingsPerSecond);
    if (rate == 0 || readings == 0) {
      return OptionalLong.empty();
    }
    int capacity = capacity(rate, own.isPresent());
    Bucket bucket = bucket(client.id(), rate, capacity);
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(Math.min(readings, capacity));
    return probe.isConsumed()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(1, probe.getNanosToWaitForRefill()));
  }

  private int capacity(int rate, boolean own) {
    int capacity = Math.max(burst, largestBatch);
    return own ? Math.max(capacity, rate) : capacity;
  }

  private Bucket bucket(String clientId, int rate, int capacity) {
    Quota quota = quotas.getIfPresent(clientId);
    if (quota == null || quota.rate() != rate) {
      // Somebody may have given the key another rate.
      quota =
          quotas
              .asMap()
              .compute(
                  clientId,
                  (id, there) ->
                      there != null && there.rate() == rate ? there : full(rate, capacity));
    }
    return quota.bucket();
  }

  private Quota full(int rate, int capacity) {
    Bucket bucket =
        Bucket.builder()
            .addLimit(limit -> limit.capacity(capacity).refillGreedy(rate, Duration.ofSeconds(1)))
            .withCustomTimePrecision(time)
            .build();
    return new Quota(rate, bucket, SECOND / rate * capacity + capacity);
  }
}
