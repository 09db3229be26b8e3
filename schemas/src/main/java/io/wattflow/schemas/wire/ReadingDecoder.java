package io.wattflow.schemas.wire;

import io.wattflow.schemas.avro.DeviceType;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of the wire to a reading in primitives.
 *
 * <p>Payloads of the current schema take a hand-written path straight from the array, which
 * allocates nothing. Payloads of an older published schema (by fingerprint) or of a registry's
 * schema (by id) are resolved by Avro's rules, with tables kept per writer's schema.
 *
 * <p>No payload makes it throw: what is wrong with the bytes comes back as a {@link DecodeFailure}.
 * The one exception is a registry that does not answer, see {@link RegistryUnavailableException}.
 *
 * <p>Not thread-safe: one per thread, like the holder it fills.
 */
public final class ReadingDecoder {
  private static final List<String> FIRST_FIELDS =
      List.of("device_id", "user_id", "device_type", "event_time");

  private static final long[] PEEKABLE =
      PublishedSchemas.TELEMETRY_READING.versions().stream()
          .filter(
              version ->
                  version.getFields().stream()
                      .limit(FIRST_FIELDS.size())
                      .map(Schema.Field::name)
                      .toList()
                      .equals(FIRST_FIELDS))
          .mapToLong(SchemaNormalization::parsingFingerprint64)
          .toArray();

  static final long CURRENT_FINGERPRINT =
      SchemaNormalization.parsingFingerprint64(PublishedSchemas.TELEMETRY_READING.current());

  private static final byte[] NO_BYTES = {};
  private static final int DEVICE_TYPES = DeviceType.values().length;

  private final DecoderOptions options;
  private final @Nullable SchemaRegistryClient registry;
  private final WireInput in = new WireInput();
  private final Map<Long, ResolvingReadingReader> readersByFingerprint = new HashMap<>();
  private final Map<Integer, Writer> writersById = new HashMap<>();
  private String detail = "";
  private int consumed;

  /** A schema of the registry as this decoder uses it; null reader: the current layout. */
  private record Writer(@Nullable ResolvingReadingReader reader) {}

  /** A decoder with {@link DecoderOptions#DEFAULTS}. */
  public ReadingDecoder() {
    this(DecoderOptions.DEFAULTS);
  }

  /** A decoder with a registry client of its own, if the options name a registry. */
  public ReadingDecoder(DecoderOptions options) {
    this(options, options.registry() == null ? null : new SchemaRegistryClient(options.registry()));
  }

  /**
   * A decoder that shares a registry client with others.
   *
   * @param registry null: records in Confluent framing are refused
   */
  public ReadingDecoder(DecoderOptions options, @Nullable SchemaRegistryClient registry) {
    this.options = options;
    this.registry = registry;
  }

  /**
   * Decodes one payload.
   *
   * @param payload the whole record value; null counts as empty
   * @param into takes the reading; its content is undefined after a failure, and its device id
   *     points into {@code payload} or into a buffer of this decoder
   * @return null on success, else why not; {@link #detail()} says more
   * @throws RegistryUnavailableException if the writer's schema must be looked up and the registry
   *     does not answer
   */
  public @Nullable DecodeFailure decode(byte @Nullable [] payload, DecodedReading into) {
    return payload == null
        ? decode(NO_BYTES, 0, 0, into)
        : decode(payload, 0, payload.length, into);
  }

  /**
   * Decodes a payload that lies within an array, like {@link #decode(byte[], DecodedReading)}.
   *
   * @param buffer holds the payload; the reading's device id may point into it
   * @param from where the payload begins
   * @param length of the payload; {@code 0 <= from <= from + length <= buffer.length}
   */
  public @Nullable DecodeFailure decode(byte[] buffer, int from, int length, DecodedReading into) {
    try {
      requireSize(length);
      decodeFramed(buffer, from, length, into);
      if (in.remaining() > 0) {
        throw new WireFault(
            DecodeFailure.TRAILING_BYTES, in.remaining() + " bytes after the reading");
      }
      return null;
    } catch (WireFault fault) {
      return failed(fault);
    } catch (IOException e) {
      throw unexpected(e);
    }
  }

