import { Chart, estimatedShare } from "./chart.js";
import { currentZone, show } from "./time.js";

const HOUR_MS = 3_600_000;

/** The energy of 24 hours and the one that runs. */
export class Hours {
  constructor() {
    this.chart = new Chart("hours", {
      label: ({ start, end }) => `${show(start, "weekday")}, ${show(start, "time")}–${show(end, "time")}`,
    });
  }

  /** @param {{hours: object[]}} trend the answer of hourly_trends_last_24h */
  show({ hours }) {
    if (hours.every(({ energy_wh: energyWh }) => energyWh === null)) {
      this.chart.note("No readings in the last 24 hours.");
      return;
    }
    const now = Date.now();
    const windows = hours.map((hour) => {
      const start = Date.parse(hour.start);
      const end = start + HOUR_MS;
      return {
        start,
        end,
        shownEnd: hour.complete || now <= start ? end : Math.min(end, now),
        value: hour.energy_wh,
        estimated: estimatedShare(hour.energy_wh, hour.estimated_wh),
        coverage: hour.coverage,
      };
    });
    this.chart.show({
      windows,
      from: windows[0].start,
      to: windows[windows.length - 1].end,
      ofPower: false,
      zone: currentZone(),
      caption: "Energy of each hour",
    });
  }

  fail(problem) {
    if (!problem.away) this.chart.note(problem.message);
  }
}
