package io.wattflow.services.analytics.answers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattflow.reports.store.ReportDatabase;
import io.wattflow.services.analytics.cache.Answer;
import io.wattflow.services.analytics.cache.Loaded;
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

/** A migrated engine, a store over it, and questions at an instant of the test's choice. */
final class AnswersEngine implements AutoCloseable {
  private static final String DATABASE = "answers";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestEngine engine;
  private final ClusterStore store;
  private final TimeZone zoneOfThisJvm = TimeZone.getDefault();

  private AnswersEngine(TestEngine engine, ClusterStore store) {
    this.engine = engine;
    this.store = store;
    // No instant may depend on where the service runs.
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
  }

  static AnswersEngine start(Path folder) {
    TestEngine engine = TestEngine.start(folder, "1000m");
    Migrations.apply(engine.url(), DATABASE, MigrationOptions.keepingAll());
    return new AnswersEngine(
        engine,
        ClusterStore.open(
            ClusterLayout.single(ClickHouseUrl.parse(engine.url()), DATABASE, "default", ""),
            StoreSettings.defaults()));
  }

  void execute(String sql) throws SQLException {
    engine.post(DATABASE, sql);
  }

  ClusterStore store() {
    return store;
  }

  /** The same database, for those who write reports. */
  ReportDatabase reports() {
    return new ReportDatabase(ClickHouseUrl.parse(engine.url()), DATABASE);
  }

  Loaded load(Inquiry inquiry, Instant now) {
    try {
      return inquiry.load(store, Freshness.MASTER, Clock.fixed(now, ZoneOffset.UTC));
    } catch (StoreException e) {
      throw new AssertionError("the engine is there", e);
    }
  }

  /** A successful answer. */
  JsonNode ask(Inquiry inquiry, Instant now) {
    Answer answer = load(inquiry, now).answer();
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
    store.close();
    engine.close();
  }
}
