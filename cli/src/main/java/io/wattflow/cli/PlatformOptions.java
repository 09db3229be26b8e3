package io.wattflow.cli;

import io.wattflow.platform.PlatformConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code up}, {@code status} and {@code down} have in common: which parts are meant. */
final class PlatformOptions {
  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--folder",
      paramLabel = "<path>",
      description = "Data, logs and state of the parts. Default: .wattflow/platform of this clone")
  private @Nullable Path folder;

  @Option(
      names = "--bootstrapServers",
      paramLabel = "<host:port,...>",
      description = "Use this Kafka; start none.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--clickhouseUrl",
      paramLabel = "<url>",
      description = "Use this ClickHouse; start none.")
  private @Nullable URI clickHouseUrl;

  @Option(names = "--redisUrl", paramLabel = "<url>", description = "Use this Redis; start none.")
  private @Nullable URI redisUrl;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec mixee;

  /** The configuration with the usual ports. */
  PlatformConfig config() {
    requireHost("--clickhouseUrl", clickHouseUrl);
    requireHost("--redisUrl", redisUrl);
    return PlatformConfig.usual(folder == null ? Home.platform() : folder)
        .withHome(Home.folder())
        .withExternal(
            Optional.ofNullable(bootstrapServers),
            Optional.ofNullable(clickHouseUrl),
            Optional.ofNullable(redisUrl));
  }

  private void requireHost(String option, @Nullable URI url) {
    // Not the value: it may hold a password.
    WrongOption.require(
        mixee,
        option,
        "...",
        url == null || (url.getScheme() != null && url.getHost() != null),
        "is no URL");
  }

  /** A port, or 0 for any free one. */
  void requirePort(String option, int port) {
    WrongOption.require(
        mixee, option, port, port >= 0 && port <= MAX_PORT, "must be from 0 to " + MAX_PORT);
  }
}
