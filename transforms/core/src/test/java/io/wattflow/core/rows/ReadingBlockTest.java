package io.wattflow.core.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wattflow.core.coding.EncodingException;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Blocks of raw readings: the bytes, the order, and what a reader makes of them. */
class ReadingBlockTest {
  private static final long TIME = 1_772_323_200_123L;

  @Test
  void aBlockByteByByte() {
    RowBlockBuilder builder = new RowBlockBuilder(Table.TELEMETRY, 10);
    builder.append(
        new DecodedReading()
            .set("Zähler-1", 42, DeviceType.METER, TIME, -1.5)
            .setSequence(7)
            .setPowerFactor(-0.5)
            .setEnergyCounterWh(2)
            .setVoltageVolts(230.1));
    ByteBuffer expected = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
    expected.put((byte) 9).put((byte) 1);
    column(expected, "user_id", "UInt64").putLong(42);
    text(column(expected, "device_id", "String"), "Zähler-1");
    column(expected, "device_type", "LowCardinality(String)").putLong(1).putLong(0x200);
    expected.putLong(DeviceType.values().length + 1);
    text(expected, "");
    for (DeviceType type : DeviceType.values()) {
      text(expected, type.name());
    }
    expected.putLong(1).put((byte) 2);
    column(expected, "event_time", "DateTime64(3, 'UTC')").putLong(TIME);
    column(expected, "sequence", "Int64").putLong(7);
    column(expected, "power_mw", "Int64").putLong(-1500);
    column(expected, "power_factor", "Int16").putShort((short) -5000);
    column(expected, "energy_counter_mwh", "Int64").putLong(2000);
    column(expected, "voltage_mv", "Int32").putInt(230_100);

    RowBlock block = builder.build();
    assertThat(block.format()).isEqualTo(RowFormat.NATIVE);
    assertThat(block.bytes()).isEqualTo(Arrays.copyOf(expected.array(), expected.position()));
  }

  private static ByteBuffer column(ByteBuffer out, String name, String type) {
    return text(text(out, name), type);
  }

  private static ByteBuffer text(ByteBuffer out, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return out.put((byte) utf8.length).put(utf8);
  }

  @Property(tries = 200)
  void rowsComeInTheOrderOfTheSortKeyAndNoneIsLost(@ForAll Random random) {
    RowBlockBuilder builder = new RowBlockBuilder(Table.TELEMETRY, 1_000);
    // The second and third block meet series that are ranked already, and new ones.
    for (int block = 1; block <= 3; block++) {
      List<Row> expected = new ArrayList<>();
      int count = random.nextInt(300);
      for (int i = 0; i < count; i++) {
        Row row = Row.random(random, block);
        expected.add(row);
        builder.append(row.reading());
      }
      expected.sort(null);
      assertThat(Row.all(builder.build())).isEqualTo(expected);
    }
  }

