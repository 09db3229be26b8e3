package io.wattflow.platform;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where and how the parts run.
 *
 * @param home the project's root, below which the parts' files lie after a build
 * @param folder for the parts' data, logs and state; created if need be
 * @param kafkaPort on 127.0.0.1; 0: any free one
 * @param clickHousePort on 127.0.0.1; 0: any free one
 * @param redisPort on 127.0.0.1; 0: any free one
 * @param kafkaHeap of the broker's JVM, such as "1g"
 * @param clickHouseMemory for all queries together, such as "2g"
 * @param externalKafka bootstrap servers to use instead of an own broker
 * @param externalClickHouse address to use instead of an own engine
 * @param externalRedis address to use instead of an own Redis
 * @param startTimeout for each part to become ready
 * @param minFreeBytes on the disk of {@code folder}, below which nothing is started
 */
public record PlatformConfig(
    Path home,
    Path folder,
    int kafkaPort,
    int clickHousePort,
    int redisPort,
    String kafkaHeap,
    String clickHouseMemory,
    Optional<String> externalKafka,
    Optional<URI> externalClickHouse,
    Optional<URI> externalRedis,
    Duration startTimeout,
    long minFreeBytes) {
  /** Kafka's usual port. */
  public static final int KAFKA_PORT = 9092;

  /** ClickHouse's usual HTTP port. */
  public static final int CLICKHOUSE_PORT = 8123;

  /** Redis's usual port. */
  public static final int REDIS_PORT = 6379;

  /** Names the project's root; without it the current folder is taken. */
  public static final String HOME_PROPERTY = "wattflow.home";

  private static final int MAX_PORT = 65_535;
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final long MIN_FREE_BYTES = 2L << 30;

  /** Checks the ports, the timeout and the sizes; an error names the field. */
  public PlatformConfig {
    home = Objects.requireNonNull(home, "home").toAbsolutePath().normalize();
    folder = Objects.requireNonNull(folder, "folder").toAbsolutePath().normalize();
    checkPort("kafkaPort", kafkaPort);
    checkPort("clickHousePort", clickHousePort);
    checkPort("redisPort", redisPort);
    checkSize("kafkaHeap", kafkaHeap);
    checkSize("clickHouseMemory", clickHouseMemory);
    if (startTimeout.isNegative() || startTimeout.isZero()) {
      throw new IllegalArgumentException("startTimeout must be positive: " + startTimeout);
    }
    if (minFreeBytes < 0) {
      throw new IllegalArgumentException("minFreeBytes must not be negative: " + minFreeBytes);
    }
  }

  private static void checkPort(String field, int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(field + " must lie between 0 and 65535: " + port);
    }
  }

  private static void checkSize(String field, String size) {
    if (!size.matches("[1-9][0-9]*[mg]")) {
      throw new IllegalArgumentException(field + " must be a size such as 512m or 2g: " + size);
    }
  }

  /** The usual ports, 1 GB for Kafka and 2 GB for ClickHouse: for {@code up}. */
  public static PlatformConfig usual(Path folder) {
    return new PlatformConfig(
        Path.of(System.getProperty(HOME_PROPERTY, ".")),
        folder,
        KAFKA_PORT,
        CLICKHOUSE_PORT,
        REDIS_PORT,
        "1g",
        "2g",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        START_TIMEOUT,
        MIN_FREE_BYTES);
  }

  /** Free ports and little memory: for tests and demos. */
  public static PlatformConfig small(Path folder) {
    return usual(folder).withPorts(0, 0, 0).withMemory("512m", "1500m");
  }

  /** Other ports; 0: any free one. */
  public PlatformConfig withPorts(int kafka, int clickHouse, int redis) {
    return new PlatformConfig(
        home,
        folder,
        kafka,
        clickHouse,
        redis,
        kafkaHeap,
        clickHouseMemory,
        externalKafka,
        externalClickHouse,
        externalRedis,
        startTimeout,
        minFreeBytes);
  }

  /** Other sizes, such as "512m" or "2g". */
  public PlatformConfig withMemory(String heapOfKafka, String memoryOfClickHouse) {
    return new PlatformConfig(
        home,
        folder,
        kafkaPort,
        clickHousePort,
        redisPort,
        heapOfKafka,
        memoryOfClickHouse,
        externalKafka,
        externalClickHouse,
        externalRedis,
        startTimeout,
        minFreeBytes);
  }

  /** Another root of the project. */
  public PlatformConfig withHome(Path otherHome) {
    return new PlatformConfig(
        otherHome,
        folder,
        kafkaPort,
        clickHousePort,
        redisPort,
        kafkaHeap,
        clickHouseMemory,
        externalKafka,
        externalClickHouse,
        externalRedis,
        startTimeout,
        minFreeBytes);
  }

  /** Parts that run elsewhere; those given are neither started nor stopped. */
  public PlatformConfig withExternal(
      Optional<String> kafka, Optional<URI> clickHouse, Optional<URI> redis) {
    return new PlatformConfig(
        home,
        folder,
        kafkaPort,
        clickHousePort,
        redisPort,
        kafkaHeap,
        clickHouseMemory,
        kafka,
        clickHouse,
        redis,
        startTimeout,
        minFreeBytes);
  }

  /** Another limit of time and of disk space. */
  public PlatformConfig withLimits(Duration toStart, long freeBytes) {
    return new PlatformConfig(
        home,
        folder,
        kafkaPort,
        clickHousePort,
        redisPort,
        kafkaHeap,
        clickHouseMemory,
        externalKafka,
        externalClickHouse,
        externalRedis,
        toStart,
        freeBytes);
  }
}
