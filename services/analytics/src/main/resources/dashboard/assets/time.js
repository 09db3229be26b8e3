/** Instants (milliseconds) in the household's zone. */

let zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const formats = new Map();

/**
 * The zone that times are shown in from now on; ignored where the browser does not know it.
 *
 * @returns {boolean} whether it is another one than before
 */
export function setZone(name) {
  if (name === zone) return false;
  try {
    new Intl.DateTimeFormat(undefined, { timeZone: name });
    zone = name;
    return true;
  } catch (e) {
    if (!(e instanceof RangeError)) throw e;
    return false;
  }
}

export const currentZone = () => zone;

const STYLES = {
  time: { hour: "2-digit", minute: "2-digit" },
  seconds: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  day: { day: "numeric", month: "short" },
  weekday: { weekday: "short", day: "numeric", month: "short" },
  date: { day: "numeric", month: "short", year: "numeric" },
  month: { month: "short", year: "numeric" },
  year: { year: "numeric" },
  moment: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  full: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" },
};

/** An instant in one of the styles above. */
export function show(instant, style, timeZone = zone) {
  const key = `${style} ${timeZone}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(undefined, { ...STYLES[style], timeZone }));
  return formats.get(key).format(instant);
}

/** The clock that a zone shows, as if it were UTC. */
function clock(instant, timeZone) {
  const key = `parts ${timeZone}`;
  if (!formats.has(key)) {
    formats.set(
      key,
      new Intl.DateTimeFormat("en-US", {
        timeZone,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
      }),
    );
  }
  const part = {};
  for (const { type, value } of formats.get(key).formatToParts(instant)) part[type] = Number(value);
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}

/** The value of a datetime-local input that shows an instant. */
export function toInput(instant) {
  return new Date(clock(instant, zone)).toISOString().slice(0, 16);
}

/** The instant of a datetime-local input's value; NaN for an empty one. */
export function fromInput(value) {
  const wanted = Date.parse(`${value}Z`);
  let instant = wanted;
  // Twice, for values near a change of the clocks.
  for (let i = 0; i < 2; i++) instant += wanted - clock(instant, zone);
  return instant;
}

/** How an axis labels its splits: the date where a day begins, otherwise the time; coarser for long ranges. */
export function axisTimes(splits, stepSeconds, timeZone) {
  return splits.map((seconds) => {
    const instant = seconds * 1000;
    if (stepSeconds < 86400) {
      const midnight = clock(instant, timeZone) % 86400000 === 0;
      return show(instant, midnight ? "day" : stepSeconds < 60 ? "seconds" : "time", timeZone);
    }
    if (stepSeconds < 28 * 86400) return show(instant, "day", timeZone);
    return show(instant, stepSeconds < 365 * 86400 ? "month" : "year", timeZone);
  });
}
