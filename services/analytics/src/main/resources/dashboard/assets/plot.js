import { axisLabels } from "./format.js";
import { axisTimes } from "./time.js";

/* global uPlot */

/** No number waits for the library: the page runs it after its own modules, just before this event. */
const library = new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }));

/** Bars narrower than this are drawn as one area. */
const MIN_BAR_PX = 4;
const STRIP_PX = 5;
const STRIP_GAP_PX = 5;

/** Half of the widest label, which may stand where the axis ends: such as "10:00 PM" or "Nov 2026". */
const LABEL_ROOM_PX = 28;

/**
 * One window of a series.
 *
 * @typedef {object} Window
 * @property {number} start in milliseconds
 * @property {number} end in milliseconds
 * @property {number} shownEnd where its bar ends: before its end in a window that still runs
 * @property {number | null} value null without readings
 * @property {number} estimated the part of the value that bridges missed reports, 0 to 1
 * @property {number} coverage 0 to 1
 */

/**
 * A canvas with windows as bars: estimated parts hatched, windows without readings as hatched bands, and a strip below
 * that tells how much of each window was observed.
 */
export class Plot {
  #host;
  #plot = null;
  #shown = null;
  #near = false;
  #colors = {};

  /**
   * @param {HTMLElement} host with a height
   * @param {{onCursor: (index: number | null) => void, onZoom: ((from: number, to: number) => void) | null}} listeners
   */
  constructor(host, { onCursor, onZoom }) {
    this.#host = host;
    this.onCursor = onCursor;
    this.onZoom = onZoom;
    new ResizeObserver(() => this.#fit()).observe(host);
    const eye = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        eye.disconnect();
        library.then(() => this.#begin());
      },
      { rootMargin: "200px" },
    );
    eye.observe(host);
  }

  #begin() {
    this.#near = true;
    if (this.#shown !== null) this.show(this.#shown);
  }

  /** @param {{windows: Window[], from: number, to: number, ofPower: boolean, zone: string}} shown */
  show(shown) {
    const sameAxes = this.#shown?.zone === shown.zone && this.#shown?.ofPower === shown.ofPower;
    this.#shown = shown;
    // What nobody has scrolled to costs nothing.
    if (!this.#near) return;
    const columns = [
      shown.windows.map(({ start, end }) => (start + end) / 2000),
      shown.windows.map(({ value }) => value),
    ];
    if (this.#plot !== null && sameAxes) {
      this.#plot.setData(columns);
      return;
    }
    this.#drop();
    this.#readColors();
    this.#plot = new uPlot(this.#options(), columns, this.#host);
  }

  clear() {
    this.#drop();
    this.#shown = null;
  }

  #drop() {
    this.#plot?.destroy();
    this.#plot = null;
  }

