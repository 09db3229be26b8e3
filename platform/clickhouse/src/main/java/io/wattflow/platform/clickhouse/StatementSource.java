package io.wattflow.platform.clickhouse;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request's statement and the data behind it, found in the address, the body, or both: ClickHouse
 * reads one after the other.
 *
 * @param statement what it is
 * @param sql its text; of an INSERT with data only the part before FORMAT or VALUES
 * @param payload the data of such an INSERT, read from the client while the engine takes it
 */
record StatementSource(Statement statement, byte[] sql, InputStream payload) {
  private static final int STEP_BYTES = 64 * 1024;

  /** Statements longer than this are refused; the data of an INSERT is not part of it. */
  private static final int MAX_STATEMENT_BYTES = 64 * 1024 * 1024;

  /**
   * @param query the statement in the address, or empty
   * @param body the decoded body
   */
  static StatementSource read(String query, InputStream body) throws EngineException, IOException {
    if (query.isBlank()) {
      return inBody(new byte[0], 0, body);
    }
    byte[] text = query.getBytes(StandardCharsets.UTF_8);
    Statement statement = Statement.recognise(text, text.length, true);
    if (statement instanceof Statement.InsertData insert) {
      return insert(insert, text, text.length, body);
    }
    int first = body.read();
    if (first < 0) {
      return new StatementSource(required(statement), text, InputStream.nullInputStream());
    }
    byte[] joined = Arrays.copyOf(text, text.length + 2);
    joined[text.length] = '\n';
    joined[text.length + 1] = (byte) first;
    return inBody(joined, joined.length, body);
  }

  private static StatementSource inBody(byte[] start, int startLength, InputStream body)
      throws EngineException, IOException {
    byte[] text = Arrays.copyOf(start, startLength + STEP_BYTES);
    int length = startLength;
    while (true) {
      int count = body.readNBytes(text, length, text.length - length);
      length += count;
      // A full array may still not be all there is.
      boolean complete = length < text.length;
      Statement statement = Statement.recognise(text, length, complete);
      if (statement instanceof Statement.InsertData insert) {
        return insert(insert, text, length, body);
      }
      if (statement != null) {
        return new StatementSource(
            statement, Arrays.copyOf(text, length), InputStream.nullInputStream());
      }
      if (length >= MAX_STATEMENT_BYTES) {
        throw EngineException.of(
            62, "SYNTAX_ERROR", "The statement is longer than " + MAX_STATEMENT_BYTES + " bytes");
      }
      text = Arrays.copyOf(text, text.length * 2);
    }
  }

  private static StatementSource insert(
      Statement.InsertData insert, byte[] text, int length, InputStream body) {
    InputStream begun =
        new ByteArrayInputStream(text, insert.dataStart(), length - insert.dataStart());
    return new StatementSource(
        insert, Arrays.copyOf(text, insert.headEnd()), new SequenceInputStream(begun, body));
  }

  private static Statement required(@Nullable Statement statement) {
    if (statement == null) {
      throw new IllegalStateException("a complete text is always recognised");
    }
    return statement;
  }
}
