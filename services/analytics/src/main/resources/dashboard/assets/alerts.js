import { $, h, say } from "./dom.js";
import { ruleValue, words } from "./format.js";
import { Stream } from "./stream.js";
import { show } from "./time.js";

const LEVELS = ["CRITICAL", "WARNING", "INFO"];
const KEPT_CLEARED = 5;
const LINKS = {
  connecting: "Connecting",
  live: "Live",
  interrupted: "Interrupted",
  waiting: "Reconnecting",
  refused: "Not connected",
};

/** The alerts of the household as they come. */
export class Alerts {
  #alerts = new Map();
  #state = "connecting";
  #stream;

  /**
   * @param {{token: string | null, user: string | null}} session
   * @param {(problem: import("./api.js").Problem) => void} onRefused
   */
  constructor(session, onRefused) {
    this.#stream = new Stream({
      // Without a token, nothing else tells whose alerts are meant.
      url: () => "/v1/alerts/stream" + (session.token === null ? `?user=${session.user}` : ""),
      token: () => session.token,
      onEvent: (event, body) => this.#take(event, body),
      onState: (state, problem) => {
        this.#link(state, problem);
        if (state === "refused") onRefused(problem);
      },
    });
  }

  start() {
    this.#alerts.clear();
    this.#link("connecting", null);
    this.#render();
    this.#stream.start();
  }

  retry() {
    this.#stream.retry();
  }

  stop() {
    this.#stream.stop();
  }

  /** Shows what is known once more: in another zone, times look different. */
  showAgain() {
    this.#render();
  }

  #link(state, problem) {
    this.#state = state;
    const pill = $("alerts-link");
    say(pill, LINKS[state]);
    pill.className = `pill ${state}`;
    pill.title = problem?.message ?? "";
    this.#explain();
  }

  #take(event, body) {
    if (event === "snapshot") {
      this.#link("live", null);
      // What is open is in it; what is not in it has ended while nobody listened.
      const cleared = [...this.#alerts].filter(([, alert]) => alert.state === "CLEARED");
      this.#alerts = new Map(cleared);
      for (const alert of body.alerts) this.#alerts.set(alert.id, alert);
    } else if (event === "alert") {
      const known = this.#alerts.get(body.id);
      // The stream may repeat itself, and late; versions only grow.
      if (known && known.version > body.version) return;
      this.#alerts.set(body.id, { ...body, fresh: !known });
      this.#announce(body, known);
    } else {
      // A snapshot follows as soon as alerts can be heard again.
      if (event === "interrupted") this.#link("interrupted", null);
      return;
    }
    this.#forget();
    this.#render();
  }

  #forget() {
    const cleared = [...this.#alerts.values()].filter(({ state }) => state === "CLEARED").sort(byNewest);
    for (const { id } of cleared.slice(KEPT_CLEARED)) this.#alerts.delete(id);
  }

  #announce(alert, known) {
    if (alert.state === "CLEARED") say($("alerts-live"), `Cleared: ${titleOf(alert)}`);
    else if (!known || known.state === "CLEARED") {
      say($("alerts-live"), `${words(alert.severity)} alert: ${titleOf(alert)}`);
    }
  }

  #explain() {
    const empty = $("alerts-empty");
    const open = [...this.#alerts.values()].filter(({ state }) => state !== "CLEARED").length;
    empty.hidden = open > 0;
    if (open === 0) say(empty, this.#state === "live" ? "Nothing open. New alerts appear here at once." : "No alerts known yet.");
    document.title = open > 0 ? `(${open}) Wattflow` : "Wattflow";
  }

  #render() {
    const sorted = [...this.#alerts.values()].sort(
      (a, b) =>
        Number(a.state === "CLEARED") - Number(b.state === "CLEARED") ||
        LEVELS.indexOf(a.severity) - LEVELS.indexOf(b.severity) ||
        byNewest(a, b),
    );
    $("alert-list").replaceChildren(...sorted.map(item));
    const list = $("alert-list");
    // Only what can be scrolled is a stop for who scrolls by keys. Two always fit, and need no layout to know it.
    if (sorted.length > 2 && list.scrollHeight > list.clientHeight) list.tabIndex = 0;
    else list.removeAttribute("tabindex");
    for (const alert of this.#alerts.values()) alert.fresh = false;
    this.#explain();
  }
}

const byNewest = (a, b) => Date.parse(b.start) - Date.parse(a.start);

const titleOf = ({ rule, device_id: device }) => `${words(rule)}, ${device}`;

function item(alert) {
  const { id, rule, severity, state, device_id: device, value, threshold, start, fresh } = alert;
  const cleared = state === "CLEARED";
  const since = Date.parse(start);
  return h(
    "li",
    {
      class: `alert ${severity.toLowerCase()}${cleared ? " cleared" : ""}${fresh ? " new" : ""}`,
      "data-alert": id,
    },
    h(
      "p",
      { class: "alert-title" },
      h("span", {}, words(rule)),
      h("span", { class: "alert-level" }, cleared ? "Cleared" : words(severity)),
    ),
    h("p", {}, `${device}: ${ruleValue(rule, value)}, limit ${ruleValue(rule, threshold)}`),
    h("p", { class: "note" }, "Since ", h("time", { datetime: start }, show(since, "moment"))),
  );
}
