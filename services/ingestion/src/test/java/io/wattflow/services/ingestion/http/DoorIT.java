package io.wattflow.services.ingestion.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.platform.KafkaBroker;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.services.http.ServerSettings;
import io.wattflow.services.ingestion.IngestionService;
import io.wattflow.services.ingestion.IngestionSettings;
import io.wattflow.services.ingestion.admission.SheddingBreaker;
import io.wattflow.services.ingestion.auth.Authenticator;
import io.wattflow.services.ingestion.body.BodyLimits;
import io.wattflow.services.ingestion.publish.PublisherSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The service over real sockets and a real broker: what clients can send, and what they get. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorIT {
  private static final String TOPIC = "telemetry-data";
  private static final int MAX_BODY = 64 * 1024;
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final HttpClient client = HttpClient.newHttpClient();
  private final AnswerSchemas schemas = AnswerSchemas.load();
  private KafkaBroker kafka;
  private IngestionService service;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    kafka = KafkaBroker.start(PlatformConfig.small(folder));
    kafka.ensureTopic(TOPIC, 4);
    service = IngestionService.start(settings(), Authenticator.none());
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(service.notReady()).isEmpty());
  }

  private IngestionSettings settings() {
    IngestionSettings usual =
        IngestionSettings.onLoopback(0, PublisherSettings.of(kafka.bootstrap(), TOPIC));
    return new IngestionSettings(
        ServerSettings.onLoopback(0).withTimeouts(SHORT, SHORT, Duration.ofSeconds(30)),
        usual.publisher(),
        usual.validation(),
        new BodyLimits(MAX_BODY, 500),
        1 << 20,
        SheddingBreaker.Settings.defaults(),
        0,
        0,
        usual.consumerGroup());
  }

  @AfterAll
  void stop() {
    service.close();
    kafka.close();
  }

  private static String reading(String device) {
    return "{\"device_id\":\"%s\",\"user_id\":42,\"event_time\":%d,\"power_watts\":431.5}"
        .formatted(device, System.currentTimeMillis());
  }

  private HttpResponse<String> post(byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.address().resolve(TelemetryHandler.PATH))
            .version(HttpClient.Version.HTTP_1_1)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    schemas.check(answer);
    return answer;
  }

  private HttpResponse<String> postJson(String body) throws IOException, InterruptedException {
    return post(body.getBytes(UTF_8), "Content-Type", "application/json");
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  @Test
  void whatIsAcceptedIsInKafkaInItsOrder() throws Exception {
    List<String> devices = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      devices.add("order-" + i);
    }
    String body = "[" + String.join(",", devices.stream().map(DoorIT::reading).toList()) + "]";
    HttpResponse<String> answer = postJson(body);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("{\"accepted\":300}");
    assertThat(TopicContent.deviceIds(kafka.bootstrap(), TOPIC, "order-"))
        .containsExactlyInAnyOrderElementsOf(devices);
  }

  @Test
  void everyFormatIsTaken() throws Exception {
    String lines = reading("lines-1") + "\n" + reading("lines-2") + "\n";
    assertThat(post(lines.getBytes(UTF_8), "Content-Type", "application/x-ndjson").statusCode())
        .isEqualTo(202);
    assertThat(
            post(
                    gzip(reading("packed").getBytes(UTF_8)),
                    "Content-Type",
                    "application/json; charset=UTF-8",
                    "Content-Encoding",
                    "gzip")
                .statusCode())
        .isEqualTo(202);
    assertThat(TopicContent.deviceIds(kafka.bootstrap(), TOPIC, "lines-"))
        .containsExactlyInAnyOrder("lines-1", "lines-2");
    assertThat(TopicContent.deviceIds(kafka.bootstrap(), TOPIC, "packed"))
        .containsExactly("packed");
  }

  @Test
  void aMixedBatchIsAnsweredReadingByReading() throws Exception {
    HttpResponse<String> answer =
        postJson("[" + reading("mixed") + "," + reading("") + ",{\"device_id\":7}]");

    assertThat(answer.statusCode()).isEqualTo(207);
    assertThat(answer.body())
        .contains("\"accepted\":1", "EMPTY_DEVICE_ID", "\"index\":2", "\"field\":\"device_id\"");
  }

  @Test
  void whatCannotBeTakenIsA4xxThatNamesTheField() throws Exception {
    HttpResponse<String> invalid = postJson(reading("x").replace("431.5", "\"much\""));
    assertThat(invalid.statusCode()).isEqualTo(422);
    assertThat(invalid.body()).contains("\"field\":\"power_watts\"", "WRONG_TYPE");
    assertThat(postJson("{\"device_id\":").statusCode()).isEqualTo(400);
    assertThat(postJson("").statusCode()).isEqualTo(400);
    assertThat(postJson("[" + "[".repeat(10_000)).statusCode()).isEqualTo(400);
    assertThat(post(reading("x").getBytes(UTF_8), "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(post(reading("x").getBytes(UTF_8)).statusCode()).isEqualTo(415);
    assertThat(
            post(new byte[9], "Content-Type", "application/json", "Content-Encoding", "br")
                .statusCode())
        .isEqualTo(415);
    assertThat(post(new byte[9], "Content-Type", "application/avro").statusCode()).isEqualTo(400);
  }

  @Test
  void boundsAreKept() throws Exception {
    byte[] large = new byte[MAX_BODY + 1];
    assertThat(post(large, "Content-Type", "application/json").statusCode()).isEqualTo(413);
    String many = "[" + (reading("many") + ",").repeat(500) + reading("many") + "]";
    assertThat(
            post(
                    gzip(many.getBytes(UTF_8)),
                    "Content-Type",
                    "application/json",
                    "Content-Encoding",
                    "gzip")
                .statusCode())
        .isEqualTo(413);
    byte[] bomb = gzip(new byte[50 << 20]);
    assertThat(bomb.length).isLessThan(MAX_BODY);
    assertThat(
            post(bomb, "Content-Type", "application/json", "Content-Encoding", "gzip").statusCode())
        .isEqualTo(413);
    byte[] packed = gzip(reading("cut").getBytes(UTF_8));
    assertThat(
            post(
                    Arrays.copyOf(packed, packed.length - 9),
                    "Content-Type",
                    "application/json",
                    "Content-Encoding",
                    "gzip")
                .statusCode())
        .isEqualTo(400);
  }

  private String raw(String head, String... rest) throws IOException {
    URI address = service.address();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(US_ASCII));
      for (String more : rest) {
        socket.getOutputStream().write(more.getBytes(UTF_8));
      }
      socket.getOutputStream().flush();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      byte[] buffer = new byte[4_096];
      int read = socket.getInputStream().read(buffer);
      while (read >= 0) {
        answer.write(buffer, 0, read);
        read = socket.getInputStream().read(buffer);
      }
      return answer.toString(UTF_8);
    }
  }

  private static final String HEAD =
      "POST /v1/telemetry HTTP/1.1\nHost: localhost\nContent-Type: application/json\n";

  @Test
  void aBodyThatDoesNotEndIsGivenUp() throws IOException {
    assertThat(raw(HEAD + "Content-Length: 100\n\n", "{\"device_id\"")).startsWith("HTTP/1.1 408");
    assertThat(raw(HEAD + "Transfer-Encoding: chunked\n\n", "5\r\n{\"dev"))
        .startsWith("HTTP/1.1 408");
  }

  @Test
  void aHeadThatDoesNotEndIsGivenUp() throws IOException {
    assertThat(raw("POST /v1/telemetry HTTP/1.1\nHost: local")).isEmpty();
  }

  @Test
  void brokenChunksAndHeadsGet4xx() throws IOException {
    assertThat(raw(HEAD + "Connection: close\nTransfer-Encoding: chunked\n\n", "zz\r\n{}\r\n"))
        .doesNotContain("HTTP/1.1 5");
    assertThat(raw("POST /v1/telemetry\nno head\n\n")).startsWith("HTTP/1.0 400");
    assertThat(raw(HEAD + "X: " + "y".repeat(20_000) + "\n\n")).startsWith("HTTP/1.1 4");
  }

  @Test
  void aClientThatWaitsForContinueGetsItOrTheRefusal() throws IOException {
    String body = reading("patient");
    assertThat(
            raw(
                HEAD
                    + "Connection: close\nExpect: 100-continue\nContent-Length: "
                    + body.length()
                    + "\n\n",
                body))
        .startsWith("HTTP/1.1 100")
        .contains("HTTP/1.1 202");
    assertThat(raw(HEAD + "Expect: 100-continue\nContent-Length: 999999999\n\n"))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void nothingStaysTakenOfTheMemoryInFlight() throws Exception {
    aBodyThatDoesNotEndIsGivenUp();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(get("/metrics").body())
                    .contains("wattflow_ingestion_in_flight_bytes 0.0"));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(service.address().resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  @Test
  void itTellsHowItIs() throws Exception {
    postJson(reading("metrics"));
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body()).contains("ready");
    assertThat(get("/metrics").body())
        .contains(
            "ingestion_rate_per_second ",
            "queue_depth ",
            "error_rate_percentage ",
            "wattflow_ingestion_readings_accepted_total ",
            "wattflow_ingestion_request_seconds_bucket{route=\"telemetry\",status=\"202\"");
    assertThat(get("/openapi.json").body()).contains("\"openapi\": \"3.1.0\"");
    assertThat(get("/docs/").body()).contains("swagger-ui-bundle.js");
    assertThat(get("/docs/swagger-ui-bundle.js").statusCode()).isEqualTo(200);
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/v1/telemetry").statusCode()).isEqualTo(405);
  }
}
