package io.wattflow.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.avro.TelemetryReading;
import io.wattflow.schemas.golden.RegistryContractServer;
import io.wattflow.schemas.golden.WireCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.avro.SchemaNormalization;

/**
 * Whatever the bytes, the decoder ends with a reading or a reason: no exception, no endless loop,
 * no allocation beyond the payload's size (the tests run in a heap that two gigabytes do not fit
 * in).
 */
class ReadingDecoderFuzzTest {
  /** With all that a foreign schema may hold, to be skipped. */
  private static final String FOREIGN =
      """
      {"type": "record", "name": "TelemetryReading", "namespace": "io.wattflow.schemas.avro",
       "fields": [
        {"name": "labels", "type": {"type": "map", "values": "string"}},
        {"name": "nothings", "type": {"type": "array", "items": "null"}},
        {"name": "chain", "type": {"type": "record", "name": "Link", "fields": [
          {"name": "next", "type": ["null", "Link"]}]}},
        {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 4}},
        {"name": "raw", "type": "bytes"},
        {"name": "flag", "type": "boolean"},
        {"name": "device_id", "type": ["string", "bytes"]},
        {"name": "user_id", "type": "int"},
        {"name": "device_type", "type": {"type": "enum", "name": "DeviceType",
          "symbols": ["METER", "POOL_PUMP"]}},
        {"name": "event_time", "type": "long"},
        {"name": "power_watts", "type": ["int", "float", "double"]},
        {"name": "lists", "type": {"type": "array", "items": {"type": "array", "items": "long"}}},
        {"name": "sequence", "type": ["null", "int"]}]}
      """;

  private static final RegistryContractServer REGISTRY = startRegistry();
  private static final SchemaRegistryClient CLIENT =
      new SchemaRegistryClient(RegistryOptions.at(REGISTRY.url()));

  private final ReadingDecoder decoder = new ReadingDecoder(DecoderOptions.DEFAULTS, CLIENT);
  private final DecodedReading reading = new DecodedReading();

