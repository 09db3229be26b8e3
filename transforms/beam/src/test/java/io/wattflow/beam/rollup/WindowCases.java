package io.wattflow.beam.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.beam.Collected;
import io.wattflow.core.rows.RowBlock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.windowing.PaneInfo.Timing;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Runs a roll-up on the direct runner over a scripted stream and tells which rows its panes emit.
 */
final class WindowCases {
  private final PTransform<PCollection<KV<Integer, byte[]>>, PCollectionTuple> transform;

  private WindowCases(PTransform<PCollection<KV<Integer, byte[]>>, PCollectionTuple> transform) {
    this.transform = transform;
  }

  static WindowCases of(PTransform<PCollection<KV<Integer, byte[]>>, PCollectionTuple> transform) {
    return new WindowCases(transform);
  }

  /** Runs to the end of time. */
  Outcome when(TestStream.Builder<KV<Integer, byte[]>> events) {
    try (Collected<RowBlock> blocks = new Collected<>()) {
      Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
      pipeline
          .apply("Events", events.advanceWatermarkToInfinity())
          .apply("RollUp", transform)
          .get(Rollups.ROWS)
          .apply("Rows", blocks.sink());
      pipeline.run().waitUntilFinish();
      return new Outcome(
          blocks.emitted().stream()
              .flatMap(
                  pane ->
                      Row.of(pane.element()).stream()
                          .map(row -> new Collected.Emitted<>(pane.timing(), row)))
              .toList());
    }
  }

  static org.joda.time.Instant joda(Instant instant) {
    return org.joda.time.Instant.ofEpochMilli(instant.toEpochMilli());
  }

  static org.joda.time.Duration joda(Duration duration) {
    return org.joda.time.Duration.millis(duration.toMillis());
  }

  /** The rows, in the order in which the panes emitted them. */
  record Outcome(List<Collected.Emitted<Row>> emitted) {
    /** All panes together emitted exactly these rows. */
    Outcome thenRows(Row... rows) {
      assertThat(emitted.stream().map(Collected.Emitted::element)).containsExactlyInAnyOrder(rows);
      return this;
    }

    /** The panes of one timing emitted exactly these rows. */
    Outcome thenRows(Timing timing, Row... rows) {
      assertThat(emitted.stream().filter(e -> e.timing() == timing).map(Collected.Emitted::element))
          .containsExactlyInAnyOrder(rows);
      return this;
    }
  }
}
