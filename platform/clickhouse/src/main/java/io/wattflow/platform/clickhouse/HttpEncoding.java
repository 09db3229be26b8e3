package io.wattflow.platform.clickhouse;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.jspecify.annotations.Nullable;

/** The content encodings of HTTP that the front reads and writes. */
final class HttpEncoding {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final List<String> WRITTEN = List.of("gzip", "zstd", "lz4");

  private HttpEncoding() {}

  /** The first encoding both sides know, or null. */
  static @Nullable String chooseFor(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return null;
    }
    List<String> accepted =
        Stream.of(acceptEncoding.split(","))
            .filter(offer -> !offer.replace(" ", "").endsWith(";q=0"))
            .map(offer -> normalise(offer.split(";", 2)[0]))
            .toList();
    return WRITTEN.stream().filter(accepted::contains).findFirst().orElse(null);
  }

  /** Lower case without blanks; empty for null and for identity. */
  static String normalise(@Nullable String name) {
    String lower = name == null ? "" : name.strip().toLowerCase(Locale.ROOT);
    return lower.equals("identity") ? "" : lower;
  }

  /** A stream that decodes; an unknown encoding is an error of the client. */
  static InputStream decoding(InputStream in, String encoding) throws EngineException, IOException {
    return switch (encoding) {
      case "" -> in;
      case "gzip", "x-gzip" -> new GZIPInputStream(in, BUFFER_BYTES);
      case "deflate" -> new InflaterInputStream(in);
      case "zstd" -> new ZstdInputStream(in);
      case "lz4" -> new LZ4FrameInputStream(in);
      default ->
          throw EngineException.of(
              36, "BAD_ARGUMENTS", "Content-Encoding is not supported here: " + encoding);
    };
  }

  /** A stream that encodes; closing it ends the encoding and closes what is below. */
  static OutputStream encoding(OutputStream out, String encoding) throws IOException {
    return switch (encoding) {
      case "gzip" -> new GZIPOutputStream(out, BUFFER_BYTES);
      case "zstd" -> new ZstdOutputStream(out);
      case "lz4" -> new LZ4FrameOutputStream(out);
      default -> throw new IllegalArgumentException("not an encoding written here: " + encoding);
    };
  }
}