  private static RegistryContractServer startRegistry() {
    try {
      return RegistryContractServer.knowing(
          Map.of(1, PublishedSchemas.TELEMETRY_READING.versions().get(0).toString(), 2, FOREIGN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterContainer
  static void stopRegistry() {
    REGISTRY.close();
  }

  @Provide
  Arbitrary<TelemetryReading> readings() {
    return Readings.any();
  }

  /** Framings that lead to a body: of each published version, and by id. */
  @Provide
  Arbitrary<byte[]> framings() {
    Stream<byte[]> published =
        PublishedSchemas.TELEMETRY_READING.versions().stream()
            .map(
                schema -> {
                  byte[] header = new byte[Framing.SINGLE_OBJECT_LENGTH];
                  Framing.putSingleObject(header, SchemaNormalization.parsingFingerprint64(schema));
                  return header;
                });
    Stream<byte[]> ids = Stream.of(new byte[] {0, 0, 0, 0, 1}, new byte[] {0, 0, 0, 0, 2});
    return Arbitraries.of(Stream.concat(published, ids).toList());
  }

  /** Any bytes, small numbers and the ends of the range more often than chance has it. */
  @Provide
  Arbitrary<byte[]> bodies() {
    return Arbitraries.oneOf(
            Arbitraries.bytes(),
            Arbitraries.bytes().between((byte) 0, (byte) 4),
            Arbitraries.of((byte) 0x7f, (byte) 0x80, (byte) 0xff))
        .array(byte[].class)
        .ofMaxSize(120);
  }

  /** The payloads of the golden cases that carry a reading. */
  @Provide
  Arbitrary<WireCase> goldens() {
    List<WireCase> cases =
        WireCase.all().stream()
            .filter(wireCase -> wireCase.stage() == WireCase.Stage.ACCEPT)
            .toList();
    return Arbitraries.of(cases);
  }

  @Property(tries = 5000)
  void anyBytes(@ForAll byte[] payload) {
    decodesOrTellsWhy(payload);
  }

  @Property(tries = 20_000)
  void anyBodyBehindAKnownFraming(@ForAll("framings") byte[] framing, @ForAll("bodies") byte[] body)
      throws IOException {
    byte[] payload = join(framing, body);
    boolean decoded = decodesOrTellsWhy(payload);
    if (decoded && Framing.isSingleObject(payload)) {
      TelemetryReading avro =
          TelemetryReading.createDecoder(
                  fingerprint -> PublishedSchemas.TELEMETRY_READING.byFingerprint(fingerprint))
              .decode(payload);
      assertThat(reading.sameAs(ReadingEncoder.holderOf(avro))).isTrue();
    }
  }

  @Property(tries = 200)
  void everyTruncationIsReported(@ForAll("readings") TelemetryReading original) {
    byte[] whole = new ReadingEncoder().encode(original);
    for (int length = 0; length < whole.length; length++) {
      DecodeFailure failure = decoder.decode(Arrays.copyOf(whole, length), reading);
      assertThat(failure)
          .as("first %d of %d bytes", length, whole.length)
          .isEqualTo(length == 0 ? DecodeFailure.EMPTY : DecodeFailure.TRUNCATED);
    }
  }

  @Property(tries = 100)
  void everyTruncationOfAGoldenPayloadIsReported(@ForAll("goldens") WireCase golden) {
    byte[] whole = golden.payload();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(decodesOrTellsWhy(cut)).as("first %d bytes of %s", length, golden).isFalse();
    }
  }

  @Property(tries = 200)
  void everyBitFlip(@ForAll("readings") TelemetryReading original) {
    byte[] payload = new ReadingEncoder().encode(original);
    for (int bit = 0; bit < payload.length * 8; bit++) {
      payload[bit / 8] ^= (byte) (1 << (bit % 8));
      decodesOrTellsWhy(payload);
      payload[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    assertThat(decodesOrTellsWhy(payload)).isTrue();
  }

  @Property(tries = 100)
  void everyBitFlipOfTheBodyOfAGoldenPayload(@ForAll("goldens") WireCase golden) {
    byte[] payload = golden.payload();
    int framing = payload[0] == 0 ? Framing.CONFLUENT_LENGTH : Framing.SINGLE_OBJECT_LENGTH;
    for (int bit = framing * 8; bit < payload.length * 8; bit++) {
      payload[bit / 8] ^= (byte) (1 << (bit % 8));
      decodesOrTellsWhy(payload);
      payload[bit / 8] ^= (byte) (1 << (bit % 8));
    }
  }

  @Property(tries = 500)
  void bytesAfterAReadingAreReported(
      @ForAll("readings") TelemetryReading original,
      @ForAll @IntRange(min = 1, max = 20) int more) {
    byte[] whole = new ReadingEncoder().encode(original);
    byte[] longer = Arrays.copyOf(whole, whole.length + more);
    assertThat(decoder.decode(longer, reading)).isEqualTo(DecodeFailure.TRAILING_BYTES);
  }

  @Example
  void aClaimOfCountlessEmptyItemsIsRefused() {
    byte[] claim = HexFormat.of().parseHex("0000000002" + "00" + "feffffffffffffffff01");
    assertThat(decoder.decode(claim, reading)).isEqualTo(DecodeFailure.MALFORMED);
    byte[] manyBlocks = HexFormat.of().parseHex("0000000002" + "00" + "fe3f".repeat(20_000));
    assertThat(decoder.decode(manyBlocks, reading)).isEqualTo(DecodeFailure.MALFORMED);
  }

  @Example
  void aDeepChainToSkipIsNoStackOverflow() {
    String chain = "02".repeat(60_000) + "00";
    String rest =
        // hash, raw, flag; device_id by branch, user_id, device_type, event_time
        "01020304"
            + "00"
            + "01"
            + "00"
            + "0461"
            + "62"
            + "54"
            + "00"
            + "02"
            // power_watts as an int, lists, sequence
            + "00"
            + "c801"
            + "00"
            + "0206";
    byte[] payload = HexFormat.of().parseHex("0000000002" + "00" + "00" + chain + rest);
    assertThat(decoder.decode(payload, reading)).as(decoder.detail()).isNull();
    DecodedReading expected =
        new DecodedReading().set("ab", 42, DeviceType.METER, 1, 100).setSequence(3);
    assertThat(reading.sameAs(expected)).as(reading.toString()).isTrue();
  }

  /** Whether it decoded. An exception fails the property. */
  private boolean decodesOrTellsWhy(byte[] payload) {
    byte[] before = payload.clone();
    DecodeFailure failure = decoder.decode(payload, reading);
    ReadingDecoder.peekEventTime(payload, 0);
    assertThat(payload).as("the payload is left as it was").isEqualTo(before);
    if (failure != null) {
      assertThat(decoder.detail()).isNotEmpty();
    } else {
      assertThat(reading.deviceType()).isNotNull();
    }
    return failure == null;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
