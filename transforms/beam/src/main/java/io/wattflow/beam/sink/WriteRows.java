package io.wattflow.beam.sink;

import io.wattflow.beam.RowBlockCoder;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.Table;
import java.util.Set;
import org.apache.beam.sdk.io.jdbc.JdbcIO;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Duration;

/**
 * Writes row blocks into one ClickHouse table with JdbcIO.
 *
 * <p>Guarantee: at least once. An insert that may or may not have arrived is sent again, until the
 * store answers. Rows are absolute, keyed and versioned, and the tables are ReplacingMergeTrees, so
 * a row that is stored twice, or after a newer one, changes no answer. That makes the effect exact.
 *
 * <p>One element of JdbcIO is a whole block: its setter adds all rows but the last to the batch
 * itself. JdbcIO's own cost is per element, so this doubles its speed.
 */
public final class WriteRows extends PTransform<PCollection<RowBlock>, PDone> {
  /**
   * ClickHouse's codes of failures that waiting does not mend: no such column, table or database,
   * access denied, wrong password. The bundle fails at once, and its message says which.
   */
  private static final Set<Integer> LASTING = Set.of(16, 60, 81, 497, 516);

  private final Table table;
  private final ClickHouseTarget target;
  private final int maxBlockRows;

  /**
   * Writes one table.
   *
   * @param table the table that all blocks are of
   * @param target where it stands
   * @param maxBlockRows rows of an insert, at most (a block that comes in larger stays whole)
   */
  public WriteRows(Table table, ClickHouseTarget target, int maxBlockRows) {
    this.table = table;
    this.target = target;
    this.maxBlockRows = maxBlockRows;
  }

  @Override
  public PDone expand(PCollection<RowBlock> blocks) {
    PCollection<RowBlock> packed =
        blocks
            .apply("ToGlobalWindow", Window.into(new GlobalWindows()))
            .apply("PackRows", ParDo.of(new PackRowsFn(table, maxBlockRows)))
            .setCoder(RowBlockCoder.of());
    JdbcIO.Write<RowBlock> insert =
        JdbcIO.<RowBlock>write()
            .withDataSourceProviderFn(new ClickHouseDataSources(target))
            .withStatement(InsertStatements.insert(target.database(), table))
            .withPreparedStatementSetter(new BlockSetter())
            .withBatchSize(1)
            .withMaxBatchBufferingDuration(1_000)
            .withRetryStrategy(failure -> !LASTING.contains(failure.getErrorCode()))
            .withRetryConfiguration(
                JdbcIO.RetryConfiguration.create(
                    Integer.MAX_VALUE,
                    Duration.millis(target.maxOutage().toMillis()),
                    Duration.millis(500)));
    // One subtask writes everything unless JdbcIO may choose; but it may not on bounded input.
    return packed.apply(
        "Insert",
        packed.isBounded() == PCollection.IsBounded.UNBOUNDED ? insert.withAutoSharding() : insert);
  }
}
