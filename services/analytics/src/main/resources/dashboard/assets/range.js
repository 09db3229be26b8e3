import { Chart, estimatedShare } from "./chart.js";
import { $, h, say } from "./dom.js";
import { currentZone, fromInput, show, toInput } from "./time.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The service answers with at most 10,000 windows; a screen shows fewer. */
const MAX_WINDOWS = 9_999;

const PRESETS = [
  { name: "1 hour", span: HOUR_MS },
  { name: "24 hours", span: DAY_MS },
  { name: "7 days", span: 7 * DAY_MS },
  { name: "30 days", span: 30 * DAY_MS },
  { name: "1 year", span: 365 * DAY_MS },
  { name: "5 years", span: 5 * 365 * DAY_MS },
  { name: "All", span: null },
];

/**
 * What a range is shown in, the finest first: up to which span a screen can show it, and for how long it is kept where
 * "wattflow migrate" was not told otherwise.
 */
const WINDOWS = {
  "1m": { length: MINUTE_MS, span: 2 * DAY_MS, kept: 90 * DAY_MS, caption: "Mean power of each minute", ofPower: true },
  "1h": { length: HOUR_MS, span: 92 * DAY_MS, kept: 3650 * DAY_MS, caption: "Energy of each hour", ofPower: false },
  "1d": { length: DAY_MS, span: Infinity, kept: Infinity, caption: "Energy of each day (UTC)", ofPower: false },
};

/** The finest window whose number a screen can show, and that the service still has at the range's start. */
export function windowFor(from, to, now) {
  return Object.keys(WINDOWS).find((name) => to - from <= WINDOWS[name].span && now - from <= WINDOWS[name].kept);
}

/** The question for a range: whole windows around it, no more of them than the service answers with. */
export function questionFor(from, to, now = Date.now()) {
  const window = windowFor(from, to, now);
  const { length } = WINDOWS[window];
  const end = Math.ceil(to / length) * length;
  const start = Math.max(Math.floor(from / length) * length, end - MAX_WINDOWS * length);
  return { window, from: start, to: Math.max(end, start + length) };
}

/** The household over any time, from an hour to years. */
export class Range {
  #preset = PRESETS[1];
  #from = 0;
  #to = 0;
  #buttons;

  /** @param {() => void} onChange called when another range is to be asked for */
  constructor(onChange) {
    this.onChange = onChange;
    this.chart = new Chart("range", {
      label: (window) => this.#label(window),
      onZoom: (from, to) => this.#go(from, to),
    });
    this.#buttons = PRESETS.map((preset) =>
      h(
        "button",
        { type: "button", "aria-pressed": "false", onclick: () => this.#choose(preset) },
        preset.name,
      ),
    );
    $("presets").replaceChildren(...this.#buttons);
    $("span").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#read();
    });
    for (const id of ["from", "to"]) $(id).addEventListener("input", () => $("to").setCustomValidity(""));
    $("earlier").addEventListener("click", () => this.#move(-0.5, -0.5));
    $("later").addEventListener("click", () => this.#move(0.5, 0.5));
    $("closer").addEventListener("click", () => this.#move(0.25, -0.25));
    $("wider").addEventListener("click", () => this.#move(-0.5, 0.5));
    this.settle();
  }

  /** What to ask now; a range that ends now goes along with the time. */
  question() {
    if (this.#preset !== null) this.settle();
    const { window, from, to } = questionFor(this.#from, this.#to);
    return { window, from: new Date(from).toISOString(), to: new Date(to).toISOString() };
  }

  /** Brings the controls in line with the time, the zone and the chosen preset. */
  settle() {
    const now = Date.now();
    if (this.#preset !== null) {
      this.#to = now;
      this.#from = now - (this.#preset.span ?? MAX_WINDOWS * DAY_MS);
    }
    this.#buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(PRESETS[i] === this.#preset)));
    $("later").disabled = this.#to >= now;
    // Not under the hands of somebody who types.
    if (!$("span").contains(document.activeElement)) this.#fill();
  }

  #fill() {
    $("from").value = toInput(this.#from);
    $("to").value = toInput(this.#to);
    $("to").setCustomValidity("");
  }

  #choose(preset) {
    this.#preset = preset;
    this.#ask();
  }

  #go(from, to) {
    this.#preset = null;
    this.#from = from;
    this.#to = Math.max(to, from + 10 * MINUTE_MS);
    this.#ask();
  }

  #move(first, last) {
    const span = this.#to - this.#from;
    const to = Math.min(Date.now(), this.#to + last * span);
    const from = Math.max(to - MAX_WINDOWS * DAY_MS, this.#from + first * span - (this.#to + last * span - to));
    this.#go(from, to);
  }

  #read() {
    const from = fromInput($("from").value);
    const to = fromInput($("to").value);
    if (!(from < to)) {
      $("to").setCustomValidity("The end has to be after the start.");
      $("to").reportValidity();
      return;
    }
    this.#go(from, to);
  }

  #ask() {
    this.settle();
    this.#fill();
    this.chart.loading();
    this.onChange();
  }

  /** "All" begins where the readings do, which only the answer tells. */
  #begin(start) {
    this.#from = start;
    if (!$("span").contains(document.activeElement)) this.#fill();
  }

  #label({ start, end }) {
    const length = end - start;
    if (length >= DAY_MS) return show(start, "date", "UTC");
    if (length >= HOUR_MS) return `${show(start, "full")}–${show(end, "time")}`;
    return show(start, "full");
  }

  /** @param {{window: string, from: string, to: string, rows: object[]}} series the answer of rollups */
  show({ window, from, to, rows }) {
    if (rows.length === 0) {
      say($("range-note"), "");
      this.chart.note("No readings in this range.");
      return;
    }
    const { length, caption, ofPower } = WINDOWS[window];
    const first = Date.parse(rows[0].start);
    const start = this.#preset?.span === null ? first : Date.parse(from);
    if (start !== Date.parse(from)) this.#begin(start);
    const end = Date.parse(to);
    this.chart.show({
      windows: filled(rows, start, end, length, ofPower),
      from: start,
      to: end,
      ofPower,
      zone: length === DAY_MS ? "UTC" : currentZone(),
      caption,
    });
    const last = Math.min(end, Date.now());
    const told = length === DAY_MS ? (at) => show(at, "date", "UTC") : (at) => show(at, "full");
    say($("range-note"), `${caption}, ${told(start)} to ${told(last)}`);
  }

  fail(problem) {
    if (!problem.away) this.chart.note(problem.message);
  }
}

/** All windows up to now, with those that have no rows as gaps. */
function filled(rows, start, end, length, ofPower) {
  const now = Date.now();
  const byStart = new Map(rows.map((row) => [Date.parse(row.start), row]));
  const windows = [];
  for (let at = start; at < Math.min(end, now); at += length) {
    const row = byStart.get(at);
    windows.push({
      start: at,
      end: at + length,
      shownEnd: Math.min(at + length, now),
      value: row ? (ofPower ? row.power_mean : row.energy_wh) : null,
      estimated: row ? estimatedShare(row.energy_wh, row.estimated_wh) : 0,
      coverage: row?.coverage ?? 0,
    });
  }
  return windows;
}
