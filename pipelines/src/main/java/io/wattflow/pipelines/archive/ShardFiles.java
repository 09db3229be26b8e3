package io.wattflow.pipelines.archive;

import io.wattflow.core.shard.Shards;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingFileReader;
import io.wattflow.schemas.wire.ReadingFileWriter;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The files of one day while they are written. Devices are spread over them by their hash. */
final class ShardFiles implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Path folder;
  private final LocalDate day;
  private final int revision;
  private final int shards;
  private final SortedMap<Integer, Open> open = new TreeMap<>();

  /** A file and its writer. */
  private record Open(String name, FileChannel channel, ReadingFileWriter writer) {}

  /** Files in a folder, which is there. */
  ShardFiles(Path folder, LocalDate day, int revision, int shards) {
    this.folder = folder;
    this.day = day;
    this.revision = revision;
    this.shards = shards;
  }

  /** Appends a reading to the file of its device. */
  void append(DecodedReading reading) throws IOException {
    int shard =
        Shards.shardOf(
            reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength(), shards);
    Open file = open.get(shard);
    if (file == null) {
      file = open(shard);
      open.put(shard, file);
    }
    file.writer().append(reading);
  }

  private Open open(int shard) throws IOException {
    String name = "shard-%04d-r%d.avro".formatted(shard, revision);
    FileChannel channel =
        FileChannel.open(
            folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    Map<String, String> metadata =
        Map.of(
            "wattflow.day", day.toString(),
            "wattflow.shard", Integer.toString(shard),
            "wattflow.shards", Integer.toString(shards));
    return new Open(
        name,
        channel,
        new ReadingFileWriter(Channels.newOutputStream(channel), metadata, marker(shard)));
  }

  /** Of chance it would be another one each time, and so would the file. */
  private byte[] marker(int shard) {
    byte[] marker = new byte[ReadingFileWriter.MARKER_LENGTH];
    long seed = day.toEpochDay() << 32 | shard;
    LONGS.set(marker, 0, Shards.mix(seed));
    LONGS.set(marker, Long.BYTES, Shards.mix(~seed));
    return marker;
  }

  /** Is told how many readings have been read back. */
  @FunctionalInterface
  interface Pulse {
    /**
     * So many of a file.
     *
     * @throws InterruptedException to stop here
     */
    void after(long readings) throws InterruptedException;
  }

  /**
   * Finishes the files, and reads all of them back.
   *
   * @param checksum takes what they hold
   * @param pulse is told of each reading of a file
   * @return what the manifest says of them
   * @throws InterruptedException if it was to be left
   */
  List<Manifest.Entry> finish(ReadingChecksum checksum, Pulse pulse)
      throws IOException, InterruptedException {
    for (Open file : open.values()) {
      file.writer().flush();
      // Readings are about to expire where they came from.
      file.channel().force(true);
    }
    close();
    List<Manifest.Entry> entries = new ArrayList<>();
    for (Map.Entry<Integer, Open> file : open.entrySet()) {
      entries.add(readBack(file.getValue().name(), file.getKey(), checksum, pulse));
    }
    return entries;
  }

  /** Each byte is read once, to be decoded and hashed. */
  private Manifest.Entry readBack(String name, int shard, ReadingChecksum checksum, Pulse pulse)
      throws IOException, InterruptedException {
    Path path = folder.resolve(name);
    MessageDigest digest = Sha256.begin();
    DecodedReading reading = new DecodedReading();
    long readings = 0;
    InputStream bytes =
        new DigestInputStream(
            new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES), digest);
    try (ReadingFileReader reader = new ReadingFileReader(bytes)) {
      while (reader.next(reading)) {
        checksum.add(reading);
        readings++;
        pulse.after(readings);
      }
      // To the very end, wherever the reader has seen one.
      bytes.transferTo(OutputStream.nullOutputStream());
    }
    return new Manifest.Entry(name, shard, readings, Files.size(path), Sha256.end(digest));
  }

  /** Closes all files, those behind one that cannot be written too. */
  @Override
  public void close() throws IOException {
    IOException first = null;
    for (Open file : open.values()) {
      try (FileChannel channel = file.channel()) {
        file.writer().close();
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
