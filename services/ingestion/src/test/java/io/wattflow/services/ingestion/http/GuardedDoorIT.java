package io.wattflow.services.ingestion.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.platform.KafkaBroker;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.services.http.ServerSettings;
import io.wattflow.services.ingestion.IngestionService;
import io.wattflow.services.ingestion.IngestionSettings;
import io.wattflow.services.ingestion.auth.ApiKey;
import io.wattflow.services.ingestion.auth.ApiKeyToken;
import io.wattflow.services.ingestion.auth.Authenticator;
import io.wattflow.services.ingestion.auth.FileApiKeyStore;
import io.wattflow.services.ingestion.publish.PublisherSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys, quotas and TLS, over HTTP and with a real broker. */
class GuardedDoorIT {
  private static final String TOPIC = "telemetry-data";
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final int RATE = 20_000;

  private final Path folder;
  private final AnswerSchemas schemas = AnswerSchemas.load();

  GuardedDoorIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aKeyOpensTheDoorForItsUserWithinItsQuota() throws Exception {
    ApiKeyToken token = ApiKeyToken.generate();
    KeyStore certificate = selfSigned();
    try (KafkaBroker kafka = KafkaBroker.start(PlatformConfig.small(folder.resolve("parts")))) {
      kafka.ensureTopic(TOPIC, 4);
      FileApiKeyStore keys = FileApiKeyStore.openOrCreate(folder.resolve("keys.json"));
      keys.put(
          new ApiKey(
              token.keyId(),
              token.digest(),
              42,
              Instant.now(),
              OptionalInt.of(RATE),
              Optional.empty(),
              Optional.empty()));
      try (IngestionService service =
          IngestionService.start(
              IngestionSettings.onLoopback(0, PublisherSettings.of(kafka.bootstrap(), TOPIC))
                  .withServer(tls(certificate)),
              Authenticator.keys(keys))) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(service.notReady()).isEmpty());
        HttpClient client = client(certificate);

        assertThat(service.address().getScheme()).isEqualTo("https");
        assertThat(post(client, service, null, reading("", "none")).statusCode()).isEqualTo(401);
        assertThat(post(client, service, token.reveal() + "x", reading("", "none")).statusCode())
            .isEqualTo(401);
        assertThat(post(client, service, token.reveal(), reading("", "own")).statusCode())
            .isEqualTo(202);
        HttpResponse<String> foreign =
            post(client, service, token.reveal(), reading("\"user_id\":43,", "foreign"));
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.body()).contains("FOREIGN_USER", "\"field\":\"user_id\"");
        assertThat(post(client, service, token.reveal(), mixed()).statusCode()).isEqualTo(207);

        // A full bucket holds a second's worth, some of which is gone.
        HttpResponse<String> over = post(client, service, token.reveal(), many(RATE / 2));
        for (int i = 0; i < 10 && over.statusCode() == 202; i++) {
          over = post(client, service, token.reveal(), many(RATE / 2));
        }
        assertThat(over.statusCode()).isEqualTo(429);
        assertThat(over.headers().firstValueAsLong("retry-after").orElse(0)).isPositive();

        keys.remove(token.keyId());
        Awaitility.await()
            .atMost(Duration.ofSeconds(5))
            .untilAsserted(
                () ->
                    assertThat(
                            post(client, service, token.reveal(), reading("", "late")).statusCode())
                        .isEqualTo(401));
      }
      assertThat(TopicContent.deviceIds(kafka.bootstrap(), TOPIC, "own"))
          .containsExactlyInAnyOrder("own", "own-too");
      assertThat(TopicContent.deviceIds(kafka.bootstrap(), TOPIC, "foreign")).isEmpty();
      assertThat(TopicContent.deviceIds(kafka.bootstrap(), TOPIC, "none")).isEmpty();
    }
  }

  private static String reading(String user, String device) {
    return "{%s\"device_id\":\"%s\",\"event_time\":%d,\"power_watts\":1}"
        .formatted(user, device, System.currentTimeMillis());
  }

  private static String mixed() {
    return "[" + reading("", "own-too") + "," + reading("\"user_id\":43,", "foreign") + "]";
  }

  private static String many(int readings) {
    long now = System.currentTimeMillis();
    return IntStream.range(0, readings)
        .mapToObj(
            i ->
                "{\"device_id\":\"m\",\"event_time\":%d,\"power_watts\":1,\"sequence\":%d}"
                    .formatted(now, i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private HttpResponse<String> post(
      HttpClient client, IngestionService service, @Nullable String key, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.address().resolve(TelemetryHandler.PATH))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(20))
            .POST(HttpRequest.BodyPublishers.ofString(body, UTF_8));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    schemas.check(answer);
    return answer;
  }

  // ------------------------------------------------------------------------------------- TLS

  /** The JDK has a tool for it and no API. */
  private KeyStore selfSigned() throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("tls.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "door",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).as("keytool").isZero();
    KeyStore loaded = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      loaded.load(in, PASSWORD);
    }
    return loaded;
  }

  private ServerSettings tls(KeyStore store) throws IOException, GeneralSecurityException {
    Path certificate = folder.resolve("door.crt");
    Path key = folder.resolve("door.key");
    Files.writeString(certificate, pem("CERTIFICATE", store.getCertificate("door").getEncoded()));
    Files.writeString(key, pem("PRIVATE KEY", store.getKey("door", PASSWORD).getEncoded()));
    return ServerSettings.onLoopback(0).withTls(certificate, key);
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(bytes), what);
  }

  private static HttpClient client(KeyStore store) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("door", store.getCertificate("door"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }
}
