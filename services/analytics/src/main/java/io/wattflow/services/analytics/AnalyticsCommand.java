package io.wattflow.services.analytics;

import io.wattflow.cache.RedisAddress;
import io.wattflow.cache.RedisOption;
import io.wattflow.services.analytics.auth.AuthOptions;
import io.wattflow.services.analytics.cache.CacheSettings;
import io.wattflow.services.analytics.query.QueryRunner;
import io.wattflow.services.analytics.store.ClusterLayout;
import io.wattflow.services.analytics.store.QueryLimits;
import io.wattflow.services.analytics.store.StoreSettings;
import io.wattflow.services.analytics.warming.WarmingSettings;
import io.wattflow.services.http.RunningService;
import io.wattflow.services.http.ServerOptions;
import io.wattflow.services.http.ServerSettings;
import io.wattflow.services.http.ServiceCommandLine;
import io.wattflow.services.http.ServiceStartException;
import io.wattflow.sql.ClickHouseUrl;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/wattflow analytics}: the analytics service, until it is told to stop. */
@Command(
    name = "wattflow analytics",
    description = {
      "Answer questions about energy over HTTP, from caches and rollups; the dashboard is at /.",
      "/docs/ explains the API, /openapi.json describes it, /healthz, /readyz and /metrics tell how"
          + " it is."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class AnalyticsCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;
  private static final int MIB = 1 << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      defaultValue = "3003",
      paramLabel = "<n>",
      description = "Port to listen on; 0: a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--auth",
      required = true,
      paramLabel = "<where>",
      description = {
        "Where the keys are that tokens are signed with: jwks:<file> or jwks:https://<address>;"
            + " `wattflow tokens` makes a key and tokens to try.",
        "none: everybody sees everything. Only on loopback."
      })
  private String auth = "";

  @Option(
      names = "--issuer",
      paramLabel = "<iss>",
      description = "What the tokens' issuer must be. Default: anything.")
  private @Nullable String issuer;

  @Option(
      names = "--audience",
      paramLabel = "<aud>",
      description = "What the tokens' audience must hold. Default: anything.")
  private @Nullable String audience;

  @Option(
      names = "--clickhouseUrl",
      defaultValue = "http://127.0.0.1:8123",
      paramLabel = "<url>",
      description = "ClickHouse, if it is one server. Default: ${DEFAULT-VALUE}.")
  private String clickhouseUrl = "";

  @Option(
      names = "--cluster",
      paramLabel = "<file>",
      description =
          "JSON file with shards, their masters and weighted replicas, instead of --clickhouseUrl;"
              + " see docs/analytics.md.")
  private @Nullable Path cluster;

  @Option(
      names = "--clickhouseDatabase",
      defaultValue = "wattflow",
      paramLabel = "<name>",
      description = "Database of the tables. Default: ${DEFAULT-VALUE}.")
  private String database = "";

  @Option(
      names = "--clickhouseUser",
      defaultValue = "default",
      paramLabel = "<name>",
      description = "User; reading rights are enough. Default: ${DEFAULT-VALUE}.")
  private String user = "";

  @Option(
      names = "--clickhousePassword",
      defaultValue = "${env:WATTFLOW_CLICKHOUSE_PASSWORD:-}",
      paramLabel = "<password>",
      description = "Password. Default: that of the environment, WATTFLOW_CLICKHOUSE_PASSWORD.")
  private String password = "";

  @Option(
      names = "--redisUrl",
      defaultValue = RedisOption.USUAL,
      paramLabel = "<url>",
      description = "Redis: " + RedisAddress.FORMS + ". Default: ${DEFAULT-VALUE}.")
  private String redisUrl = "";

  @Option(
      names = "--cacheSize",
      defaultValue = "64",
      paramLabel = "<MiB>",
      description = "Answers kept in this process. Default: ${DEFAULT-VALUE}.")
  private int cacheSize;

  @Option(
      names = "--warmEvery",
      defaultValue = "30s",
      paramLabel = "<time>",
      description =
          "How often the popular answers of recent users are made fresh. Default:"
              + " ${DEFAULT-VALUE}.")
  private Duration warmEvery = Duration.ZERO;

  @Option(
      names = "--warmUsers",
      defaultValue = "10000",
      paramLabel = "<n>",
      description = "How many recent users are remembered. Default: ${DEFAULT-VALUE}.")
  private int warmUsers;

  @Option(
      names = "--queryTime",
      defaultValue = "10s",
      paramLabel = "<time>",
      description = "Longest ad-hoc question, at most 30s. Default: ${DEFAULT-VALUE}.")
  private Duration queryTime = Duration.ZERO;

  @Option(
      names = "--queryRows",
      defaultValue = "50000000",
      paramLabel = "<n>",
      description = "Rows that one may read. Default: ${DEFAULT-VALUE}.")
  private long queryRows;

  @Option(
      names = "--queryMemory",
      defaultValue = "512",
      paramLabel = "<MiB>",
      description = "Memory that one may take in ClickHouse. Default: ${DEFAULT-VALUE}.")
  private long queryMemory;

  @Mixin private ServerOptions server = new ServerOptions();

  /** Runs the service; the process ends with the code that it returns. */
  public static void main(String... args) {
    ServiceCommandLine.main(AnalyticsCommand::run, args);
  }

  /** Runs one command line and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return ServiceCommandLine.of(
            new AnalyticsCommand(), out, err, Set.of(ServiceStartException.class))
        .execute(args);
  }

  @Override
  public Integer call() throws ServiceStartException, InterruptedException {
    AuthOptions tokens =
        new AuthOptions(auth, Optional.ofNullable(issuer), Optional.ofNullable(audience));
    AnalyticsSettings settings = settings(tokens.isOpen());
    RunningService.untilStopped(
        "analytics",
        spec.commandLine().getOut(),
        spec.commandLine().getErr(),
        () -> AnalyticsService.start(settings, tokens.open()),
        service ->
            "Analytics answers at %s/v1, dashboard: %s/, API: %s/docs/"
                .formatted(service.address(), service.address(), service.address()));
    return ExitCode.OK;
  }

  private AnalyticsSettings settings(boolean open) throws ServiceStartException {
    require("--port", port >= 0 && port <= MAX_PORT, "must be from 0 to " + MAX_PORT);
    require("--cacheSize", cacheSize >= 0, "must be at least 0 MiB");
    require("--warmUsers", warmUsers >= 1, "must be at least 1");
    require("--queryRows", queryRows >= 1, "must be at least 1");
    require("--queryMemory", queryMemory >= 1, "must be at least 1 MiB");
    StoreSettings store = StoreSettings.defaults();
    require(
        "--queryTime",
        queryTime.compareTo(store.longestAdHoc()) <= 0,
        "must be at most " + store.longestAdHoc().toSeconds() + "s");
    ServerSettings listening = server.settings(port);
    if (open) {
      requireLoopback(listening.host());
    }
    WarmingSettings warming = WarmingSettings.defaults();
    return new AnalyticsSettings(
        listening,
        layout(),
        store,
        redis(),
        CacheSettings.defaults().withNearBytes((long) cacheSize * MIB),
        new WarmingSettings(
            warmEvery, warmUsers, warming.parallel(), warming.slow(), warming.rest()),
        new QueryLimits(
            queryTime, queryRows, queryMemory * MIB, QueryRunner.LIMITS.maxResultRows()),
        open);
  }

  /** Without tokens everybody sees everything: nobody else may be able to connect. */
  private void requireLoopback(String host) throws ServiceStartException {
    try {
      require(
          "--auth",
          InetAddress.getByName(host).isLoopbackAddress(),
          "none is for loopback only, and --host is " + host + "; give jwks:<file or address>");
    } catch (UnknownHostException e) {
      throw new ServiceStartException("--host: no address of " + host + " is known", e);
    }
  }

  private ClusterLayout layout() {
    if (cluster != null) {
      try {
        return ClusterLayout.read(cluster);
      } catch (IllegalArgumentException e) {
        throw wrong("--cluster", String.valueOf(e.getMessage()));
      }
    }
    try {
      return ClusterLayout.single(ClickHouseUrl.parse(clickhouseUrl), database, user, password);
    } catch (IllegalArgumentException e) {
      throw wrong("--clickhouseUrl", String.valueOf(e.getMessage()));
    }
  }

  private RedisAddress redis() {
    try {
      return RedisAddress.parse(redisUrl);
    } catch (IllegalArgumentException e) {
      throw wrong("--redisUrl", String.valueOf(e.getMessage()));
    }
  }

  private void require(String option, boolean holds, String rule) {
    ServiceCommandLine.require(spec, option, holds, rule);
  }

  private ParameterException wrong(String option, String rule) {
    return ServiceCommandLine.wrong(spec, option, rule);
  }
}