  /** Draws anew in the colours of the theme. */
  repaint() {
    if (this.#plot === null) return;
    this.#readColors();
    this.#plot.redraw(false, true);
  }

  /** Moves the cursor to a window, as a pointer would. */
  point(index) {
    const window = this.#shown?.windows[index];
    if (this.#plot === null || !window) return;
    const left = this.#plot.valToPos((window.start + window.end) / 2000, "x");
    this.#plot.setCursor({ left, top: this.#plot.over.clientHeight / 2 });
  }

  #fit() {
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (this.#plot !== null && width > 0) this.#plot.setSize({ width, height });
  }

  #readColors() {
    const style = getComputedStyle(this.#host);
    for (const name of ["import", "export", "gap", "covered", "missing", "line", "soft", "sunken", "surface"]) {
      this.#colors[name] = style.getPropertyValue(`--${name}`).trim();
    }
  }

  #options() {
    const axis = {
      stroke: () => this.#colors.soft,
      grid: { stroke: () => this.#colors.line, width: 1 },
      ticks: { show: false },
      font: `12px ${getComputedStyle(this.#host).fontFamily}`,
    };
    const { zone, ofPower } = this.#shown;
    return {
      width: this.#host.clientWidth,
      height: this.#host.clientHeight,
      padding: [10, LABEL_ROOM_PX, 0, 0],
      legend: { show: false },
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
      scales: {
        x: { time: true, range: () => [this.#shown.from / 1000, this.#shown.to / 1000] },
        y: { range: (plot, low, high) => this.#height(low, high) },
      },
      series: [{}, { paths: () => null, points: { show: false } }],
      axes: [
        {
          ...axis,
          gap: STRIP_PX + 2 * STRIP_GAP_PX,
          size: 38,
          space: 64,
          grid: { show: false },
          values: (plot, splits, index, space, step) => axisTimes(splits, step, zone),
        },
        { ...axis, size: 64, space: 40, values: (plot, splits) => axisLabels(splits, ofPower) },
      ],
      cursor: { y: false, points: { show: false }, drag: { x: this.onZoom !== null, y: false, setScale: false } },
      hooks: {
        drawAxes: [(plot) => this.#draw(plot)],
        setCursor: [(plot) => this.onCursor(plot.cursor.left >= 0 ? plot.cursor.idx : null)],
        setSelect: [(plot) => this.#select(plot)],
      },
    };
  }

  /** Zero is always in sight, and the highest bar does not touch the edge. */
  #height(low, high) {
    const bottom = Math.min(0, low ?? 0);
    const top = Math.max(0, high ?? 0);
    const room = (top - bottom || 1) * 0.06;
    return [bottom < 0 ? bottom - room : 0, top > 0 || bottom === 0 ? top + room : 0];
  }

  #select(plot) {
    const { left, width } = plot.select;
    if (width < 6 || this.onZoom === null) return;
    const [from, to] = [left, left + width].map((at) => plot.posToVal(at, "x") * 1000);
    plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    this.onZoom(from, to);
  }

  #draw(plot) {
    const { ctx, bbox } = plot;
    const { windows } = this.#shown;
    const ratio = uPlot.pxRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height + (STRIP_PX + STRIP_GAP_PX) * ratio);
    ctx.clip();
    const at = (instant) => plot.valToPos(instant / 1000, "x", true);
    const level = (value) => plot.valToPos(value, "y", true);
    const places = windows.map((window) => ({
      window,
      left: at(window.start),
      right: at(window.shownEnd),
      end: at(window.end),
    }));
    const narrow = places.length > 0 && places[0].end - places[0].left < MIN_BAR_PX * ratio;
    this.#drawGaps(ctx, bbox, places, ratio);
    if (narrow) this.#drawArea(ctx, places, level, ratio);
    else this.#drawBars(ctx, places, level, ratio);
    this.#drawZero(ctx, bbox, level(0), ratio);
    this.#drawCoverage(ctx, bbox, places, ratio);
    ctx.restore();
  }

  #drawGaps(ctx, bbox, places, ratio) {
    ctx.fillStyle = hatch(ctx, this.#colors.gap, 7, 1, ratio);
    ctx.globalAlpha = 0.45;
    for (let i = 0; i < places.length; i++) {
      if (places[i].window.value !== null) continue;
      const left = places[i].left;
      // Neighbours are one band: no seams, and one call for a year without readings.
      while (i + 1 < places.length && places[i + 1].window.value === null) i++;
      ctx.fillRect(left, bbox.top, places[i].end - left, bbox.height);
    }
    ctx.globalAlpha = 1;
  }

  #color(value) {
    return value < 0 ? this.#colors.export : this.#colors.import;
  }

  #drawBars(ctx, places, level, ratio) {
    const zero = level(0);
    for (const { window, left, right, end } of places) {
      if (window.value === null) continue;
      const space = Math.min(4 * ratio, (end - left) * 0.14);
      const x = left + space / 2;
      const width = Math.max(ratio, right - left - space);
      const height = level(window.value) - zero;
      const measured = height * (1 - window.estimated);
      const color = this.#color(window.value);
      ctx.fillStyle = color;
      bar(ctx, x, zero, width, measured, window.estimated > 0 ? 0 : 3 * ratio);
      if (window.estimated > 0) {
        ctx.fillStyle = hatch(ctx, color, 5, 1.6, ratio);
        bar(ctx, x, zero + measured, width, height - measured, 0);
        ctx.strokeStyle = color;
        ctx.lineWidth = ratio;
        ctx.strokeRect(x + ratio / 2, zero + measured, width - ratio, height - measured);
      }
    }
  }

  /** One outline for each run of windows on one side of zero; measured parts are filled, estimated ones hatched. */
  #drawArea(ctx, places, level, ratio) {
    const zero = level(0);
    for (const side of [1, -1]) {
      const color = side < 0 ? this.#colors.export : this.#colors.import;
      const here = ({ window }) => window.value !== null && window.value * side >= 0;
      ctx.fillStyle = color;
      ctx.globalAlpha = 0.4;
      steps(ctx, places, here, ({ value, estimated }) => level(value * (1 - estimated)), zero);
      ctx.fill();
      ctx.globalAlpha = 0.7;
      ctx.fillStyle = hatch(ctx, color, 5, 1.2, ratio);
      for (const { window, left, right } of places) {
        if (window.estimated === 0 || !here({ window })) continue;
        const measured = level(window.value * (1 - window.estimated));
        // Whole pixels, since half ones would show as seams.
        const x = Math.round(left);
        ctx.fillRect(x, measured, Math.round(right) - x, level(window.value) - measured);
      }
      ctx.globalAlpha = 1;
      ctx.strokeStyle = color;
      ctx.lineWidth = 1.25 * ratio;
      steps(ctx, places, here, ({ value }) => level(value), null);
      ctx.stroke();
    }
  }

