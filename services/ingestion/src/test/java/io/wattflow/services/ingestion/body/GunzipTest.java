package io.wattflow.services.ingestion.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GunzipTest {
  private static final int MAX = 1 << 20;

  static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  @Test
  void whatWasPackedComesBack() throws Exception {
    byte[] plain = "energy ".repeat(20_000).getBytes(UTF_8);
    byte[] packed = gzip(plain);
    Gunzip result = Gunzip.of(packed, packed.length, MAX, bytes -> true);

    assertThat(Arrays.copyOf(result.bytes(), result.length())).isEqualTo(plain);
  }

  @Test
  void exactlyTheBoundIsAllowed() throws Exception {
    byte[] packed = gzip(new byte[MAX]);
    assertThat(Gunzip.of(packed, packed.length, MAX, bytes -> true).length()).isEqualTo(MAX);
    byte[] more = gzip(new byte[MAX + 1]);
    assertRefused(more, 413, "TOO_LARGE");
  }

  @Test
  void aBombTakesNoMoreMemoryThanTheBound() throws Exception {
    byte[] bomb = gzip(new byte[200 << 20]);
    AtomicLong asked = new AtomicLong();
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(
            () ->
                Gunzip.of(
                    bomb,
                    bomb.length,
                    MAX,
                    bytes -> {
                      asked.addAndGet(bytes);
                      return true;
                    }))
        .satisfies(refused -> assertThat(refused.status()).isEqualTo(413));
    assertThat(asked.get()).isLessThanOrEqualTo(MAX + 1);
  }

  @Test
  void damageIsTold() throws Exception {
    byte[] packed = gzip("energy".getBytes(UTF_8));
    for (int length = 1; length < packed.length; length++) {
      assertRefused(Arrays.copyOf(packed, length), 400, "TRUNCATED_GZIP");
    }
    byte[] wrongSum = packed.clone();
    wrongSum[packed.length - 6] ^= 1;
    assertRefused(wrongSum, 400, "MALFORMED_GZIP");
    assertRefused("no gzip".getBytes(UTF_8), 400, "MALFORMED_GZIP");
  }

  @Test
  void withoutRoomItStops() throws Exception {
    byte[] packed = gzip(new byte[MAX]);
    assertThatExceptionOfType(Gunzip.NoRoomException.class)
        .isThrownBy(() -> Gunzip.of(packed, packed.length, MAX, bytes -> bytes < 100_000));
  }

  private static void assertRefused(byte[] body, int status, String reason) {
    assertThatExceptionOfType(MalformedBodyException.class)
        .isThrownBy(() -> Gunzip.of(body, body.length, MAX, bytes -> true))
        .satisfies(
            refused -> {
              assertThat(refused.status()).isEqualTo(status);
              assertThat(refused.reason()).isEqualTo(reason);
            });
  }
}
