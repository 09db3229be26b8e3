package io.wattflow.services.ingestion.auth;

/** A field of an API key does not hold what it must; the message names the field and the rule. */
public final class InvalidApiKeyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String rule;

  InvalidApiKeyException(String field, String rule) {
    super(field + " " + rule);
    this.field = field;
    this.rule = rule;
  }

  /** Such as {@code user_id}. */
  public String field() {
    return field;
  }

  /** What the field must be, such as "must be at least 1". */
  public String rule() {
    return rule;
  }
}
