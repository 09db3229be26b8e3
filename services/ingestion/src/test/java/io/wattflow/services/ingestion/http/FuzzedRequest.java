package io.wattflow.services.ingestion.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Bytes of requests, good and spoilt. */
final class FuzzedRequest {
  private static final String[] WORDS = {
    "\r\n",
    "\r\n\r\n",
    "\n",
    ":",
    "0",
    "9999999999",
    "-1",
    "Content-Length: 3\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Expect: 100-continue\r\n",
    "Content-Encoding: gzip\r\n",
    "{",
    "[",
    "[[[[[[",
    "\"",
    "\\ud800",
    "\u0000",
    "NaN",
    "1e999",
    "null",
    "\ufeff",
    "\u00ff",
  };

  private FuzzedRequest() {}

  /** A request that asks for a closed connection, in any of the forms that the service takes. */
  static byte[] good(Random random) throws IOException {
    String reading =
        "{\"device_id\":\"fuzz-%d\",\"user_id\":42,\"event_time\":%d,\"power_watts\":431.5}"
            .formatted(random.nextInt(100), System.currentTimeMillis());
    return switch (random.nextInt(4)) {
      case 0 -> request("json", ("[" + reading + "," + reading + "]").getBytes(UTF_8), random);
      case 1 -> request("x-ndjson", (reading + "\n" + reading).getBytes(UTF_8), random);
      case 2 -> request("avro", avro(), random);
      default -> request("json", reading.getBytes(UTF_8), random);
    };
  }

  private static byte[] avro() {
    return new ReadingEncoder()
        .encode(
            new DecodedReading()
                .set("fuzz-avro", 42, DeviceType.METER, System.currentTimeMillis(), 431.5)
                .setSequence(7));
  }

  private static byte[] request(String type, byte[] plain, Random random) throws IOException {
    boolean gzip = random.nextInt(4) == 0;
    boolean chunked = random.nextInt(4) == 0;
    byte[] body = gzip ? gzip(plain) : plain;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(
        ("POST /v1/telemetry HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type:"
                + " application/"
                + type
                + "\r\n"
                + (gzip ? "Content-Encoding: gzip\r\n" : "")
                + (chunked
                    ? "Transfer-Encoding: chunked\r\n\r\n%x\r\n".formatted(body.length)
                    : "Content-Length: %d\r\n\r\n".formatted(body.length)))
            .getBytes(UTF_8));
    bytes.writeBytes(body);
    if (chunked) {
      bytes.writeBytes("\r\n0\r\n\r\n".getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  /** A good request with up to three changes anywhere. */
  static byte[] mutated(Random random) throws IOException {
    byte[] request = good(random);
    int changes = random.nextInt(4);
    for (int i = 0; i < changes && request.length > 0; i++) {
      request = changed(request, random);
    }
    return request;
  }

  private static byte[] changed(byte[] request, Random random) {
    int at = random.nextInt(request.length);
    int length = Math.min(request.length - at, 1 + random.nextInt(20));
    return switch (random.nextInt(5)) {
      case 0 -> spliced(request, at, at + 1, new byte[] {(byte) random.nextInt(256)});
      case 1 -> spliced(request, at, at, WORDS[random.nextInt(WORDS.length)].getBytes(UTF_8));
      case 2 -> spliced(request, at, at + length, new byte[0]);
      case 3 -> spliced(request, at, at, Arrays.copyOfRange(request, at, at + length));
      default -> Arrays.copyOf(request, at);
    };
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] replacement) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(replacement);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
