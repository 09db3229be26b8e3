package io.wattflow.platform.clickhouse;

import java.util.Locale;

/** The media types of ClickHouse's formats. */
final class ContentTypes {
  private ContentTypes() {}

  static String of(String format) {
    String name = format.toLowerCase(Locale.ROOT);
    if (name.startsWith("csv")) {
      return "text/csv; charset=UTF-8";
    }
    if (name.startsWith("tabseparated") || name.startsWith("tsv") || name.startsWith("tskv")) {
      return "text/tab-separated-values; charset=UTF-8";
    }
    if (name.endsWith("eachrow") && name.startsWith("json") || name.equals("ndjson")) {
      return "application/x-ndjson; charset=UTF-8";
    }
    if (name.startsWith("json")) {
      return "application/json; charset=UTF-8";
    }
    if (name.startsWith("pretty") || name.equals("vertical") || name.equals("markdown")) {
      return "text/plain; charset=UTF-8";
    }
    return name.equals("xml") ? "application/xml; charset=UTF-8" : "application/octet-stream";
  }
}
