/** The cards that each tell one answer: show() takes it, fail() a problem. */

import { Chart, estimatedShare } from "./chart.js";
import { $, h, lone, part, say } from "./dom.js";
import { ago, energy, energyParts, NOTHING, percent, power, powerParts, words } from "./format.js";
import { currentZone, show } from "./time.js";

/** Screen readers hear of the power not more often than this, unless it turns round. */
const ANNOUNCE_EVERY_MS = 60_000;

const SHOWN_USERS = 3;
const SHOWN_TOP = 5;
const HOUR_MS = 3_600_000;

function big(element, value, parts) {
  const { number, unit } = value === null ? { number: NOTHING, unit: "" } : parts(value);
  element.replaceChildren(
    h("data", { value: value ?? "" }, number),
    h("span", { class: "unit" }, unit === "" ? "" : `\u202f${unit}`),
  );
  element.classList.toggle("exporting", value !== null && value < 0);
}

/** The household's power, from the status of its devices. */
export class PowerNow {
  #announced = { at: -Infinity, state: "" };

  /** @param {{power_watts: number | null, as_of: string | null, total: number, basis: string, devices: object[]}} status */
  show({ power_watts: watts, as_of: asOf, total, basis, devices }) {
    big($("power"), watts, powerParts);
    const state = stateOf(watts, total, basis);
    say($("power-say"), state);
    $("power-users").replaceChildren(...mostOf(devices));
    const source = basis === "METER" ? "By the meter" : "Sum of the devices";
    say($("power-note"), asOf === null ? "" : `${source}, ${ago(Date.parse(asOf))}`);
    this.#announce(watts, state);
  }

  #announce(watts, state) {
    const now = Date.now();
    if (state === this.#announced.state && now - this.#announced.at < ANNOUNCE_EVERY_MS) return;
    this.#announced = { at: now, state };
    say($("power-live"), watts === null ? state : `${state}: ${power(Math.abs(watts))}`);
  }

  fail(problem) {
    if (!problem.away) {
      big($("power"), null, powerParts);
      say($("power-say"), problem.message);
      $("power-users").replaceChildren();
      say($("power-note"), "");
    }
  }
}

/** The devices that take most just now, or give; a meter only repeats the big number. */
function mostOf(devices) {
  return devices
    .filter(({ device_type: type, power_watts: watts }) => type !== "METER" && watts)
    .sort((a, b) => Math.abs(b.power_watts) - Math.abs(a.power_watts))
    .slice(0, SHOWN_USERS)
    .map(({ device_id: id, power_watts: watts }) => h("li", {}, h("span", {}, id), h("span", {}, power(watts))));
}

function stateOf(watts, total, basis) {
  if (total === 0) return "No devices yet";
  if (watts === null) return "No device reports now";
  if (watts < 0) return "Exporting to the grid";
  if (watts === 0) return "Using nothing";
  return basis === "METER" ? "Drawn from the grid" : "Used by all devices";
}

/** How a bar is drawn: export has a colour of its own. */
const side = (energyWh) => (energyWh < 0 ? "out" : "");

/** The day so far against yesterday. */
export class Today {
  /** @param {object} today the answer of total_energy_today */
  show(today) {
    const { energy_wh: energyWh, yesterday, coverage, estimated_wh: estimatedWh } = today;
    const empty = today.as_of === null;
    big($("energy"), empty ? null : energyWh, energyParts);
    const before = yesterday.until_same_time_wh;
    say($("energy-say"), empty ? "No readings today" : comparison(energyWh, before));
    this.#bars(empty ? null : energyWh, empty ? 0 : estimatedWh, before, yesterday);
    const about = [`Coverage ${percent(coverage)}`];
    if (!empty && estimatedWh) about.push(`${energy(Math.abs(estimatedWh))} estimated`);
    if (!empty && today.export_wh > 0) {
      about.push(`${energy(today.import_wh)} imported`, `${energy(today.export_wh)} exported`);
    }
    say($("energy-note"), about.join(" · "));
  }

