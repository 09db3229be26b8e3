package io.wattflow.platform.clickhouse;

import com.clickhouse.data.ClickHouseCityHash;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * ClickHouse's own compression of a stream: blocks of a 16-byte CityHash128 of the rest, a method
 * byte, the compressed size with this 9-byte header, the size when unpacked (both little endian),
 * and the packed bytes.
 */
final class CompressedBlocks {
  private static final int CHECKSUM_BYTES = 16;
  private static final int HEADER_BYTES = 9;
  private static final int BLOCK_BYTES = 256 * 1024;

  /** What the engine itself accepts at most in one block. */
  private static final int MAX_BLOCK_BYTES = 0x4000_0000;

  private static final byte NONE = 0x02;
  private static final byte LZ4 = (byte) 0x82;
  private static final byte ZSTD = (byte) 0x90;

  private CompressedBlocks() {}

  /** A stream that packs what is written to it with LZ4; closing it writes the last block. */
  static OutputStream packing(OutputStream out) {
    return new Packing(out);
  }

  /** A stream that unpacks LZ4, ZSTD and plain blocks and checks each block's sum. */
  static InputStream unpacking(InputStream in) {
    return new Unpacking(in);
  }

  private static void writeChecksum(byte[] target, byte[] block, int from, int length) {
    long[] hash = ClickHouseCityHash.cityHash128(block, from, length);
    ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN).putLong(hash[0]).putLong(hash[1]);
  }

  private static final class Packing extends FilterOutputStream {
    private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
    private final byte[] plain = new byte[BLOCK_BYTES];
    private final byte[] packed =
        new byte[CHECKSUM_BYTES + HEADER_BYTES + compressor.maxCompressedLength(BLOCK_BYTES)];
    private int count;
    private boolean open = true;

    Packing(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int from = offset;
      int rest = length;
      while (rest > 0) {
        int part = Math.min(rest, plain.length - count);
        System.arraycopy(bytes, from, plain, count, part);
        count += part;
        from += part;
        rest -= part;
        if (count == plain.length) {
          writeBlock();
        }
      }
    }

    private void writeBlock() throws IOException {
      if (count == 0) {
        return;
      }
      int body = CHECKSUM_BYTES + HEADER_BYTES;
      int length = compressor.compress(plain, 0, count, packed, body);
      ByteBuffer.wrap(packed)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put(CHECKSUM_BYTES, LZ4)
          .putInt(CHECKSUM_BYTES + 1, length + HEADER_BYTES)
          .putInt(CHECKSUM_BYTES + 5, count);
      writeChecksum(packed, packed, CHECKSUM_BYTES, length + HEADER_BYTES);
      out.write(packed, 0, body + length);
      count = 0;
    }

    @Override
    public void flush() throws IOException {
      writeBlock();
      out.flush();
    }

    @Override
    public void close() throws IOException {
      if (open) {
        open = false;
        writeBlock();
        out.close();
      }
    }
  }

  private static final class Unpacking extends InputStream {
    private final InputStream in;
    private final LZ4SafeDecompressor lz4 = LZ4Factory.fastestInstance().safeDecompressor();
    private final byte[] checksum = new byte[CHECKSUM_BYTES];
    private byte[] packed = new byte[BLOCK_BYTES];
    private byte[] plain = new byte[BLOCK_BYTES];
    private int position;
    private int limit;

    Unpacking(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return fill() ? plain[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, limit - position);
      System.arraycopy(plain, position, target, offset, count);
      position += count;
      return count;
    }

    private boolean fill() throws IOException {
      while (position == limit) {
        if (!readBlock()) {
          return false;
        }
      }
      return true;
    }

    private boolean readBlock() throws IOException {
      int got = in.readNBytes(checksum, 0, CHECKSUM_BYTES);
      if (got == 0) {
        return false;
      }
      readFully(packed, got == CHECKSUM_BYTES ? 0 : -1, HEADER_BYTES);
      ByteBuffer header = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
      byte method = header.get(0);
      int packedBytes = header.getInt(1);
      int plainBytes = header.getInt(5);
      if (packedBytes < HEADER_BYTES
          || packedBytes > MAX_BLOCK_BYTES
          || plainBytes < 0
          || plainBytes > MAX_BLOCK_BYTES) {
        throw new UnreadableBodyException("not a compressed block of ClickHouse's");
      }
      if (packed.length < packedBytes) {
        packed = Arrays.copyOf(packed, packedBytes);
      }
      readFully(packed, HEADER_BYTES, packedBytes - HEADER_BYTES);
      byte[] sum = new byte[CHECKSUM_BYTES];
      writeChecksum(sum, packed, 0, packedBytes);
      if (!Arrays.equals(sum, checksum)) {
        throw new UnreadableBodyException("the checksum of a compressed block does not match");
      }
      unpack(method, packedBytes - HEADER_BYTES, plainBytes);
      position = 0;
      limit = plainBytes;
      return true;
    }

    private void readFully(byte[] target, int offset, int count) throws IOException {
      if (offset < 0 || in.readNBytes(target, offset, count) < count) {
        throw new EOFException("a compressed block ends early");
      }
    }

    private void unpack(byte method, int packedBytes, int plainBytes) throws IOException {
      if (plain.length < plainBytes) {
        plain = new byte[plainBytes];
      }
      try {
        if (unpackedLength(method, packedBytes, plainBytes) == plainBytes) {
          return;
        }
      } catch (LZ4Exception | ZstdException e) {
        throw new UnreadableBodyException("a compressed block is damaged: " + e.getMessage());
      }
      throw new UnreadableBodyException("a compressed block is damaged: its length is wrong");
    }

    private long unpackedLength(byte method, int packedBytes, int plainBytes) throws IOException {
      return switch (method) {
        case LZ4 -> lz4.decompress(packed, HEADER_BYTES, packedBytes, plain, 0, plainBytes);
        case ZSTD ->
            Zstd.decompressByteArray(plain, 0, plainBytes, packed, HEADER_BYTES, packedBytes);
        case NONE -> {
          System.arraycopy(packed, HEADER_BYTES, plain, 0, Math.min(packedBytes, plainBytes));
          yield packedBytes;
        }
        default ->
            throw new UnreadableBodyException("unknown method of compression: " + (method & 0xff));
      };
    }
  }
}
