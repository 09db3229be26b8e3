package io.wattflow.platform.clickhouse;

import io.wattflow.platform.clickhouse.SqlScanner.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the front has to know of a statement to hand it to the right function of the engine. The
 * engine's own parser judges everything else.
 */
sealed interface Statement {
  /**
   * A SELECT and its like, which the engine can stream.
   *
   * @param format named in the statement itself, or null
   * @param wholeOnly whether it has totals, which come out of order when streamed
   */
  record Select(@Nullable String format, boolean wholeOnly) implements Statement {}

  /**
   * An INSERT with data behind it.
   *
   * @param headEnd where the part before FORMAT or VALUES ends
   * @param format of the data; null: by the request's default
   * @param dataStart where the data begins
   */
  record InsertData(int headEnd, @Nullable String format, int dataStart) implements Statement {}

  /**
   * An INSERT that computes its rows.
   *
   * @param readsInput whether it reads data of the request by the {@code input()} function
   */
  record InsertSelect(boolean readsInput) implements Statement {}

  /** KILL QUERY or KILL MUTATION. */
  record Kill() implements Statement {}

  /** SHOW, DESCRIBE, EXPLAIN, EXISTS, CHECK: reads, but not streamed. */
  record Inspect(@Nullable String format) implements Statement {}

  /** DDL, SET, USE and all else. */
  record Command() implements Statement {}

  /** More than one statement, which ClickHouse refuses over HTTP. */
  record Several() implements Statement {}

  /** Only blanks and comments. */
  record Empty() implements Statement {}

  Set<String> SELECT_WORDS = Set.of("SELECT", "WITH", "FROM");
  Set<String> INSPECT_WORDS =
      Set.of("SHOW", "DESCRIBE", "DESC", "EXPLAIN", "EXISTS", "CHECK", "VALUES", "TABLE");

  /**
   * Recognises the statement at the start of some bytes.
   *
   * @param limit how many of the bytes count
   * @param complete whether nothing follows them; if not, more may be asked for
   * @return null when more bytes are needed to tell
   */
  static @Nullable Statement recognise(byte[] text, int limit, boolean complete) {
    SqlScanner scanner = new SqlScanner(text, limit, complete);
    Kind first = scanner.advance();
    if (first == Kind.CUT) {
      return null;
    }
    if (first == Kind.END) {
      return new Empty();
    }
    if (scanner.isWord("INSERT")) {
      return insert(scanner, text, limit, complete);
    }
    if (!complete) {
      return null;
    }
    if (scanner.isMark('(')) {
      return rest(scanner, text, "SELECT");
    }
    return rest(scanner, text, scanner.kind() == Kind.WORD ? scanner.word() : "");
  }

  private static @Nullable Statement insert(
      SqlScanner scanner, byte[] text, int limit, boolean complete) {
    skipTarget(scanner);
    while (scanner.kind() != Kind.END && scanner.kind() != Kind.CUT) {
      if (scanner.depth() == 0 && scanner.isWord("VALUES")) {
        return new InsertData(scanner.start(), "Values", scanner.end());
      }
      if (scanner.depth() == 0 && scanner.isWord("FORMAT")) {
        return insertFormat(scanner, text, limit, complete);
      }
      if (scanner.isWord("SELECT") || scanner.depth() == 0 && isInsertSource(scanner)) {
        return complete ? new InsertSelect(callsInput(scanner)) : null;
      }
      scanner.advance();
    }
    return scanner.kind() == Kind.CUT ? null : new InsertData(scanner.end(), null, scanner.end());
  }

  private static boolean callsInput(SqlScanner scanner) {
    boolean afterInput = false;
    while (scanner.kind() != Kind.END) {
      if (afterInput && scanner.isMark('(')) {
        return true;
      }
      afterInput = scanner.isWord("INPUT");
      scanner.advance();
    }
    return false;
  }

  private static boolean isInsertSource(SqlScanner scanner) {
    return scanner.isWord("WITH") || scanner.isWord("FROM") || scanner.isWord("WATCH");
  }

  /** Skips INTO, TABLE, FUNCTION and the name, which may be the word of a clause. */
  private static void skipTarget(SqlScanner scanner) {
    scanner.advance();
    while (scanner.isWord("INTO") || scanner.isWord("TABLE") || scanner.isWord("FUNCTION")) {
      scanner.advance();
    }
    scanner.advance();
    while (scanner.isMark('.')) {
      scanner.advance();
      scanner.advance();
    }
  }

  private static @Nullable Statement insertFormat(
      SqlScanner scanner, byte[] text, int limit, boolean complete) {
    int headEnd = scanner.start();
    if (scanner.advance() != Kind.WORD) {
      return scanner.kind() == Kind.CUT ? null : new Command();
    }
    String format = string(text, scanner.start(), scanner.end());
    int at = scanner.end();
    while (at < limit && (text[at] == ' ' || text[at] == '\t' || text[at] == '\f')) {
      at++;
    }
    if (at < limit && text[at] == '\r') {
      at++;
    }
    if (at >= limit && !complete) {
      return null;
    }
    if (at < limit && text[at] == '\n') {
      at++;
    }
    return new InsertData(headEnd, format, at);
  }

  /** Reads a complete statement to its end for its FORMAT, its totals and what follows it. */
  private static Statement rest(SqlScanner scanner, byte[] text, String first) {
    @Nullable String format = null;
    boolean totals = false;
    boolean afterWith = false;
    boolean ended = false;
    boolean insertFollows = false;
    while (scanner.kind() != Kind.END) {
      if (ended) {
        return new Several();
      }
      if (scanner.depth() == 0 && scanner.isMark(';')) {
        ended = true;
      } else if (scanner.depth() == 0 && scanner.isWord("FORMAT")) {
        String named = formatName(scanner, text);
        format = named == null ? format : named;
        continue;
      } else if (scanner.isWord("TOTALS") && afterWith) {
        totals = true;
      } else if (scanner.depth() == 0 && scanner.isWord("INSERT")) {
        insertFollows = true;
      }
      afterWith = scanner.isWord("WITH");
      scanner.advance();
    }
    if (insertFollows && first.equals("WITH")) {
      return new InsertSelect(false);
    }
    if (SELECT_WORDS.contains(first)) {
      return new Select(format, totals);
    }
    if (INSPECT_WORDS.contains(first)) {
      return new Inspect(format);
    }
    return first.equals("KILL") ? new Kill() : new Command();
  }

  /** The name behind FORMAT, where FORMAT is the clause and not the name of a column. */
  private static @Nullable String formatName(SqlScanner scanner, byte[] text) {
    if (scanner.advance() != Kind.WORD) {
      return null;
    }
    String name = string(text, scanner.start(), scanner.end());
    scanner.advance();
    boolean clause =
        scanner.kind() == Kind.END || scanner.isMark(';') || scanner.isWord("SETTINGS");
    return clause ? name : null;
  }

  private static String string(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.UTF_8);
  }
}
