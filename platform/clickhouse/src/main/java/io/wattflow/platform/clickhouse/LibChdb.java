package io.wattflow.platform.clickhouse;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;

/**
 * The C interface of libchdb, mapped directly: the names and arguments are those of its header, and
 * {@code size_t} is a {@code long} because the library exists for 64 bits only.
 *
 * <p>Every handle belongs to the caller: results are freed by {@code chdb_destroy_query_result},
 * insert streams by {@code chdb_destroy_insert_stream}, also after an error.
 */
final class LibChdb {
  private LibChdb() {}

  /** Loads the library once for this process; a second call with the same file does nothing. */
  static void load(Path library) {
    Native.register(LibChdb.class, NativeLibrary.getInstance(library.toString()));
  }

  /**
   * Makes /dev/null this process's standard input: where the engine misses data it reads it from
   * there, and would wait for a terminal's or a parent's for ever.
   */
  static void closeStandardInput() {
    NativeLibrary c = NativeLibrary.getInstance("c");
    int empty = c.getFunction("open").invokeInt(new Object[] {"/dev/null", 0});
    if (empty > 0) {
      c.getFunction("dup2").invokeInt(new Object[] {empty, 0});
      c.getFunction("close").invokeInt(new Object[] {empty});
    }
  }

  static native void chdb_set_signal_handlers_enabled(int enabled);

  static native Pointer chdb_connect(int argc, Pointer argv);

  static native void chdb_close_conn(Pointer connection);

  static native Pointer chdb_query_with_params_n(
      Pointer connection,
      byte[] sql,
      long sqlLength,
      byte[] format,
      long formatLength,
      Pointer names,
      Pointer nameLengths,
      Pointer values,
      Pointer valueLengths,
      long count);

  static native Pointer chdb_stream_query_with_params_n(
      Pointer connection,
      byte[] sql,
      long sqlLength,
      byte[] format,
      long formatLength,
      Pointer names,
      Pointer nameLengths,
      Pointer values,
      Pointer valueLengths,
      long count);

  static native Pointer chdb_stream_fetch_result(Pointer connection, Pointer stream);

  static native void chdb_stream_cancel_query(Pointer connection, Pointer stream);

  static native Pointer chdb_stream_insert_with_params_n(
      Pointer connection,
      byte[] sql,
      long sqlLength,
      byte[] format,
      long formatLength,
      Pointer names,
      Pointer nameLengths,
      Pointer values,
      Pointer valueLengths,
      long count);

  static native int chdb_stream_append(Pointer stream, Pointer bytes, long length);

  static native Pointer chdb_stream_done(Pointer stream);

  static native void chdb_stream_cancel_insert(Pointer stream);

  static native Pointer chdb_stream_insert_error(Pointer stream);

  static native void chdb_destroy_insert_stream(Pointer stream);

  static native Pointer chdb_result_buffer(Pointer result);

  static native long chdb_result_length(Pointer result);

  static native Pointer chdb_result_error(Pointer result);

  static native double chdb_result_elapsed(Pointer result);

  static native long chdb_result_rows_read(Pointer result);

  static native long chdb_result_storage_rows_read(Pointer result);

  static native long chdb_result_storage_bytes_read(Pointer result);

  static native long chdb_result_rows_written(Pointer result);

  static native long chdb_result_bytes_written(Pointer result);

  static native void chdb_destroy_query_result(Pointer result);

  static native int chdb_shutdown();
}
