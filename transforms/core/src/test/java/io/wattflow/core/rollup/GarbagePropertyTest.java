package io.wattflow.core.rollup;

import static io.wattflow.core.rollup.RollupFixture.DAY_START;
import static io.wattflow.core.rollup.RollupFixture.HOUR;
import static io.wattflow.core.rollup.RollupFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wattflow.core.model.PlainReading;
import io.wattflow.core.rows.ColumnSink;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowReader;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Damaged bytes give a clear exception or a sound value, and nothing else. */
class GarbagePropertyTest {
  @Provide
  Arbitrary<List<PlainReading>> minute() {
    return RollupFixture.readings(DAY_START, MINUTE, 20);
  }

  @Property(tries = 2000)
  void damagedReadingSets(@ForAll("minute") List<PlainReading> readings, @ForAll Random random) {
    byte[] damaged = damage(RollupFixture.sets(readings, DAY_START, MINUTE).encode(), random);
    check(
        () -> {
          ReadingSets decoded = ReadingSets.decode(damaged);
          assertThat(ReadingSets.decode(decoded.encode()).encode()).isEqualTo(decoded.encode());
          assertThat(RollupFixture.rows(decoded)).hasSize(decoded.seriesCount());
        });
    check(() -> new ReadingSets(DAY_START, MINUTE).merge(damaged));
  }

  @Property(tries = 2000)
  void damagedPartials(@ForAll("minute") List<PlainReading> readings, @ForAll Random random) {
    byte[] delta = RollupFixture.minuteDeltas(readings, DAY_START, DAY_START + MINUTE).get(0);
    byte[] damagedDelta = damage(delta, random);
    check(
        () -> {
          PartialSets sets = new PartialSets(DAY_START, HOUR);
          sets.merge(damagedDelta);
          RollupFixture.rows(sets);
        });
    PartialSets whole = new PartialSets(DAY_START, HOUR);
    whole.merge(delta);
    byte[] damagedSets = damage(whole.encode(), random);
    check(() -> RollupFixture.rows(PartialSets.decode(damagedSets)));
  }

  @Property(tries = 3000)
  void randomBytes(@ForAll Random random) {
    byte[] bytes = new byte[random.nextInt(200)];
    random.nextBytes(bytes);
    if (bytes.length > 0) {
      bytes[0] = 1;
    }
    check(() -> ReadingSets.decode(bytes));
    check(() -> PartialSets.decode(bytes));
    check(() -> WindowPartial.decode(bytes));
    check(() -> new PartialSets(DAY_START, HOUR).merge(bytes));
    check(() -> readRows(RowBlock.decode(bytes)));
  }

  private static void readRows(RowBlock block) {
    RowReader reader = new RowReader(block);
    ColumnSink sink = new IgnoredColumns();
    while (reader.hasNext()) {
      reader.readRow(sink);
    }
  }

  private static final class IgnoredColumns implements ColumnSink {
    @Override
    public void setLong(int column, long value) {}

    @Override
    public void setDouble(int column, double value) {}

    @Override
    public void setString(int column, String value) {}

    @Override
    public void setNull(int column) {}

    @Override
    public void setInstantMillis(int column, long millis) {}
  }

  private static byte[] damage(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      damaged[1 + random.nextInt(damaged.length - 1)] = (byte) random.nextInt(256);
    }
    return damaged;
  }

  private static void check(ThrowingCallable reading) {
    Throwable thrown = catchThrowable(reading);
    if (thrown != null) {
      // EncodingException is one; another window or an instant beyond it are plain ones.
      assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
      assertThat(thrown).hasMessageMatching("(?s).{10,}");
    }
  }
}
