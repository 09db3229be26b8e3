package io.wattflow.benchmarks.stream;

import io.wattflow.schemas.wire.DecodedReading;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** A reading, field by field, less the voltage, which no rollup needs. */
final class ReadingSerializer extends TypeSerializerSingleton<DecodedReading> {
  static final ReadingSerializer INSTANCE = new ReadingSerializer();

  private static final long serialVersionUID = 1L;
  private static final int POWER_FACTOR = 1;
  private static final int COUNTER = 2;
  private static final int SEQUENCE = 4;

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public DecodedReading createInstance() {
    return new DecodedReading();
  }

  @Override
  public DecodedReading copy(DecodedReading from) {
    byte[] id = from.deviceId().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    DecodedReading copy =
        new DecodedReading()
            .setDeviceId(id, 0, id.length)
            .setRequired(
                from.userId(), from.deviceTypeCode(), from.eventTimeMillis(), from.powerWatts());
    if (from.hasPowerFactor()) {
      copy.setPowerFactor(from.powerFactor());
    }
    if (from.hasEnergyCounterWh()) {
      copy.setEnergyCounterWh(from.energyCounterWh());
    }
    if (from.hasSequence()) {
      copy.setSequence(from.sequence());
    }
    return copy;
  }

  @Override
  public DecodedReading copy(DecodedReading from, DecodedReading reuse) {
    return copy(from);
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(DecodedReading reading, DataOutputView out) throws IOException {
    out.writeByte(reading.deviceIdLength());
    out.write(reading.deviceIdBuffer(), reading.deviceIdOffset(), reading.deviceIdLength());
    out.writeLong(reading.userId());
    out.writeByte(reading.deviceTypeCode());
    out.writeLong(reading.eventTimeMillis());
    out.writeDouble(reading.powerWatts());
    int present =
        (reading.hasPowerFactor() ? POWER_FACTOR : 0)
            | (reading.hasEnergyCounterWh() ? COUNTER : 0)
            | (reading.hasSequence() ? SEQUENCE : 0);
    out.writeByte(present);
    if (reading.hasPowerFactor()) {
      out.writeDouble(reading.powerFactor());
    }
    if (reading.hasEnergyCounterWh()) {
      out.writeDouble(reading.energyCounterWh());
    }
    if (reading.hasSequence()) {
      out.writeLong(reading.sequence());
    }
  }

  @Override
  public DecodedReading deserialize(DataInputView in) throws IOException {
    byte[] id = new byte[in.readUnsignedByte()];
    in.readFully(id);
    DecodedReading reading =
        new DecodedReading()
            .setDeviceId(id, 0, id.length)
            .setRequired(in.readLong(), in.readByte(), in.readLong(), in.readDouble());
    int present = in.readByte();
    if ((present & POWER_FACTOR) != 0) {
      reading.setPowerFactor(in.readDouble());
    }
    if ((present & COUNTER) != 0) {
      reading.setEnergyCounterWh(in.readDouble());
    }
    if ((present & SEQUENCE) != 0) {
      reading.setSequence(in.readLong());
    }
    return reading;
  }

  @Override
  public DecodedReading deserialize(DecodedReading reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public void copy(DataInputView from, DataOutputView to) throws IOException {
    serialize(deserialize(from), to);
  }

  @Override
  public TypeSerializerSnapshot<DecodedReading> snapshotConfiguration() {
    return new Snapshot();
  }

  /** What Flink keeps of the serializer in a checkpoint. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<DecodedReading> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
