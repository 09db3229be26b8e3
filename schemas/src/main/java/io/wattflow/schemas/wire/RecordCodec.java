package io.wattflow.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Single-object encoding of a generated class, for records off the hot path. Reads every published
 * version. Thread-safe: it keeps no state between calls.
 *
 * @param <T> the generated class
 */
final class RecordCodec<T extends SpecificRecord> {
  private final PublishedSchemas published;
  private final SpecificData model;
  private final Schema current;
  private final long fingerprint;

  RecordCodec(PublishedSchemas published, Class<T> type) {
    this.published = published;
    this.model = SpecificData.getForClass(type);
    this.current = model.getSchema(type);
    this.fingerprint = SchemaNormalization.parsingFingerprint64(current);
  }

  byte[] encode(T message) {
    byte[] header = new byte[Framing.SINGLE_OBJECT_LENGTH];
    Framing.putSingleObject(header, fingerprint);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      out.write(header);
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      new SpecificDatumWriter<T>(current, model).write(message, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return out.toByteArray();
  }

  T decode(byte[] bytes) throws InvalidMessageException {
    String name = current.getName();
    if (!Framing.isSingleObject(bytes)) {
      throw new InvalidMessageException("not a " + name + " in single-object encoding");
    }
    long writerFingerprint = Framing.fingerprint(bytes, 0);
    Schema writer = published.byFingerprint(writerFingerprint);
    if (writer == null) {
      throw new InvalidMessageException(
          "no published version of "
              + name
              + " has the fingerprint "
              + Long.toHexString(writerFingerprint));
    }
    WireInput in = new WireInput();
    in.reset(bytes, 0, Framing.SINGLE_OBJECT_LENGTH, bytes.length);
    T message;
    try {
      message = new SpecificDatumReader<T>(writer, current, model).read(null, in);
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      // Avro's resolver indexes its tables with a branch or symbol of the wire, unchecked.
      throw new InvalidMessageException("malformed " + name + ": " + e.getMessage(), e);
    }
    if (in.remaining() > 0) {
      throw new InvalidMessageException(in.remaining() + " bytes after the " + name);
    }
    return message;
  }
}
