package io.wattflow.beam.source;

import io.wattflow.core.validation.ValidationLimits;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.io.jdbc.JdbcIO;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads readings from a relational database with JdbcIO, a stretch of time by each query, into
 * deltas as {@code DecodeTelemetry} makes them: shard and packed set of readings of one minute,
 * timestamped within it.
 *
 * <p>Every row is judged by the rules of the stream; what they refuse is counted as a dead letter,
 * said in the log, and left out.
 */
public final class ReadJdbcReadings extends PTransform<PBegin, PCollection<KV<Integer, byte[]>>> {
  private static final int FETCH_ROWS = 10_000;

  private final JdbcSource source;
  private final List<TimeSlice> slices;
  private final Shape shape;

  /**
   * How rows become deltas.
   *
   * @param devices only these; empty: all
   * @param shards of devices
   * @param minute length of the shortest window
   * @param eventTime what the event times are
   * @param limits what a valid reading is
   */
  public record Shape(
      Set<String> devices,
      int shards,
      Duration minute,
      EventTimeColumn eventTime,
      ValidationLimits limits)
      implements java.io.Serializable {
    public Shape {
      devices = Set.copyOf(devices);
    }
  }

  /**
   * Reads some stretches.
   *
   * @param slices at least one; none overlap
   */
  public ReadJdbcReadings(JdbcSource source, List<TimeSlice> slices, Shape shape) {
    this.source = source;
    this.slices = List.copyOf(slices);
    this.shape = shape;
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PBegin begin) {
    return begin
        .apply("Slices", Create.of(slices).withCoder(SerializableCoder.of(TimeSlice.class)))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply(
            "Select",
            JdbcIO.<TimeSlice, List<KV<Integer, List<KV<Long, byte[]>>>>>readAll()
                .withDataSourceProviderFn(new JdbcSource.Pools(source))
                .withQuery(source.queryInLines())
                .withParameterSetter((slice, select) -> shape.eventTime().set(select, slice))
                .withRowMapper(new PackJdbcRows(shape))
                .withFetchSize(FETCH_ROWS)
                .withCoder(ListCoder.of(ReadRawReadings.PACKS))
                .withOutputParallelization(false))
        .apply("Packs", Flatten.iterables())
        .setCoder(ReadRawReadings.PACKS)
        .apply("Deltas", ParDo.of(new DeltasFn()))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()));
  }
}
