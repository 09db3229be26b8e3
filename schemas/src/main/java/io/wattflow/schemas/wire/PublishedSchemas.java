package io.wattflow.schemas.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * All versions of a record that were ever published, oldest first: {@code v1.avsc}, {@code v2.avsc}
 * and so on, without a gap. The newest one is the current one.
 */
final class PublishedSchemas {
  static final PublishedSchemas TELEMETRY_READING = load("telemetry_reading");
  static final PublishedSchemas DEAD_LETTER = load("dead_letter");
  static final PublishedSchemas ALERT = load("alert");

  private final String record;
  private final List<Schema> versions;

  private PublishedSchemas(String record, List<Schema> versions) {
    this.record = record;
    this.versions = versions;
  }

  private static PublishedSchemas load(String record) {
    List<Schema> versions = new ArrayList<>();
    Schema schema = loadVersion(record, 1);
    while (schema != null) {
      versions.add(schema);
      schema = loadVersion(record, versions.size() + 1);
    }
    if (versions.isEmpty()) {
      throw new IllegalStateException("no published version of " + record + " on the class path");
    }
    return new PublishedSchemas(record, List.copyOf(versions));
  }

  private static @Nullable Schema loadVersion(String record, int version) {
    String resource = "/io/wattflow/schemas/history/" + record + "/v" + version + ".avsc";
    try (InputStream in = PublishedSchemas.class.getResourceAsStream(resource)) {
      return in == null ? null : new Schema.Parser().parse(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  /** Name of the files' folder. */
  String record() {
    return record;
  }

  /** Oldest first; version n is at n - 1. */
  List<Schema> versions() {
    return versions;
  }

  Schema current() {
    return versions.get(versions.size() - 1);
  }

  /** The published version with this fingerprint (CRC-64-AVRO), or null. */
  @Nullable Schema byFingerprint(long fingerprint) {
    for (Schema version : versions) {
      if (SchemaNormalization.parsingFingerprint64(version) == fingerprint) {
        return version;
      }
    }
    return null;
  }
}
