package io.wattflow.pipelines.options;

import io.wattflow.beam.sink.ClickHouseTarget;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/** Reader of {@link ClickHouseOptions}. */
public final class ClickHouseOptionValues {
  private ClickHouseOptionValues() {}

  /**
   * Where the tables are.
   *
   * @throws OptionException naming the first option that cannot work
   */
  public static ClickHouseTarget target(ClickHouseOptions options) {
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
}
