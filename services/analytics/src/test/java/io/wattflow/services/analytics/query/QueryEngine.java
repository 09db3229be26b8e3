package io.wattflow.services.analytics.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.wattflow.services.analytics.auth.Caller;
import io.wattflow.services.analytics.store.ClusterLayout;
import io.wattflow.services.analytics.store.ClusterStore;
import io.wattflow.services.analytics.store.QueryLimits;
import io.wattflow.services.analytics.store.StoreSettings;
import io.wattflow.services.analytics.store.TestEngine;
import io.wattflow.services.http.Problem;
import io.wattflow.sql.ClickHouseUrl;
import io.wattflow.sql.MigrationOptions;
import io.wattflow.sql.Migrations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A migrated engine and a store over it, for ad-hoc questions. */
final class QueryEngine implements AutoCloseable {
  private static final String DATABASE = "queries";
  private static final long PATIENCE_SECONDS = 30;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestEngine engine;
  private final ClusterStore store;

  private QueryEngine(TestEngine engine) {
    this.engine = engine;
    this.store =
        ClusterStore.open(
            ClusterLayout.single(ClickHouseUrl.parse(engine.url()), DATABASE, "default", ""),
            StoreSettings.defaults());
  }

  static QueryEngine start(Path folder) {
    TestEngine engine = TestEngine.start(folder, "1000m");
    Migrations.apply(engine.url(), DATABASE, MigrationOptions.keepingAll());
    return new QueryEngine(engine);
  }

  QueryRunner runner(QueryLimits limits) {
    return new QueryRunner(store::ask, 1, limits);
  }

  void execute(String sql) throws SQLException {
    engine.execute(DATABASE, sql);
  }

  /** The rows, with {@code |} between columns. */
  List<String> rows(String sql) throws SQLException {
    try (Connection connection = engine.connect(DATABASE);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          values.add(String.valueOf(rows.getString(column)));
        }
        lines.add(String.join("|", values));
      }
      return lines;
    }
  }

  /** Apostrophes stand for quotation marks. */
  static AdHocQuery parse(Catalog catalog, String document) throws InvalidQueryException {
    return new QueryParser(catalog)
        .parse(document.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static JsonNode answer(QueryRunner runner, String document, Caller caller) throws Exception {
    AdHocQuery query = parse(Catalog.standard(), document);
    return JSON.readTree(
        begin(runner, "q", query, caller).get(PATIENCE_SECONDS, TimeUnit.SECONDS).getBytes());
  }

  /** The rows of an answer: texts and doubles; "null" for null. */
  static List<List<Object>> rows(JsonNode answer) {
    List<List<Object>> rows = new ArrayList<>();
    for (JsonNode row : answer.get("rows")) {
      List<Object> values = new ArrayList<>();
      for (JsonNode value : row) {
        values.add(
            value.isNull() ? "null" : value.isNumber() ? value.doubleValue() : value.asText());
      }
      rows.add(values);
    }
    return rows;
  }

  static CompletableFuture<Buffer> begin(
      QueryRunner runner, String id, AdHocQuery query, Caller caller) {
    return runner.run(id, query, caller).toCompletionStage().toCompletableFuture();
  }

  /** What a failed question is answered with. */
  static Problem problem(CompletableFuture<Buffer> question)
      throws InterruptedException, TimeoutException {
    try {
      Buffer answer = question.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      throw new AssertionError("answered: " + answer);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof QueryException refused) {
        return refused.problem();
      }
      throw new AssertionError("failed otherwise", e);
    }
  }

  @Override
  public void close() {
    store.close();
    engine.close();
  }
}
