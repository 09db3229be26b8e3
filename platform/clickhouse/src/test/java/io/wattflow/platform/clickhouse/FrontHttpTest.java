package io.wattflow.platform.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the front speaks, byte by byte, without any client library in between. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrontHttpTest {
  private FrontProcess front;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    front = FrontProcess.start(folder);
    front.query("CREATE DATABASE w");
  }

  @AfterAll
  void stop() {
    front.close();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void tellsIdFormatAndTimezone() {
    HttpResponse<String> answer = front.post("query_id=my-id", "SELECT 1 AS x FORMAT CSVWithNames");
    assertThat(answer.body()).isEqualTo("\"x\"\n1\n");
    assertThat(answer.headers().firstValue("X-ClickHouse-Query-Id")).hasValue("my-id");
    assertThat(answer.headers().firstValue("X-ClickHouse-Format")).hasValue("CSVWithNames");
    assertThat(answer.headers().firstValue("X-ClickHouse-Timezone")).hasValue("UTC");
    assertThat(answer.headers().firstValue("X-ClickHouse-Server-Display-Name")).isPresent();
    assertThat(answer.headers().firstValue("X-ClickHouse-Summary").orElse(""))
        .contains("\"read_rows\":\"1\"");
  }

  @Test
  void tellsErrorsByCodeTextAndStatus() {
    HttpResponse<String> unknown = front.post("", "SELECT * FROM w.nothing");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.headers().firstValue("X-ClickHouse-Exception-Code")).hasValue("60");
    assertThat(unknown.body()).startsWith("Code: 60. DB::Exception: ").contains("(UNKNOWN_TABLE)");

    assertThat(front.post("", "SELEC 1").statusCode()).isEqualTo(400);
    assertThat(front.post("", "").statusCode()).isEqualTo(400);
    assertThat(front.post("", "SELECT 1; SELECT 2").body()).contains("Multi-statements");
    assertThat(front.post("no_such_setting=1", "SELECT 1").statusCode()).isEqualTo(404);
    assertThat(front.post("max_threads=many", "SELECT 1").body()).startsWith("Code: 27.");
    assertThat(front.post("database=nowhere", "SELECT 1").body()).startsWith("Code: 81.");
    assertThat(front.send(HttpRequest.newBuilder(front.uri("/nowhere")).build()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void getOnlyReads() {
    assertThat(get("SELECT 7").body()).isEqualTo("7\n");
    assertThat(get("CREATE DATABASE byget").body()).startsWith("Code: 164.");
    assertThat(front.query("EXISTS DATABASE byget")).isEqualTo("0\n");
  }

  private HttpResponse<String> get(String sql) {
    return front.send(HttpRequest.newBuilder(front.uri("/?query=" + encoded(sql))).build());
  }

  @Test
  void bindsParametersAsText() {
    String parameters =
        "param_name=" + encoded("it's; DROP") + "&param_numbers=" + encoded("[1,2]");
    assertThat(
            front.post(parameters, "SELECT {name:String}, arraySum({numbers:Array(UInt8)})").body())
        .isEqualTo("it\\'s; DROP\t3\n");
    front.query("CREATE TABLE w.params (a UInt8, b String) ENGINE = MergeTree ORDER BY a");
    assertThat(
            front
                .post("param_a=7&param_b=x", "INSERT INTO w.params VALUES ({a:UInt8}, {b:String})")
                .statusCode())
        .isEqualTo(200);
    assertThat(front.query("SELECT * FROM w.params")).isEqualTo("7\tx\n");
  }

  @Test
  void settingsAndDatabaseLastForOneRequestOnly() {
    assertThat(
            front
                .post(
                    "max_threads=1&database=w",
                    "SELECT getSetting('max_threads'), currentDatabase()")
                .body())
        .isEqualTo("1\tw\n");
    front.query("USE w");
    front.query("SET max_threads = 1");
    assertThat(front.query("SELECT currentDatabase(), getSetting('max_threads') = 1"))
        .isEqualTo("default\tfalse\n".replace("false", "0"));
  }

  @Test
  void sessionKeepsItsTablesOverAnError() {
    String session = "session_id=s1";
    front.post(session, "CREATE TEMPORARY TABLE t (a UInt8)");
    front.post(session, "INSERT INTO t VALUES (1), (2)");
    front.post(session, "USE w");
    assertThat(
            front
                .post(session + "&max_threads=1&database=system", "SELECT count() FROM one")
                .body())
        .isEqualTo("1\n");
    assertThat(
            front
                .post(session, "SELECT throwIf(number = 200000) FROM numbers(400000) FORMAT JSON")
                .statusCode())
        .isNotEqualTo(200);
    assertThat(front.post(session, "SELECT sum(a), currentDatabase() FROM t").body())
        .isEqualTo("3\tw\n");
    assertThat(front.query("SELECT count() FROM system.tables WHERE name = 't' AND is_temporary"))
        .isEqualTo("0\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TabSeparated",
        "TabSeparatedWithNamesAndTypes",
        "CSVWithNames",
        "JSONEachRow",
        "JSONCompactEachRowWithNamesAndTypes",
        "RowBinary",
        "RowBinaryWithNames",
        "RowBinaryWithNamesAndTypes",
        "Native",
        "Markdown",
        "JSON",
        "JSONCompact",
        "Parquet",
        "Values"
      })
  void streamedResultIsOneDocument(String format) {
    // The engine gives one chunk per 65,409 rows or so, each with the format's header and footer.
    String select = "SELECT number AS \"a b\", toString(number) AS s FROM numbers(300000)";
    HttpResponse<byte[]> answer =
        front.send(
            HttpRequest.newBuilder(front.uri("/?default_format=" + format))
                .POST(BodyPublishers.ofString(select))
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("X-ClickHouse-Format")).hasValue(format);
    if (format.equals("Markdown")) {
      assertThat(new String(answer.body(), StandardCharsets.UTF_8).lines()).hasSize(300_002);
      return;
    }
    front.query("DROP TABLE IF EXISTS w.back");
    front.query("CREATE TABLE w.back (\"a b\" UInt64, s String) ENGINE = Memory");
    if (format.startsWith("JSON") && !format.contains("EachRow")) {
      assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"rows\": 300000");
    }
    HttpResponse<String> inserted =
        front.send(
            HttpRequest.newBuilder(
                    front.uri("/?query=" + encoded("INSERT INTO w.back FORMAT " + format)))
                .POST(BodyPublishers.ofByteArray(answer.body()))
                .build());
    assertThat(inserted.body()).isEmpty();
    assertThat(front.query("SELECT count(), sum(\"a b\"), sum(length(s)) FROM w.back"))
        .isEqualTo("300000\t44999850000\t1688890\n");
  }

  @Test
  void emptyResultHasItsHeader() {
    assertThat(front.query("SELECT 1 AS x WHERE 0 FORMAT CSVWithNames")).isEqualTo("\"x\"\n");
    assertThat(front.query("SELECT 1 AS x WHERE 0")).isEmpty();
    assertThat(front.query("SELECT 1 AS x WHERE 0 FORMAT JSON")).contains("\"rows\": 0");
    assertThat(
            front.query(
                "SELECT number % 2 AS x, count() FROM numbers(4) GROUP BY x WITH TOTALS ORDER BY x"))
        .isEqualTo("0\t2\n1\t2\n\n0\t4\n");
  }

  @Test
  void readsInsertsWithDataInEveryPlace() throws IOException {
    front.query("CREATE TABLE w.places (a UInt64, b String) ENGINE = MergeTree ORDER BY a");
    front.query("INSERT INTO w.places (a, b) VALUES (1, 'FORMAT'), (2, 'it''s');");
    front.query("INSERT INTO w.places FORMAT JSONEachRow {\"a\": 3, \"b\": \"x\"}");
    front.query("/* why */ INSERT INTO w.places\nSELECT 4, 'y' -- FORMAT CSV");
    front.post("query=" + encoded("INSERT INTO w.places VALUES"), "(5, 'z')");
    front.post("query=" + encoded("INSERT INTO w.places FORMAT CSV"), "6,\"q\"\n");
    assertThat(
            front
                .post("", "INSERT INTO w.places SELECT a, b FROM input('a UInt64') FORMAT CSV\n7")
                .body())
        .startsWith("Code: 48.");
    ByteArrayOutputStream binary = new ByteArrayOutputStream();
    binary.write("INSERT INTO w.places FORMAT RowBinary\n".getBytes(StandardCharsets.UTF_8));
    // A value that begins with the byte of a line break must not be taken for the boundary.
    binary.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(10).array());
    binary.write(new byte[] {2, '\n', '\''});
    HttpResponse<String> answer =
        front.send(
            HttpRequest.newBuilder(front.uri("/"))
                .POST(BodyPublishers.ofByteArray(binary.toByteArray()))
                .build());
    assertThat(answer.headers().firstValue("X-ClickHouse-Summary").orElse(""))
        .contains("\"written_rows\":\"1\"");
    assertThat(
            front.query(
                "SELECT groupArray(a), groupArray(b) FROM (SELECT * FROM w.places ORDER BY a)"))
        .isEqualTo("[1,2,3,4,5,6,10]\t['FORMAT','it\\'s','x','y','z','q','\\n\\'']\n");
  }

  @Test
  void speaksGzipAndItsOwnBlocksBothWays() throws IOException {
    front.query("CREATE TABLE w.packed (a UInt64) ENGINE = MergeTree ORDER BY a");
    String rows = "1\n2\n3\n".repeat(50_000);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(rows.getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    try (OutputStream out = CompressedBlocks.packing(blocks)) {
      out.write(rows.getBytes(StandardCharsets.UTF_8));
    }
    String insert = "query=" + encoded("INSERT INTO w.packed FORMAT TSV");
    front.send(
        HttpRequest.newBuilder(front.uri("/?" + insert))
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(gzip.toByteArray()))
            .build());
    front.send(
        HttpRequest.newBuilder(front.uri("/?decompress=1&" + insert))
            .POST(BodyPublishers.ofByteArray(blocks.toByteArray()))
            .build());
    assertThat(front.query("SELECT count(), sum(a) FROM w.packed")).isEqualTo("300000\t600000\n");

    String select = "SELECT a FROM w.packed";
    HttpResponse<byte[]> packed =
        front.send(
            HttpRequest.newBuilder(front.uri("/?compress=1"))
                .POST(BodyPublishers.ofString(select))
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(packed.body()).hasSizeLessThan(100_000);
    try (InputStream in = CompressedBlocks.unpacking(new ByteArrayInputStream(packed.body()))) {
      assertThat(in.readAllBytes()).hasSize(600_000);
    }
    HttpResponse<byte[]> zipped =
        front.send(
            HttpRequest.newBuilder(front.uri("/?enable_http_compression=1"))
                .header("Accept-Encoding", "gzip, deflate")
                .POST(BodyPublishers.ofString(select))
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(zipped.headers().firstValue("Content-Encoding")).hasValue("gzip");
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(in.readAllBytes()).hasSize(600_000);
    }
  }

  @Test
  void tellsOfAnErrorAfterTheFirstRows() {
    HttpRequest failing =
        HttpRequest.newBuilder(front.uri("/"))
            .POST(
                BodyPublishers.ofString(
                    "SELECT number, throwIf(number = 3000000) FROM numbers(5000000)"
                        + " SETTINGS max_threads = 1"))
            .build();
    // The chunked body is not ended, so no client can take it for the whole.
    assertThatThrownBy(() -> front.send(failing)).isInstanceOf(UncheckedIOException.class);
    assertThat(front.query("SELECT 'next'")).isEqualTo("next\n");
  }

  @Test
  void nextResultIsCleanAfterAnError() {
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> failed =
          front.post("", "SELECT throwIf(number = 150000) FROM numbers(200000) FORMAT JSON");
      assertThat(failed.body()).startsWith("Code: 395.");
      assertThat(front.query("SELECT " + i)).isEqualTo(i + "\n");
    }
  }

  @Test
  void killsByTheClientsId() {
    CompletableFuture<HttpResponse<String>> running =
        CompletableFuture.supplyAsync(
            () ->
                front.post(
                    "query_id=to-kill",
                    "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(*)"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                front
                    .query(
                        "SELECT count() FROM system.processes"
                            + " WHERE Settings['log_comment'] = 'to-kill'")
                    .equals("1\n"));
    assertThat(front.query("KILL QUERY WHERE query_id = 'to-kill' SYNC")).contains("finished");
    assertThat(running.join().body()).startsWith("Code: 394.");
  }

  @Test
  void endsAQueryAfterItsTime() {
    HttpResponse<String> answer =
        front.post(
            "max_execution_time=1",
            "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(*)");
    assertThat(answer.statusCode()).isEqualTo(408);
    assertThat(answer.headers().firstValue("X-ClickHouse-Exception-Code")).hasValue("159");
  }

  @Test
  void anInsertThatIsCutShortStoresNothing() throws IOException {
    front.query("CREATE TABLE w.cut (a UInt64) ENGINE = MergeTree ORDER BY a");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /?query="
                  + encoded("INSERT INTO w.cut FORMAT TSV")
                  + " HTTP/1.1\r\n"
                  + "Host: localhost\r\nContent-Length: 4000000\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write("1\n".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                front
                    .query(
                        "SELECT count() FROM system.processes WHERE query ILIKE 'INSERT INTO w.cut%'")
                    .equals("0\n"));
    assertThat(front.query("SELECT count() FROM w.cut")).isEqualTo("0\n");
  }

  @Test
  void listensOnTheLoopbackAddressOnly() throws IOException {
    InetAddress other =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
            .findFirst()
            .orElse(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
    try (Socket socket = new Socket()) {
      assertThatThrownBy(() -> socket.connect(new InetSocketAddress(other, front.port()), 2_000))
          .isInstanceOf(IOException.class);
    }
  }
}
