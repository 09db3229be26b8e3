package io.wattflow.core.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.wattflow.core.coding.EncodingException;
import io.wattflow.core.rollup.RollupRow;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowBlockTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final long TIME = 1_772_323_200_123L;

  private static DecodedReading reading() {
    return new DecodedReading().set("Zähler-1", 42, DeviceType.METER, TIME, -1.5);
  }

  private static RollupRow row(long counters, long factors) {
    return TestRows.row(42, "Zähler-1", 1_772_323_200_000L, counters, factors);
  }

  @Test
  void aRollupRowByteByByte() {
    RowBlockBuilder builder = new RowBlockBuilder(Table.ROLLUP_1H, 10);
    builder.append(row(2, 3));
    byte[] id = "Zähler-1".getBytes(StandardCharsets.UTF_8);
    ByteBuffer expected = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(42).put((byte) id.length).put(id);
    expected.put((byte) 5).put("METER".getBytes(StandardCharsets.UTF_8));
    expected.putInt(1_772_323_200).putInt(3);
    expected.putDouble(-0.5).putDouble(2).putDouble(1).putDouble(60);
    expected.putDouble(1).putDouble(2).putDouble(1.5).putDouble(1.99);
    expected.putLong(TIME).putDouble(1).putDouble(0.5);
    expected.put((byte) 0).putDouble(1.234).put((byte) 0).putDouble(0.99);
    expected.putDouble(60).put((byte) 33).putLong((1L << 40) | 5);

    assertThat(builder.build().bytes())
        .isEqualTo(Arrays.copyOf(expected.array(), expected.position()));
  }

  @Test
  void replaysRowsColumnByColumn() {
    RowBlockBuilder builder = new RowBlockBuilder(Table.TELEMETRY, 2);
    assertThat(builder.append(reading())).isFalse();
    assertThat(builder.append(reading().setSequence(0))).isTrue();
    RowBlock block = RowBlock.decode(builder.build().encode());

    assertThat(block.rows()).isEqualTo(2);
    assertThat(replay(block))
        .containsExactly(
            "1=42",
            "2=Zähler-1",
            "3=METER",
            "4@" + TIME,
            "5=-1",
            "6=-1500",
            "7=-32768",
            "8=-1",
            "9=-1",
            "1=42",
            "2=Zähler-1",
            "3=METER",
            "4@" + TIME,
            "5=0",
            "6=-1500",
            "7=-32768",
            "8=-1",
            "9=-1");
  }

  @Test
  void absentDoublesAreNull() {
    RowBlockBuilder builder = new RowBlockBuilder(Table.ROLLUP_5M, 2);
    builder.append(row(1, 0));
    assertThat(replay(builder.build()))
        .contains("4@1772323200000", "5=3", "14@" + TIME, "17 null", "18 null", "20=33");
  }

  @Test
  void theLayoutNamesWhatIsReplayed() {
    for (Table table : Table.values()) {
      RowBlockBuilder builder = new RowBlockBuilder(table, 1);
      if (table == Table.TELEMETRY) {
        builder.append(reading());
      } else {
        builder.append(row(2, 2));
      }
      assertThat(replay(builder.build())).hasSameSizeAs(TableLayout.of(table).columns());
    }
    assertThat(TableLayout.of(Table.TELEMETRY).columnNames())
        .containsExactly(
            "user_id",
            "device_id",
            "device_type",
            "event_time",
            "sequence",
            "power_mw",
            "power_factor",
            "energy_counter_mwh",
            "voltage_mv");
    assertThat(TableLayout.of(Table.ROLLUP_1D).columnNames())
        .containsExactly(
            "user_id",
            "device_id",
            "device_type",
            "window_start",
            "reading_count",
            "power_min",
            "power_max",
            "power_mean",
            "power_time_weighted_mean",
            "power_first",
            "power_last",
            "power_p50",
            "power_p95",
            "last_event_time",
            "energy_wh",
            "energy_estimated_wh",
            "counter_energy_wh",
            "power_factor_mean",
            "covered_seconds",
            "quality",
            "version");
    assertThat(Table.ROLLUP_1M.tableName()).isEqualTo("rollup_1m");
  }

  @Test
  void theEncodedBlockIsGolden() {
    RowBlock block = new RowBlock(Table.ROLLUP_1M, RowFormat.ROW_BINARY, 1, new byte[] {1, 2, 3});
    assertThat(HEX.formatHex(block.encode())).isEqualTo("02010001010203");
    assertThat(RowBlock.decode(HEX.parseHex("02010001010203")))
        .isEqualTo(block)
        .hasSameHashCodeAs(block);
    assertThatExceptionOfType(EncodingException.class)
        .isThrownBy(() -> RowBlock.decode(HEX.parseHex("03010001010203")))
        .withMessageContaining("version 3 is unknown");
    assertThatExceptionOfType(EncodingException.class)
        .isThrownBy(() -> RowBlock.decode(HEX.parseHex("02010201010203")))
        .withMessageContaining("unknown format 2");
    assertThatExceptionOfType(EncodingException.class)
        .isThrownBy(() -> RowBlock.decode(HEX.parseHex("02050001010203")))
        .withMessageContaining("unknown table 5");
    assertThatExceptionOfType(EncodingException.class)
        .isThrownBy(() -> RowBlock.decode(HEX.parseHex("020100ffffffff07")));
    assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> replay(block));
  }

  @Test
  void surplusBytesAreNoticed() {
    RowBlockBuilder builder = new RowBlockBuilder(Table.TELEMETRY, 1);
    builder.append(reading());
    byte[] encoded = builder.build().encode();
    RowBlock longer = RowBlock.decode(Arrays.copyOf(encoded, encoded.length + 1));
    assertThatExceptionOfType(EncodingException.class)
        .isThrownBy(() -> replay(longer))
        .withMessageContaining("surplus");
  }

  @Test
  void aBuilderKeepsToItsTableAndItsLimit() {
    RowBlockBuilder telemetry = new RowBlockBuilder(Table.TELEMETRY, 1);
    assertThatIllegalStateException().isThrownBy(() -> telemetry.append(row(2, 2)));
    telemetry.append(reading());
    assertThat(telemetry.isFull()).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> telemetry.append(reading()));
    assertThat(telemetry.build().rows()).isEqualTo(1);
    assertThat(telemetry.isEmpty()).isTrue();
    RowBlockBuilder rollup = new RowBlockBuilder(Table.ROLLUP_1M, 1);
    assertThatIllegalStateException().isThrownBy(() -> rollup.append(reading()));
    assertThatIllegalArgumentException().isThrownBy(() -> new RowBlockBuilder(Table.ROLLUP_1M, 0));
  }

  private static List<String> replay(RowBlock block) {
    List<String> values = new ArrayList<>();
    ColumnSink sink =
        new ColumnSink() {
          @Override
          public void setLong(int column, long value) {
            values.add(column + "=" + value);
          }

          @Override
          public void setDouble(int column, double value) {
            values.add(column + "=" + value);
          }

          @Override
          public void setString(int column, String value) {
            values.add(column + "=" + value);
          }

          @Override
          public void setNull(int column) {
            values.add(column + " null");
          }

          @Override
          public void setInstantMillis(int column, long millis) {
            values.add(column + "@" + millis);
          }
        };
    RowReader reader = new RowReader(block);
    while (reader.hasNext()) {
      reader.readRow(sink);
    }
    assertThatIllegalStateException().isThrownBy(() -> reader.readRow(sink));
    return values;
  }
}
