package io.wattflow.integration.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.core.rollup.MeteringRules;
import io.wattflow.core.rollup.Quality;
import io.wattflow.core.validation.ReadingValidator;
import io.wattflow.core.validation.RejectionReason;
import io.wattflow.core.validation.ValidationLimits;
import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodeFailure;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import io.wattflow.simulation.ExpectedRow;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.ModelSettings;
import io.wattflow.simulation.NaiveModel;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.RollupWindow;
import io.wattflow.simulation.SolarSeries;
import io.wattflow.simulation.TelemetryScript;
import io.wattflow.simulation.TrueReading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The product's decoder, rules and algebra against the naive model, which was written from the
 * documents alone: every record's fate and every row's every bit.
 */
class ModelAgainstCoreTest {
  private static final Instant END = Instant.parse("2026-11-20T13:37:11Z");
  private static final Path SOLAR =
      Path.of(System.getProperty("wattflow.home", ".."))
          .resolve("node_modules/@energyweb/solar-simulator/dist/js/config/data.csv");

  /** Much of everything. */
  private static final Faults FAULTS =
      new Faults(
          0.03, 0.05, 0.05, 0.05, 0.1, 0.003, 0.02, Duration.ofMinutes(3), Duration.ofMinutes(8));

  private static final long MODULUS_WH = 200;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void bothMakeTheSameOfEveryRecord(long seed) throws IOException {
    compare(seed, MeteringRules.defaults(), ModelSettings.defaults(), reading -> reading);
  }

  @Test
  void bothFollowCountersThatRollOver() throws IOException {
    ModelSettings plain = ModelSettings.defaults();
    ModelSettings settings =
        new ModelSettings(
            plain.reportingIntervals(),
            plain.gapCaps(),
            plain.maxPlausibleWatts(),
            Map.of("METER", MODULUS_WH * 1000),
            plain.generation());
    MeteringRules rules = MeteringRules.defaults().withCounterModulus(DeviceType.METER, MODULUS_WH);

    Map<RollupWindow, List<ExpectedRow>> rows =
        compare(4, rules, settings, ModelAgainstCoreTest::wrapped);

    assertThat(rows.get(RollupWindow.ONE_HOUR))
        .as("hours in which a counter has rolled over")
        .anyMatch(row -> (row.quality() & Quality.ROLLOVER) != 0);
  }

  /** The reading of a counter that begins again at the modulus. */
  private static TrueReading wrapped(TrueReading r) {
    if (r.energyCounterMilliwattHours() == TrueReading.NO_COUNTER
        || !r.deviceType().equals("METER")) {
      return r;
    }
    return new TrueReading(
        r.userId(),
        r.deviceId(),
        r.deviceType(),
        r.eventTimeMillis(),
        r.sequence(),
        r.powerMilliwatts(),
        r.powerFactor(),
        r.energyCounterMilliwattHours() % (MODULUS_WH * 1000),
        r.voltageMillivolts());
  }

  private interface Change {
    TrueReading of(TrueReading reading);
  }

  private static Map<RollupWindow, List<ExpectedRow>> compare(
      long seed, MeteringRules rules, ModelSettings settings, Change change) throws IOException {
    System.out.printf("input: seed %d until %s%n", seed, END);
    TelemetryScript script =
        TelemetryScript.of(
            seed,
            FAULTS,
            SolarSeries.read(SOLAR, END, 3, SolarSeries.INVERTERS),
            Fleet.household(seed, 150, END, Duration.ofMinutes(100)));
    NaiveModel model = new NaiveModel(settings);
    CoreRollups core = new CoreRollups(rules);
    ReadingDecoder decoder = new ReadingDecoder();
    DecodedReading decoded = new DecodedReading();
    ReadingValidator validator = new ReadingValidator(ValidationLimits.defaults());
    Map<String, Long> deadLetters = new TreeMap<>();

    for (ProducedRecord produced : script) {
      String reason = refusal(decoder, validator, produced, decoded);
      assertThat(reason).as("fate of %s", produced).isEqualTo(produced.expectedReason());
      if (reason != null) {
        deadLetters.merge(reason, 1L, Long::sum);
        model.add(produced);
        continue;
      }
      TrueReading truth = Objects.requireNonNull(produced.reading());
      TrueReading changed = change.of(truth);
      if (!changed.equals(truth)) {
        decoded.setEnergyCounterWh(changed.energyCounterMilliwattHours() / 1000.0);
      }
      core.add(decoded);
      model.add(
          new ProducedRecord(
              produced.key(),
              produced.payload(),
              produced.eventTimeMillis(),
              produced.kind(),
              changed,
              null));
    }

    assertThat(deadLetters).isEqualTo(model.deadLetters()).isNotEmpty();
    Map<RollupWindow, List<ExpectedRow>> rows = core.rows();
    for (RollupWindow window : RollupWindow.values()) {
      assertSame(window, rows.getOrDefault(window, List.of()), rowsOf(model, window));
    }
    return rows;
  }

  private static @Nullable String refusal(
      ReadingDecoder decoder,
      ReadingValidator validator,
      ProducedRecord produced,
      DecodedReading into) {
    DecodeFailure failure = decoder.decode(produced.payload(), into);
    if (failure != null) {
      return failure.name();
    }
    RejectionReason rejection = validator.validate(into, END.toEpochMilli());
    return rejection == null ? null : rejection.name();
  }

  private static List<ExpectedRow> rowsOf(NaiveModel model, RollupWindow window) {
    List<ExpectedRow> rows = new ArrayList<>();
    model.rows(window).forEachRemaining(rows::add);
    return rows;
  }

  /** Row by row, so that a difference is shown as one row beside the other. */
  private static void assertSame(
      RollupWindow window, List<ExpectedRow> found, List<ExpectedRow> expected) {
    for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
      assertThat(found.get(i)).as("row %d of %s", i, window.table()).isEqualTo(expected.get(i));
    }
    assertThat(found).as("rows of %s", window.table()).hasSameSizeAs(expected).isNotEmpty();
  }
}
