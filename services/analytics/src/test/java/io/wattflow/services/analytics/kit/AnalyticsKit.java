package io.wattflow.services.analytics.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JOSEException;
import io.wattflow.cache.RedisAddress;
import io.wattflow.platform.ClickHouseEngine;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.platform.RedisNode;
import io.wattflow.services.analytics.AnalyticsService;
import io.wattflow.services.analytics.AnalyticsSettings;
import io.wattflow.services.analytics.auth.AuthOptions;
import io.wattflow.services.analytics.store.ClusterLayout;
import io.wattflow.services.http.ServiceStartException;
import io.wattflow.sql.ClickHouseUrl;
import io.wattflow.sql.MigrationException;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Real ClickHouse and Redis, migrated and empty, with the service in front of them. */
public final class AnalyticsKit implements AutoCloseable {
  private static final String DATABASE = "wattflow";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Tokens tokens = new Tokens();
  private final ClickHouseEngine clickHouse;
  private final RedisNode redis;
  private final Connection connection;
  private final AnalyticsService service;

  /** Starts everything; the service asks for tokens unless it is open. */
  public AnalyticsKit(Path folder, boolean open)
      throws IOException,
          SQLException,
          JOSEException,
          MigrationException,
          ServiceStartException,
          InterruptedException {
    clickHouse = ClickHouseEngine.start(PlatformConfig.small(folder));
    redis = RedisNode.start(PlatformConfig.small(folder));
    Migrations.apply(clickHouse.url().toString(), DATABASE, MigrationOptions.keepingAll());
    ClickHouseUrl url = ClickHouseUrl.parse(clickHouse.url().toString());
    connection = DriverManager.getConnection(url.jdbc(DATABASE));
    AnalyticsSettings settings =
        AnalyticsSettings.onLoopback(
            0,
            ClusterLayout.single(url, DATABASE, "default", ""),
            RedisAddress.parse(redis.uri().toString()));
    String source = open ? AuthOptions.NONE : "jwks:" + tokens.jwks(folder);
    service =
        AnalyticsService.start(
            open ? settings : settings.withTokens(),
            new AuthOptions(source, Optional.empty(), Optional.empty()).open());
  }

  /** Writes rows. */
  public Rows rows() {
    return new Rows(connection);
  }

  /** A connection to the database. */
  public Connection connection() {
    return connection;
  }

  public ClickHouseEngine clickHouse() {
    return clickHouse;
  }

  public RedisNode redis() {
    return redis;
  }

  public AnalyticsService service() {
    return service;
  }

  /** A token of a user. */
  public String token(long userId) throws JOSEException {
    return tokens.of(userId);
  }

  /** Asks with a user's token. */
  public HttpResponse<String> get(String path, long caller, String... headers)
      throws IOException, InterruptedException, JOSEException {
    return send(request(path, token(caller), headers).GET().build());
  }

  /** Asks without a token. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path, null).GET().build());
  }

  /** A request to be completed. */
  public HttpRequest.Builder request(String path, @Nullable String token, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.address().resolve(path))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(30));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  /** Sends a request. */
  public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  /** A body as JSON. */
  public static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  /** The service's address. */
  public URI address() {
    return service.address();
  }

  @Override
  public void close() {
    service.close();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      redis.close();
      clickHouse.close();
    }
  }
}
