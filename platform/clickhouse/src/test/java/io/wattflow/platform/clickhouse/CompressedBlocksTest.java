package io.wattflow.platform.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.data.ClickHouseCityHash;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedBlocksTest {
  private static byte[] text(int length) {
    byte[] text = new byte[length];
    // The seed is fixed: the same bytes in every run.
    new Random(7).nextBytes(text);
    for (int i = 0; i < length; i++) {
      text[i] = (byte) (text[i] & 3);
    }
    return text;
  }

  private static byte[] packed(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = CompressedBlocks.packing(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] unpacked(byte[] packed) throws IOException {
    return CompressedBlocks.unpacking(new ByteArrayInputStream(packed)).readAllBytes();
  }

  /** A block as ClickHouse's clients write it with ZSTD (0x90) or without packing (0x02). */
  private static byte[] block(int method, byte[] body, int plainLength) {
    ByteBuffer block = ByteBuffer.allocate(25 + body.length).order(ByteOrder.LITTLE_ENDIAN);
    block.position(16);
    block.put((byte) method).putInt(9 + body.length).putInt(plainLength).put(body);
    long[] sum = ClickHouseCityHash.cityHash128(block.array(), 16, 9 + body.length);
    return block.putLong(0, sum[0]).putLong(8, sum[1]).array();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 262_143, 262_144, 262_145, 1_000_000})
  void givesBackWhatWasPacked(int length) throws IOException {
    byte[] plain = text(length);
    assertThat(unpacked(packed(plain))).isEqualTo(plain);
  }

  @Test
  void readsZstdAndPlainBlocks() throws IOException {
    byte[] plain = text(5000);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(block(0x90, Zstd.compress(plain), plain.length));
    both.write(block(0x02, plain, plain.length));
    assertThat(unpacked(both.toByteArray())).hasSize(10_000).endsWith(plain).startsWith(plain);
  }

  @Test
  void refusesDamage() throws IOException {
    byte[] good = packed(text(5000));
    for (int at : new int[] {0, 15, 16, 17, 21, 25, good.length - 1}) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      assertThatThrownBy(() -> unpacked(bad))
          .as("byte " + at)
          .isInstanceOfAny(UnreadableBodyException.class, EOFException.class);
    }
    assertThatThrownBy(() -> unpacked(block(0x90, text(100), 100)))
        .isInstanceOf(UnreadableBodyException.class);
    assertThatThrownBy(() -> unpacked(block(0x55, text(100), 100)))
        .hasMessage("unknown method of compression: 85");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 20, 25, 100})
  void refusesABlockThatEndsEarly(int length) throws IOException {
    byte[] part = Arrays.copyOf(packed(text(5000)), length);
    assertThatThrownBy(() -> unpacked(part)).isInstanceOf(EOFException.class);
  }
}
