package io.wattflow.beam.sink;

import io.wattflow.beam.RowBlockCoder;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.Table;
import org.apache.beam.sdk.io.jdbc.JdbcIO;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes row blocks into one ClickHouse table, with JdbcIO or directly.
 *
 * <p>Guarantee of both: at least once. A bundle ends when ClickHouse has acknowledged all of its
 * rows, and an insert that may or may not have arrived is sent again, until the store answers. Rows
 * are absolute, keyed and versioned, and the tables are ReplacingMergeTrees, so a row that is
 * stored twice, or after a newer one, changes no answer. That makes the effect exact.
 *
 * <p>{@link #evicting Caches} hear of late rows after these are visible, in the same bundle.
 */
public final class WriteRows extends PTransform<PCollection<RowBlock>, PDone> {
  private final Table table;
  private final ClickHouseTarget target;
  private final int maxBlockRows;
  private final ClickHouseWriter writer;
  private final @Nullable LateRowEvictions evictions;

  /**
   * Writes one table.
   *
   * @param table the table that all blocks are of
   * @param target where it stands
   * @param maxBlockRows rows of an insert, at most (a block that comes in larger stays whole)
   * @param writer how
   */
  public WriteRows(
      Table table, ClickHouseTarget target, int maxBlockRows, ClickHouseWriter writer) {
    this(table, target, maxBlockRows, writer, null);
  }

  private WriteRows(
      Table table,
      ClickHouseTarget target,
      int maxBlockRows,
      ClickHouseWriter writer,
      @Nullable LateRowEvictions evictions) {
    this.table = table;
    this.target = target;
    this.maxBlockRows = maxBlockRows;
    this.writer = writer;
    this.evictions = evictions;
  }

  /**
   * The same for a table of windows, with caches that hold answers about its rows: what late rows
   * change is evicted when these are visible. While Redis is away the bundle waits.
   *
   * @param length of the windows
   * @param step from the start of one to that of the next; shorter than the length if they slide
   */
  public WriteRows evicting(
      CacheTarget caches, java.time.Duration length, java.time.Duration step) {
    LateRows late = new LateRows(table, length, step, caches.evictAfter());
    return new WriteRows(table, target, maxBlockRows, writer, new LateRowEvictions(late, caches));
  }

  @Override
  public PDone expand(PCollection<RowBlock> blocks) {
    PCollection<RowBlock> packed =
        blocks
            .apply("ToGlobalWindow", Window.into(new GlobalWindows()))
            .apply("PackRows", ParDo.of(new PackRowsFn(table, maxBlockRows)))
            .setCoder(RowBlockCoder.of());
    return switch (writer) {
      // Of unbounded input JdbcIO gathers batches in state behind a shuffle, by as many random keys
      // as there are threads: two subtasks' blocks may all meet in one of them, and each is encoded
      // and decoded on its way. Our blocks are batches already; on bounded input it takes them as
      // they come, within the bundle.
      case JDBC ->
          packed.setIsBoundedInternal(PCollection.IsBounded.BOUNDED).apply("Insert", jdbc());
      case BINARY -> {
        packed.apply("Insert", ParDo.of(new InsertBlocksFn(target, evictions)));
        yield PDone.in(packed.getPipeline());
      }
    };
  }

  /**
   * One element of JdbcIO is a whole block: its setter adds all rows but the last to the batch
   * itself. JdbcIO's own cost is per element, so this doubles its speed.
   */
  private JdbcIO.Write<RowBlock> jdbc() {
    return JdbcIO.<RowBlock>write()
        .withDataSourceProviderFn(new ClickHouseDataSources(target))
        .withStatement(InsertStatements.insert(target.database(), table))
        .withPreparedStatementSetter(new BlockSetter(evictions))
        .withBatchSize(1)
        .withRetryStrategy(failure -> !LastingFailures.isLasting(failure))
        .withRetryConfiguration(
            JdbcIO.RetryConfiguration.create(
                Integer.MAX_VALUE,
                Duration.millis(target.maxOutage().toMillis()),
                Duration.millis(500)));
  }
}
