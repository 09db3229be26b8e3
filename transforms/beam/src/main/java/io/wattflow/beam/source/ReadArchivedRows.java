package io.wattflow.beam.source;

import io.wattflow.beam.RowBlockCoder;
import io.wattflow.beam.metrics.BundleCounters;
import io.wattflow.beam.metrics.PipelineCounter;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import io.wattflow.schemas.wire.DecodedReading;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** Reads archived files into blocks of the raw table, as the stream had written them. */
public final class ReadArchivedRows extends PTransform<PBegin, PCollection<RowBlock>> {
  private final List<ArchivedFile> files;
  private final ArchiveSelection selection;
  private final int maxBlockRows;

  /**
   * Reads some files.
   *
   * @param files of one or several days
   * @param selection which of their readings
   * @param maxBlockRows rows of a block, at most
   */
  public ReadArchivedRows(List<ArchivedFile> files, ArchiveSelection selection, int maxBlockRows) {
    this.files = List.copyOf(files);
    this.selection = selection;
    this.maxBlockRows = maxBlockRows;
  }

  @Override
  public PCollection<RowBlock> expand(PBegin begin) {
    return ReadArchivedReadings.spread(begin, files)
        .apply("Read", ParDo.of(new RowsFn(selection, maxBlockRows)))
        .setCoder(RowBlockCoder.of());
  }

  private static final class RowsFn extends DoFn<ArchivedFile, RowBlock> {
    private final ArchiveSelection selection;
    private final int maxBlockRows;
    private transient BundleCounters counters;

    RowsFn(ArchiveSelection selection, int maxBlockRows) {
      this.selection = selection;
      this.maxBlockRows = maxBlockRows;
    }

    @Setup
    public void setup() {
      counters = new BundleCounters();
    }

    @ProcessElement
    public void processElement(@Element ArchivedFile file, OutputReceiver<RowBlock> out)
        throws IOException {
      DecodedReading reading = new DecodedReading();
      RowBlockBuilder rows = new RowBlockBuilder(Table.TELEMETRY, maxBlockRows);
      try (ArchivedFileCursor readings = new ArchivedFileCursor(file, selection)) {
        while (readings.next(reading)) {
          counters.add(PipelineCounter.RAW_ROWS, 1);
          if (rows.append(reading)) {
            out.output(rows.build());
          }
        }
      }
      if (!rows.isEmpty()) {
        out.output(rows.build());
      }
      counters.publish();
    }
  }
}
