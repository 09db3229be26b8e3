package io.wattflow.services.ingestion.body;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How readings stand in a body. */
public enum BodyFormat {
  /** One object, or an array of objects. */
  JSON,
  /** An object on each line; a line that cannot be read spoils no other. */
  NDJSON,
  /** Avro's single-object encoding, one reading behind the other. */
  AVRO;

  /** What the content type may be, for messages. */
  public static final String ACCEPTED = "application/json, application/x-ndjson, application/avro";

  private static final Map<String, BodyFormat> BY_TYPE =
      Map.of(
          "application/json", JSON,
          "application/x-ndjson", NDJSON,
          "application/ndjson", NDJSON,
          "application/jsonl", NDJSON,
          "application/avro", AVRO,
          "avro/binary", AVRO);

  /** The format of a content type; null if it is none of ours, or not in UTF-8. */
  public static @Nullable BodyFormat of(@Nullable String contentType) {
    if (contentType == null) {
      return null;
    }
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    BodyFormat exact = BY_TYPE.get(type);
    BodyFormat format = exact == null ? BY_TYPE.get(type.strip().toLowerCase(Locale.ROOT)) : exact;
    return format != null && semicolon >= 0 && !isUtf8(contentType.substring(semicolon))
        ? null
        : format;
  }

  private static boolean isUtf8(String parameters) {
    String plain = parameters.toLowerCase(Locale.ROOT).replace("\"", "").replace(" ", "");
    int charset = plain.indexOf("charset=");
    return charset < 0 || plain.startsWith("utf-8", charset + "charset=".length());
  }
}
