package io.wattflow.pipelines;

import io.wattflow.beam.DecodeTelemetry;
import io.wattflow.beam.rollup.Panes;
import io.wattflow.beam.sink.ClickHouseTarget;
import io.wattflow.beam.sink.ClickHouseWriter;
import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.ReadingLimits;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.pipelines.options.OptionException;
import io.wattflow.pipelines.options.OptionValues;
import io.wattflow.schemas.wire.DecoderOptions;
import io.wattflow.schemas.wire.RegistryOptions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/**
 * The options of the telemetry stream, read and checked: what {@link TelemetryStream#build} works
 * with.
 *
 * @param decoding how wire records are decoded, validated and combined
 * @param outOfOrderness see {@code --outOfOrderness}
 * @param windowEarlyFiring see {@code --windowEarlyFiring}; zero: no early panes of derived windows
 */
public record TelemetryStreamPlan(
    String bootstrapServers,
    String topic,
    String groupId,
    String deadLetterTopic,
    Duration outOfOrderness,
    Duration idleTimeout,
    DecodeTelemetry.Shape decoding,
    Duration minuteEarlyFiring,
    Duration windowEarlyFiring,
    Duration allowedLateness,
    Duration hour,
    Duration day,
    Duration slidingLength,
    Duration slidingPeriod,
    MeteringRules rules,
    ClickHouseTarget clickHouse,
    ClickHouseWriter clickHouseWriter,
    URI redisUrl,
    Duration statusTtl) {

  /** Rows carry the start of their window in whole seconds. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /**
   * Reads and checks the options.
   *
   * @throws OptionException naming the first option that cannot work
   */
  public static TelemetryStreamPlan of(TelemetryStreamOptions options) {
    Duration minute = window("minuteWindow", options.getMinuteWindow(), SHORTEST);
    Duration hour = window("hourWindow", options.getHourWindow(), minute);
    Duration day = window("dayWindow", options.getDayWindow(), hour);
    Duration slidingPeriod = window("slidingPeriod", options.getSlidingPeriod(), minute);
    Duration slidingLength = window("slidingLength", options.getSlidingLength(), slidingPeriod);
    return new TelemetryStreamPlan(
        OptionValues.brokers("bootstrapServers", options.getBootstrapServers()),
        OptionValues.name("topic", options.getTopic()),
        OptionValues.name("groupId", options.getGroupId()),
        OptionValues.name("deadLetterTopic", options.getDeadLetterTopic()),
        OptionValues.duration("outOfOrderness", options.getOutOfOrderness(), Duration.ZERO),
        OptionValues.duration("idleTimeout", options.getIdleTimeout(), Duration.ofSeconds(1)),
        decoding(options, minute),
        OptionValues.duration("minuteEarlyFiring", options.getMinuteEarlyFiring(), Duration.ZERO),
        OptionValues.duration("windowEarlyFiring", options.getWindowEarlyFiring(), Duration.ZERO),
        OptionValues.duration("allowedLateness", options.getAllowedLateness(), Duration.ZERO),
        hour,
        day,
        slidingLength,
        slidingPeriod,
        OptionValues.meteringRules("gapCaps", options.getGapCaps()),
        clickHouse(options),
        OptionValues.oneOf(
            "clickhouseWriter", options.getClickhouseWriter(), ClickHouseWriter.class),
        OptionValues.url("redisUrl", options.getRedisUrl(), Set.of("redis", "rediss")),
        OptionValues.duration("statusTtl", options.getStatusTtl(), Duration.ofSeconds(1)));
  }

  private static DecodeTelemetry.Shape decoding(TelemetryStreamOptions options, Duration minute) {
    DecoderOptions decoder =
        DecoderOptions.DEFAULTS.withMaxPayloadBytes(
            OptionValues.number("maxPayloadBytes", options.getMaxPayloadBytes(), 64, 1 << 30));
    String registry = options.getSchemaRegistryUrl();
    if (registry != null) {
      OptionValues.url("schemaRegistryUrl", registry, Set.of("http", "https"));
      decoder = decoder.withRegistry(RegistryOptions.at(registry));
    }
    return new DecodeTelemetry.Shape(
        OptionValues.number("shards", options.getShards(), 1, 65_536),
        minute.toMillis(),
        OptionValues.number("maxBlockRows", options.getMaxBlockRows(), 1, 10_000_000),
        true,
        ValidationLimits.defaults()
            .withMaxFutureSkew(
                OptionValues.duration("maxFutureSkew", options.getMaxFutureSkew(), Duration.ZERO))
            .withMaxAge(OptionValues.duration("maxAge", options.getMaxAge(), Duration.ofMillis(1))),
        decoder,
        Clock.systemUTC());
  }

  private static ClickHouseTarget clickHouse(TelemetryStreamOptions options) {
    URI url =
        OptionValues.url("clickhouseUrl", options.getClickhouseUrl(), Set.of("http", "https"));
    if (url.getPort() < 0) {
      throw new OptionException(
          "clickhouseUrl", options.getClickhouseUrl(), "has no port; write http://host:8123");
    }
    return new ClickHouseTarget(
        url.toString(),
        OptionValues.identifier("clickhouseDatabase", options.getClickhouseDatabase()),
        options.getClickhouseUser(),
        options.getClickhousePassword(),
        OptionValues.duration("maxOutage", options.getMaxOutage(), Duration.ofSeconds(1)));
  }

  /**
   * A window's length: a multiple of the windows that it is made of, and not longer than sums can
   * hold.
   */
  private static Duration window(String option, String value, Duration unit) {
    Duration length = OptionValues.duration(option, value, unit);
    if (length.toMillis() % unit.toMillis() != 0) {
      throw new OptionException(option, value, "must be a multiple of " + unit.toSeconds() + "s");
    }
    if (length.toMillis() > ReadingLimits.MAX_WINDOW_MILLIS) {
      throw new OptionException(
          option,
          value,
          "must be at most " + Duration.ofMillis(ReadingLimits.MAX_WINDOW_MILLIS).toDays() + "d");
    }
    return length;
  }

  /** The limits of valid readings. */
  public ValidationLimits limits() {
    return decoding.limits();
  }

  /** Length of the shortest window. */
  public Duration minute() {
    return Duration.ofMillis(decoding.minuteMillis());
  }

  /** Panes of the minutes. */
  public Panes minutePanes() {
    return new Panes(minuteEarlyFiring, allowedLateness);
  }

  /**
   * Panes of a derived window. Its children may still speak after its end plus the lateness, so it
   * has to listen longer than they do.
   *
   * @param level 2 for windows of minutes, 3 for windows of those
   */
  public Panes windowPanes(int level) {
    return new Panes(windowEarlyFiring, allowedLateness.multipliedBy(level));
  }
}
