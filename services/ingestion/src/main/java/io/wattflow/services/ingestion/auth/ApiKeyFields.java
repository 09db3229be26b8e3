package io.wattflow.services.ingestion.auth;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A key as names and texts, the same in every store. */
final class ApiKeyFields {
  static final String ID = "id";
  static final String SECRET = "secret_sha256";
  static final String USER_ID = "user_id";
  static final String CREATED_AT = "created_at";
  static final String READINGS_PER_SECOND = "readings_per_second";
  static final String NOTE = "note";
  static final String EXPIRES_AT = "expires_at";

  private static final Set<String> NAMES =
      Set.of(ID, SECRET, USER_ID, CREATED_AT, READINGS_PER_SECOND, NOTE, EXPIRES_AT);

  private ApiKeyFields() {}

  /** In the order in which people want to read them; absent ones are left out. */
  static Map<String, String> write(ApiKey key) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(ID, key.id());
    fields.put(USER_ID, Long.toString(key.userId()));
    fields.put(SECRET, key.secret().hex());
    fields.put(CREATED_AT, key.createdAt().toString());
    key.readingsPerSecond()
        .ifPresent(rate -> fields.put(READINGS_PER_SECOND, Integer.toString(rate)));
    key.note().ifPresent(note -> fields.put(NOTE, note));
    key.expiresAt().ifPresent(instant -> fields.put(EXPIRES_AT, instant.toString()));
    return fields;
  }

  /**
   * Reads what {@link #write} wrote. A name that we do not know is an error: a misspelt {@code
   * expires_at} would be a key for ever.
   *
   * @throws InvalidApiKeyException naming the field
   */
  static ApiKey read(Map<String, String> fields) {
    for (String name : fields.keySet()) {
      if (!NAMES.contains(name)) {
        throw new InvalidApiKeyException(name, "is no field of a key");
      }
    }
    return new ApiKey(
        required(fields, ID),
        digest(required(fields, SECRET)),
        number(USER_ID, required(fields, USER_ID)),
        instant(CREATED_AT, required(fields, CREATED_AT)),
        rate(fields.get(READINGS_PER_SECOND)),
        Optional.ofNullable(fields.get(NOTE)),
        Optional.ofNullable(fields.get(EXPIRES_AT)).map(text -> instant(EXPIRES_AT, text)));
  }

  private static String required(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new InvalidApiKeyException(name, "is missing");
    }
    return value;
  }

  private static SecretDigest digest(String hex) {
    try {
      return SecretDigest.parse(hex);
    } catch (IllegalArgumentException e) {
      throw new InvalidApiKeyException(SECRET, String.valueOf(e.getMessage()));
    }
  }

  private static OptionalInt rate(@Nullable String text) {
    if (text == null) {
      return OptionalInt.empty();
    }
    // What does not fit becomes what is refused.
    long rate = number(READINGS_PER_SECOND, text);
    return OptionalInt.of((int) Math.max(0, Math.min(rate, Integer.MAX_VALUE)));
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidApiKeyException(name, "must be a whole number");
    }
  }

  private static Instant instant(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidApiKeyException(name, "must be an instant such as 2027-01-31T00:00:00Z");
    }
  }
}
