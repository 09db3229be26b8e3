package io.wattflow.benchmarks.stream;

import io.wattflow.core.rollup.RollupRow;
import io.wattflow.schemas.wire.DecodedReading;
import java.util.Iterator;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.SinkFunction;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.SlidingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What both native Flink jobs have in common. */
final class NativeFlink {
  /** Rows of a closing window, on their way to the counting sink in the same task. */
  static final OutputTag<RollupRow> ROWS =
      new OutputTag<>("rows", TypeInformation.of(RollupRow.class));

  private NativeFlink() {}

  /** An embedded cluster that reuses objects, and checkpoints to a folder. */
  static StreamExecutionEnvironment environment(StreamWork work) {
    Configuration settings = new Configuration();
    settings.set(StateBackendOptions.STATE_BACKEND, work.rocksDb() ? "rocksdb" : "hashmap");
    settings.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        work.folder().resolve("checkpoints").toUri().toString());
    // The counting sink cannot take rows back: a restart would count them again.
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(work.parallelism(), settings);
    environment.getConfig().enableObjectReuse();
    environment.enableCheckpointing(StreamWork.CHECKPOINTS.toMillis());
    environment
        .getCheckpointConfig()
        .setExternalizedCheckpointCleanup(
            CheckpointConfig.ExternalizedCheckpointCleanup.RETAIN_ON_CANCELLATION);
    return environment;
  }

  /** The topic, decoded and validated, with watermarks by partition. */
  static DataStream<DecodedReading> readings(
      StreamExecutionEnvironment environment, StreamWork work) {
    KafkaSource<DecodedReading> source =
        KafkaSource.<DecodedReading>builder()
            .setBootstrapServers(work.bootstrap())
            .setTopics(work.topic())
            .setGroupId("bench-" + work.round())
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setProperty(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                Integer.toString(StreamWork.MAX_POLL_RECORDS))
            .setProperty(
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                Integer.toString(StreamWork.MAX_PARTITION_FETCH_BYTES))
            .setDeserializer(new Decoding())
            .build();
    return environment.fromSource(
        source,
        WatermarkStrategy.<DecodedReading>forBoundedOutOfOrderness(StreamWork.OUT_OF_ORDERNESS)
            .withTimestampAssigner((reading, kafkaTime) -> reading.eventTimeMillis()),
        "Readings");
  }

  /** Sliding windows and hours out of packed partials of minutes, and their counting sinks. */
  static <K> void rollUpLonger(KeyedStream<Tuple2<K, byte[]>, K> minutes) {
    count(
        minutes
            .window(SlidingEventTimeWindows.of(StreamWork.SLIDING, StreamWork.MINUTE))
            .process(new CloseWindow<>(), TypeInformation.of(RollupRow.class)),
        Tally.Window.SLIDING);
    count(
        minutes
            .window(TumblingEventTimeWindows.of(StreamWork.HOUR))
            .process(new CloseWindow<>(), TypeInformation.of(RollupRow.class)),
        Tally.Window.HOUR);
  }

  /** What is packed, without its keys. */
  static <K> Iterator<byte[]> packed(Iterable<Tuple2<K, byte[]>> keyed) {
    Iterator<Tuple2<K, byte[]>> all = keyed.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public byte[] next() {
        return all.next().f1;
      }
    };
  }

  /** The counting sink. */
  static void count(DataStream<RollupRow> rows, Tally.Window window) {
    rows.addSink(new CountRows(window)).name("Count " + window);
  }

  /**
   * Hands one holder on again and again: whoever follows in the same task reads it at once, and a
   * shuffle writes it out.
   */
  private static final class Decoding implements KafkaRecordDeserializationSchema<DecodedReading> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable ReadingIntake intake;

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
      intake = new ReadingIntake();
    }

    @Override
    public void deserialize(
        ConsumerRecord<byte[], byte[]> taken, Collector<DecodedReading> readings) {
      if (intake == null) {
        intake = new ReadingIntake();
      }
      DecodedReading reading = intake.take(taken.value());
      if (reading != null) {
        readings.collect(reading);
      }
    }

    @Override
    public TypeInformation<DecodedReading> getProducedType() {
      return new BenchType<>(DecodedReading.class, ReadingSerializer.INSTANCE);
    }
  }

  private static final class CloseWindow<K>
      extends ProcessWindowFunction<Tuple2<K, byte[]>, RollupRow, K, TimeWindow> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable Firing firing;

    @Override
    public void process(
        K key,
        ProcessWindowFunction<Tuple2<K, byte[]>, RollupRow, K, TimeWindow>.Context context,
        Iterable<Tuple2<K, byte[]>> minutes,
        Collector<RollupRow> rows) {
      if (firing == null) {
        firing = new Firing();
      }
      TimeWindow window = context.window();
      firing.window(
          window.getStart(),
          window.getEnd() - window.getStart(),
          () -> packed(minutes),
          rows::collect);
    }
  }

  private static final class CountRows implements SinkFunction<RollupRow> {
    private static final long serialVersionUID = 1L;

    private final Tally.Window window;

    CountRows(Tally.Window window) {
      this.window = window;
    }

    @Override
    public void invoke(RollupRow row, SinkFunction.Context context) {
      Tally.row(window, row.readingCount());
    }
  }
}
