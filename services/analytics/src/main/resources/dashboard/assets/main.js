import { Alerts } from "./alerts.js";
import { Client } from "./api.js";
import { DeviceStatus, Hours, PowerNow, Today, TopDevices } from "./cards.js";
import { $, keep, kept, say, skeleton } from "./dom.js";
import { Poller } from "./live.js";
import { Range } from "./range.js";
import { Session } from "./session.js";
import { setZone, show } from "./time.js";

const STATUS_EVERY_MS = 10_000;
const OTHERS_EVERY_MS = 30_000;

/** Readings older than this are told as old, whatever the connection says. */
const OLD_MS = 10 * 60_000;

const session = new Session(open);
const client = new Client(session);
const poller = new Poller(health);
const power = new PowerNow();
const today = new Today();
const hours = new Hours();
const top = new TopDevices();
const status = new DeviceStatus();
const alerts = new Alerts(session, refused);
const range = new Range(() => askRange());
let asOf = null;

const path = (question) => `/v1/users/${session.user}/${question}`;

function every(milliseconds, question, parts, { before = () => {}, parameters = () => ({}) } = {}) {
  return poller.add(
    milliseconds,
    () => client.get(path(question), parameters()),
    (body) => {
      before(body);
      parts.forEach((part) => part.show(body));
    },
    (problem) => {
      if (!refused(problem)) parts.forEach((part) => part.fail(problem));
    },
  );
}

every(STATUS_EVERY_MS, "device_status_summary", [power, status], { before: (body) => (asOf = body.as_of) });
every(OTHERS_EVERY_MS, "total_energy_today", [today], { before: (body) => zoned(body.time_zone) });
every(OTHERS_EVERY_MS, "hourly_trends_last_24h", [hours]);
every(OTHERS_EVERY_MS, "top_consuming_devices", [top]);
const askRange = every(OTHERS_EVERY_MS, "rollups", [range], { parameters: () => range.question() });

/** The household's zone comes with one of the answers, and others may have been shown in the browser's until then. */
function zoned(zone) {
  if (!setZone(zone)) return;
  range.settle();
  poller.showAgain();
  alerts.showAgain();
}

/** Shows the session's household from the start. */
function open() {
  client.clear();
  asOf = null;
  hours.chart.loading();
  range.chart.loading();
  $("top-list").replaceChildren(...skeleton(5));
  $("device-list").replaceChildren(...skeleton(3));
  poller.restart();
  alerts.start();
}

/** Whether a problem is that this is not the caller's household, or none at all: then somebody has to say which one. */
function refused(problem) {
  const why = { 401: "The service wants a valid token", 403: "Not allowed", 404: `Household ${session.user} is not known` };
  if (!(problem.status in why)) return false;
  poller.stop();
  alerts.stop();
  banner(null);
  session.ask(`${why[problem.status]}: ${problem.message}.`, true);
  return true;
}

/**
 * Tells when the numbers are from, and in a banner where they may be old. A single stale answer is none of that: the
 * service shows one while it fetches the next.
 */
function health(polls) {
  const failed = polls.filter(({ problem }) => problem?.away);
  const last = Math.min(...failed.map(({ answered }) => answered ?? 0));
  const reading = asOf === null ? null : Date.parse(asOf);
  say($("as-of"), reading === null ? "" : `As of ${show(reading, "seconds")}`);
  if (failed.length > 0) {
    const since = last === 0 ? "Nothing has been loaded yet" : `Shown is what was true at ${show(last, "time")}`;
    banner(`The service is away: ${failed[0].problem.message}. ${since}; it is asked again and again.`);
  } else if (polls.some(({ stale }) => stale > 1)) {
    banner("The service has no fresh answers at the moment; shown are the last ones that it has.");
  } else if (reading !== null && Date.now() - reading > OLD_MS) {
    banner(`The last reading is from ${show(reading, "moment")}: what is shown may be old.`);
  } else {
    banner(null);
  }
}

function banner(text) {
  if (text !== null) say($("banner-text"), text);
  $("banner").hidden = text === null;
}

$("banner-retry").addEventListener("click", () => {
  poller.retry();
  alerts.retry();
});

const THEME = "wattflow-theme";
const page = document.documentElement;
let chosen = kept("localStorage", THEME);

function paint(theme) {
  page.dataset.theme = theme;
  $("theme").setAttribute("aria-pressed", String(theme === "dark"));
  hours.chart.repaint();
  range.chart.repaint();
}

$("theme").addEventListener("click", () => {
  chosen = page.dataset.theme === "dark" ? "light" : "dark";
  keep("localStorage", THEME, chosen);
  paint(chosen);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => {
  if (chosen === null) paint(matches ? "dark" : "light");
});
// first.js has set it.
paint(page.dataset.theme);

if (session.user === null) session.ask("Give the household's number or, where the service asks for one, an access token.");
else open();
