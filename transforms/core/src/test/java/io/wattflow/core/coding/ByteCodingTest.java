package io.wattflow.core.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ByteCodingTest {
  private static final long[] LONGS = {
    0,
    1,
    -1,
    63,
    64,
    127,
    128,
    -64,
    -65,
    300,
    16_383,
    16_384,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  @Test
  void everythingComesBack() {
    ByteWriter out = new ByteWriter(0);
    for (long value : LONGS) {
      out.writeVarint(value);
      out.writeSigned(value);
      out.writeLong(value);
      out.writeInt((int) value);
      out.writeShort((short) value);
      out.writeByte((int) value);
      out.writeDouble(value / 3.0);
    }
    ByteReader in = new ByteReader("test", out.toByteArray());
    for (long value : LONGS) {
      assertThat(in.readVarint()).isEqualTo(value);
      assertThat(in.readSigned()).isEqualTo(value);
      assertThat(in.readLong()).isEqualTo(value);
      assertThat(in.readInt()).isEqualTo((int) value);
      assertThat(in.readShort()).isEqualTo((short) value);
      assertThat(in.readByte()).isEqualTo((int) value & 0xFF);
      assertThat(in.readDouble()).isEqualTo(value / 3.0);
    }
    in.expectEnd();
  }

  @Test
  void varintsAreLeb128AndSignedOnesZigzag() {
    ByteWriter out = new ByteWriter(0);
    out.writeVarint(300);
    out.writeSigned(-1);
    out.writeSigned(64);
    assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo("ac02018001");
  }

  @Test
  void malformedVarintsAreRefused() {
    for (String hex : new String[] {"", "80", "ffffffffffffffffff02", "ffffffffffffffffffff01"}) {
      ByteReader in = new ByteReader("test", HexFormat.of().parseHex(hex));
      assertThatExceptionOfType(EncodingException.class)
          .isThrownBy(in::readVarint)
          .withMessageContaining("malformed test");
    }
  }

  @Test
  void countsAndSlicesAreBounded() {
    ByteReader in = new ByteReader("test", new byte[] {5, 1, 2});
    assertThatExceptionOfType(EncodingException.class)
        .isThrownBy(() -> in.readCount("things", 4))
        .withMessageContaining("things 5 is not in [0, 4]");
    assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> in.skip(3));
    assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> in.skip(-1));
    assertThatExceptionOfType(EncodingException.class).isThrownBy(in::readLong);
    assertThatExceptionOfType(EncodingException.class)
        .isThrownBy(() -> in.reset(new byte[2], 1, 2));
  }

  @Test
  void aWriterCanBeCutAndReused() {
    ByteWriter out = new ByteWriter(0);
    out.writeLong(1);
    out.truncate(2);
    assertThat(out.toByteArray()).containsExactly(1, 0);
    assertThatIllegalArgumentException().isThrownBy(() -> out.truncate(3));
    out.clear();
    assertThat(out.size()).isZero();
  }
}
