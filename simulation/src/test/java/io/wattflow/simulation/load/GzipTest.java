package io.wattflow.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
  private final Gzip gzip = new Gzip();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 8 * 1024, 100_000})
  void packedBytesComeBackWhetherTheyCanBeMadeSmallerOrNot(int length) throws IOException {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    byte[] zeros = new byte[length];

    assertThat(unpack(gzip.pack(noise))).isEqualTo(noise);
    assertThat(unpack(gzip.pack(zeros))).isEqualTo(zeros);
    if (length >= 100) {
      assertThat(gzip.pack(zeros)).hasSizeLessThan(length / 2 + 50);
    }
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    }
  }
}
