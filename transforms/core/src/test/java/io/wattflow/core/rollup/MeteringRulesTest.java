package io.wattflow.core.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wattflow.schemas.avro.DeviceType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeteringRulesTest {
  private static final int METER = DeviceType.METER.ordinal();
  private static final int INVERTER = DeviceType.INVERTER.ordinal();

  @Test
  void defaultsAreAsDocumented() {
    MeteringRules rules = MeteringRules.defaults();
    for (DeviceType type : DeviceType.values()) {
      int code = type.ordinal();
      boolean inverter = type == DeviceType.INVERTER;
      assertThat(rules.intervalMillis(code)).isEqualTo(inverter ? 900_000 : 10_000);
      assertThat(rules.gapCapMillis(code)).isEqualTo(inverter ? 1_800_000 : 30_000);
      assertThat(rules.counterModulusMilliwattHours(code)).isZero();
      assertThat(rules.maxPlausiblePowerMilliwatts(code)).isEqualTo(100_000_000);
    }
    assertThat(rules.gapCapMillis(99)).isEqualTo(30_000);
    assertThat(MeteringRules.typeOf(99)).isEqualTo(DeviceType.UNKNOWN);
  }

  @Test
  void aChangeLeavesTheOriginalAndTheOtherTypesAlone() {
    MeteringRules defaults = MeteringRules.defaults();
    MeteringRules changed = defaults.withGapCap(DeviceType.METER, Duration.ofSeconds(7));
    assertThat(changed.gapCapMillis(METER)).isEqualTo(7_000);
    assertThat(changed.gapCapMillis(INVERTER)).isEqualTo(1_800_000);
    assertThat(defaults.gapCapMillis(METER)).isEqualTo(30_000);
    assertThat(changed).isNotEqualTo(defaults);
  }

  @Test
  void theCapFollowsTheIntervalUnlessItIsSet() {
    MeteringRules rules =
        MeteringRules.defaults().withInterval(DeviceType.METER, Duration.ofMinutes(1));
    assertThat(rules.gapCapMillis(METER)).isEqualTo(180_000);
    assertThat(rules.withGapCap(DeviceType.METER, Duration.ofSeconds(1)).gapCapMillis(METER))
        .isEqualTo(1_000);
  }

  @Test
  void thePlausibleEnergyIsTheFloorPlusOneWattHour() {
    MeteringRules rules = MeteringRules.defaults();
    assertThat(rules.plausibleEnergyMilliwattHours(METER, 0)).isEqualTo(1000);
    assertThat(rules.plausibleEnergyMilliwattHours(METER, 10_000)).isEqualTo(277_777 + 1000);
    assertThat(rules.plausibleEnergyMilliwattHours(METER, 3_600_000)).isEqualTo(100_001_000);
    MeteringRules greatest = rules.withMaxPlausiblePower(DeviceType.METER, 1_000_000);
    long century = Duration.ofDays(36_525).toMillis();
    assertThat(greatest.plausibleEnergyMilliwattHours(METER, century))
        .isEqualTo(876_600L * 1_000_000_000 + 1000);
  }

  @Test
  void nonsenseIsRefusedByName() {
    MeteringRules rules = MeteringRules.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules.withGapCap(DeviceType.METER, Duration.ofMillis(-1)))
        .withMessageContaining("gap cap");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules.withInterval(DeviceType.METER, Duration.ofDays(2)))
        .withMessageContaining("interval");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules.withCounterModulus(DeviceType.METER, -5))
        .withMessageContaining("modulus");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rules.withMaxPlausiblePower(DeviceType.METER, 0))
        .withMessageContaining("power");
  }

  @Test
  void survivesSerialisation() throws IOException, ClassNotFoundException {
    MeteringRules rules = MeteringRules.defaults().withCounterModulus(DeviceType.METER, 1_000_000);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(rules);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(rules).hasToString(rules.toString());
    }
  }
}