  #drawZero(ctx, bbox, zero, ratio) {
    ctx.fillStyle = this.#colors.gap;
    ctx.fillRect(bbox.left, zero - ratio / 2, bbox.width, ratio);
  }

  #drawCoverage(ctx, bbox, places, ratio) {
    const top = bbox.top + bbox.height + STRIP_GAP_PX * ratio;
    const height = STRIP_PX * ratio;
    if (places.length === 0) return;
    const last = places[places.length - 1];
    ctx.fillStyle = this.#colors.covered;
    ctx.fillRect(places[0].left, top, last.right - places[0].left, height);
    ctx.fillStyle = this.#colors.missing;
    for (let i = 0; i < places.length; i++) {
      const { window, left, right } = places[i];
      const from = left + (right - left) * window.coverage;
      while (i + 1 < places.length && places[i + 1].window.coverage === 0) i++;
      ctx.fillRect(from, top, places[i].right - from, height);
    }
  }
}

/**
 * A path along the tops of windows, broken where one is not here.
 *
 * @param {number | null} foot where each run comes down to; null: an open line
 */
function steps(ctx, places, here, top, foot) {
  ctx.beginPath();
  let end = null;
  const close = () => {
    if (end !== null && foot !== null) ctx.lineTo(end, foot);
    end = null;
  };
  for (const place of places) {
    if (!here(place)) {
      close();
      continue;
    }
    const y = top(place.window);
    if (end === null) ctx.moveTo(place.left, foot ?? y);
    ctx.lineTo(place.left, y);
    ctx.lineTo(place.right, y);
    end = place.right;
  }
  close();
}

/** A bar from its foot; its far corners are round. */
function bar(ctx, x, foot, width, height, radius) {
  const r = Math.min(radius, width / 2, Math.abs(height));
  ctx.beginPath();
  ctx.roundRect(x, foot, width, height, [0, 0, r, r]);
  ctx.fill();
}

const hatches = new Map();

/** A pattern of slanted lines in a colour. */
function hatch(ctx, color, step, width, ratio) {
  const key = `${color} ${step} ${width} ${ratio}`;
  if (!hatches.has(key)) {
    const size = Math.round(step * ratio * Math.SQRT2);
    const tile = document.createElement("canvas");
    tile.width = size;
    tile.height = size;
    const pen = tile.getContext("2d");
    pen.strokeStyle = color;
    pen.lineWidth = width * ratio;
    pen.beginPath();
    for (const shift of [-size, 0, size]) {
      pen.moveTo(shift, size);
      pen.lineTo(shift + size, 0);
    }
    pen.stroke();
    hatches.set(key, ctx.createPattern(tile, "repeat"));
  }
  return hatches.get(key);
}
