package io.wattflow.core.rollup;

import static io.wattflow.core.rollup.ReadingLimits.NO_COUNTER;
import static io.wattflow.core.rollup.ReadingLimits.NO_POWER_FACTOR;
import static io.wattflow.core.rollup.ReadingLimits.NO_SEQUENCE;
import static io.wattflow.core.rollup.RollupFixture.DAY_START;
import static io.wattflow.core.rollup.RollupFixture.HOUR;
import static io.wattflow.core.rollup.RollupFixture.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wattflow.core.coding.EncodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The bytes of version 1 of every coder of the algebra. State and messages in flight have them: a
 * change that breaks this test needs a new version byte, and the old version must still be read.
 */
class RollupCodersTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final SeriesKey METER = SeriesKey.of(42, "meter-1", 1);
  private static final SeriesKey PLUG = SeriesKey.of(7, "ü", 13);

  private static final String SETS =
      "0180f08eeb9467e0d403060502070d02c3bc15020090b907ffffffffffffffffff01a09c01bea907"
          + "cf0f00002a01076d657465722d313203a09c01c08db70122d99a01aab4de7500bf9a0c02c8019632"
          + "029fb5c901020000";
  private static final String PARTIAL =
      "0103010003a08c90eb9467a19c01a0bec3029fc21ef0e76af0e76a0002e8b302e084f4e0ad0200a1"
          + "9c01030000959aef3a96328b1903f30c018f0e010601";
  private static final String DELTA =
      "0180f08eeb946702070d02c3bc002701020d000280f08eeb9467dfd403d0e20ec0a907e807e80700"
          + "019f9c010000000002ea0a0102012a01076d657465722d31003e0103010003a08c90eb9467a19c01"
          + "a0bec3029fc21ef0e76af0e76a0002e8b302e084f4e0ad0200a19c01030000959aef3a96328b1903"
          + "f30c018f0e010601";
  private static final String PARTIAL_SETS =
      "0180f08eeb946780dddb0102070d02c3bc03002701020d000280f08eeb9467dfd403d0e20ec0a907"
          + "e807e80700019f9c010000000002ea0a0102012a01076d657465722d3103003e0103010003a08c90"
          + "eb9467a19c01a0bec3029fc21ef0e76af0e76a0002e8b302e084f4e0ad0200a19c01030000959aef"
          + "3a96328b1903f30c018f0e010601";

  private static ReadingSets sets() {
    ReadingSets sets = new ReadingSets(DAY_START, MINUTE);
    sets.add(METER, DAY_START + 10_000, 1_500_000, 9_900, 123_456_789, 17);
    sets.add(METER, DAY_START + 20_000, 1_400_000, 9_800, 123_460_000, 18);
    sets.add(METER, DAY_START + 30_001, -250_000, NO_POWER_FACTOR, 123_460_000, 19);
    sets.add(PLUG, DAY_START + 59_999, 60_000, NO_POWER_FACTOR, NO_COUNTER, NO_SEQUENCE);
    sets.drainChanged(view -> {});
    sets.add(PLUG, DAY_START + 59_999, 60_000, NO_POWER_FACTOR, NO_COUNTER, NO_SEQUENCE);
    sets.add(PLUG, DAY_START, 61_000, -10_000, NO_COUNTER, Long.MAX_VALUE);
    return sets;
  }

  private static PartialDelta delta() {
    PartialDelta delta = new PartialDelta();
    EnergyAggregator aggregator = new EnergyAggregator(MeteringRules.defaults());
    sets()
        .forEach(
            view -> {
              aggregator.summarise(view);
              delta.add(view.key(), view.windowStartMillis(), aggregator);
            });
    return delta;
  }

  private static PartialSets partialSets() {
    PartialSets sets = new PartialSets(DAY_START, HOUR);
    sets.merge(delta().encode());
    return sets;
  }

  private static WindowPartial partial() {
    List<WindowPartial> partials = new ArrayList<>();
    sets()
        .forEach(
            view -> {
              if (view.key().equals(METER)) {
                partials.add(WindowPartial.of(view, MeteringRules.defaults()));
              }
            });
    return partials.get(0);
  }

  @Test
  void readingSets() {
    assertThat(HEX.formatHex(sets().encode())).isEqualTo(SETS);
    ReadingSets decoded = ReadingSets.decode(HEX.parseHex(SETS));
    assertThat(decoded.readingsPut()).isEqualTo(6);
    assertThat(decoded.distinctReadings()).isEqualTo(5);
    assertThat(decoded.seriesCount()).isEqualTo(2);
    List<SeriesKey> changed = new ArrayList<>();
    decoded.drainChanged(view -> changed.add(view.key()));
    assertThat(changed).containsExactly(PLUG);
  }

  @Test
  void windowPartial() {
    assertThat(HEX.formatHex(partial().encode())).isEqualTo(PARTIAL);
    assertThat(WindowPartial.decode(HEX.parseHex(PARTIAL)))
        .isEqualTo(partial())
        .hasSameHashCodeAs(partial());
  }

  @Test
  void partialDelta() {
    assertThat(HEX.formatHex(delta().encode())).isEqualTo(DELTA);
    assertThat(new PartialDelta().encode()).isEqualTo(new byte[] {1, 0, 0});
  }

  @Test
  void partialSetsOfAnHour() {
    assertThat(HEX.formatHex(partialSets().encode())).isEqualTo(PARTIAL_SETS);
    PartialSets decoded = PartialSets.decode(HEX.parseHex(PARTIAL_SETS));
    assertThat(decoded.seriesCount()).isEqualTo(2);
    assertThat(decoded.partialCount()).isEqualTo(2);
    assertThat(RollupFixture.rows(decoded)).isEqualTo(RollupFixture.rows(partialSets()));
    List<SeriesKey> changed = new ArrayList<>();
    decoded.drainChanged(view -> changed.add(view.key()));
    assertThat(changed).hasSize(2);
  }

  @Test
  void anUnknownVersionIsNamed() {
    checkUnknownVersion(sets().encode(), ReadingSets::decode);
    checkUnknownVersion(sets().encode(), new ReadingSets(DAY_START, MINUTE)::merge);
    checkUnknownVersion(partial().encode(), WindowPartial::decode);
    checkUnknownVersion(delta().encode(), new PartialSets(DAY_START, HOUR)::merge);
    checkUnknownVersion(partialSets().encode(), PartialSets::decode);
    checkUnknownVersion(partialSets().encode(), new PartialSets(DAY_START, HOUR)::mergeSets);
  }

  private static void checkUnknownVersion(byte[] encoded, Consumer<byte[]> reader) {
    byte[] future = encoded.clone();
    future[0] = 2;
    assertThatExceptionOfType(EncodingException.class)
        .isThrownBy(() -> reader.accept(future))
        .withMessageContaining("version 2 is unknown");
  }

  @Test
  void everyTruncationIsNoticed() {
    checkTruncations(sets().encode(), ReadingSets::decode);
    checkTruncations(sets().encode(), bytes -> new ReadingSets(DAY_START, MINUTE).merge(bytes));
    checkTruncations(partial().encode(), WindowPartial::decode);
    checkTruncations(delta().encode(), bytes -> new PartialSets(DAY_START, HOUR).merge(bytes));
    checkTruncations(partialSets().encode(), PartialSets::decode);
  }

  private static void checkTruncations(byte[] encoded, Consumer<byte[]> reader) {
    for (int length = 0; length < encoded.length; length++) {
      byte[] truncated = Arrays.copyOf(encoded, length);
      assertThatExceptionOfType(EncodingException.class)
          .as("%d of %d bytes", length, encoded.length)
          .isThrownBy(() -> reader.accept(truncated));
    }
    byte[] longer = Arrays.copyOf(encoded, encoded.length + 1);
    assertThatExceptionOfType(EncodingException.class).isThrownBy(() -> reader.accept(longer));
  }

  @Test
  void anAnnouncedMillionOfNothingIsRefusedBeforeItIsAllocated() {
    // Version 1, start 0, length 60,000, put 0, readings 2^31 - 1, series 2^31 - 1.
    byte[] bomb = HEX.parseHex("0100e0d40300ffffffff07ffffffff07");
    assertThatExceptionOfType(EncodingException.class)
        .isThrownBy(() -> ReadingSets.decode(bomb))
        .withMessageContaining("number of readings");
  }

  @Test
  void anotherWindowIsNotMerged() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReadingSets(DAY_START + MINUTE, MINUTE).merge(sets().encode()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PartialSets(DAY_START + HOUR, HOUR).merge(delta().encode()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PartialSets(DAY_START, 2 * HOUR).mergeSets(partialSets().encode()));
  }

  @Test
  void ofTwoPartialsWithTheSameVersionTheGreaterBytesStay() {
    byte[] one = deltaOf(100);
    byte[] other = deltaOf(200);
    PartialSets forwards = new PartialSets(DAY_START, HOUR);
    forwards.merge(one);
    forwards.merge(other);
    PartialSets backwards = new PartialSets(DAY_START, HOUR);
    backwards.merge(other);
    backwards.merge(one);
    assertThat(forwards.encodeContent()).isEqualTo(backwards.encodeContent());
    assertThat(RollupFixture.rows(forwards)).isEqualTo(RollupFixture.rows(backwards));
  }

  private static byte[] deltaOf(long milliwatts) {
    ReadingSets sets = new ReadingSets(DAY_START, MINUTE);
    sets.add(METER, DAY_START, milliwatts, NO_POWER_FACTOR, NO_COUNTER, NO_SEQUENCE);
    PartialDelta delta = new PartialDelta();
    sets.forEach(
        view -> delta.add(METER, DAY_START, WindowPartial.of(view, MeteringRules.defaults())));
    return delta.encode();
  }
}
