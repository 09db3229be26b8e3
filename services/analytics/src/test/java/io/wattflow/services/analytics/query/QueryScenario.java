package io.wattflow.services.analytics.query;

import io.wattflow.services.analytics.auth.Caller;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real engine with the hours of {@link HourRow}, and who asks about them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class QueryScenario {
  static final Caller ANNA = Caller.of(1);

  @SuppressWarnings("NullAway.Init")
  QueryEngine engine;

  @SuppressWarnings("NullAway.Init")
  QueryRunner runner;

  @BeforeAll
  void start(@TempDir Path folder) throws SQLException {
    engine = QueryEngine.start(folder);
    runner = engine.runner(QueryRunner.LIMITS);
    HourRow.insert(engine);
  }

  @AfterAll
  void stop() {
    runner.close();
    engine.close();
  }
}
