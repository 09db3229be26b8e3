package io.wattflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file of the same format with made-up numbers: four days that end on 31 December 2015. */
class SolarSeriesTest {
  private Path csv = Path.of("unset");

  @BeforeEach
  void write(@TempDir Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("Time,E/Cap ratio (kWh/kW),5 MW example (kWh)");
    DateTimeFormatter format = DateTimeFormatter.ofPattern("dd.MM.uuuu HH:mm", Locale.ROOT);
    for (LocalDateTime at = LocalDateTime.parse("2015-12-28T00:00");
        at.isBefore(LocalDateTime.parse("2016-01-01T00:00"));
        at = at.plusMinutes(15)) {
      String kilowatts = at.getHour() == 12 ? "\"2,500.00\"" : at.getHour() == 9 ? "50.50" : "0.00";
      lines.add(format.format(at) + ",0," + kilowatts);
    }
    csv = folder.resolve("data.csv");
    Files.write(csv, lines);
  }

  @Test
  void endsLessThanAQuarterHourBeforeTheEnd() throws IOException {
    for (String end :
        List.of("2026-03-01T12:00:00Z", "2026-03-01T23:59:59.999Z", "2026-03-02T00:00:00.001Z")) {
      List<Measurement> all = measurements(Instant.parse(end), 2, List.of(3_000));
      Instant last = Instant.ofEpochMilli(all.get(all.size() - 1).eventTimeMillis());
      assertThat(Duration.between(last, Instant.parse(end)))
          .isPositive()
          .isLessThanOrEqualTo(Duration.ofMinutes(15));
      assertThat(all).hasSize(2 * 96);
    }
  }

  @Test
  void keepsTheTimeOfDayAndScalesToTheRatedPower() throws IOException {
    List<Measurement> all =
        measurements(Instant.parse("2026-03-01T18:00:00Z"), 2, List.of(3_000, 250_000));
    for (Measurement m : all) {
      int hour = Instant.ofEpochMilli(m.eventTimeMillis()).atZone(ZoneOffset.UTC).getHour();
      boolean plant = m.device().deviceId().startsWith("inverter-250000w");
      double expected =
          hour == 12 ? (plant ? -125_000 : -1_500) : hour == 9 ? (plant ? -2_525 : -30.3) : 0.0;
      assertThat(Math.round(m.watts() * 1000)).isEqualTo(Math.round(expected * 1000));
      assertThat(m.device().type()).isEqualTo(Appliance.INVERTER);
    }
    assertThat(all)
        .hasSize(2 * 2 * 96)
        .isSortedAccordingTo(Comparator.comparingLong(Measurement::eventTimeMillis));
  }

  @Test
  void aLineThatIsNoQuarterHourIsNamed() throws IOException {
    Files.writeString(csv, "Time,a,b\n01.01.2015 00:00,0,0.00\n01.01.2015 00:15,0,abc\n");
    assertThatThrownBy(() -> SolarSeries.read(csv, Instant.parse("2026-03-01T12:00:00Z")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 3")
        .hasMessageContaining("abc");
  }

  @Test
  void thePackageHoldsAYearWithoutGaps() throws IOException {
    Path real =
        Path.of(System.getProperty("wattflow.home", "."))
            .resolve("node_modules/@energyweb/solar-simulator/dist/js/config/data.csv");
    assumeThat(real).as("installed by the platform module").exists();
    Instant end = Instant.parse("2026-03-01T12:00:00Z");
    List<Measurement> year = new ArrayList<>();
    SolarSeries.read(real, end, 365, List.of(5_000_000)).measurements().forEachRemaining(year::add);
    // A year that ends at noon: the rows of the last half day are beyond it.
    assertThat(year).hasSize(35_040 - 48);
    for (int i = 1; i < year.size(); i++) {
      assertThat(year.get(i).eventTimeMillis() - year.get(i - 1).eventTimeMillis())
          .isEqualTo(900_000);
    }
    assertThat(year).allMatch(m -> m.watts() <= 0 && m.watts() >= -5_000_000);
    assertThat(SolarSeries.read(real, end).quarterHours()).isEqualTo(28 * 96);
  }

  private List<Measurement> measurements(Instant end, int days, List<Integer> ratedWatts)
      throws IOException {
    List<Measurement> all = new ArrayList<>();
    Iterator<Measurement> measurements =
        SolarSeries.read(csv, end, days, ratedWatts).measurements();
    measurements.forEachRemaining(all::add);
    return all;
  }
}
