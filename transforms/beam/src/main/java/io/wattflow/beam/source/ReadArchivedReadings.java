package io.wattflow.beam.source;

import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads archived files into deltas as {@code DecodeTelemetry} makes them: shard and packed set of
 * readings of one minute, timestamped within it.
 *
 * <p>Files that an archive has verified hold valid readings, so none is judged a second time. A
 * file that does not hold as many readings as it should fails the bundle.
 */
public final class ReadArchivedReadings
    extends PTransform<PBegin, PCollection<KV<Integer, byte[]>>> {
  private final List<ArchivedFile> files;
  private final ArchiveSelection selection;
  private final Duration minute;
  private final int shards;

  /**
   * Reads some files.
   *
   * @param files of one or several days
   * @param selection which of their readings
   * @param minute length of the shortest window
   * @param shards that devices are spread over; best the number that the files were written with
   */
  public ReadArchivedReadings(
      List<ArchivedFile> files, ArchiveSelection selection, Duration minute, int shards) {
    this.files = List.copyOf(files);
    this.selection = selection;
    this.minute = minute;
    this.shards = shards;
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PBegin begin) {
    return spread(begin, files)
        .apply("Read", ParDo.of(new PackArchivedFn(selection, minute.toMillis(), shards)))
        .setCoder(ReadRawReadings.PACKS)
        .apply("Deltas", ParDo.of(new DeltasFn()))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
  }

  /** The files, wherever there is somebody to read them. */
  static PCollection<ArchivedFile> spread(PBegin begin, List<ArchivedFile> files) {
    return begin
        .apply("Files", Create.of(files).withCoder(SerializableCoder.of(ArchivedFile.class)))
        .apply("Spread", Reshuffle.viaRandomKey());
  }
}
