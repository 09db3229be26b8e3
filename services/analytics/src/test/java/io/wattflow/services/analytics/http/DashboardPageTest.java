package io.wattflow.services.analytics.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the dashboard's files travel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardPageTest {
  private static final Pattern ASSET = Pattern.compile("\"(assets/[^\"]+)\"");
  private static final Pattern IMPORT = Pattern.compile("from \"\\./([^\"]+)\"");
  private static final Path SOURCES = Path.of("src/main/resources", DashboardPage.FOLDER, "assets");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private CannedApi server;

  @BeforeAll
  void start() {
    server = CannedApi.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private HttpResponse<byte[]> request(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.address().resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private String page() throws IOException, InterruptedException {
    return new String(request("GET", "/").body(), UTF_8);
  }

  private List<String> assets() throws IOException, InterruptedException {
    return ASSET
        .matcher(page())
        .results()
        .map(MatchResult::group)
        .map(DashboardPageTest::bare)
        .toList();
  }

  private static String bare(String quoted) {
    return "/" + quoted.substring(1, quoted.length() - 1);
  }

  @Test
  void thePageIsAskedForAnewAndItsFilesAreKept() throws Exception {
    assertThat(header(request("GET", "/"), "Cache-Control")).isEqualTo("no-cache");
    List<String> assets = assets();
    assertThat(assets)
        .hasSizeGreaterThan(15)
        .allMatch(path -> path.matches("/assets/[0-9a-f]{12}/.+"));
    for (String asset : assets) {
      HttpResponse<byte[]> response = request("GET", asset);
      assertThat(response.statusCode()).as(asset).isEqualTo(200);
      assertThat(header(response, "Cache-Control")).contains("immutable", "max-age=31536000");
      assertThat(response.body()).isNotEmpty();
    }
  }

  @Test
  void everyFileIsServedAndEveryModulePreloaded() throws Exception {
    try (Stream<Path> files = Files.list(SOURCES)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(Stream.concat(DashboardPage.ASSETS.stream(), DashboardPage.STYLES.stream()))
          .containsAll(names);
    }
    List<String> named =
        assets().stream().map(path -> path.substring(path.lastIndexOf('/') + 1)).toList();
    assertThat(named).containsAll(DashboardPage.ASSETS);
    for (String name : DashboardPage.ASSETS) {
      if (Files.exists(SOURCES.resolve(name))) {
        assertThat(IMPORT.matcher(Files.readString(SOURCES.resolve(name))).results())
            .as(name)
            .allMatch(match -> named.contains(match.group(1)));
      }
    }
  }

  @Test
  void onlyTheServiceItselfMayBeAskedAndNothingRunsInline() throws Exception {
    HttpResponse<byte[]> response = request("GET", "/");
    assertThat(header(response, "Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe-inline", "http", "*");
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page()).doesNotContain("http://", "https://", "<style", " style=", " onclick");
  }

  @Test
  void textIsCompressedForWhoTakesThat() throws Exception {
    HttpResponse<byte[]> zipped = request("GET", "/", "Accept-Encoding", "br, gzip");
    HttpResponse<byte[]> plain = request("GET", "/");
    assertThat(header(zipped, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(zipped, "Vary")).isEqualToIgnoringCase("Accept-Encoding");
    assertThat(header(plain, "Content-Encoding")).isEmpty();
    assertThat(zipped.body().length).isLessThan(plain.body().length / 2);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body());
    }
    assertThat(header(zipped, "ETag")).isNotEqualTo(header(plain, "ETag"));
  }

  @Test
  void whoHasItIsToldSo() throws Exception {
    String etag = header(request("GET", "/"), "ETag");
    assertThat(etag).matches("\"[0-9a-f]{32}\"");
    HttpResponse<byte[]> known = request("GET", "/", "If-None-Match", "\"other\", W/" + etag);
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(header(known, "ETag")).isEqualTo(etag);
    assertThat(request("GET", "/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void headTellsWhatGetWouldSend() throws Exception {
    HttpResponse<byte[]> head = request("HEAD", "/");
    HttpResponse<byte[]> get = request("GET", "/");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "ETag")).isEqualTo(header(get, "ETag"));
    assertThat(header(head, "Content-Length")).isEqualTo(String.valueOf(get.body().length));
  }

  @Test
  void aFolderOfAnotherBuildIsNotThere() throws Exception {
    assertThat(request("GET", "/assets/000000000000/main.js").statusCode()).isEqualTo(404);
    assertThat(request("POST", "/").statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "deflate, GZIP;q=0.5 | true",
        "* | true",
        "gzip;q=0 | false",
        "gzip;q=0.000, * | false",
        "*;q=0 | false",
        "br | false",
        "identity | false"
      })
  void codingsAreReadWithTheirWeights(String header, boolean taken) {
    assertThat(StaticFile.takesGzip(header)).isEqualTo(taken);
  }

  @Test
  void withoutTheHeaderNothingIsCompressed() {
    assertThat(StaticFile.takesGzip(null)).isFalse();
  }
}
