package io.wattflow.schemas.wire;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads readings from an Avro object-container file, whichever version of the schema wrote it.
 *
 * <p>Avro takes a file that was cut within a block for one that ends before it. Whoever must notice
 * has to know how many readings there are. Not thread-safe.
 */
public final class ReadingFileReader implements Closeable {
  private final DataFileStream<Object> file;
  private final @Nullable ResolvingReadingReader resolving;
  private final WireInput in = new WireInput();
  private long left;

  /**
   * Begins to read.
   *
   * @param in the file, which is closed with this reader, or at once if it is no such file
   * @throws IOException if it is no such file, or has another record than a reading
   */
  public ReadingFileReader(InputStream in) throws IOException {
    try {
      file = new DataFileStream<>(in, new GenericDatumReader<>());
      Schema writer = file.getSchema();
      resolving =
          SchemaNormalization.parsingFingerprint64(writer) == ReadingDecoder.CURRENT_FINGERPRINT
              ? null
              : new ResolvingReadingReader(writer);
    } catch (EOFException e) {
      in.close();
      throw new IOException("its header is cut", e);
    } catch (AvroRuntimeException e) {
      // A schema that cannot be parsed, or a codec that nobody knows.
      in.close();
      throw new IOException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** What the header says under a key; null: nothing. */
  public @Nullable String metadata(String key) {
    return file.getMetaString(key);
  }

  /**
   * Reads the next reading.
   *
   * @param into takes it; its device id is valid until the next call
   * @return false at the end, and {@code into} is as it was
   * @throws IOException if the bytes are not those that were written
   */
  public boolean next(DecodedReading into) throws IOException {
    while (left == 0) {
      if (!nextBlock()) {
        return false;
      }
    }
    if (resolving == null) {
      ReadingDecoder.readCurrent(in, into);
    } else {
      resolving.read(in, into);
    }
    left--;
    if (left == 0 && in.remaining() > 0) {
      throw new IOException(in.remaining() + " bytes after the last reading of a block");
    }
    return true;
  }

  private boolean nextBlock() throws IOException {
    try {
      if (!file.hasNext()) {
        return false;
      }
      ByteBuffer block = file.nextBlock();
      // Avro itself relies on the array. It stays as it is until the next block is asked for.
      in.reset(block.array(), block.arrayOffset() + block.position(), 0, block.remaining());
      left = file.getBlockCount();
      return true;
    } catch (AvroRuntimeException e) {
      // It wraps whatever the codec or the frame of a block has met.
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
