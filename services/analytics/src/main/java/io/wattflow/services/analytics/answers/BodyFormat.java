package io.wattflow.services.analytics.answers;

/** How rows are written. */
public enum BodyFormat {
  /** One object. */
  JSON,
  /** Lines of RFC 4180, the first with the names of the columns. */
  CSV
}
