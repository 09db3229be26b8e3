import { $, h, say, table } from "./dom.js";
import { energy, percent, power } from "./format.js";
import { Plot } from "./plot.js";

const MAX_TABLE_ROWS = 1_000;

const LEGEND = [
  ["", "Imported", ({ windows }) => windows.some(({ value }) => value > 0)],
  ["out", "Exported", ({ windows }) => windows.some(({ value }) => value < 0)],
  ["estimated", "Estimated", ({ windows }) => windows.some(({ estimated }) => estimated > 0)],
  ["gap", "No readings", ({ windows }) => windows.some(({ value }) => value === null)],
  ["coverage", "Coverage", () => true],
];

/** The share of an energy that is estimated. */
export function estimatedShare(energyWh, estimatedWh) {
  if (!estimatedWh) return 0;
  return energyWh ? Math.min(1, Math.abs(estimatedWh / energyWh)) : 1;
}

/** A plot with its readout, its legend, its words for who cannot see it, and its table. */
export class Chart {
  #shown = null;
  #asTable = false;
  #index = null;

  /**
   * @param {string} id of the element that holds it; the button of its table has the id with "-table"
   * @param {{label: (window) => string, onZoom?: (from: number, to: number) => void}} with how a window's time is told
   */
  constructor(id, { label, onZoom = null }) {
    this.label = label;
    this.readout = h("p", { class: "readout", id: `${id}-readout` });
    this.host = h("div", {
      class: "plot",
      id: `${id}-plot`,
      tabindex: "0",
      role: "img",
      "aria-describedby": `${id}-readout`,
      onkeydown: (event) => this.#key(event),
      onblur: () => this.#point(null),
    });
    this.cover = h("p", { class: "chart-note loading", role: "status" });
    this.frame = h("div", { class: "frame" }, this.host, this.cover);
    this.legend = h("ul", { class: "legend" });
    this.tableHost = h("div", { hidden: true });
    this.toggle = $(`${id}-table`);
    this.toggle.addEventListener("click", () => this.#flip());
    $(id).replaceChildren(this.readout, this.frame, this.legend, this.tableHost);
    this.plot = new Plot(this.host, { onCursor: (index) => this.#read(index), onZoom });
    this.loading();
  }

  loading() {
    this.#shown = null;
    this.#cover("", true);
    this.host.setAttribute("aria-label", "Loading");
  }

  /** Says why there is nothing to see. */
  note(text) {
    this.#cover(text, false);
    this.host.setAttribute("aria-label", text);
    this.#shown = null;
    this.plot.clear();
    this.#fillTable();
  }

  #cover(text, loading) {
    this.cover.hidden = false;
    this.cover.classList.toggle("loading", loading);
    say(this.cover, text);
    say(this.readout, "");
    this.legend.replaceChildren();
  }

  /**
   * @param {{windows: import("./plot.js").Window[], from: number, to: number, ofPower: boolean, zone: string,
   *     caption: string}} shown
   */
  show(shown) {
    this.#shown = shown;
    this.cover.hidden = true;
    this.plot.show(shown);
    this.host.setAttribute("aria-label", this.#summary());
    this.legend.replaceChildren(
      ...LEGEND.filter(([, , has]) => has(shown)).map(([kind, name]) => h("li", {}, h("i", { class: kind }), name)),
    );
    this.#fillTable();
    this.#read(this.#index);
  }

  repaint() {
    this.plot.repaint();
  }

  #amount(value) {
    return this.#shown.ofPower ? power(value) : energy(value);
  }

  #summary() {
    const { windows, caption } = this.#shown;
    const told = windows.filter(({ value }) => value !== null);
    const gaps = windows.length - told.length;
    const words = [`${caption}.`];
    if (told.length > 0) {
      const top = told.reduce((a, b) => (b.value > a.value ? b : a));
      const low = told.reduce((a, b) => (b.value < a.value ? b : a));
      words.push(`Highest ${this.#amount(top.value)}, ${this.label(top)}; lowest ${this.#amount(low.value)}, ${this.label(low)}.`);
    }
    if (gaps > 0) words.push(`${gaps} of ${windows.length} without readings.`);
    const guessed = told.filter(({ estimated }) => estimated > 0).length;
    if (guessed > 0) words.push(`${guessed} partly estimated.`);
    words.push("Arrow keys read single values; the same numbers are in the table.");
    return words.join(" ");
  }

  /** What the readout says of a window; of all of them where none is pointed at. */
  #read(index) {
    this.#index = index;
    const { windows, ofPower } = this.#shown ?? { windows: [] };
    if (windows.length === 0) return;
    const window = windows[index];
    if (!window) {
      const told = windows.filter(({ value }) => value !== null);
      const sum = told.reduce((total, { value }) => total + value, 0);
      const amount = ofPower ? `${power(sum / Math.max(1, told.length))} on average` : `${energy(sum)} in all`;
      this.readout.replaceChildren(h("strong", {}, told.length === 0 ? "No readings" : amount));
      return;
    }
    const about = [window.value === null ? "no readings" : `coverage ${percent(window.coverage)}`];
    if (window.estimated > 0) about.push(`${percent(window.estimated)} estimated`);
    if (window.value < 0) about.push("exported");
    if (window.shownEnd < window.end) about.push("so far");
    this.readout.replaceChildren(
      `${this.label(window)}: `,
      h("strong", {}, this.#amount(window.value)),
      ` · ${about.join(" · ")}`,
    );
  }

  #key(event) {
    const last = (this.#shown?.windows.length ?? 0) - 1;
    if (last < 0) return;
    const index = this.#index ?? last + 1;
    const goals = {
      ArrowLeft: index - 1,
      ArrowRight: this.#index === null ? 0 : index + 1,
      Home: 0,
      End: last,
      Escape: null,
    };
    if (!(event.key in goals)) return;
    event.preventDefault();
    const goal = goals[event.key];
    this.#point(goal === null ? null : Math.min(last, Math.max(0, goal)));
  }

  #point(index) {
    this.readout.setAttribute("aria-live", index === null ? "off" : "polite");
    if (index !== null) this.plot.point(index);
    this.#read(index);
  }

  #flip() {
    this.#asTable = !this.#asTable;
    this.toggle.setAttribute("aria-pressed", String(this.#asTable));
    this.frame.hidden = this.#asTable;
    this.legend.hidden = this.#asTable;
    this.tableHost.hidden = !this.#asTable;
    this.#fillTable();
  }

  #fillTable() {
    if (!this.#asTable) return;
    if (this.#shown === null) {
      this.tableHost.replaceChildren(h("p", { class: "note" }, this.cover.textContent));
      return;
    }
    const { windows, caption, ofPower } = this.#shown;
    // The newest are what one looks for, and thousands of rows would freeze the page.
    const rows = windows.slice(-MAX_TABLE_ROWS);
    const cut = rows.length < windows.length ? `; the last ${rows.length} of ${windows.length}` : "";
    const scrolled = this.tableHost.firstElementChild?.scrollTop ?? 0;
    this.tableHost.replaceChildren(
      table(
        caption + cut,
        ["Time", ofPower ? "Mean power" : "Energy", "Estimated", "Coverage"],
        rows.map((window) => ({
          gap: window.value === null,
          cells: [
            this.label(window) + (window.shownEnd < window.end ? " (so far)" : ""),
            window.value === null ? "no readings" : this.#amount(window.value),
            percent(window.value === null ? null : window.estimated),
            percent(window.coverage),
          ],
        })),
      ),
    );
    this.tableHost.firstElementChild.scrollTop = scrolled;
  }
}
