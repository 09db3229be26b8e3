package io.wattflow.platform.clickhouse;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One running INSERT. Its data counts as stored only when {@link #done} has returned; closing it
 * before cancels the INSERT.
 */
final class InsertStream implements AutoCloseable {
  private static final int COPY_BYTES = 256 * 1024;

  private final Pointer pointer;
  private boolean finished;

  private InsertStream(Pointer pointer) {
    this.pointer = pointer;
  }

  static InsertStream checked(Pointer pointer) throws EngineException {
    EngineException error = errorOf(pointer);
    if (error != null) {
      LibChdb.chdb_destroy_insert_stream(pointer);
      throw error;
    }
    return new InsertStream(pointer);
  }

  /**
   * Appends a body up to its end.
   *
   * @throws IOException when the body cannot be read; the INSERT is then to be closed, not done
   */
  void append(InputStream body) throws EngineException, IOException {
    byte[] copy = new byte[COPY_BYTES];
    try (Memory memory = new Memory(COPY_BYTES)) {
      while (true) {
        int count = body.readNBytes(copy, 0, copy.length);
        if (count == 0) {
          return;
        }
        memory.write(0, copy, 0, count);
        if (LibChdb.chdb_stream_append(pointer, memory, count) != 0) {
          // The reason, if there is one, is told when the stream is finished.
          finished = true;
          EngineException error = errorOf(pointer);
          EngineResult.checked(LibChdb.chdb_stream_done(pointer)).close();
          throw error != null
              ? error
              : EngineException.of(210, "NETWORK_ERROR", "The engine refused the data");
        }
      }
    }
  }

  /** Stores what was appended, and gives the engine's counts of it. */
  EngineResult done() throws EngineException {
    finished = true;
    return EngineResult.checked(LibChdb.chdb_stream_done(pointer));
  }

  @Override
  public void close() {
    if (!finished) {
      finished = true;
      LibChdb.chdb_stream_cancel_insert(pointer);
    }
    LibChdb.chdb_destroy_insert_stream(pointer);
  }

  private static @Nullable EngineException errorOf(Pointer pointer) {
    Pointer error = LibChdb.chdb_stream_insert_error(pointer);
    return error == null ? null : EngineException.of(error.getString(0, "UTF-8"));
  }
}
