package io.wattflow.beam.sink;

import io.wattflow.core.rows.RowBlock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Blocks that JdbcIO has been given and has not committed yet, on this thread.
 *
 * <p>Caches must hear of rows after these are visible, and JdbcIO tells nobody when that is: it
 * commits inside itself, and gives the setter of parameters a statement that does not know the
 * connection we have made. But it sets, executes and commits on one thread, that of the bundle. So
 * {@link BlockSetter} leaves here what it sets, and the connection of {@link PatientDataSource}
 * takes it up: after a commit the caches are told, and only then does the commit return; a
 * rollback, or another statement, forgets what was not committed, for JdbcIO sets it again when it
 * tries again.
 */
final class UncommittedBlocks {
  private static final ThreadLocal<Queue<Uncommitted>> OF_THREAD =
      ThreadLocal.withInitial(ArrayDeque::new);

  private record Uncommitted(RowBlock block, LateRowEvictions evictions) {}

  private UncommittedBlocks() {}

  /** A block has been set. */
  static void add(RowBlock block, LateRowEvictions evictions) {
    OF_THREAD.get().add(new Uncommitted(block, evictions));
  }

  /** What has been set is not going to be committed. */
  static void forget() {
    OF_THREAD.remove();
  }

  /**
   * What has been set is committed now.
   *
   * @throws UncheckedIOException if the caches cannot be told. Not an SQLException, which JdbcIO
   *     would take for one of the insert: it is the bundle that has to be tried again
   */
  static void committed() {
    Queue<Uncommitted> blocks = OF_THREAD.get();
    OF_THREAD.remove();
    try {
      for (Uncommitted stored : blocks) {
        stored.evictions.evict(stored.block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw new UncheckedIOException(interrupted);
    }
  }
}
