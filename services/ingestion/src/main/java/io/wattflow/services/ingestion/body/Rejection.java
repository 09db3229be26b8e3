package io.wattflow.services.ingestion.body;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why one reading of a request was not accepted.
 *
 * @param index place of the reading in the request, from 0
 * @param field name as in the schema; null if it is not about one field
 * @param reason stable name, upper case: one of this package's, or of the pipeline's validation
 * @param detail one line for people: the value, and what would be right
 */
public record Rejection(int index, @Nullable String field, String reason, String detail) {
  /** A required field is absent or null. */
  public static final String MISSING_FIELD = "MISSING_FIELD";

  /** A field's value has the wrong JSON type, or does not fit the field's. */
  public static final String WRONG_TYPE = "WRONG_TYPE";

  /** A field stands twice, under its name or an alias. */
  public static final String DUPLICATE_FIELD = "DUPLICATE_FIELD";

  /** There are more unknown fields than anybody needs. */
  public static final String TOO_MANY_FIELDS = "TOO_MANY_FIELDS";

  /** An event time that is no instant. */
  public static final String INVALID_EVENT_TIME = "INVALID_EVENT_TIME";

  /** A device type that the schema has not. */
  public static final String UNKNOWN_DEVICE_TYPE = "UNKNOWN_DEVICE_TYPE";

  /** A string that is no Unicode: half a surrogate pair. */
  public static final String MALFORMED_STRING = "MALFORMED_STRING";

  /** A line that is no JSON object. */
  public static final String MALFORMED_JSON = "MALFORMED_JSON";

  /** The reading belongs to another user than the key. */
  public static final String FOREIGN_USER = "FOREIGN_USER";

  /** As members of an answer. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("index", index);
    if (field != null) {
      members.put("field", field);
    }
    members.put("reason", reason);
    members.put("detail", detail);
    return members;
  }
}
