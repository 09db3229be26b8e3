package io.wattflow.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;

/**
 * Measured photovoltaic production as the readings of inverters: the 35,040 quarter hours of a year
 * in {@code dist/js/config/data.csv} of the npm package {@code @energyweb/solar-simulator}.
 *
 * <p>The file's third column, {@code 5 MW example (kWh)}, never exceeds 5,000 and repeats in pairs:
 * it only makes sense as the mean power in kW of a 5 MW plant, so that is how it is read.
 * Production is exported, so power is negative. The series is shifted by whole days, which keeps
 * the time of day, such that it ends less than a quarter of an hour before the run ends.
 */
public final class SolarSeries implements ReadingSource {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd.MM.uuuu HH:mm", Locale.ROOT);
  private static final double EXAMPLE_PLANT_KILOWATTS = 5_000;
  private static final long MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

  /** Four roofs and a plant, in watts of rated power. */
  public static final List<Integer> INVERTERS = List.of(3_000, 5_000, 8_000, 10_000, 250_000);

  /** Days that fit the 30 days for which raw readings are kept. */
  public static final int DAYS = 28;

  private record Quarter(long timeMillis, double kilowattsOfExample) {}

  private final List<Quarter> quarters;
  private final List<SimulatedDevice> inverters;
  private final List<Integer> ratedWatts;

  private SolarSeries(List<Quarter> quarters, List<Integer> ratedWatts) {
    this.quarters = List.copyOf(quarters);
    this.ratedWatts = List.copyOf(ratedWatts);
    this.inverters = new ArrayList<>();
    for (int i = 0; i < ratedWatts.size(); i++) {
      String id = "inverter-%dw-%02d".formatted(ratedWatts.get(i), i + 1);
      inverters.add(
          new SimulatedDevice(id, Appliance.INVERTER, false, true, i % 2 == 0, false, false));
    }
  }

  /** {@link #INVERTERS} over the last {@link #DAYS} days. */
  public static SolarSeries read(Path csv, Instant end) throws IOException {
    return read(csv, end, DAYS, INVERTERS);
  }

  /**
   * Reads the file and shifts it.
   *
   * @param csv the package's {@code data.csv}
   * @param end exclusive bound of the event times
   * @param days how many of the last days to keep; at least 1
   * @param ratedWatts one inverter for each; positive
   * @throws IOException if the file cannot be read, or a line is not what it should be
   */
  public static SolarSeries read(Path csv, Instant end, int days, List<Integer> ratedWatts)
      throws IOException {
    if (days < 1) {
      throw new IllegalArgumentException("days must be at least 1, is " + days);
    }
    List<Quarter> year = parse(csv);
    long last = year.get(year.size() - 1).timeMillis();
    // The smallest whole number of days that brings the last row to the end or beyond it.
    long shift = -Math.floorDiv(last - end.toEpochMilli(), MILLIS_PER_DAY) * MILLIS_PER_DAY;
    long from = end.toEpochMilli() - days * MILLIS_PER_DAY;
    List<Quarter> kept = new ArrayList<>();
    for (Quarter quarter : year) {
      long shifted = quarter.timeMillis() + shift;
      if (shifted >= from && shifted < end.toEpochMilli()) {
        kept.add(new Quarter(shifted, quarter.kilowattsOfExample()));
      }
    }
    return new SolarSeries(kept, ratedWatts);
  }

  private static List<Quarter> parse(Path csv) throws IOException {
    List<Quarter> year = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(csv, StandardCharsets.UTF_8)) {
      lines.readLine(); // the header
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        year.add(parseLine(csv, number, line));
      }
    }
    if (year.isEmpty()) {
      throw new IOException(csv + " holds no rows");
    }
    return year;
  }

  private static Quarter parseLine(Path csv, int number, String line) throws IOException {
    // Only the last column is ever quoted, and it holds no quotes: no need for a CSV parser.
    String[] columns = line.split(",", 3);
    try {
      long time = LocalDateTime.parse(columns[0], TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
      double kilowatts = Double.parseDouble(columns[2].replace("\"", "").replace(",", ""));
      return new Quarter(time, kilowatts);
    } catch (java.time.DateTimeException
        | NumberFormatException
        | ArrayIndexOutOfBoundsException e) {
      throw new IOException(csv + ", line " + number + " is no quarter hour: " + line, e);
    }
  }

  /** Quarter hours in the window of days, per inverter. */
  public int quarterHours() {
    return quarters.size();
  }

  @Override
  public Iterator<Measurement> measurements() {
    return new Iterator<>() {
      private int quarter;
      private int inverter;

      @Override
      public boolean hasNext() {
        return quarter < quarters.size() && !inverters.isEmpty();
      }

      @Override
      public Measurement next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the series is over");
        }
        Measurement measurement = measurement(quarter, inverter);
        inverter++;
        if (inverter == inverters.size()) {
          inverter = 0;
          quarter++;
        }
        return measurement;
      }
    };
  }

  private Measurement measurement(int quarter, int inverter) {
    SimulatedDevice device = inverters.get(inverter);
    Quarter row = quarters.get(quarter);
    double share = row.kilowattsOfExample() / EXAMPLE_PLANT_KILOWATTS;
    // 0.0 rather than -0.0 at night.
    double watts = 0.0 - share * ratedWatts.get(inverter);
    return new Measurement(
        device,
        1 + inverter,
        row.timeMillis(),
        2L * (row.timeMillis() / Duration.ofMinutes(15).toMillis()),
        watts,
        device.measuresPowerFactor() && share > 0 ? 0.99 : Double.NaN,
        Double.NaN,
        Double.NaN);
  }
}