  /**
   * Decodes the first of several payloads that lie in an array one behind the other, each with its
   * framing; {@link #consumed()} tells where the next one begins. Otherwise like {@link
   * #decode(byte[], int, int, DecodedReading)}.
   *
   * @param length of all that is left; the longest accepted payload bounds the first one alone
   */
  public @Nullable DecodeFailure decodeFirst(
      byte[] buffer, int from, int length, DecodedReading into) {
    int first = Math.min(length, options.maxPayloadBytes());
    try {
      if (length == 0) {
        requireSize(length);
      }
      decodeFramed(buffer, from, first, into);
      consumed = in.place();
      return null;
    } catch (WireFault fault) {
      if (fault.failure() == DecodeFailure.TRUNCATED && first < length) {
        detail = "one reading of more than " + first + " bytes";
        return DecodeFailure.OVERSIZED;
      }
      return failed(fault);
    } catch (IOException e) {
      throw unexpected(e);
    }
  }

  /** Bytes of the reading that {@link #decodeFirst} decoded last, its framing included. */
  public int consumed() {
    return consumed;
  }

  private void requireSize(int length) throws WireFault {
    if (length == 0) {
      throw new WireFault(DecodeFailure.EMPTY, "no bytes");
    }
    if (length > options.maxPayloadBytes()) {
      throw new WireFault(
          DecodeFailure.OVERSIZED,
          length + " bytes, at most " + options.maxPayloadBytes() + " are accepted");
    }
  }

  private DecodeFailure failed(WireFault fault) {
    detail = String.valueOf(fault.getMessage());
    return fault.failure();
  }

  private static IllegalStateException unexpected(IOException e) {
    // The input is an array: no other source of this exception is known.
    return new IllegalStateException("unexpected failure of an in-memory decoder", e);
  }

  /** One line on the last failure, for people; empty before the first one. */
  public String detail() {
    return detail;
  }

  private void decodeFramed(byte[] buffer, int from, int length, DecodedReading into)
      throws IOException {
    if (Framing.isSingleObject(buffer, from, length)) {
      in.reset(buffer, from, Framing.SINGLE_OBJECT_LENGTH, length);
      long fingerprint = Framing.fingerprint(buffer, from);
      if (fingerprint == CURRENT_FINGERPRINT) {
        readCurrent(into);
      } else {
        readerFor(fingerprint).read(in, into);
      }
    } else if (buffer[from] == Framing.CONFLUENT_MAGIC) {
      decodeConfluent(buffer, from, length, into);
    } else if (buffer[from] == Framing.SINGLE_OBJECT_FIRST
        && (length == 1 || buffer[from + 1] == Framing.SINGLE_OBJECT_SECOND)) {
      throw new WireFault(DecodeFailure.TRUNCATED, "the bytes end inside the framing");
    } else {
      throw new WireFault(
          DecodeFailure.UNRECOGNISED_FRAMING,
          "starts with byte 0x" + Integer.toHexString(buffer[from] & 0xff));
    }
  }

  private void decodeConfluent(byte[] buffer, int from, int length, DecodedReading into)
      throws IOException {
    if (length < Framing.CONFLUENT_LENGTH) {
      throw new WireFault(DecodeFailure.TRUNCATED, "the bytes end inside the framing");
    }
    int id = Framing.schemaId(buffer, from);
    Writer writer = writersById.get(id);
    if (writer == null) {
      writer = lookUp(id);
      writersById.put(id, writer);
    }
    in.reset(buffer, from, Framing.CONFLUENT_LENGTH, length);
    if (writer.reader() == null) {
      readCurrent(into);
    } else {
      writer.reader().read(in, into);
    }
  }

