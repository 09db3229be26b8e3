package io.wattflow.benchmarks.stream;

import io.wattflow.core.rollup.RollupRow;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Native Flink as well as we could make it: an operator of its own combines before the only
 * shuffle, windows hold packed bytes, and the longer windows follow in the same task.
 */
final class FlinkPreaggregatingMain {
  /** Packed bytes by shard. */
  static final TypeInformation<Tuple2<Integer, byte[]>> PACKED =
      Types.TUPLE(Types.INT, Types.PRIMITIVE_ARRAY(Types.BYTE));

  private FlinkPreaggregatingMain() {}

  public static void main(String[] args) throws InterruptedException {
    StreamChild.run(args, FlinkPreaggregatingMain::drain);
  }

  private static void drain(StreamWork work) throws Exception {
    StreamExecutionEnvironment environment = NativeFlink.environment(work);
    SingleOutputStreamOperator<Tuple2<Integer, byte[]>> minutes =
        NativeFlink.readings(environment, work)
            .transform("Combine", PACKED, new CombineOperator())
            .keyBy(deltas -> deltas.f0, Types.INT)
            .window(TumblingEventTimeWindows.of(StreamWork.MINUTE))
            .process(new CloseMinute(), PACKED)
            .name("Minutes");
    NativeFlink.count(minutes.getSideOutput(NativeFlink.ROWS), Tally.Window.MINUTE);
    // They are where they belong: the key has not changed.
    NativeFlink.rollUpLonger(
        DataStreamUtils.reinterpretAsKeyedStream(minutes, partials -> partials.f0, Types.INT));
    environment.execute("pre-aggregating");
  }

  private static final class CloseMinute
      extends ProcessWindowFunction<
          Tuple2<Integer, byte[]>, Tuple2<Integer, byte[]>, Integer, TimeWindow> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable Firing firing;

    @Override
    public void process(
        Integer shard,
        Context context,
        Iterable<Tuple2<Integer, byte[]>> deltas,
        Collector<Tuple2<Integer, byte[]>> partials) {
      if (firing == null) {
        firing = new Firing();
      }
      byte[] packed =
          firing.minute(
              context.window().getStart(),
              () -> NativeFlink.packed(deltas),
              (RollupRow row) -> context.output(NativeFlink.ROWS, row));
      partials.collect(Tuple2.of(shard, packed));
    }
  }
}
