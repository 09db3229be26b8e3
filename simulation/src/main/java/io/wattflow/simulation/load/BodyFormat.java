package io.wattflow.simulation.load;

/** The forms in which the door takes readings. */
public enum BodyFormat {
  /** An object, or an array of objects. */
  JSON("application/json"),
  /** An object a line. */
  NDJSON("application/x-ndjson"),
  /** Single-object encodings, back to back. */
  AVRO("application/avro");

  private final String contentType;

  BodyFormat(String contentType) {
    this.contentType = contentType;
  }

  /** Value of the header {@code Content-Type}. */
  public String contentType() {
    return contentType;
  }

  /** A writer of such bodies. */
  public ReadingWriter newWriter() {
    return switch (this) {
      case JSON -> JsonReadings.objectOrArray();
      case NDJSON -> JsonReadings.lines();
      case AVRO -> new AvroReadings();
    };
  }
}
