package io.wattflow.simulation.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What another JSON library reads is what was written, bit for bit. */
class JsonReadingsPropertyTest {
  @Property(tries = 2_000)
  void anyReadingsComeBack(@ForAll("readings") List<DecodedReading> readings) throws IOException {
    JsonReadings json = JsonReadings.objectOrArray();
    JsonReadings lines = JsonReadings.lines();
    readings.forEach(json::add);
    readings.forEach(lines::add);

    assertSame(ParsedReadings.json(json.take()), readings);
    assertSame(ParsedReadings.lines(lines.take()), readings);
  }

  private static void assertSame(List<DecodedReading> found, List<DecodedReading> written) {
    assertThat(found).hasSameSizeAs(written);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).sameAs(written.get(i))).as("%s", written.get(i)).isTrue();
    }
  }

  @Provide
  Arbitrary<List<DecodedReading>> readings() {
    Arbitrary<String> odd =
        Arbitraries.strings()
            .withChars('"', '\\', '/', '\b', '\f', '\n', '\r', '\t', '\0', '\u001f', '\u007f')
            .withChars('ä', 'ß', '\u2028', '\u2029', '\ufeff', '\uffff')
            .ofMaxLength(20);
    Arbitrary<String> emoji =
        Arbitraries.integers()
            .between(0x1f300, 0x1faff)
            .map(Character::toString)
            .list()
            .ofMaxSize(5)
            .map(all -> String.join("-", all));
    Arbitrary<String> any =
        Arbitraries.strings()
            .all()
            .ofMaxLength(20)
            // A lone half of a pair is no text, and no device id that decodes has one.
            .filter(text -> text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff));
    Arbitrary<String> ids = Arbitraries.oneOf(odd, emoji, any);
    Arbitrary<Double> doubles =
        Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite);
    Arbitrary<Double> optional = Arbitraries.oneOf(doubles, Arbitraries.just(Double.NaN));
    return Combinators.combine(
            ids,
            Arbitraries.longs(),
            Arbitraries.of(DeviceType.class),
            Arbitraries.longs(),
            doubles,
            optional,
            optional,
            Arbitraries.longs())
        .as(JsonReadingsPropertyTest::reading)
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  private static DecodedReading reading(
      String id,
      long user,
      DeviceType type,
      long time,
      double watts,
      double powerFactor,
      double counter,
      long sequence) {
    DecodedReading reading = new DecodedReading().set(id, user, type, time, watts);
    if (!Double.isNaN(powerFactor)) {
      reading.setPowerFactor(powerFactor);
    }
    if (!Double.isNaN(counter)) {
      reading.setEnergyCounterWh(counter).setVoltageVolts(-counter);
    }
    return sequence % 3 == 0 ? reading : reading.setSequence(sequence);
  }
}
