package io.wattflow.services.analytics.answers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattflow.cache.RedisAddress;
import io.wattflow.reports.store.ReportDatabase;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.CacheSettings;
import io.wattflow.services.analytics.cache.GuardedRedis;
import io.wattflow.services.analytics.cache.Loaded;
import io.wattflow.services.analytics.live.LiveDevices;
import io.wattflow.services.analytics.store.ClusterLayout;
import io.wattflow.services.analytics.store.ClusterStore;
import io.wattflow.services.analytics.store.Store.Freshness;
import io.wattflow.services.analytics.store.StoreException;
import io.wattflow.services.analytics.store.StoreSettings;
import io.wattflow.services.analytics.store.TestEngine;
import io.wattflow.sql.ClickHouseUrl;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.TimeZone;

/**
 * A migrated engine, a store over it, perhaps a Redis, and questions at an instant of the test's
 * choice.
 */
final class AnswersEngine implements AutoCloseable {
  private static final String DATABASE = "answers";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestEngine engine;
  private final ClusterStore store;
  private final GuardedRedis redis;
  private final TimeZone zoneOfThisJvm = TimeZone.getDefault();

  private AnswersEngine(TestEngine engine, ClusterStore store, RedisAddress redis) {
    this.engine = engine;
    this.store = store;
    this.redis = new GuardedRedis(redis, CacheSettings.defaults());
    // No instant may depend on where the service runs.
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
  }

  /** Without Redis. */
  static AnswersEngine start(Path folder) {
    // Nobody listens on this port, and nobody may without being root.
    return start(folder, RedisAddress.parse("redis://127.0.0.1:1"));
  }

  static AnswersEngine start(Path folder, RedisAddress redis) {
    TestEngine engine = TestEngine.start(folder, "1000m");
    Migrations.apply(engine.url(), DATABASE, MigrationOptions.keepingAll());
    return new AnswersEngine(
        engine,
        ClusterStore.open(
            ClusterLayout.single(ClickHouseUrl.parse(engine.url()), DATABASE, "default", ""),
            StoreSettings.defaults()),
        redis);
  }

  void execute(String sql) throws SQLException {
    engine.post(DATABASE, sql);
  }

  Sources sources() {
    return new Sources(store, new LiveDevices(redis));
  }

  /** The same database, for those who write reports. */
  ReportDatabase reports() {
    return new ReportDatabase(ClickHouseUrl.parse(engine.url()), DATABASE);
  }

  Loaded load(Inquiry inquiry, Instant now) {
    return load(inquiry, now, Freshness.MASTER);
  }

  Loaded load(Inquiry inquiry, Instant now, Freshness freshness) {
    try {
      return inquiry.load(sources(), freshness, Clock.fixed(now, ZoneOffset.UTC));
    } catch (StoreException e) {
      throw new AssertionError("the engine is there", e);
    }
  }

  /** A successful answer. */
  JsonNode ask(Inquiry inquiry, Instant now) {
    return ask(inquiry, now, Freshness.MASTER);
  }

  /** A successful answer. */
  JsonNode ask(Inquiry inquiry, Instant now, Freshness freshness) {
    Answer answer = load(inquiry, now, freshness).answer();
    if (answer.status() != 200 || !answer.mediaType().equals(Answer.JSON)) {
      throw new AssertionError("answered " + answer.status() + " " + answer.mediaType());
    }
    return json(answer);
  }

  static JsonNode json(Answer answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    TimeZone.setDefault(zoneOfThisJvm);
    redis.close();
    store.close();
    engine.close();
  }
}
