package io.wattflow.platform.clickhouse;

import io.wattflow.platform.clickhouse.Answer.Summary;
import io.wattflow.platform.clickhouse.EngineConnection.ResultStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statement of one request on the function of the engine that fits it, and streams data in
 * and results out, so that neither is ever held as a whole (but for the formats that are {@link
 * ResultShape#WHOLE}, which the engine holds in its own bounded memory).
 */
final class StatementRunner {
  private static final String DEFAULT_RESULT_FORMAT = "TabSeparated";
  private static final String DEFAULT_INSERT_FORMAT = "Values";

  /** Up to here an answer is given at once, with its summary and a status that knows its end. */
  private static final long SMALL_BYTES = 256 * 1024;

  /** Of a chunk, where its header is looked for. */
  private static final int HEADER_SEARCH_BYTES = 1024 * 1024;

  private final Engine engine;
  private final Connections connections;
  private final Slots slots;
  private final Duration queryTimeout;
  private final long wholeResultBytes;

  /**
   * @param queryTimeout when the engine ends a query that names no {@code max_execution_time}
   * @param wholeResultBytes how large a result may be that the engine has to hold as a whole
   */
  StatementRunner(
      Engine engine,
      Connections connections,
      Slots slots,
      Duration queryTimeout,
      long wholeResultBytes) {
    this.engine = engine;
    this.connections = connections;
    this.slots = slots;
    this.queryTimeout = queryTimeout;
    this.wholeResultBytes = wholeResultBytes;
  }

  /**
   * Runs the request's statement.
   *
   * @param body the request's body, decoded
   * @throws EngineException before anything has been sent, or after: {@link Answer#fail} tells it
   * @throws IOException when the client is gone
   */
  void run(FrontRequest request, InputStream body, Answer answer)
      throws EngineException, IOException {
    StatementSource source = StatementSource.read(request.query(), body);
    Statement statement = source.statement();
    if (request.method().equals("GET") && !isRead(statement)) {
      throw EngineException.of(
          164, "READONLY", "Cannot execute query in readonly mode: GET only reads, use POST");
    }
    runInSlot(request, source, answer);
  }

  private static boolean isRead(Statement statement) {
    return statement instanceof Statement.Select
        || statement instanceof Statement.Inspect
        || statement instanceof Statement.Empty
        || statement instanceof Statement.Several;
  }

  private void runInSlot(FrontRequest request, StatementSource source, Answer answer)
      throws EngineException, IOException {
    Statement statement = source.statement();
    if (statement instanceof Statement.Empty) {
      throw EngineException.of(62, "SYNTAX_ERROR", "Syntax error: Empty query");
    } else if (statement instanceof Statement.Several) {
      throw EngineException.of(
          62, "SYNTAX_ERROR", "Syntax error (Multi-statements are not allowed)");
    } else if (statement instanceof Statement.Kill) {
      // Needs no place: it is there to free one.
      whole(request, SystemQueries.killByClientId(source.sql()), answer, null, Map.of());
    } else if (statement instanceof Statement.InsertData insert) {
      try (Slots.Slot slot = slots.forInsert()) {
        insert(request, insert, source, answer);
      }
    } else if (statement instanceof Statement.InsertSelect insert) {
      if (insert.readsInput()) {
        // The library would read this process's standard input instead.
        throw EngineException.of(
            48, "NOT_IMPLEMENTED", "The function input() is not supported by this engine");
      }
      try (Slots.Slot slot = slots.forInsert()) {
        whole(request, source.sql(), answer, null, Map.of());
      }
    } else {
      try (Slots.Slot slot = slots.forQuery()) {
        query(request, statement, source.sql(), answer);
      }
    }
  }

  private void query(FrontRequest request, Statement statement, byte[] sql, Answer answer)
      throws EngineException, IOException {
    if (statement instanceof Statement.Select select) {
      String format = formatOf(select.format(), request);
      boolean extremes = "1".equals(request.settings().get("extremes"));
      if (ResultShape.of(format) == ResultShape.WHOLE || select.wholeOnly() || extremes) {
        whole(request, sql, answer, format, wholeLimits());
      } else {
        stream(request, sql, answer, format);
      }
    } else if (statement instanceof Statement.Inspect inspect) {
      whole(request, sql, answer, formatOf(inspect.format(), request), wholeLimits());
    } else {
      whole(request, sql, answer, null, Map.of());
    }
  }

  private static String formatOf(@Nullable String named, FrontRequest request) {
    if (named != null) {
      return named;
    }
    String asked = request.format();
    return asked == null ? DEFAULT_RESULT_FORMAT : asked;
  }

  private Map<String, String> wholeLimits() {
    Map<String, String> limits = new LinkedHashMap<>(queryLimits());
    limits.put("max_result_bytes", Long.toString(wholeResultBytes));
    return limits;
  }

  private Map<String, String> queryLimits() {
    return Map.of("max_execution_time", Long.toString(queryTimeout.toSeconds()));
  }

  private Connections.Lease lease(FrontRequest request, Map<String, String> defaults)
      throws EngineException {
    Map<String, String> settings = new LinkedHashMap<>(defaults);
    // Names the statement within the engine, which knows nothing of the client's query ids.
    settings.put("log_comment", request.queryId());
    settings.putAll(request.settings());
    return connections.lease(
        request.sessionId(), request.sessionTimeout(), settings, request.database());
  }

  /** Runs a statement whose output the engine gives at once. */
  private void whole(
      FrontRequest request,
      byte[] sql,
      Answer answer,
      @Nullable String format,
      Map<String, String> defaults)
      throws EngineException, IOException {
    try (Connections.Lease lease = lease(request, defaults)) {
      try (EngineResult result =
          lease
              .connection()
              .query(sql, format == null ? DEFAULT_RESULT_FORMAT : format, request.params())) {
        if (format != null) {
          answer.format(format);
        }
        Summary summary = Summary.ofRead(result, result.rows());
        if (result.length() <= SMALL_BYTES) {
          answer.send(summary, out -> result.writeTo(out, 0));
        } else {
          result.writeTo(answer.begin(summary), 0);
          answer.end();
        }
      } catch (EngineException e) {
        lease.failed();
        throw e;
      }
    }
  }

  private void insert(
      FrontRequest request, Statement.InsertData insert, StatementSource source, Answer answer)
      throws EngineException, IOException {
    String asked = request.format() == null ? DEFAULT_INSERT_FORMAT : request.format();
    String format = insert.format() == null ? asked : insert.format();
    try (Connections.Lease lease = lease(request, Map.of())) {
      try (InsertStream stream =
          lease.connection().insert(source.sql(), format, request.params())) {
        stream.append(source.payload());
        try (EngineResult result = stream.done()) {
          answer.send(Summary.ofWritten(result), out -> {});
        }
      } catch (EngineException | IOException e) {
        lease.failed();
        throw e;
      }
    }
  }

  private void stream(FrontRequest request, byte[] sql, Answer answer, String format)
      throws EngineException, IOException {
    try (Connections.Lease lease = lease(request, queryLimits())) {
      try (ResultStream chunks = lease.connection().stream(sql, format, request.params())) {
        answer.format(format);
        writeChunks(chunks, new HeaderOnce(ResultShape.of(format)), answer);
      } catch (EngineException | IOException e) {
        lease.failed();
        throw e;
      }
    }
  }

  /** Writes the first chunk only when the second is known, if both fit a small answer. */
  private static void writeChunks(ResultStream chunks, HeaderOnce header, Answer answer)
      throws EngineException, IOException {
    EngineResult first = chunks.next();
    if (first == null) {
      answer.send(Summary.NONE, out -> {});
      return;
    }
    OutputStream out;
    EngineResult chunk;
    try (first) {
      Summary summary = Summary.ofRead(first, first.rows());
      chunk = first.length() <= SMALL_BYTES ? chunks.next() : null;
      if (first.length() <= SMALL_BYTES && chunk == null) {
        answer.send(summary, bytes -> first.writeTo(bytes, 0));
        return;
      }
      try {
        out = answer.begin(summary);
        first.writeTo(out, header.skip(first));
      } catch (IOException e) {
        if (chunk != null) {
          chunk.close();
        }
        throw e;
      }
    }
    if (chunk == null) {
      chunk = chunks.next();
    }
    while (chunk != null) {
      try (EngineResult current = chunk) {
        current.writeTo(out, header.skip(current));
      }
      chunk = chunks.next();
    }
    answer.end();
  }

  /** Lets a format's header through with the first chunk and skips it with all others. */
  private static final class HeaderOnce {
    private final ResultShape shape;
    private byte @Nullable [] header;

    HeaderOnce(ResultShape shape) {
      this.shape = shape;
    }

    /** How many bytes of this chunk are not to be sent. */
    int skip(EngineResult chunk) throws EngineException {
      byte[] known = header;
      if (known == null) {
        byte[] head = chunk.head((int) Math.min(chunk.length(), HEADER_SEARCH_BYTES));
        int length = shape.headerLength(head);
        if (length < 0) {
          throw broken();
        }
        header = Arrays.copyOf(head, length);
        return 0;
      }
      if (chunk.length() < known.length || !Arrays.equals(chunk.head(known.length), known)) {
        throw broken();
      }
      return known.length;
    }

    private static EngineException broken() {
      return EngineException.of(
          49, "LOGICAL_ERROR", "The header of a chunk of the result is not as expected");
    }
  }

  /** Statements rewritten from the client's ids of queries to the names the engine has for them. */
  static final class SystemQueries {
    private SystemQueries() {}

    static byte[] killByClientId(byte[] sql) {
      SqlScanner scanner = new SqlScanner(sql, sql.length, true);
      StringBuilder rewritten = new StringBuilder();
      int copied = 0;
      while (scanner.advance() != SqlScanner.Kind.END) {
        if (scanner.isWord("QUERY_ID")) {
          rewritten
              .append(new String(sql, copied, scanner.start() - copied, StandardCharsets.UTF_8))
              .append("Settings['log_comment']");
          copied = scanner.end();
        }
      }
      rewritten.append(new String(sql, copied, sql.length - copied, StandardCharsets.UTF_8));
      return rewritten.toString().getBytes(StandardCharsets.UTF_8);
    }
  }
}
