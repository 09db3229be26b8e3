package io.wattflow.platform.clickhouse;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Splits the bytes of a statement into words, marks and literals, skipping blanks and comments. It
 * works on bytes because what follows an INSERT may be binary, and it knows when a token might go
 * on beyond what has been read so far.
 */
final class SqlScanner {
  /** What the scanner stands on. */
  enum Kind {
    WORD,
    QUOTED_NAME,
    LITERAL,
    MARK,
    END,
    /** The bytes end where more of this token may follow. */
    CUT
  }

  private final byte[] text;
  private final int limit;
  private final boolean complete;
  private int next;
  private int start;
  private int depth;
  private Kind kind = Kind.END;

  /**
   * @param limit how many of the bytes count
   * @param complete whether nothing follows them
   */
  SqlScanner(byte[] text, int limit, boolean complete) {
    this.text = text;
    this.limit = limit;
    this.complete = complete;
  }

  /** Moves to the next token and gives its kind. */
  Kind advance() {
    kind = scan();
    return kind;
  }

  Kind kind() {
    return kind;
  }

  /** Where the current token begins. */
  int start() {
    return start;
  }

  /** Where the current token ends, exclusive. */
  int end() {
    return next;
  }

  /** How many brackets are open around the current token; an opening bracket counts itself. */
  int depth() {
    return depth;
  }

  /** Whether the current token is this keyword, in any case. */
  boolean isWord(String upper) {
    return kind == Kind.WORD && word().equals(upper);
  }

  /** The current word in upper case. */
  String word() {
    return new String(text, start, next - start, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
  }

  /** Whether the current token is this one mark. */
  boolean isMark(char mark) {
    return kind == Kind.MARK && text[start] == mark;
  }

  private Kind scan() {
    if (!skipBlanks()) {
      return Kind.CUT;
    }
    start = next;
    if (next >= limit) {
      return complete ? Kind.END : Kind.CUT;
    }
    int c = text[next] & 0xff;
    if (c == '\'') {
      return quoted('\'', Kind.LITERAL);
    }
    if (c == '"' || c == '`') {
      return quoted(c, Kind.QUOTED_NAME);
    }
    if (isWordByte(c)) {
      return wordOrHeredoc(c);
    }
    next++;
    if (c == '(' || c == '[' || c == '{') {
      depth++;
    } else if (c == ')' || c == ']' || c == '}') {
      depth--;
    }
    return Kind.MARK;
  }

  private Kind wordOrHeredoc(int first) {
    if (first == '$') {
      int close = next + 1;
      while (close < limit && isWordByte(text[close] & 0xff) && text[close] != '$') {
        close++;
      }
      if (close < limit && text[close] == '$') {
        return heredoc(close + 1 - next);
      }
    }
    while (next < limit && isWordByte(text[next] & 0xff)) {
      next++;
    }
    return next == limit && !complete ? Kind.CUT : Kind.WORD;
  }

  private Kind heredoc(int tagLength) {
    int tag = next;
    for (int at = next + tagLength; at + tagLength <= limit; at++) {
      if (java.util.Arrays.equals(text, tag, tag + tagLength, text, at, at + tagLength)) {
        next = at + tagLength;
        return Kind.LITERAL;
      }
    }
    next = limit;
    return complete ? Kind.LITERAL : Kind.CUT;
  }

  private Kind quoted(int quote, Kind asKind) {
    next++;
    while (next < limit) {
      int c = text[next] & 0xff;
      if (c == '\\') {
        next += 2;
      } else if (c != quote) {
        next++;
      } else if (next + 1 < limit && (text[next + 1] & 0xff) == quote) {
        next += 2;
      } else {
        next++;
        return next == limit && !complete ? Kind.CUT : asKind;
      }
    }
    next = limit;
    return complete ? asKind : Kind.CUT;
  }

  /** False where a comment may go on beyond the end. */
  private boolean skipBlanks() {
    while (next < limit) {
      int c = text[next] & 0xff;
      int following = next + 1 < limit ? text[next + 1] & 0xff : -1;
      if (c <= ' ') {
        next++;
      } else if (c == '-' && following == '-'
          || c == '#' && (following == ' ' || following == '!')) {
        while (next < limit && text[next] != '\n') {
          next++;
        }
      } else if (c == '/' && following == '*') {
        int close = next + 2;
        while (close + 1 < limit && (text[close] != '*' || text[close + 1] != '/')) {
          close++;
        }
        if (close + 1 >= limit && !complete) {
          return false;
        }
        next = Math.min(limit, close + 2);
      } else if (following == -1 && !complete && (c == '-' || c == '/' || c == '#')) {
        return false;
      } else {
        return true;
      }
    }
    return true;
  }

  private static boolean isWordByte(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c == '$'
        || c >= 0x80;
  }
}
