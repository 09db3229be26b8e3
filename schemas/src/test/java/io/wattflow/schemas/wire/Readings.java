package io.wattflow.schemas.wire;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.avro.TelemetryReading;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Any reading the current schema can carry, sensible or not. */
final class Readings {
  private static final Arbitrary<Double> ANY_DOUBLE =
      Arbitraries.oneOf(
          Arbitraries.doubles(),
          Arbitraries.of(
              Double.NaN,
              Double.POSITIVE_INFINITY,
              Double.NEGATIVE_INFINITY,
              -0.0,
              Double.MIN_VALUE,
              Double.MAX_VALUE));

  private Readings() {}

  static Arbitrary<TelemetryReading> any() {
    Arbitrary<String> ids =
        Arbitraries.oneOf(
            Arbitraries.strings().ascii().ofMaxLength(40),
            Arbitraries.strings().all().ofMaxLength(200));
    return Combinators.combine(
            ids,
            Arbitraries.longs(),
            Arbitraries.of(DeviceType.class),
            Arbitraries.longs(),
            ANY_DOUBLE,
            ANY_DOUBLE.injectNull(0.5),
            ANY_DOUBLE.injectNull(0.5),
            Combinators.combine(ANY_DOUBLE.injectNull(0.5), Arbitraries.longs().injectNull(0.5))
                .as(CounterAndSequence::new))
        .as(
            (id, user, type, time, power, factor, volts, rest) ->
                TelemetryReading.newBuilder()
                    .setDeviceId(id)
                    .setUserId(user)
                    .setDeviceType(type)
                    .setEventTime(Instant.ofEpochMilli(time))
                    .setPowerWatts(power)
                    .setPowerFactor(factor)
                    .setVoltageVolts(volts)
                    .setEnergyCounterWh(rest.counter())
                    .setSequence(rest.sequence())
                    .build());
  }

  // Combinators take eight arguments at most.
  private record CounterAndSequence(@Nullable Double counter, @Nullable Long sequence) {}
}
