package io.wattflow.pipelines;

import io.wattflow.beam.DecodeTelemetry;
import io.wattflow.beam.sink.CacheTarget;
import io.wattflow.beam.sink.ClickHouseTarget;
import io.wattflow.beam.sink.ClickHouseWriter;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.pipelines.options.CacheOptionValues;
import io.wattflow.pipelines.options.ClickHouseOptionValues;
import io.wattflow.pipelines.options.OptionException;
import io.wattflow.pipelines.options.OptionValues;
import io.wattflow.schemas.wire.DecoderOptions;
import io.wattflow.schemas.wire.RegistryOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * The options of the telemetry stream, read and checked: what {@link TelemetryStream#build} works
 * with.
 *
 * @param decoding how wire records are decoded, validated and combined
 * @param outOfOrderness see {@code --outOfOrderness}
 * @param rollups how readings are rolled up
 * @param caches what late rows are evicted from; their Redis also has the status of devices
 */
public record TelemetryStreamPlan(
    String bootstrapServers,
    String topic,
    String groupId,
    String deadLetterTopic,
    Duration outOfOrderness,
    Duration idleTimeout,
    DecodeTelemetry.Shape decoding,
    RollupPlan rollups,
    ClickHouseTarget clickHouse,
    ClickHouseWriter clickHouseWriter,
    CacheTarget caches,
    Duration statusTtl) {

  /**
   * Reads and checks the options.
   *
   * @throws OptionException naming the first option that cannot work
   */
  public static TelemetryStreamPlan of(TelemetryStreamOptions options) {
    RollupPlan rollups = RollupPlan.streaming(options);
    ClickHouseTarget clickHouse = ClickHouseOptionValues.target(options);
    return new TelemetryStreamPlan(
        OptionValues.brokers("bootstrapServers", options.getBootstrapServers()),
        OptionValues.name("topic", options.getTopic()),
        OptionValues.name("groupId", options.getGroupId()),
        OptionValues.name("deadLetterTopic", options.getDeadLetterTopic()),
        OptionValues.duration("outOfOrderness", options.getOutOfOrderness(), Duration.ZERO),
        OptionValues.duration("idleTimeout", options.getIdleTimeout(), Duration.ofSeconds(1)),
        decoding(options, rollups),
        rollups,
        clickHouse,
        OptionValues.oneOf(
            "clickhouseWriter", options.getClickhouseWriter(), ClickHouseWriter.class),
        CacheOptionValues.required(options, clickHouse.maxOutage()),
        OptionValues.duration("statusTtl", options.getStatusTtl(), Duration.ofSeconds(1)));
  }

  private static DecodeTelemetry.Shape decoding(
      TelemetryStreamOptions options, RollupPlan rollups) {
    DecoderOptions decoder =
        DecoderOptions.DEFAULTS.withMaxPayloadBytes(
            OptionValues.number("maxPayloadBytes", options.getMaxPayloadBytes(), 64, 1 << 30));
    String registry = options.getSchemaRegistryUrl();
    if (registry != null) {
      OptionValues.url("schemaRegistryUrl", registry, Set.of("http", "https"));
      decoder = decoder.withRegistry(RegistryOptions.at(registry));
    }
    return new DecodeTelemetry.Shape(
        rollups.shards(),
        rollups.minute().toMillis(),
        OptionValues.number("maxBlockRows", options.getMaxBlockRows(), 1, 10_000_000),
        true,
        ValidationLimits.defaults()
            .withMaxFutureSkew(
                OptionValues.duration("maxFutureSkew", options.getMaxFutureSkew(), Duration.ZERO))
            .withMaxAge(OptionValues.duration("maxAge", options.getMaxAge(), Duration.ofMillis(1))),
        decoder,
        Clock.systemUTC());
  }

  /** The limits of valid readings. */
  public ValidationLimits limits() {
    return decoding.limits();
  }
}