  @Test
  void anUploadInReverseOrderIsSortedToo() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      rows.add(new Row(1, "d-1", "METER", TIME - i, i, 10, -32_768, -1, -1));
    }
    List<Row> found = Row.all(block(rows));
    rows.sort(null);
    assertThat(found).isEqualTo(rows);
  }

  @Test
  void blocksFollowEachOther() {
    Random random = new Random(3);
    List<Row> first = List.of(Row.random(random, 1));
    List<Row> second = List.of(Row.random(random, 1));
    RowBlockBuilder joined = new RowBlockBuilder(Table.TELEMETRY, 10);
    joined.append(block(first));
    joined.append(block(second));
    assertThat(joined.rows()).isEqualTo(2);
    List<Row> both = new ArrayList<>(first);
    both.addAll(second);
    assertThat(Row.all(RowBlock.decode(joined.build().encode()))).isEqualTo(both);
    assertThat(joined.build().bytes()).isEmpty();
  }

  @Test
  void anotherFormatIsNotJoined() {
    RowBlock old = new RowBlock(Table.TELEMETRY, RowFormat.ROW_BINARY, 1, new byte[1]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RowBlockBuilder(Table.TELEMETRY, 10).append(old))
        .withMessageContaining("cannot be joined with Native of telemetry");
  }

  @Property(tries = 2000)
  void damageIsNoticedOrReadAsOtherValues(@ForAll Random random) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      rows.add(Row.random(random, 1));
    }
    byte[] bytes = block(rows).bytes().clone();
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    for (byte[] damaged : List.of(bytes, cut)) {
      Throwable thrown =
          catchThrowable(
              () -> Row.all(new RowBlock(Table.TELEMETRY, RowFormat.NATIVE, 3, damaged)));
      if (thrown != null) {
        assertThat(thrown).isInstanceOf(EncodingException.class);
      }
    }
    assertThatExceptionOfType(EncodingException.class)
        .isThrownBy(
            () ->
                Row.all(
                    new RowBlock(
                        Table.TELEMETRY,
                        RowFormat.NATIVE,
                        3,
                        Arrays.copyOf(bytes, bytes.length - 1))));
  }

  private static RowBlock block(List<Row> rows) {
    RowBlockBuilder builder = new RowBlockBuilder(Table.TELEMETRY, rows.size());
    rows.forEach(row -> builder.append(row.reading()));
    return builder.build();
  }

  /** A row as it is read back; ordered as the table's sort key is. */
  private record Row(
      long user,
      String device,
      String type,
      long time,
      long sequence,
      long power,
      long factor,
      long counter,
      long voltage)
      implements Comparable<Row> {

    static Row random(Random random, int devices) {
      return new Row(
          random.nextInt(4) - 1L,
          "d-" + random.nextInt(devices * 5),
          DeviceType.values()[random.nextInt(3)].name(),
          TIME + random.nextInt(20),
          random.nextInt(3) - 1,
          random.nextInt(5) - 2,
          random.nextBoolean() ? -32_768 : random.nextInt(3),
          random.nextInt(3) - 1,
          random.nextInt(300_000) - 1);
    }

    DecodedReading reading() {
      DecodedReading reading =
          new DecodedReading().set(device, user, DeviceType.valueOf(type), time, power / 1000.0);
      if (sequence >= 0) {
        reading.setSequence(sequence);
      }
      if (factor > -32_768) {
        reading.setPowerFactor(factor / 10_000.0);
      }
      if (counter >= 0) {
        reading.setEnergyCounterWh(counter / 1000.0);
      }
      if (voltage >= 0) {
        reading.setVoltageVolts(voltage / 1000.0);
      }
      return reading;
    }

    static List<Row> all(RowBlock block) {
      List<Row> rows = new ArrayList<>();
      Values values = new Values();
      RowReader reader = new RowReader(block);
      while (reader.hasNext()) {
        reader.readRow(values);
        rows.add(values.row());
      }
      return rows;
    }

    @Override
    public int compareTo(Row other) {
      int result = Long.compareUnsigned(user, other.user);
      if (result == 0) {
        result =
            Arrays.compareUnsigned(
                device.getBytes(StandardCharsets.UTF_8),
                other.device.getBytes(StandardCharsets.UTF_8));
      }
      if (result == 0) {
        result = type.compareTo(other.type);
      }
      long[] mine = {time, sequence, power, factor, counter};
      long[] others = {other.time, other.sequence, other.power, other.factor, other.counter};
      return result == 0 ? Arrays.compare(mine, others) : result;
    }
  }

  private static final class Values implements ColumnSink {
    private final long[] numbers = new long[10];
    private final String[] texts = new String[10];

    Row row() {
      return new Row(
          numbers[1],
          texts[2],
          texts[3],
          numbers[4],
          numbers[5],
          numbers[6],
          numbers[7],
          numbers[8],
          numbers[9]);
    }

    @Override
    public void setLong(int column, long value) {
      numbers[column] = value;
    }

    @Override
    public void setString(int column, String value) {
      texts[column] = value;
    }

    @Override
    public void setInstantMillis(int column, long millis) {
      numbers[column] = millis;
    }

    @Override
    public void setDouble(int column, double value) {
      throw new AssertionError("no column of doubles");
    }

    @Override
    public void setNull(int column) {
      throw new AssertionError("no column of nulls");
    }
  }
}