  private Writer lookUp(int id) throws WireFault {
    if (registry == null) {
      throw new WireFault(
          DecodeFailure.UNKNOWN_SCHEMA_ID, "schema id " + id + ", but no registry is configured");
    }
    if (id < 0) {
      throw new WireFault(DecodeFailure.UNKNOWN_SCHEMA_ID, "schema id " + id + " is negative");
    }
    SchemaRegistryClient.Answer answer = registry.lookUp(id);
    Schema schema = answer.schema();
    if (schema == null) {
      DecodeFailure failure = answer.failure();
      throw new WireFault(
          failure == null ? DecodeFailure.UNKNOWN_SCHEMA_ID : failure, answer.detail());
    }
    // The canonical form drops doc, defaults and aliases: what is left decides the layout.
    return SchemaNormalization.parsingFingerprint64(schema) == CURRENT_FINGERPRINT
        ? new Writer(null)
        : new Writer(new ResolvingReadingReader(schema));
  }

  private ResolvingReadingReader readerFor(long fingerprint) throws WireFault {
    ResolvingReadingReader reader = readersByFingerprint.get(fingerprint);
    if (reader == null) {
      Schema schema = PublishedSchemas.TELEMETRY_READING.byFingerprint(fingerprint);
      if (schema == null) {
        throw new WireFault(
            DecodeFailure.UNKNOWN_FINGERPRINT,
            "no published schema has the fingerprint " + Long.toHexString(fingerprint));
      }
      reader = new ResolvingReadingReader(schema);
      readersByFingerprint.put(fingerprint, reader);
    }
    return reader;
  }

  private void readCurrent(DecodedReading into) throws WireFault {
    readCurrent(in, into);
  }

  // The fields of the current schema, in its order. A test holds it against Avro's own decoder.
  static void readCurrent(WireInput in, DecodedReading into) throws WireFault {
    int idLength = in.takeSized();
    int idStart = in.position() - idLength;
    in.checkUtf8(idStart, idLength);
    into.setDeviceId(in.buffer(), idStart, idLength);
    long userId = in.readLong();
    int deviceType = in.readInt();
    if (deviceType < 0 || deviceType >= DEVICE_TYPES) {
      throw new WireFault(DecodeFailure.MALFORMED, "no such device type: " + deviceType);
    }
    long eventTime = in.readLong();
    into.setRequired(userId, deviceType, eventTime, in.readDouble());
    if (readBranch(in)) {
      into.setPowerFactor(in.readDouble());
    }
    if (readBranch(in)) {
      into.setVoltageVolts(in.readDouble());
    }
    if (readBranch(in)) {
      into.setEnergyCounterWh(in.readDouble());
    }
    if (readBranch(in)) {
      into.setSequence(in.readLong());
    }
  }

  /** Whether the optional field that comes next has a value. */
  private static boolean readBranch(WireInput in) throws WireFault {
    long branch = in.readLong();
    if (branch != (branch & 1)) {
      throw new WireFault(
          DecodeFailure.MALFORMED, "no such branch before byte " + in.place() + ": " + branch);
    }
    return branch == 1;
  }

  /**
   * Event time of a payload of the current schema in single-object encoding, in milliseconds since
   * 1970-01-01T00:00:00Z, without decoding the rest: for the watermark, before the payload is
   * judged. Never throws, and looks nothing up. What it returns is not validated: a caller that
   * moves a watermark by it must cap it at its clock.
   *
   * @param fallback returned for all other payloads, null and bad ones among them
   */
  public static long peekEventTime(byte @Nullable [] payload, long fallback) {
    return payload == null ? fallback : peekEventTime(payload, 0, payload.length, fallback);
  }

  /** Like {@link #peekEventTime(byte[], long)}, of a payload that lies within an array. */
  public static long peekEventTime(byte[] buffer, int from, int length, long fallback) {
    if (!Framing.isSingleObject(buffer, from, length)
        || !startsWithEventTime(Framing.fingerprint(buffer, from))) {
      return fallback;
    }
    WireInput in = new WireInput();
    in.reset(buffer, from, Framing.SINGLE_OBJECT_LENGTH, length);
    try {
      in.skipString();
      in.readLong();
      in.readInt();
      return in.readLong();
    } catch (WireFault fault) {
      // Bad bytes are the decoder's to report, with their reason; here they only have no time.
      return fallback;
    }
  }

  private static boolean startsWithEventTime(long fingerprint) {
    for (long known : PEEKABLE) {
      if (fingerprint == known) {
        return true;
      }
    }
    return false;
  }
}
