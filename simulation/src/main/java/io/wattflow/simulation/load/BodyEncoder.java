package io.wattflow.simulation.load;

import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import io.wattflow.schemas.wire.ReadingEncoder;
import io.wattflow.simulation.ProducedRecord;
import java.util.Arrays;
import java.util.List;

/**
 * Records of a script to bodies for the door. A body says what the records' payloads say, bit for
 * bit. Not thread-safe.
 *
 * <p>A record that is no reading, or that has a value for which the format has no form, cannot
 * share a body with others: it goes alone and as the bytes that it is, for the door to refuse.
 */
public final class BodyEncoder {
  private static final int FRAMING = 10;
  private static final byte[] CURRENT_FRAMING =
      Arrays.copyOf(new ReadingEncoder().encode(new DecodedReading()), FRAMING);

  private final BodyFormat format;
  private final boolean gzip;
  private final ReadingWriter writer;
  private final ReadingDecoder decoder = new ReadingDecoder();
  private final DecodedReading reading = new DecodedReading();
  private final Gzip packer = new Gzip();

  /**
   * Of one format.
   *
   * @param gzip whether bodies are packed
   */
  public BodyEncoder(BodyFormat format, boolean gzip) {
    this.format = format;
    this.gzip = gzip;
    this.writer = format.newWriter();
  }

  /** Whether the record can share a body with others. */
  public boolean fits(ProducedRecord produced) {
    return produced.reading() != null
        || (decoder.decode(produced.payload(), reading) == null && writer.canWrite(reading));
  }

  /**
   * The body of some records in their order.
   *
   * @param records at least one; several only if they all {@linkplain #fits fit}
   * @throws IllegalArgumentException if one of several records does not fit
   */
  public DoorBody encode(List<ProducedRecord> records) {
    ProducedRecord first = records.get(0);
    if (records.size() == 1 && !fits(first)) {
      return pack(first.payload(), BodyFormat.AVRO);
    }
    for (ProducedRecord produced : records) {
      byte[] payload = produced.payload();
      if (decoder.decode(payload, reading) != null) {
        throw new IllegalArgumentException(
            "a record of %s among others: %s".formatted(produced.key(), decoder.detail()));
      }
      if (isCurrent(payload)) {
        writer.add(reading);
      } else {
        writer.addLegacy(reading);
      }
    }
    return pack(writer.take(), format);
  }

  private static boolean isCurrent(byte[] payload) {
    return payload.length > FRAMING
        && Arrays.equals(payload, 0, FRAMING, CURRENT_FRAMING, 0, FRAMING);
  }

  private DoorBody pack(byte[] bytes, BodyFormat bytesFormat) {
    return new DoorBody(gzip ? packer.pack(bytes) : bytes, bytesFormat.contentType(), gzip);
  }
}
