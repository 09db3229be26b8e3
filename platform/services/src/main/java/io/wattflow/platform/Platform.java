package io.wattflow.platform;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Kafka, ClickHouse and Redis for as long as this process lives, or the external ones the
 * configuration names. {@link #close} stops only what this object started.
 */
public final class Platform implements AutoCloseable {
  private final PlatformConfig config;
  private final @Nullable KafkaBroker kafka;
  private final @Nullable ClickHouseEngine clickHouse;
  private final @Nullable RedisNode redis;

  private Platform(
      PlatformConfig config,
      @Nullable KafkaBroker kafka,
      @Nullable ClickHouseEngine clickHouse,
      @Nullable RedisNode redis) {
    this.config = config;
    this.kafka = kafka;
    this.clickHouse = clickHouse;
    this.redis = redis;
  }

  /**
   * Starts the parts side by side and waits until all are ready.
   *
   * @throws PlatformException when one fails; then none is left running
   */
  public static Platform start(PlatformConfig config) {
    Installation.checkDisk(config);
    CompletableFuture<Optional<KafkaBroker>> kafka =
        begin(config.externalKafka().isPresent(), () -> KafkaBroker.start(config));
    CompletableFuture<Optional<ClickHouseEngine>> clickHouse =
        begin(config.externalClickHouse().isPresent(), () -> ClickHouseEngine.start(config));
    CompletableFuture<Optional<RedisNode>> redis =
        begin(config.externalRedis().isPresent(), () -> RedisNode.start(config));
    try {
      return new Platform(
          config,
          kafka.join().orElse(null),
          clickHouse.join().orElse(null),
          redis.join().orElse(null));
    } catch (CompletionException e) {
      closeStarted(kafka);
      closeStarted(clickHouse);
      closeStarted(redis);
      if (e.getCause() instanceof PlatformException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static <P extends Part> CompletableFuture<Optional<P>> begin(
      boolean external, Supplier<P> start) {
    return external
        ? CompletableFuture.completedFuture(Optional.empty())
        : CompletableFuture.supplyAsync(
            () -> Optional.of(start.get()), task -> new Thread(task, "start").start());
  }

  private static <P extends Part> void closeStarted(CompletableFuture<Optional<P>> part) {
    part.handle((started, failure) -> failure == null ? started : Optional.<P>empty())
        .join()
        .ifPresent(Part::close);
  }

  /** "host:port" for Kafka clients. */
  public String kafkaBootstrap() {
    return config.externalKafka().orElseGet(() -> kafka().bootstrap());
  }

  /** Such as http://127.0.0.1:8123. */
  public URI clickHouseUrl() {
    return config.externalClickHouse().orElseGet(() -> clickHouse().url());
  }

  /** Such as redis://127.0.0.1:6379. */
  public URI redisUri() {
    return config.externalRedis().orElseGet(() -> redis().uri());
  }

  /** Makes a topic unless it exists; see {@link KafkaBroker#ensureTopic(String, int)}. */
  public void ensureTopic(String topic, int partitions) {
    KafkaBroker.ensureTopic(kafkaBootstrap(), topic, partitions);
  }

  /** The broker started here; an error when it is an external one. */
  public KafkaBroker kafka() {
    return own(kafka, KafkaBroker.NAME);
  }

  /** The engine started here; an error when it is an external one. */
  public ClickHouseEngine clickHouse() {
    return own(clickHouse, ClickHouseEngine.NAME);
  }

  /** The Redis started here; an error when it is an external one. */
  public RedisNode redis() {
    return own(redis, RedisNode.NAME);
  }

  private static <P> P own(@Nullable P part, String name) {
    if (part == null) {
      throw new PlatformException(name, "it runs elsewhere", "use its address only");
    }
    return part;
  }

  @Override
  public void close() {
    if (redis != null) {
      redis.close();
    }
    if (clickHouse != null) {
      clickHouse.close();
    }
    if (kafka != null) {
      kafka.close();
    }
  }
}
