package io.wattflow.platform.clickhouse;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How the chunks of a streamed result become one document. The engine formats every chunk as if it
 * were the whole result, so a format's header comes again with each of them.
 */
enum ResultShape {
  /** Chunks one after the other are the document. */
  PLAIN {
    @Override
    int headerLength(byte[] head) {
      return 0;
    }
  },
  /** A header of one line. */
  ONE_LINE {
    @Override
    int headerLength(byte[] head) {
      return afterLines(head, 1, false);
    }
  },
  /** A header of two lines. */
  TWO_LINES {
    @Override
    int headerLength(byte[] head) {
      return afterLines(head, 2, false);
    }
  },
  /** A header of one CSV record. */
  ONE_RECORD {
    @Override
    int headerLength(byte[] head) {
      return afterLines(head, 1, true);
    }
  },
  /** A header of two CSV records. */
  TWO_RECORDS {
    @Override
    int headerLength(byte[] head) {
      return afterLines(head, 2, true);
    }
  },
  /** The number of columns, then their names. */
  BINARY_NAMES {
    @Override
    int headerLength(byte[] head) {
      return afterStrings(head, 1);
    }
  },
  /** The number of columns, then their names, then their types. */
  BINARY_NAMES_AND_TYPES {
    @Override
    int headerLength(byte[] head) {
      return afterStrings(head, 2);
    }
  },
  /** Formats with a footer, a count or an index: one document only when formatted at once. */
  WHOLE {
    @Override
    int headerLength(byte[] head) {
      throw new IllegalStateException("a whole result has no chunks");
    }
  };

  private static final Set<String> PLAIN_FORMATS =
      Set.of(
          "tabseparated",
          "tabseparatedraw",
          "tsv",
          "tsvraw",
          "raw",
          "csv",
          "tskv",
          "jsoneachrow",
          "jsonlines",
          "jsonl",
          "ndjson",
          "prettyjsoneachrow",
          "prettyjsonlines",
          "prettyndjson",
          "jsonstringseachrow",
          "jsoncompacteachrow",
          "jsoncompactstringseachrow",
          "rowbinary",
          "native",
          "bsoneachrow",
          "msgpack",
          "lineasstring",
          "rawblob",
          "protobuf",
          "sqlinsert",
          "null");

  private static final Map<String, ResultShape> SHAPES = shapes();

  private static Map<String, ResultShape> shapes() {
    Map<String, ResultShape> shapes = new HashMap<>();
    PLAIN_FORMATS.forEach(name -> shapes.put(name, PLAIN));
    for (String name :
        Set.of(
            "tsv",
            "tsvraw",
            "raw",
            "tabseparated",
            "tabseparatedraw",
            "jsoncompacteachrow",
            "jsoncompactstringseachrow")) {
      shapes.put(name + "withnames", ONE_LINE);
      shapes.put(name + "withnamesandtypes", TWO_LINES);
    }
    shapes.put("csvwithnames", ONE_RECORD);
    shapes.put("csvwithnamesandtypes", TWO_RECORDS);
    shapes.put("markdown", TWO_LINES);
    shapes.put("md", TWO_LINES);
    shapes.put("rowbinarywithnames", BINARY_NAMES);
    shapes.put("rowbinarywithnamesandtypes", BINARY_NAMES_AND_TYPES);
    return Map.copyOf(shapes);
  }

  /** The shape of a format of this name, in any case; unknown ones are {@link #WHOLE}. */
  static ResultShape of(String format) {
    return SHAPES.getOrDefault(format.toLowerCase(Locale.ROOT), WHOLE);
  }

  /**
   * How long the header at the start of a chunk is.
   *
   * @param head the chunk's first bytes
   * @return the length in bytes, or -1 when the header goes on behind {@code head}
   */
  abstract int headerLength(byte[] head);

  private static int afterLines(byte[] head, int lines, boolean quotes) {
    int left = lines;
    boolean quoted = false;
    for (int at = 0; at < head.length; at++) {
      // A name in quotes may hold a line break; a quote within it is doubled.
      if (quotes && head[at] == '"') {
        quoted = !quoted;
      } else if (head[at] == '\n' && !quoted && --left == 0) {
        return at + 1;
      }
    }
    return -1;
  }

  private static int afterStrings(byte[] head, int stringsPerColumn) {
    Varint columns = Varint.read(head, 0);
    long strings = columns.value() * stringsPerColumn;
    int at = columns.next();
    for (long i = 0; i < strings && at >= 0; i++) {
      Varint length = Varint.read(head, at);
      at = length.next() < 0 ? -1 : Math.toIntExact(length.next() + length.value());
    }
    return at > head.length ? -1 : at;
  }

  /** A number of 7-bit groups, least first; next is -1 where it goes on behind the bytes. */
  private record Varint(long value, int next) {
    static Varint read(byte[] bytes, int from) {
      long value = 0;
      for (int at = from; at < bytes.length; at++) {
        value |= (long) (bytes[at] & 0x7f) << 7 * (at - from);
        if (bytes[at] >= 0) {
          return new Varint(value, at + 1);
        }
      }
      return new Varint(0, -1);
    }
  }
}
