package io.wattflow.core.validation;

import static io.wattflow.core.validation.RejectionReason.COUNTER_OUT_OF_RANGE;
import static io.wattflow.core.validation.RejectionReason.DEVICE_ID_TOO_LONG;
import static io.wattflow.core.validation.RejectionReason.EMPTY_DEVICE_ID;
import static io.wattflow.core.validation.RejectionReason.EVENT_TIME_TOO_FAR_IN_FUTURE;
import static io.wattflow.core.validation.RejectionReason.EVENT_TIME_TOO_OLD;
import static io.wattflow.core.validation.RejectionReason.NOT_FINITE;
import static io.wattflow.core.validation.RejectionReason.POWER_FACTOR_OUT_OF_RANGE;
import static io.wattflow.core.validation.RejectionReason.POWER_OUT_OF_RANGE;
import static io.wattflow.core.validation.RejectionReason.SEQUENCE_NEGATIVE;
import static io.wattflow.core.validation.RejectionReason.USER_ID_NOT_POSITIVE;
import static io.wattflow.core.validation.RejectionReason.VOLTAGE_OUT_OF_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingValidatorTest {
  private static final long NOW = 1_772_323_200_000L;
  private static final long SKEW = Duration.ofMinutes(5).toMillis();
  private static final long AGE = Duration.ofDays(365).toMillis();

  private final ReadingValidator validator = new ReadingValidator(ValidationLimits.defaults());
  private final Set<RejectionReason> seen = EnumSet.noneOf(RejectionReason.class);

  private static DecodedReading good() {
    return new DecodedReading().set("m", 1, DeviceType.METER, NOW, 100);
  }

  private void accepts(DecodedReading reading) {
    assertThat(validator.validate(reading, NOW)).isNull();
  }

  private void rejects(RejectionReason reason, DecodedReading reading, String... mentioned) {
    assertThat(validator.validate(reading, NOW)).isEqualTo(reason);
    assertThat(validator.describe(reason, reading)).contains(mentioned);
    seen.add(reason);
  }

  @Test
  void everyReasonOnBothSidesOfItsBound() {
    accepts(good());
    for (double bad :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      String text = String.valueOf(bad);
      rejects(NOT_FINITE, good().setRequired(1, 1, NOW, bad), "power_watts", text);
      rejects(NOT_FINITE, good().setPowerFactor(bad), "power_factor", text);
      rejects(NOT_FINITE, good().setVoltageVolts(bad), "voltage_volts", text);
      rejects(NOT_FINITE, good().setEnergyCounterWh(bad), "energy_counter_wh", text);
    }
    times();
    identity();
    measurements();
    assertThat(seen).containsExactlyInAnyOrder(RejectionReason.values());
  }

  private void times() {
    accepts(good().setRequired(1, 1, NOW + SKEW, 0));
    rejects(
        EVENT_TIME_TOO_FAR_IN_FUTURE,
        good().setRequired(1, 1, NOW + SKEW + 1, 0),
        "event_time 2026-03-01T00:05:00.001Z",
        "PT5M");
    rejects(
        EVENT_TIME_TOO_FAR_IN_FUTURE, good().setRequired(1, 1, Long.MAX_VALUE, 0), "event_time");
    accepts(good().setRequired(1, 1, NOW - AGE, 0));
    rejects(
        EVENT_TIME_TOO_OLD, good().setRequired(1, 1, NOW - AGE - 1, 0), "event_time", "PT8760H");
    rejects(EVENT_TIME_TOO_OLD, good().setRequired(1, 1, Long.MIN_VALUE, 0), "event_time");
  }

  private void identity() {
    rejects(EMPTY_DEVICE_ID, good().setDeviceId(new byte[3], 1, 0), "device_id");
    accepts(good().setDeviceId(new byte[128], 0, 128));
    rejects(
        DEVICE_ID_TOO_LONG, good().setDeviceId(new byte[129], 0, 129), "device_id", "129", "128");
    rejects(USER_ID_NOT_POSITIVE, good().setRequired(0, 1, NOW, 0), "user_id 0");
    rejects(USER_ID_NOT_POSITIVE, good().setRequired(Long.MIN_VALUE, 1, NOW, 0), "user_id -");
    accepts(good().setRequired(Long.MAX_VALUE, 1, NOW, 0));
    accepts(good().setSequence(0));
    rejects(SEQUENCE_NEGATIVE, good().setSequence(-1), "sequence -1");
  }

  private void measurements() {
    accepts(good().setRequired(1, 1, NOW, 1_000_000));
    accepts(good().setRequired(1, 1, NOW, -1_000_000));
    double above = Math.nextUp(1_000_000.0);
    rejects(POWER_OUT_OF_RANGE, good().setRequired(1, 1, NOW, above), "power_watts", "1000000.0");
    rejects(POWER_OUT_OF_RANGE, good().setRequired(1, 1, NOW, -above), "power_watts -1000000.0");
    accepts(good().setPowerFactor(1));
    accepts(good().setPowerFactor(-1));
    rejects(POWER_FACTOR_OUT_OF_RANGE, good().setPowerFactor(1.01), "power_factor 1.01", "[-1, 1]");
    rejects(POWER_FACTOR_OUT_OF_RANGE, good().setPowerFactor(-1.01), "power_factor -1.01");
    accepts(good().setEnergyCounterWh(0));
    accepts(good().setEnergyCounterWh(1e12));
    rejects(COUNTER_OUT_OF_RANGE, good().setEnergyCounterWh(-0.001), "energy_counter_wh -0.001");
    rejects(COUNTER_OUT_OF_RANGE, good().setEnergyCounterWh(1.1e12), "energy_counter_wh", "1.0E12");
    accepts(good().setVoltageVolts(0));
    accepts(good().setVoltageVolts(2000));
    rejects(VOLTAGE_OUT_OF_RANGE, good().setVoltageVolts(-1), "voltage_volts -1.0");
    rejects(VOLTAGE_OUT_OF_RANGE, good().setVoltageVolts(2000.1), "voltage_volts 2000.1", "2000.0");
  }

  @Test
  void limitsHaveLimitsThemselves() {
    ValidationLimits limits = ValidationLimits.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withMaxFutureSkew(Duration.ofSeconds(-1)))
        .withMessageContaining("maxFutureSkew");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limits.withMaxAge(Duration.ofDays(36_501)))
        .withMessageContaining("maxAge");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ValidationLimits(Duration.ZERO, Duration.ZERO, 128, Double.NaN, 2_000, 1e12))
        .withMessageContaining("maxPowerWatts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ValidationLimits(Duration.ZERO, Duration.ZERO, 129, 1, 2_000, 1e12))
        .withMessageContaining("maxDeviceIdBytes");
  }

  @Test
  void stricterLimitsApply() {
    ReadingValidator strict =
        new ReadingValidator(
            ValidationLimits.defaults()
                .withMaxFutureSkew(Duration.ZERO)
                .withMaxAge(Duration.ofSeconds(1)));
    assertThat(strict.validate(good().setRequired(1, 1, NOW + 1, 0), NOW))
        .isEqualTo(EVENT_TIME_TOO_FAR_IN_FUTURE);
    assertThat(strict.validate(good().setRequired(1, 1, NOW - 1001, 0), NOW))
        .isEqualTo(EVENT_TIME_TOO_OLD);
    assertThat(strict.validate(good(), NOW)).isNull();
  }
}
