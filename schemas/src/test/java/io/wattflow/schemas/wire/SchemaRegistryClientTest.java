package io.wattflow.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.golden.RegistryContractServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaRegistryClientTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CURRENT = PublishedSchemas.TELEMETRY_READING.current().toString();
  private static final DecodedReading READING =
      new DecodedReading().set("meter-1", 42, DeviceType.METER, 1_795_435_200_000L, 1234.5);

  private RegistryContractServer registry;
  private final DecodedReading decoded = new DecodedReading();

  @BeforeEach
  void start() throws IOException {
    registry = new RegistryContractServer();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private RegistryOptions options() {
    return RegistryOptions.at(registry.url()).withRetryFor(Duration.ZERO);
  }

  private static ReadingDecoder decoderFor(RegistryOptions options) {
    return new ReadingDecoder(DecoderOptions.DEFAULTS.withRegistry(options));
  }

  private static byte[] payload(int schemaId) {
    return new ReadingEncoder().encodeConfluent(schemaId, READING);
  }

  @Test
  void asksOnceForAKnownId() {
    registry.register(5, CURRENT);
    SchemaRegistryClient shared = new SchemaRegistryClient(options());
    for (int i = 0; i < 3; i++) {
      ReadingDecoder decoder = new ReadingDecoder(DecoderOptions.DEFAULTS, shared);
      assertThat(decoder.decode(payload(5), decoded)).as(decoder.detail()).isNull();
      assertThat(decoded.sameAs(READING)).isTrue();
    }
    assertThat(registry.requests()).containsExactly("/schemas/ids/5");
  }

  @Test
  void asksOnceForAnUnknownIdUntilItIsForgotten() {
    ReadingDecoder patient = decoderFor(options().withUnknownIdTtl(Duration.ofDays(1)));
    for (int i = 0; i < 3; i++) {
      assertThat(patient.decode(payload(6), decoded)).isEqualTo(DecodeFailure.UNKNOWN_SCHEMA_ID);
    }
    assertThat(registry.requests()).hasSize(1);

    ReadingDecoder forgetful = decoderFor(options().withUnknownIdTtl(Duration.ofNanos(1)));
    assertThat(forgetful.decode(payload(6), decoded)).isEqualTo(DecodeFailure.UNKNOWN_SCHEMA_ID);
    registry.register(6, CURRENT);
    assertThat(forgetful.decode(payload(6), decoded)).as(forgetful.detail()).isNull();
  }

  @Test
  void aNegativeIdIsNotAskedFor() {
    ReadingDecoder decoder = decoderFor(options());
    assertThat(decoder.decode(payload(-1), decoded)).isEqualTo(DecodeFailure.UNKNOWN_SCHEMA_ID);
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  void aPathBeforeTheApiIsKept() throws IOException {
    registry.register(5, CURRENT);
    ReadingDecoder decoder =
        decoderFor(RegistryOptions.at(registry.url() + "/apis/v7/").withRetryFor(Duration.ZERO));
    assertThatThrownBy(() -> decoder.decode(payload(5), decoded))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThat(registry.requests()).containsExactly("/apis/v7/schemas/ids/5");
  }

  @Test
  void userAndPasswordOfTheUrlAreSentAndNeverShown() {
    registry.register(5, CURRENT);
    // "user:p@ss" by RFC 7617
    registry.requireAuthorization("Basic dXNlcjpwQHNz");
    RegistryOptions options =
        RegistryOptions.at("http://user:p%40ss@127.0.0.1:" + registry.port())
            .withRetryFor(Duration.ZERO);
    ReadingDecoder decoder = decoderFor(options);
    assertThat(decoder.decode(payload(5), decoded)).as(decoder.detail()).isNull();
    assertThat(options.toString()).doesNotContain("p%40ss").doesNotContain("p@ss");

    assertThatThrownBy(() -> decoderFor(options()).decode(payload(5), decoded))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("401");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500|{\"error_code\":50001,\"message\":\"Error in the backend data store\"}",
        "404|<html>no such page</html>",
        "404|{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}",
        "200|<html>please log in</html>",
        "200|{}",
        "200|''",
      })
  void anAnswerThatIsNoVerdictIsNotHeldAgainstTheRecord(int status, String body) {
    registry.register(5, CURRENT);
    registry.respondAlways(status, body);
    ReadingDecoder decoder = decoderFor(options());
    assertThatThrownBy(() -> decoder.decode(payload(5), decoded))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(registry.url())
        .hasMessageContaining(String.valueOf(status));

    registry.recover();
    assertThat(decoder.decode(payload(5), decoded)).as(decoder.detail()).isNull();
  }

  @Test
  void aRegistryThatComesBackInTimeIsWaitedFor() throws Exception {
    registry.register(5, CURRENT);
    registry.respondAlways(503, "");
    ReadingDecoder decoder = decoderFor(options().withRetryFor(Duration.ofMinutes(5)));
    DecodedReading into = new DecodedReading();
    CompletableFuture<Boolean> decoding =
        CompletableFuture.supplyAsync(() -> decoder.decode(payload(5), into) == null);

    Awaitility.await().until(() -> registry.requests().size() >= 2);
    assertThat(decoding).isNotDone();
    registry.recover();

    assertThat(decoding.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(into.sameAs(READING)).isTrue();
  }

  @Test
  void aDeadRegistryIsAnExceptionWithItsAddress() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + free;
    ReadingDecoder decoder =
        decoderFor(RegistryOptions.at(url).withRetryFor(Duration.ofMillis(150)));
    assertThatThrownBy(() -> decoder.decode(payload(5), decoded))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(url);
  }

  @Test
  void aSilentRegistryIsGivenUpAfterTheTimeout() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      ReadingDecoder decoder =
          decoderFor(
              RegistryOptions.at("http://127.0.0.1:" + silent.getLocalPort())
                  .withRetryFor(Duration.ZERO)
                  .withRequestTimeout(Duration.ofMillis(200)));
      assertThatThrownBy(() -> decoder.decode(payload(5), decoded))
          .isInstanceOf(RegistryUnavailableException.class);
    }
  }

  @Test
  void schemasThatCannotBeReadAreFailuresOfTheRecord() {
    registry.respondTo(
        1,
        JSON.createObjectNode()
            .put("schema", "syntax = \"proto3\";")
            .put("schemaType", "PROTOBUF"));
    registry.register(2, "\"string\"");
    registry.register(3, "{\"type\":\"record\"");
    var references = JSON.createObjectNode().put("schema", CURRENT);
    references
        .putArray("references")
        .addObject()
        .put("name", "x")
        .put("subject", "y")
        .put("version", 1);
    registry.respondTo(4, references);
    registry.register(
        5,
        "{\"type\":\"record\",\"name\":\"TelemetryReading\",\"fields\":[{\"name\":\"device_id\",\"type\":\"string\"}]}");
    ReadingDecoder decoder = decoderFor(options());
    for (int id = 1; id <= 5; id++) {
      assertThat(decoder.decode(payload(id), decoded))
          .as("schema %d: %s", id, decoder.detail())
          .isEqualTo(DecodeFailure.INCOMPATIBLE_SCHEMA);
    }
  }

  @Test
  void anInterruptedLookUpKeepsTheInterrupt() {
    registry.respondAlways(503, "");
    ReadingDecoder decoder = decoderFor(options().withRetryFor(Duration.ofMinutes(5)));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> decoder.decode(payload(5), decoded))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
