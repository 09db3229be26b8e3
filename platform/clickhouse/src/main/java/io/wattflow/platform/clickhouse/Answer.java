package io.wattflow.platform.clickhouse;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request, in ClickHouse's headers and encodings. Either given at once, with its
 * length and the summary of the work, or streamed; an error is told by the status as long as
 * nothing has been sent, and later at the end of the stream, which is then broken off.
 */
final class Answer {
  private static final String TAG_LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final HttpExchange exchange;
  private @Nullable FrontRequest request;
  private @Nullable OutputStream stream;
  private String tag = "";

  Answer(HttpExchange exchange) {
    this.exchange = exchange;
  }

  /** From here on the answer is encoded as this request wants it. */
  void encodeFor(FrontRequest request, Engine engine) {
    this.request = request;
    Headers headers = exchange.getResponseHeaders();
    headers.set("X-ClickHouse-Query-Id", request.queryId());
    headers.set("X-ClickHouse-Timezone", engine.timezone());
    headers.set("X-ClickHouse-Server-Display-Name", engine.displayName());
    headers.set("Access-Control-Expose-Headers", "X-ClickHouse-Query-Id,X-ClickHouse-Summary");
  }

  /** Names the format of the result that follows. */
  void format(String format) {
    exchange.getResponseHeaders().set("X-ClickHouse-Format", format);
    exchange.getResponseHeaders().set("Content-Type", ContentTypes.of(format));
  }

  /** Something that writes a body. */
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Gives a small answer as a whole. */
  void send(Summary summary, Body body) throws IOException {
    exchange.getResponseHeaders().set("X-ClickHouse-Summary", summary.json());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = encoded(bytes)) {
      body.writeTo(out);
    }
    sendBytes(200, bytes.toByteArray());
  }

  /** Begins an answer of unknown length; {@link #end} ends it. */
  OutputStream begin(Summary summary) throws IOException {
    byte[] letters = new byte[16];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = (byte) TAG_LETTERS.charAt(RANDOM.nextInt(TAG_LETTERS.length()));
    }
    tag = new String(letters, StandardCharsets.US_ASCII);
    exchange.getResponseHeaders().set("X-ClickHouse-Exception-Tag", tag);
    exchange.getResponseHeaders().set("X-ClickHouse-Summary", summary.json());
    OutputStream out = encoded(begunBody());
    stream = out;
    return out;
  }

  private OutputStream begunBody() throws IOException {
    FrontRequest current = request;
    if (current != null && current.httpEncoding() != null) {
      exchange.getResponseHeaders().set("Content-Encoding", current.httpEncoding());
    }
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  /** Ends a streamed answer. */
  void end() throws IOException {
    if (stream != null) {
      stream.close();
    }
  }

  /**
   * Tells an error.
   *
   * @throws IOException always when the answer had begun: its connection is to be cut, so that no
   *     client takes what it got for the whole
   */
  void fail(EngineException error, String version) throws IOException {
    String text = withVersion(error.text(), version) + "\n";
    OutputStream begun = stream;
    if (begun == null) {
      Headers headers = exchange.getResponseHeaders();
      headers.remove("X-ClickHouse-Format");
      headers.remove("Content-Encoding");
      headers.set("Content-Type", "text/plain; charset=UTF-8");
      headers.set("X-ClickHouse-Exception-Code", Integer.toString(error.code()));
      sendBytes(ErrorStatus.of(error.code()), text.getBytes(StandardCharsets.UTF_8));
      return;
    }
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    String block =
        "\r\n__exception__\r\n%s\r\n%s%d %s\r\n__exception__\r\n".formatted(tag, text, length, tag);
    begun.write(block.getBytes(StandardCharsets.UTF_8));
    begun.flush();
    throw new IOException("answer broken off after an error of the engine");
  }

  /** A short plain text without ClickHouse's headers. */
  void plain(int status, String text) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/html; charset=UTF-8");
    sendBytes(status, text.getBytes(StandardCharsets.UTF_8));
  }

  private void sendBytes(int status, byte[] bytes) throws IOException {
    FrontRequest current = request;
    if (status == 200 && current != null && current.httpEncoding() != null && bytes.length > 0) {
      exchange.getResponseHeaders().set("Content-Encoding", current.httpEncoding());
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, bytes.length == 0 || head ? -1 : bytes.length);
    if (bytes.length > 0 && !head) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.getResponseBody().close();
  }

  private OutputStream encoded(OutputStream out) throws IOException {
    FrontRequest current = request;
    if (current == null) {
      return out;
    }
    String httpEncoding = current.httpEncoding();
    OutputStream outer = httpEncoding == null ? out : HttpEncoding.encoding(out, httpEncoding);
    return current.packAnswer() ? CompressedBlocks.packing(outer) : outer;
  }

  private static String withVersion(String text, String version) {
    return text.contains("(version ") ? text : text + " (version " + version + ")";
  }

  /** ClickHouse's summary of the work behind an answer. */
  record Summary(
      long readRows, long readBytes, long writtenRows, long writtenBytes, long resultRows) {
    static final Summary NONE = new Summary(0, 0, 0, 0, 0);

    static Summary ofWritten(EngineResult result) {
      return new Summary(
          result.rowsWritten(),
          result.bytesWritten(),
          result.rowsWritten(),
          result.bytesWritten(),
          result.rowsWritten());
    }

    static Summary ofRead(EngineResult result, long resultRows) {
      return new Summary(
          result.storageRowsRead(),
          result.storageBytesRead(),
          result.rowsWritten(),
          result.bytesWritten(),
          resultRows);
    }

    String json() {
      Map<String, Long> counts = new java.util.LinkedHashMap<>();
      counts.put("read_rows", readRows);
      counts.put("read_bytes", readBytes);
      counts.put("written_rows", writtenRows);
      counts.put("written_bytes", writtenBytes);
      counts.put("total_rows_to_read", 0L);
      counts.put("result_rows", resultRows);
      counts.put("result_bytes", 0L);
      counts.put("elapsed_ns", 0L);
      StringBuilder json = new StringBuilder("{");
      counts.forEach(
          (name, count) ->
              json.append(json.length() == 1 ? "\"" : ",\"")
                  .append(name)
                  .append("\":\"")
                  .append(count)
                  .append('"'));
      return json.append('}').toString();
    }
  }
}
