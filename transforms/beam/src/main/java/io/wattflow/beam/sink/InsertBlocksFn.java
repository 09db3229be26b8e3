package io.wattflow.beam.sink;

import io.wattflow.core.rows.RowBlock;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/**
 * Inserts blocks as they come. While ClickHouse works on one the bundle goes on to the next; it
 * ends when ClickHouse has acknowledged all of them, and caches have heard of their late rows.
 *
 * <p>The insert has a thread of its own for another reason too: a thread that waits for a socket
 * cannot be interrupted, and a job that is cancelled must not wait for an answer.
 */
final class InsertBlocksFn extends DoFn<RowBlock, Void> {
  private final ClickHouseTarget target;
  private final @Nullable LateRowEvictions evictions;

  private transient BlockInserts inserts;
  private transient ExecutorService thread;
  private transient @Nullable Future<?> underWay;

  InsertBlocksFn(ClickHouseTarget target, @Nullable LateRowEvictions evictions) {
    this.target = target;
    this.evictions = evictions;
  }

  @Setup
  public void setup() {
    inserts = new BlockInserts(target);
    thread = Executors.newSingleThreadExecutor(InsertBlocksFn::daemon);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "wattflow-insert");
    thread.setDaemon(true);
    return thread;
  }

  @ProcessElement
  public void processElement(@Element RowBlock block) throws IOException, InterruptedException {
    awaitAcknowledgement();
    underWay =
        thread.submit(
            () -> {
              inserts.insert(block);
              if (evictions != null) {
                evictions.evict(block);
              }
              return null;
            });
  }

  @FinishBundle
  public void finishBundle() throws IOException, InterruptedException {
    awaitAcknowledgement();
  }

  private void awaitAcknowledgement() throws IOException, InterruptedException {
    Future<?> insert = underWay;
    if (insert == null) {
      return;
    }
    underWay = null;
    try {
      insert.get();
    } catch (ExecutionException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IOException(String.valueOf(reason.getMessage()), reason);
    } catch (InterruptedException e) {
      insert.cancel(true);
      throw e;
    }
  }

  @Teardown
  public void teardown() {
    thread.shutdownNow();
    inserts.close();
  }
}
