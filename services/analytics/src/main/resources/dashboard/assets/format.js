/** Numbers and names as people read them, in the browser's locale. */

const formats = new Map();

function number(value, digits) {
  if (!formats.has(digits)) {
    formats.set(
      digits,
      new Intl.NumberFormat(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    );
  }
  // A minus sign, which is as wide as a digit and read out as such; never "-0".
  const rounded = Number(value.toFixed(digits)) === 0 ? 0 : value;
  return formats.get(digits).format(rounded).replace("-", "−");
}

function scaled(value, units) {
  const size = Math.abs(value);
  let index = 0;
  // 999.6 W are shown as 1.00 kW and not as 1000 W.
  while (index < units.length - 1 && size >= 999.5 * 1000 ** index) index++;
  const inUnit = value / 1000 ** index;
  const shown = Math.abs(inUnit);
  const digits = index === 0 ? (shown < 10 && shown % 1 !== 0 ? 1 : 0) : shown < 100 ? 2 : 1;
  return { number: number(inUnit, digits), unit: units[index] };
}

const ENERGY = ["Wh", "kWh", "MWh", "GWh"];
const POWER = ["W", "kW", "MW"];

export const NOTHING = "–";

/** Wh, as its number and unit. */
export const energyParts = (wh) => scaled(wh, ENERGY);

/** W, as its number and unit. */
export const powerParts = (watts) => scaled(watts, POWER);

const text = (parts) => `${parts.number}\u202f${parts.unit}`;

/** Wh such as "4.21 kWh"; a dash for null. */
export const energy = (wh) => (wh === null || wh === undefined ? NOTHING : text(energyParts(wh)));

/** W such as "812 W"; a dash for null. */
export const power = (watts) => (watts === null || watts === undefined ? NOTHING : text(powerParts(watts)));

const percentFormats = [0, 1].map(
  (digits) => new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: digits }),
);

/** A share of 0 to 1 such as "61%"; small ones with a digit more. Never rounds to a whole that it is not. */
export function percent(share) {
  if (share === null || share === undefined) return NOTHING;
  const size = Math.abs(share);
  if (size > 0.995 && size < 1) return percentFormats[1].format(Math.min(share, 0.999)).replace("-", "−");
  return percentFormats[size < 0.1 && size > 0 ? 1 : 0].format(share).replace("-", "−");
}

/** Axis labels in one unit for all of them. */
export function axisLabels(values, ofPower) {
  const units = ofPower ? POWER : ENERGY;
  const top = Math.max(...values.map(Math.abs), 0);
  let index = 0;
  while (index < units.length - 1 && top >= 1000 ** (index + 1)) index++;
  const step = values.length > 1 ? Math.abs(values[1] - values[0]) / 1000 ** index : 1;
  const digits = step >= 1 ? 0 : step >= 0.1 ? 1 : 2;
  return values.map((value) => `${number(value / 1000 ** index, digits)} ${units[index]}`);
}

const SHORT_NAMES = new Set(["EV", "HVAC", "TV", "PV"]);

/** "HEAT_PUMP" or "power-above-limit" as words. */
export function words(name) {
  const parts = name.split(/[_-]+/).filter((part) => part !== "");
  return parts
    .map((part, index) => {
      if (SHORT_NAMES.has(part.toUpperCase())) return part.toUpperCase();
      const lower = part.toLowerCase();
      return index === 0 ? lower.charAt(0).toUpperCase() + lower.slice(1) : lower;
    })
    .join(" ");
}

/** A value of an alert rule, in the rule's unit. */
export function ruleValue(rule, value) {
  if (rule.includes("factor")) return number(value, 2);
  if (/silen|offline|missing/.test(rule)) return duration(value);
  if (rule.includes("power")) return power(value);
  return number(value, value % 1 === 0 ? 0 : 2);
}

/** Seconds such as "15 min". */
export function duration(seconds) {
  if (seconds < 100) return `${number(seconds, 0)}\u202fs`;
  if (seconds < 100 * 60) return `${number(seconds / 60, 0)}\u202fmin`;
  if (seconds < 48 * 3600) return `${number(seconds / 3600, 0)}\u202fh`;
  return `${number(seconds / 86400, 0)}\u202fd`;
}

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });

/** An instant in milliseconds as seen from now, such as "3 hr. ago". */
export function ago(instant, now = Date.now()) {
  const seconds = Math.round((instant - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return relative.format(seconds, "second");
  if (size < 3600) return relative.format(Math.round(seconds / 60), "minute");
  if (size < 48 * 3600) return relative.format(Math.round(seconds / 3600), "hour");
  return relative.format(Math.round(seconds / 86400), "day");
}
