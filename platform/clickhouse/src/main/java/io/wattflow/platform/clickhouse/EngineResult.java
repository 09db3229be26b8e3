package io.wattflow.platform.clickhouse;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Output of the engine in native memory, and what the engine counted while producing it. */
final class EngineResult implements AutoCloseable {
  private static final int COPY_BYTES = 64 * 1024;

  private final Pointer pointer;
  private final long length;
  private boolean open = true;

  private EngineResult(Pointer pointer) {
    this.pointer = pointer;
    this.length = LibChdb.chdb_result_length(pointer);
  }

  /** Takes over the handle; frees it and throws where it stands for an error. */
  static EngineResult checked(@Nullable Pointer pointer) throws EngineException {
    if (pointer == null) {
      throw EngineException.of(210, "NETWORK_ERROR", "The engine gave no answer");
    }
    Pointer error = LibChdb.chdb_result_error(pointer);
    if (error != null) {
      String text = error.getString(0, "UTF-8");
      LibChdb.chdb_destroy_query_result(pointer);
      throw EngineException.of(text);
    }
    return new EngineResult(pointer);
  }

  Pointer pointer() {
    return pointer;
  }

  /** Bytes of output. */
  long length() {
    return length;
  }

  /** Rows of this output. */
  long rows() {
    return LibChdb.chdb_result_rows_read(pointer);
  }

  long storageRowsRead() {
    return LibChdb.chdb_result_storage_rows_read(pointer);
  }

  long storageBytesRead() {
    return LibChdb.chdb_result_storage_bytes_read(pointer);
  }

  long rowsWritten() {
    return LibChdb.chdb_result_rows_written(pointer);
  }

  long bytesWritten() {
    return LibChdb.chdb_result_bytes_written(pointer);
  }

  /** The output; only for what is known to be small. */
  byte[] content() {
    return head(Math.toIntExact(length));
  }

  /** The first {@code count} bytes of the output. */
  byte[] head(int count) {
    return count == 0 ? new byte[0] : LibChdb.chdb_result_buffer(pointer).getByteArray(0, count);
  }

  /** Copies the output from an offset on. */
  void writeTo(OutputStream out, long from) throws IOException {
    if (from >= length) {
      return;
    }
    Pointer buffer = LibChdb.chdb_result_buffer(pointer);
    byte[] copy = new byte[(int) Math.min(COPY_BYTES, length - from)];
    for (long at = from; at < length; ) {
      int count = (int) Math.min(copy.length, length - at);
      buffer.read(at, copy, 0, count);
      out.write(copy, 0, count);
      at += count;
    }
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      LibChdb.chdb_destroy_query_result(pointer);
    }
  }
}
