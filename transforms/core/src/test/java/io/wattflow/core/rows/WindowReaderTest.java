package io.wattflow.core.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wattflow.core.coding.EncodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowReaderTest {
  private static final long NOON = 1_795_435_200_000L;

  @Test
  void readsWhatRowReaderReads() {
    RowBlockBuilder builder = new RowBlockBuilder(Table.ROLLUP_5M, 1_000);
    for (int i = 0; i < 1_000; i++) {
      // With and without either of the values that may be null.
      builder.append(
          TestRows.row(-i, "Zähler-".repeat(1 + i % 40) + i, NOON + i * 60_000L, i % 2, i % 3));
    }
    RowBlock block = builder.build();

    List<String> windows = new ArrayList<>();
    WindowReader reader = new WindowReader(block);
    while (reader.next()) {
      windows.add(reader.userId() + " " + reader.deviceId() + " " + reader.startSeconds());
    }
    assertThat(windows).hasSize(1_000).isEqualTo(rows(block));
    assertThat(reader.next()).isFalse();
  }

  @Test
  void aTruncatedBlockIsAnError() {
    RowBlockBuilder builder = new RowBlockBuilder(Table.ROLLUP_1H, 2);
    builder.append(TestRows.row(1, "a", NOON, 0, 0));
    builder.append(TestRows.row(2, "b", NOON, 2, 2));
    byte[] whole = builder.build().bytes();
    for (int length = 0; length < whole.length; length++) {
      RowBlock block =
          new RowBlock(Table.ROLLUP_1H, RowFormat.ROW_BINARY, 2, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> readAll(block));
    }
  }

  @Test
  void readingsHaveNoWindows() {
    RowBlock block = new RowBlockBuilder(Table.TELEMETRY, 1).build();
    assertThatIllegalArgumentException().isThrownBy(() -> new WindowReader(block));
  }

  private static void readAll(RowBlock block) {
    WindowReader reader = new WindowReader(block);
    while (reader.next()) {
      assertThat(reader.startSeconds()).isEqualTo(NOON / 1000);
    }
  }

  private static List<String> rows(RowBlock block) {
    List<String> lines = new ArrayList<>();
    Key key = new Key();
    RowReader reader = new RowReader(block);
    while (reader.hasNext()) {
      reader.readRow(key);
      lines.add(key.user + " " + key.device + " " + key.start / 1000);
    }
    return lines;
  }

  private static final class Key implements ColumnSink {
    private long user;
    private String device = "";
    private long start;

    @Override
    public void setLong(int column, long value) {
      user = column == 1 ? value : user;
    }

    @Override
    public void setString(int column, String value) {
      device = column == 2 ? value : device;
    }

    @Override
    public void setInstantMillis(int column, long millis) {
      start = column == 4 ? millis : start;
    }

    @Override
    public void setDouble(int column, double value) {
      assertThat(column).isGreaterThan(4);
    }

    @Override
    public void setNull(int column) {
      assertThat(column).isGreaterThan(4);
    }
  }
}
