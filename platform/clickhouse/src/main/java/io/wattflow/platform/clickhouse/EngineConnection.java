package io.wattflow.platform.clickhouse;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the engine. Runs one statement at a time and must be closed after any error:
 * the engine prefixes a failed statement's half output to the connection's next result.
 */
final class EngineConnection implements AutoCloseable {
  private final Pointer holder;
  private final Pointer handle;
  private boolean open = true;

  EngineConnection(Pointer holder) {
    this.holder = holder;
    this.handle = holder.getPointer(0);
  }

  /** Runs a statement to its end; the whole output stands in native memory until it is closed. */
  EngineResult query(byte[] sql, String format, Map<String, String> params) throws EngineException {
    Bound bound = new Bound(params);
    byte[] formatBytes = bytes(format);
    return EngineResult.checked(
        LibChdb.chdb_query_with_params_n(
            handle,
            sql,
            sql.length,
            formatBytes,
            formatBytes.length,
            bound.names,
            bound.nameLengths,
            bound.values,
            bound.valueLengths,
            bound.count));
  }

  /** As {@link #query} for a short statement of the front's own; gives its output as text. */
  String text(String sql) throws EngineException {
    try (EngineResult result = query(bytes(sql), "TabSeparated", Map.of())) {
      return new String(result.content(), StandardCharsets.UTF_8);
    }
  }

  /** Begins a SELECT whose output is fetched chunk by chunk. */
  ResultStream stream(byte[] sql, String format, Map<String, String> params)
      throws EngineException {
    Bound bound = new Bound(params);
    byte[] formatBytes = bytes(format);
    Pointer stream =
        LibChdb.chdb_stream_query_with_params_n(
            handle,
            sql,
            sql.length,
            formatBytes,
            formatBytes.length,
            bound.names,
            bound.nameLengths,
            bound.values,
            bound.valueLengths,
            bound.count);
    EngineResult started = EngineResult.checked(stream);
    return new ResultStream(started);
  }

  /**
   * Begins an INSERT whose data is appended.
   *
   * @param sql the statement without its FORMAT or VALUES clause
   */
  InsertStream insert(byte[] sql, String format, Map<String, String> params)
      throws EngineException {
    Bound bound = new Bound(params);
    byte[] formatBytes = bytes(format);
    Pointer stream =
        LibChdb.chdb_stream_insert_with_params_n(
            handle,
            sql,
            sql.length,
            formatBytes,
            formatBytes.length,
            bound.names,
            bound.nameLengths,
            bound.values,
            bound.valueLengths,
            bound.count);
    return InsertStream.checked(stream);
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      LibChdb.chdb_close_conn(holder);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The chunks of one running SELECT. Closing it early cancels the SELECT. */
  final class ResultStream implements AutoCloseable {
    private final EngineResult started;
    private boolean running = true;

    private ResultStream(EngineResult started) {
      this.started = started;
    }

    /** The next chunk, or null at the end. The caller closes it. */
    @Nullable EngineResult next() throws EngineException {
      if (!running) {
        return null;
      }
      EngineResult chunk;
      try {
        chunk = EngineResult.checked(LibChdb.chdb_stream_fetch_result(handle, started.pointer()));
      } catch (EngineException e) {
        running = false;
        throw e;
      }
      if (chunk.length() == 0) {
        running = false;
        chunk.close();
        return null;
      }
      return chunk;
    }

    @Override
    public void close() {
      if (running) {
        running = false;
        LibChdb.chdb_stream_cancel_query(handle, started.pointer());
      }
      started.close();
    }
  }

  /** Query parameters as the C interface takes them; alive as long as this object is. */
  private static final class Bound {
    final int count;
    final Pointer names;
    final Pointer nameLengths;
    final Pointer values;
    final Pointer valueLengths;

    Bound(Map<String, String> params) {
      count = params.size();
      List<byte[]> nameBytes = params.keySet().stream().map(EngineConnection::bytes).toList();
      List<byte[]> valueBytes = params.values().stream().map(EngineConnection::bytes).toList();
      names = pointers(nameBytes);
      nameLengths = lengths(nameBytes);
      values = pointers(valueBytes);
      valueLengths = lengths(valueBytes);
    }

    private static Pointer pointers(List<byte[]> texts) {
      if (texts.isEmpty()) {
        return Pointer.NULL;
      }
      Pointers array = new Pointers(texts.size());
      for (int i = 0; i < texts.size(); i++) {
        byte[] text = texts.get(i);
        Memory copy = new Memory(text.length + 1L);
        copy.write(0, text, 0, text.length);
        copy.setByte(text.length, (byte) 0);
        array.put(i, copy);
      }
      return array;
    }

    private static Pointer lengths(List<byte[]> texts) {
      if (texts.isEmpty()) {
        return Pointer.NULL;
      }
      Memory array = new Memory(8L * texts.size());
      for (int i = 0; i < texts.size(); i++) {
        array.setLong(8L * i, texts.get(i).length);
      }
      return array;
    }
  }

  /** An array of pointers that keeps what it points to from being collected. */
  private static final class Pointers extends Memory {
    private final Memory[] targets;

    Pointers(int count) {
      super(8L * count);
      targets = new Memory[count];
    }

    void put(int index, Memory target) {
      targets[index] = target;
      setPointer(8L * index, target);
    }
  }
}
