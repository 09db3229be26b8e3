package io.wattflow.cli.demo;

import io.wattflow.cli.CommandFailedException;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.Fleet;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.SolarSeries;
import io.wattflow.simulation.TelemetryScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The records of the demo in the order in which they are sent: real photovoltaic production over
 * days, a household over a day, then the fleet beside them, with faults.
 *
 * @param script yields the same records each time
 * @param inverters that export the photovoltaic production
 * @param expectedRecords how many there are about; faults decide
 */
record DemoInput(Iterable<ProducedRecord> script, int inverters, long expectedRecords) {
  private static final String SOLAR_CSV =
      "node_modules/@energyweb/solar-simulator/dist/js/config/data.csv";

  /**
   * Reads the photovoltaic series and lays out the rest.
   *
   * @param home the project's root folder
   */
  static DemoInput of(DemoPlan plan, Path home) throws IOException, CommandFailedException {
    Path csv = home.resolve(SOLAR_CSV);
    if (!Files.isRegularFile(csv)) {
      throw new CommandFailedException(
          "the photovoltaic series " + csv + " is missing: run `npm ci` in " + home);
    }
    SolarSeries solar = SolarSeries.read(csv, plan.end(), plan.days(), SolarSeries.INVERTERS);
    Fleet fleet = Fleet.household(plan.seed(), plan.devices(), plan.end(), plan.span());
    int inverters = SolarSeries.INVERTERS.size();
    return new DemoInput(
        TelemetryScript.of(
            plan.seed(), Faults.demo(), solar, DemoHousehold.history(plan.end()), fleet),
        inverters,
        plan.fleetReadings()
            + DemoHousehold.historyReadings()
            + (long) inverters * solar.quarterHours());
  }
}
