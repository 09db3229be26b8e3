package io.wattflow.benchmarks.stream;

import io.wattflow.core.rollup.ReadingSets;
import io.wattflow.core.shard.Shards;
import io.wattflow.schemas.wire.DecodedReading;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The accumulator of the textbook job: one device's readings in one minute. */
final class DeviceMinute {
  private @Nullable ReadingSets sets;

  void add(DecodedReading reading) {
    if (sets == null) {
      long minute = StreamWork.MINUTE.toMillis();
      long time = reading.eventTimeMillis();
      sets = new ReadingSets(time - Math.floorMod(time, minute), minute);
    }
    sets.add(
        reading,
        Shards.hash(reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength()));
  }

  void merge(DeviceMinute other) {
    if (sets == null) {
      sets = other.sets;
    } else if (other.sets != null) {
      sets.merge(other.sets.encode());
    }
  }

  /** The readings; there is at least one when a window closes. */
  ReadingSets sets() {
    if (sets == null) {
      throw new IllegalStateException("a window without readings");
    }
    return sets;
  }

  /**
   * No bytes if there are no readings. Synchronised, since encoding settles the set: a snapshot's
   * thread encodes what the task encodes at the same time to copy it.
   */
  private synchronized byte[] encode() {
    return sets == null ? new byte[0] : sets.encode();
  }

  private static DeviceMinute decode(byte[] encoded) {
    DeviceMinute minute = new DeviceMinute();
    minute.sets = encoded.length == 0 ? null : ReadingSets.decode(encoded);
    return minute;
  }

  /** As the product encodes its accumulators. */
  static final class Serializer extends TypeSerializerSingleton<DeviceMinute> {
    static final Serializer INSTANCE = new Serializer();

    private static final long serialVersionUID = 1L;

    @Override
    public boolean isImmutableType() {
      return false;
    }

    @Override
    public DeviceMinute createInstance() {
      return new DeviceMinute();
    }

    @Override
    public DeviceMinute copy(DeviceMinute from) {
      return decode(from.encode());
    }

    @Override
    public DeviceMinute copy(DeviceMinute from, DeviceMinute reuse) {
      return copy(from);
    }

    @Override
    public int getLength() {
      return -1;
    }

    @Override
    public void serialize(DeviceMinute minute, DataOutputView out) throws IOException {
      byte[] encoded = minute.encode();
      out.writeInt(encoded.length);
      out.write(encoded);
    }

    @Override
    public DeviceMinute deserialize(DataInputView in) throws IOException {
      byte[] encoded = new byte[in.readInt()];
      in.readFully(encoded);
      return decode(encoded);
    }

    @Override
    public DeviceMinute deserialize(DeviceMinute reuse, DataInputView in) throws IOException {
      return deserialize(in);
    }

    @Override
    public void copy(DataInputView from, DataOutputView to) throws IOException {
      int length = from.readInt();
      to.writeInt(length);
      to.write(from, length);
    }

    @Override
    public TypeSerializerSnapshot<DeviceMinute> snapshotConfiguration() {
      return new Snapshot();
    }

    /** What Flink keeps of the serializer in a checkpoint. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<DeviceMinute> {
      public Snapshot() {
        super(() -> INSTANCE);
      }
    }
  }
}
