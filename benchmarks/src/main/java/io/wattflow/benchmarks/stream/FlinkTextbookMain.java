package io.wattflow.benchmarks.stream;

import io.wattflow.core.rollup.RollupRow;
import io.wattflow.core.shard.Shards;
import io.wattflow.schemas.wire.DecodedReading;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Native Flink as its documentation has it: key by device, window, aggregate. The key is the 64-bit
 * hash of the device id, which is cheaper than the text, and right, since the accumulator tells
 * series apart.
 */
final class FlinkTextbookMain {
  private static final TypeInformation<Tuple2<Long, byte[]>> PARTIALS =
      Types.TUPLE(Types.LONG, Types.PRIMITIVE_ARRAY(Types.BYTE));

  private static final TypeInformation<DeviceMinute> ACCUMULATOR =
      new BenchType<>(DeviceMinute.class, DeviceMinute.Serializer.INSTANCE);

  private FlinkTextbookMain() {}

  public static void main(String[] args) throws InterruptedException {
    StreamChild.run(args, FlinkTextbookMain::drain);
  }

  private static void drain(StreamWork work) throws Exception {
    StreamExecutionEnvironment environment = NativeFlink.environment(work);
    SingleOutputStreamOperator<Tuple2<Long, byte[]>> minutes =
        NativeFlink.readings(environment, work)
            .keyBy(FlinkTextbookMain::device, Types.LONG)
            .window(TumblingEventTimeWindows.of(StreamWork.MINUTE))
            .aggregate(new Collect(), new CloseMinute(), ACCUMULATOR, ACCUMULATOR, PARTIALS)
            .name("Minutes");
    NativeFlink.count(minutes.getSideOutput(NativeFlink.ROWS), Tally.Window.MINUTE);
    NativeFlink.rollUpLonger(minutes.keyBy(partials -> partials.f0, Types.LONG));
    environment.execute("textbook");
  }

  private static long device(DecodedReading reading) {
    return Shards.hash(
        reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength());
  }

  private static final class Collect
      implements AggregateFunction<DecodedReading, DeviceMinute, DeviceMinute> {
    private static final long serialVersionUID = 1L;

    @Override
    public DeviceMinute createAccumulator() {
      return new DeviceMinute();
    }

    @Override
    public DeviceMinute add(DecodedReading reading, DeviceMinute minute) {
      minute.add(reading);
      return minute;
    }

    @Override
    public DeviceMinute getResult(DeviceMinute minute) {
      return minute;
    }

    @Override
    public DeviceMinute merge(DeviceMinute one, DeviceMinute other) {
      one.merge(other);
      return one;
    }
  }

  private static final class CloseMinute
      extends ProcessWindowFunction<DeviceMinute, Tuple2<Long, byte[]>, Long, TimeWindow> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable Firing firing;

    @Override
    public void process(
        Long device,
        Context context,
        Iterable<DeviceMinute> minutes,
        Collector<Tuple2<Long, byte[]>> partials) {
      if (firing == null) {
        firing = new Firing();
      }
      for (DeviceMinute minute : minutes) {
        byte[] packed =
            firing.minute(minute.sets(), (RollupRow row) -> context.output(NativeFlink.ROWS, row));
        partials.collect(Tuple2.of(device, packed));
      }
    }
  }
}
