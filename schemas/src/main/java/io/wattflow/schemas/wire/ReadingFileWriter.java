package io.wattflow.schemas.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;

/**
 * Writes readings of the current schema into an Avro object-container file, compressed with
 * Zstandard. Any Avro library can read it.
 *
 * <p>The same readings in the same order, with the same metadata and marker, give the same bytes.
 * Not thread-safe.
 */
public final class ReadingFileWriter implements Closeable {
  /** Length of the marker between blocks, in bytes. */
  public static final int MARKER_LENGTH = 16;

  /** Of a block before compression: a quarter of it costs 2.6 %, four times as much wins 0.4 %. */
  private static final int BLOCK_BYTES = 1 << 20;

  /** On a household fleet level 1 is 20 % larger, 3 is 2.5 % larger, and 15 only 0.5 % smaller. */
  private static final int COMPRESSION_LEVEL = 6;

  private final DataFileWriter<Object> file;
  private final ReadingEncoder encoder = new ReadingEncoder();

  /**
   * Begins a file.
   *
   * @param out takes the file, and is closed with it
   * @param metadata for the file's header; keys must not begin with {@code avro.}
   * @param marker stands between blocks, {@link #MARKER_LENGTH} bytes; should differ from file to
   *     file
   */
  public ReadingFileWriter(OutputStream out, Map<String, String> metadata, byte[] marker)
      throws IOException {
    file = new DataFileWriter<>(new GenericDatumWriter<>());
    file.setCodec(CodecFactory.zstandardCodec(COMPRESSION_LEVEL, true));
    file.setSyncInterval(BLOCK_BYTES);
    metadata.forEach(file::setMeta);
    file.create(PublishedSchemas.TELEMETRY_READING.current(), out, marker);
  }

  /** Appends a reading. */
  public void append(DecodedReading reading) throws IOException {
    int length = encoder.writeUnframed(reading);
    file.appendEncoded(ByteBuffer.wrap(encoder.buffer(), 0, length));
  }

  /** Hands all readings so far to the file, which could end here. */
  public void flush() throws IOException {
    file.flush();
  }

  /** Writes what is left, and closes the file. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
