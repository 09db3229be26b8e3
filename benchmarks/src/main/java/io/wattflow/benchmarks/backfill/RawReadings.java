package io.wattflow.benchmarks.backfill;

import io.wattflow.benchmarks.endtoend.StreamTables;
import io.wattflow.simulation.RollupWindow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Readings of devices that report once a second, in the raw table. ClickHouse makes them itself:
 * the rows are as good as those of a fleet for what is measured here, and there in seconds.
 *
 * @param devices at least 1
 * @param readings of all devices, a multiple of their number
 * @param start of the day in which they are
 */
record RawReadings(int devices, long readings, Instant start) {
  private static final Duration AGE = Duration.ofDays(3);
  private static final int SECONDS_OF_DAY = 86_400;

  /** Readings within one day, three days ago. */
  static RawReadings of(int devices, long readings) {
    return new RawReadings(
        devices, readings, Instant.now().minus(AGE).truncatedTo(ChronoUnit.DAYS));
  }

  /** How many readings a device may have: a day's. */
  static boolean fits(int devices, long readings) {
    return devices >= 1 && readings % devices == 0 && readings / devices <= SECONDS_OF_DAY;
  }

  long perDevice() {
    return readings / devices;
  }

  /** Windows with readings, of all devices. */
  long windows(RollupWindow window) {
    long period = window.period().toSeconds();
    long overlap = window.length().toSeconds() / period - 1;
    return devices * ((perDevice() + period - 1) / period + overlap);
  }

  /** Fills the table. */
  void fill(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO %s.telemetry
          SELECT 1 + intDiv(d, 6), concat('meter-', leftPad(toString(d), 7, '0')), 'METER',
              toDateTime64(%d + s, 3, 'UTC'), s,
              200000 + cityHash64(d, intDiv(s, 300)) %% 2000000 + cityHash64(d, s) %% 5000,
              9000 + cityHash64(s, d) %% 1000, d * 1000 + s * 100, 228000 + cityHash64(d, s, 1) %% 4000
          FROM (SELECT toInt64(intDiv(number, %d)) AS d, toInt64(number %% %d) AS s FROM numbers(%d))
          """
              .formatted(
                  StreamTables.DATABASE,
                  start.getEpochSecond(),
                  perDevice(),
                  perDevice(),
                  readings));
    }
  }
}