  #bars(now, estimatedWh, before, { energy_wh: whole, day }) {
    const top = Math.max(...[now, before, whole].map((value) => Math.abs(value ?? 0)), 1e-9);
    const size = Math.abs(now ?? 0) / top;
    const guessed = now ? Math.min(1, Math.abs((estimatedWh ?? 0) / now)) * size : 0;
    const todayBar = [part(side(now), size - guessed)];
    if (guessed > 0) todayBar.push(part(`estimated ${side(now)}`, guessed, size - guessed));
    const rest = part(`faint ${side(whole)}`, Math.abs(whole ?? 0) / top);
    const until = part(side(before), Math.abs(before ?? 0) / top);
    $("against").replaceChildren(
      h("div", {}, h("dt", {}, "Today"), h("dd", { class: "track" }, ...todayBar), h("dd", {}, energy(now))),
      h(
        "div",
        {},
        h("dt", {}, "Yesterday"),
        h("dd", { class: "track", title: show(Date.parse(`${day}T12:00:00Z`), "weekday", "UTC") }, rest, until),
        h("dd", {}, energy(whole)),
      ),
    );
  }

  fail(problem) {
    if (!problem.away) {
      big($("energy"), null, energyParts);
      say($("energy-say"), problem.message);
      $("against").replaceChildren();
      say($("energy-note"), "");
    }
  }
}

/** In words; a share only where both are consumption, and yesterday is not next to nothing. */
function comparison(now, before) {
  if (before === null || before === undefined) return "Nothing to compare with yesterday";
  const difference = now - before;
  if (Math.abs(difference) < 0.5) return "As much as yesterday at this time";
  const direction = difference > 0 ? "more" : "less";
  const size =
    now > 0 && before > 50 && Math.abs(difference / before) < 10
      ? percent(Math.abs(difference / before))
      : energy(Math.abs(difference));
  return `${size} ${direction} than yesterday at this time (${energy(before)})`;
}

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

/** Who uses most. */
export class TopDevices {
  /** @param {{devices: object[]}} top the answer of top_consuming_devices */
  show({ devices }) {
    // Asked without a limit, as the service warms it; the card has room for five.
    const shown = devices.slice(0, SHOWN_TOP).map(topItem);
    $("top-list").replaceChildren(...(shown.length === 0 ? [lone("No readings in this time.")] : shown));
  }

  fail(problem) {
    if (!problem.away) $("top-list").replaceChildren(lone(problem.message));
  }
}

function topItem(device) {
  const { device_id: id, device_type: type, energy_wh: energyWh, share, estimated_wh: estimatedWh, coverage } = device;
  const estimated = energyWh > 0 ? Math.min(1, Math.abs((estimatedWh ?? 0) / energyWh)) : 0;
  const bars = [part(side(energyWh), share * (1 - estimated))];
  if (estimated > 0) bars.push(part("estimated", share * estimated, share * (1 - estimated)));
  const about = [words(type)];
  if (coverage < 0.995) about.push(`coverage ${percent(coverage)}`);
  if (estimated > 0) about.push(`${percent(estimated)} estimated`);
  return h(
    "li",
    { "data-device": id },
    h("p", { class: "top-name" }, h("span", {}, id), h("data", { value: energyWh }, energy(energyWh))),
    h("span", { class: "track", "aria-hidden": "true" }, ...bars),
    h("p", { class: "note" }, h("span", {}, about.join(" · ")), h("span", {}, percent(share))),
  );
}

/** Which devices are there. */
export class DeviceStatus {
  /** @param {{devices: object[], total: number, online: number, offline: number}} status */
  show({ devices, total, online, offline }) {
    say(
      $("devices-note"),
      total === 0 ? "" : offline === 0 ? `All ${total} online` : `${online} of ${total} online, ${offline} offline`,
    );
    const missingFirst = [...devices].sort((a, b) => Number(a.state === "ONLINE") - Number(b.state === "ONLINE"));
    $("device-list").replaceChildren(
      ...(devices.length === 0 ? [lone("This household has no devices yet.")] : missingFirst.map(statusItem)),
    );
  }

  fail(problem) {
    if (!problem.away) {
      say($("devices-note"), "");
      $("device-list").replaceChildren(lone(problem.message));
    }
  }
}

function statusItem({ device_id: id, device_type: type, state, power_watts: watts, last_seen: lastSeen }) {
  const online = state === "ONLINE";
  const seen = lastSeen === null ? null : Date.parse(lastSeen);
  const about = [`${words(type)} · `];
  if (online) about.push("online");
  else if (seen === null) about.push("never seen");
  else about.push("last seen ", h("time", { datetime: lastSeen, title: show(seen, "full") }, ago(seen)));
  return h(
    "li",
    { class: `device ${online ? "online" : "offline"}`, "data-device": id },
    h("span", { class: "dot", "aria-hidden": "true" }),
    h("span", { class: "device-name" }, id),
    h("span", {}, online ? power(watts) : "Offline"),
    h("span", { class: "note" }, ...about),
  );
}
