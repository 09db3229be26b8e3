package io.wattflow.services.ingestion.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.platform.KafkaBroker;
import io.wattflow.platform.PlatformConfig;
import io.wattflow.services.http.ServerSettings;
import io.wattflow.services.ingestion.IngestionService;
import io.wattflow.services.ingestion.IngestionSettings;
import io.wattflow.services.ingestion.auth.Authenticator;
import io.wattflow.services.ingestion.publish.PublisherSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Good requests with bytes changed, cut out and doubled, in the head and in the body, over real
 * sockets: each is answered or its connection closed, none as a fault of the service's, none hangs.
 *
 * <p>Repeat a run with {@code -Dfuzz.seed=<seed>}.
 */
class FuzzedRequestsIT {
  private static final String TOPIC = "telemetry-data";
  private static final int REQUESTS = 1_500;
  private static final int CLIENTS = 64;
  private static final int HANG_MILLIS = 15_000;
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Pattern STATUS =
      Pattern.compile("^HTTP/1\\.[01] (\\d{3})", Pattern.MULTILINE);

  private static final Pattern GO_ON =
      Pattern.compile("^Expect:[ \\t]*100-continue", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  private static final Pattern KNOWN_VERSION =
      Pattern.compile("\\A[^\\r\\n]* HTTP/1\\.[01]\\r?\\n");

  @Test
  void everyRequestGetsAnAnswerOrAnEnd(@TempDir Path folder) throws Exception {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    System.out.println("fuzz.seed=" + seed);
    try (KafkaBroker kafka = KafkaBroker.start(PlatformConfig.small(folder))) {
      kafka.ensureTopic(TOPIC, 1);
      IngestionSettings settings =
          IngestionSettings.onLoopback(0, PublisherSettings.of(kafka.bootstrap(), TOPIC))
              .withServer(ServerSettings.onLoopback(0).withTimeouts(SHORT, SHORT, SHORT));
      try (IngestionService service = IngestionService.start(settings, Authenticator.none())) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(service.notReady()).isEmpty());
        SortedMap<String, Integer> statuses = fuzz(service.address(), new Random(seed));
        System.out.println("answers by status: " + statuses);

        assertThat(statuses).containsKeys("202", "400");
        assertThat(statuses.keySet())
            .as("statuses; fuzz.seed=%d", seed)
            .allMatch(status -> status.charAt(0) == '2' || status.charAt(0) == '4');
        assertThat(service.notReady()).isEmpty();
        assertThat(statuses(exchange(service.address(), FuzzedRequest.good(new Random(seed)))))
            .containsExactly("202");
        String metrics = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        // A request whose client has gone may still be at work.
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () ->
                    assertThat(exchange(service.address(), metrics.getBytes(UTF_8)))
                        .contains("wattflow_ingestion_in_flight_bytes 0.0"));
      }
    }
  }

  private static SortedMap<String, Integer> fuzz(URI address, Random random) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Future<List<String>>> answers = new ArrayList<>();
    for (int i = 0; i < REQUESTS; i++) {
      byte[] request = FuzzedRequest.mutated(random);
      answers.add(clients.submit(() -> judged(request, exchange(address, request))));
    }
    clients.shutdown();
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (Future<List<String>> answer : answers) {
      answer.get().forEach(status -> counts.merge(status, 1, Integer::sum));
    }
    return counts;
  }

  /**
   * The statuses that count. What is no version of HTTP that the server knows, it says with 501:
   * that is no fault of it. A client that asks to be told to go on is told so with 100, before the
   * answer (RFC 9110, 10.1.1).
   */
  private static List<String> judged(byte[] request, String answer) {
    String asked = new String(request, ISO_8859_1);
    List<String> statuses = statuses(answer);
    if (!KNOWN_VERSION.matcher(asked).find()) {
      statuses.removeIf("501"::equals);
    }
    if (GO_ON.matcher(asked).find()) {
      statuses.removeIf("100"::equals);
    }
    return statuses;
  }

  private static List<String> statuses(String answer) {
    List<String> statuses = new ArrayList<>();
    Matcher matcher = STATUS.matcher(answer);
    while (matcher.find()) {
      statuses.add(matcher.group(1));
    }
    return statuses;
  }

  /** Sends bytes, and reads until the service closes the connection. */
  private static String exchange(URI address, byte[] request) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(HANG_MILLIS);
      socket.getOutputStream().write(request);
      socket.getInputStream().transferTo(answer);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no end of: " + new String(request, ISO_8859_1), e);
    } catch (SocketException e) {
      // Closed while we were still writing: what came before that counts.
    }
    return answer.toString(ISO_8859_1);
  }
}
