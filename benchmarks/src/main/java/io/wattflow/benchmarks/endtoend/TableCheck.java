package io.wattflow.benchmarks.endtoend;

import io.wattflow.simulation.CheckResult;
import io.wattflow.simulation.ModelSettings;
import io.wattflow.simulation.NaiveModel;
import io.wattflow.simulation.RollupCheck;
import io.wattflow.simulation.RollupWindow;
import io.wattflow.simulation.live.StatusCheck;
import io.wattflow.sql.ClickHouseUrl;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Computes from the records alone what every table must hold, and compares all rows and columns
 * with what they do hold, doubles bit by bit. A process of its own, because the model keeps every
 * reading in memory.
 *
 * <p>Arguments: address of ClickHouse, database, address of Redis, {@link Workload#toArgument}.
 * Tells {@link RowsChecked} the result of each table.
 */
public final class TableCheck {
  private static final int EXAMPLES = 3;
  private static final int THREADS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private TableCheck() {}

  public static void main(String[] args)
      throws InterruptedException, ExecutionException, SQLException {
    String jdbc = ClickHouseUrl.parse(args[0]).jdbc(args[1]);
    String database = args[1];
    URI redis = URI.create(args[2]);
    NaiveModel model = NaiveModel.of(Workload.parse(args[3]).records(), ModelSettings.defaults());
    List<Callable<CheckResult>> checks = new ArrayList<>();
    // The longest ones first, so that the two threads end at about the same time.
    for (RollupWindow window :
        List.of(
            RollupWindow.FIVE_MINUTES,
            RollupWindow.ONE_MINUTE,
            RollupWindow.ONE_HOUR,
            RollupWindow.ONE_DAY)) {
      checks.add(() -> compare(jdbc, database, check -> check.rollup(model, window)));
    }
    checks.add(() -> compare(jdbc, database, check -> check.telemetry(model)));
    checks.add(() -> StatusCheck.of(model).await(redis, EXAMPLES, PATIENCE));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (Future<CheckResult> result : threads.invokeAll(checks)) {
        RowsChecked.tell(System.out, result.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private interface Comparison {
    CheckResult with(RollupCheck check) throws SQLException;
  }

  private static CheckResult compare(String jdbc, String database, Comparison comparison)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbc)) {
      return comparison.with(new RollupCheck(connection, database, EXAMPLES));
    }
  }
}
