package io.wattflow.services.ingestion.body;

import static io.wattflow.services.ingestion.body.BodyFixture.GOOD;
import static io.wattflow.services.ingestion.body.BodyFixture.NOW;
import static io.wattflow.services.ingestion.body.BodyFixture.decoded;
import static io.wattflow.services.ingestion.body.BodyFixture.parse;
import static io.wattflow.services.ingestion.body.BodyFixture.parseJson;
import static io.wattflow.services.ingestion.body.BodyFixture.parser;
import static io.wattflow.services.ingestion.body.BodyFixture.with;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingEncoder;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingParserTest {
  @Test
  void everyFieldArrivesInAvro() throws MalformedBodyException {
    ReadingBatch batch =
        parseJson(
            """
            {"device_id":"gerät-\\u00fc\\ud83d\\ude00","user_id":42,"device_type":"EV_CHARGER",
             "event_time":"2026-01-31T13:30:00.250+01:00","power_watts":-0.1,"power_factor":0.97,
             "voltage_volts":229.8,"energy_counter_wh":1234567.891,"sequence":9007199254740993,
             "firmware":{"version":[1,2]}}
            """);

    assertThat(batch.rejected()).isEmpty();
    DecodedReading reading = decoded(batch).get(0);
    assertThat(reading.deviceId()).isEqualTo("gerät-ü😀");
    assertThat(reading.userId()).isEqualTo(42);
    assertThat(reading.deviceType()).isEqualTo(DeviceType.EV_CHARGER);
    assertThat(reading.eventTimeMillis()).isEqualTo(NOW + 250);
    assertThat(reading.powerWatts()).isEqualTo(-0.1);
    assertThat(reading.powerFactor()).isEqualTo(0.97);
    assertThat(reading.voltageVolts()).isEqualTo(229.8);
    assertThat(reading.energyCounterWh()).isEqualTo(1234567.891);
    assertThat(reading.sequence()).isEqualTo(9007199254740993L);
    assertThat(new String(batch.accepted().get(0).key(), UTF_8)).isEqualTo("gerät-ü😀");
  }

  @Test
  void optionalFieldsMayBeNullOrAbsent() throws MalformedBodyException {
    DecodedReading reading =
        decoded(parseJson(with("\"power_factor\":null,\"sequence\":null"))).get(0);

    assertThat(reading.hasPowerFactor()).isFalse();
    assertThat(reading.hasSequence()).isFalse();
    assertThat(reading.deviceType()).isEqualTo(DeviceType.UNKNOWN);
  }

  @Test
  void energyWattsIsAPower() throws MalformedBodyException {
    String old = GOOD.replace("power_watts", "energy_watts");
    assertThat(decoded(parseJson(old)).get(0).powerWatts()).isEqualTo(431.5);
    assertThat(parseJson(with("\"energy_watts\":1")).rejected())
        .extracting(Rejection::field, Rejection::reason)
        .containsExactly(tuple("power_watts", Rejection.DUPLICATE_FIELD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"event_time\":\"2026-01-31\"             | event_time    | DUPLICATE_FIELD",
        "\"device_type\":\"TOASTER\"               | device_type   | UNKNOWN_DEVICE_TYPE",
        "\"device_type\":7                         | device_type   | WRONG_TYPE",
        "\"power_factor\":\"0.9\"                  | power_factor  | WRONG_TYPE",
        "\"power_factor\":[0.9]                    | power_factor  | WRONG_TYPE",
        "\"power_factor\":1.5                      | power_factor  | POWER_FACTOR_OUT_OF_RANGE",
        "\"voltage_volts\":1e999                   | voltage_volts | NOT_FINITE",
        "\"sequence\":1.0                          | sequence      | WRONG_TYPE",
        "\"sequence\":9223372036854775808          | sequence      | WRONG_TYPE",
        "\"sequence\":-1                           | sequence      | SEQUENCE_NEGATIVE",
        "\"device_id\":\"other\"                   | device_id     | DUPLICATE_FIELD",
        "\"odd\":1,\"odd\":2                       | odd           | DUPLICATE_FIELD",
      })
  void aBadFieldIsNamed(String member, String field, String reason) throws MalformedBodyException {
    ReadingBatch batch = parseJson("[" + GOOD + "," + with(member) + "," + GOOD + "]");

    assertThat(batch.accepted()).hasSize(2);
    assertThat(batch.rejected())
        .extracting(Rejection::index, Rejection::field, Rejection::reason)
        .containsExactly(tuple(1, field, reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"user_id\":42,\"event_time\":1769862600000,\"power_watts\":1}  | device_id   | MISSING_FIELD",
        "{\"device_id\":null,\"user_id\":42,\"event_time\":1769862600000,\"power_watts\":1} | device_id | MISSING_FIELD",
        "{\"device_id\":\"a\",\"event_time\":1769862600000,\"power_watts\":1} | user_id     | MISSING_FIELD",
        "{\"device_id\":\"a\",\"user_id\":42,\"power_watts\":1}            | event_time  | MISSING_FIELD",
        "{\"device_id\":\"a\",\"user_id\":42,\"event_time\":1769862600000} | power_watts | MISSING_FIELD",
        "{\"device_id\":\"\",\"user_id\":42,\"event_time\":1769862600000,\"power_watts\":1} | device_id | EMPTY_DEVICE_ID",
        "{\"device_id\":\"a\\ud800b\",\"user_id\":42,\"event_time\":1769862600000,\"power_watts\":1} | device_id | MALFORMED_STRING",
        "{\"device_id\":\"a\\udc00\\ud800\",\"user_id\":42,\"event_time\":1769862600000,\"power_watts\":1} | device_id | MALFORMED_STRING",
        "{\"device_id\":\"a\",\"user_id\":42,\"event_time\":\"yesterday\",\"power_watts\":1} | event_time | INVALID_EVENT_TIME",
        "{\"device_id\":\"a\",\"user_id\":42,\"event_time\":\"2026-01-31T12:30:00\",\"power_watts\":1} | event_time | INVALID_EVENT_TIME",
        "{\"device_id\":\"a\",\"user_id\":42,\"event_time\":\"2026-02-30T12:30:00Z\",\"power_watts\":1} | event_time | INVALID_EVENT_TIME",
        "{\"device_id\":\"a\",\"user_id\":42,\"event_time\":1769862600,\"power_watts\":1} | event_time | EVENT_TIME_TOO_OLD",
        "{\"device_id\":\"a\",\"user_id\":0,\"event_time\":1769862600000,\"power_watts\":1} | user_id | USER_ID_NOT_POSITIVE",
        "{\"device_id\":\"a\",\"user_id\":42,\"event_time\":1769862600000,\"power_watts\":1000001} | power_watts | POWER_OUT_OF_RANGE",
      })
  void aReadingAloneIsRefusedWithItsField(String json, String field, String reason)
      throws MalformedBodyException {
    ReadingBatch batch = parseJson(json);

    assertThat(batch.accepted()).isEmpty();
    assertThat(batch.rejected())
        .extracting(Rejection::field, Rejection::reason)
        .containsExactly(tuple(field, reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[",
        "}",
        "nul",
        "null",
        "\"text\"",
        "17",
        "{\"device_id\"}",
        "{'device_id':1}",
        "{\"a\":1,}",
        "[{\"a\":1},]",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"tab\there\"}",
        "{\"a\":/*comment*/1}",
        "{} {}",
        "[] x",
        "[[[[[[[[[[1]]]]]]]]]]",
      })
  void whatIsNoJsonIsRefusedAsAWhole(String body) {
    assertMalformed(body.getBytes(UTF_8), 400, "MALFORMED_JSON");
  }

  @Test
  void boundsOfJsonAreKept() {
    assertMalformed(
        with("\"a\":" + "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000)).getBytes(UTF_8),
        400,
        "MALFORMED_JSON");
    assertMalformed(with("\"a\":" + "9".repeat(101)).getBytes(UTF_8), 400, "MALFORMED_JSON");
    assertMalformed(
        GOOD.replace("meter-1", "x".repeat(5_000)).getBytes(UTF_8), 400, "MALFORMED_JSON");
  }

  @Test
  void otherEncodingsThanUtf8AreRefused() {
    byte[] mark = ("\uFEFF" + GOOD).getBytes(UTF_8);
    assertMalformed(mark, 400, "BYTE_ORDER_MARK");
    assertMalformed(GOOD.getBytes(UTF_16LE), 400, "NOT_UTF_8");
    assertMalformed(GOOD.replace("meter", "gerät").getBytes(ISO_8859_1), 400, "NOT_UTF_8");
    byte[] surrogate = GOOD.replace("meter", "\u0001\u0002\u0003").getBytes(UTF_8);
    int at = new String(surrogate, UTF_8).indexOf('\u0001');
    surrogate[at] = (byte) 0xED; // a surrogate in three bytes, which a lenient reader takes
    surrogate[at + 1] = (byte) 0xA0;
    surrogate[at + 2] = (byte) 0x80;
    assertMalformed(surrogate, 400, "NOT_UTF_8");
  }

  @Test
  void anEmptyBodyIsRefused() {
    assertMalformed(new byte[0], 400, "EMPTY");
    assertMalformed("[]".getBytes(UTF_8), 400, "EMPTY");
  }

  @Test
  void tooManyReadingsAreRefused() {
    byte[] body = ("[" + GOOD + "," + GOOD + "," + GOOD + "]").getBytes(UTF_8);
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(
            () ->
                parser(new BodyLimits(1_000, 2))
                    .parse(BodyFormat.JSON, body, body.length, OptionalLong.empty(), NOW))
        .satisfies(refused -> assertThat(refused.status()).isEqualTo(413));
  }

  @Test
  void aLineSpoilsNoOther() throws MalformedBodyException {
    String lines = GOOD + "\r\n\n{\"device\n" + GOOD + " 1\n" + GOOD + "\n7\n";
    ReadingBatch batch = parse(BodyFormat.NDJSON, lines.getBytes(UTF_8));

    assertThat(batch.accepted()).hasSize(2);
    assertThat(batch.rejected())
        .extracting(Rejection::index, Rejection::reason)
        .containsExactly(
            tuple(1, Rejection.MALFORMED_JSON),
            tuple(2, Rejection.MALFORMED_JSON),
            tuple(4, Rejection.MALFORMED_JSON));
  }

  @Test
  void aKeyWritesForItsUserOnlyAndNeedNotNameHim() throws MalformedBodyException {
    String unnamed = GOOD.replace("\"user_id\":42,", "");
    byte[] body =
        ("[" + unnamed + "," + GOOD + "," + GOOD.replace("42", "43") + "]").getBytes(UTF_8);
    ReadingBatch batch =
        parser().parse(BodyFormat.JSON, body, body.length, OptionalLong.of(42), NOW);

    assertThat(decoded(batch)).extracting(DecodedReading::userId).containsExactly(42L, 42L);
    assertThat(batch.rejected())
        .extracting(Rejection::index, Rejection::reason)
        .containsExactly(tuple(2, Rejection.FOREIGN_USER));
  }

  @Test
  void avroReadingsStandOneBehindTheOther() throws MalformedBodyException {
    byte[] body = avro("a", "b", "c");
    ReadingBatch batch = parse(BodyFormat.AVRO, body);

    assertThat(decoded(batch)).extracting(DecodedReading::deviceId).containsExactly("a", "b", "c");
    assertMalformedAvro(Arrays.copyOf(body, body.length - 1), "TRUNCATED");
    assertMalformedAvro(Arrays.copyOf(body, body.length + 3), "TRAILING_BYTES");
    assertMalformedAvro(new byte[] {1, 2, 3}, "UNRECOGNISED_FRAMING");
    assertMalformedAvro(avro("x".repeat(80_000)), "OVERSIZED");
  }

  private static byte[] avro(String... deviceIds) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String id : deviceIds) {
      bytes.writeBytes(
          new ReadingEncoder()
              .encode(new DecodedReading().set(id, 42, DeviceType.METER, NOW, 431.5)));
    }
    return bytes.toByteArray();
  }

  private static void assertMalformed(byte[] body, int status, String reason) {
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> parse(BodyFormat.JSON, body))
        .satisfies(
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.status()).isEqualTo(status);
              assertThat(refused.detail()).isNotBlank().doesNotContain("\n");
            });
  }

  private static void assertMalformedAvro(byte[] body, String reason) {
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> parse(BodyFormat.AVRO, body))
        .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
  }
}
