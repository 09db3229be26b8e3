import { authorization, Problem, problemOf } from "./api.js";
import { backOff } from "./live.js";

/** The service says something every 15 s; after this long without, the connection is dead. */
const SILENCE_MS = 45_000;

/** Server-sent events as a generator of their parts; text may come in pieces of any size. */
export class EventParser {
  #rest = "";
  #event = "";
  #data = [];

  /** @returns {{event: string, data: string}[]} the events that this piece completes */
  take(piece) {
    const events = [];
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (this.#data.length > 0) events.push({ event: this.#event || "message", data: this.#data.join("\n") });
        this.#event = "";
        this.#data = [];
        continue;
      }
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "event") this.#event = value;
      if (field === "data") this.#data.push(value);
    }
    return events;
  }
}

/** Follows a stream of events with the session's token, which EventSource could not send, and comes back when it ends. */
export class Stream {
  #abort = null;
  #timer = 0;
  #failures = 0;

  /**
   * @param {{url: () => string, token: () => string | null, onEvent: (event: string, data: any) => void,
   *     onState: (state: "connecting" | "waiting" | "refused", problem: Problem | null) => void}} with
   */
  constructor({ url, token, onEvent, onState }) {
    Object.assign(this, { url, token, onEvent, onState });
  }

  /** Connects anew. */
  start() {
    this.stop();
    this.#failures = 0;
    this.#connect();
  }

  /** Connects at once if it waits to. */
  retry() {
    if (this.#timer !== 0) this.#connect();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#abort?.abort();
    this.#abort = null;
  }

  async #connect() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const abort = new AbortController();
    this.#abort = abort;
    this.onState("connecting", null);
    let problem = null;
    try {
      await this.#follow(abort);
    } catch (e) {
      problem = e instanceof Problem ? e : this.#broken(e);
    }
    if (this.#abort !== abort) return;
    this.#failures++;
    if (problem !== null && !problem.away) {
      this.onState("refused", problem);
      return;
    }
    this.onState("waiting", problem);
    this.#timer = setTimeout(() => this.#connect(), backOff(this.#failures, problem?.retryAfter));
  }

  #broken(cause) {
    if (cause instanceof TypeError || cause instanceof DOMException) return new Problem(0, "the connection broke");
    throw cause;
  }

  async #follow(abort) {
    let watch = 0;
    const wait = () => {
      clearTimeout(watch);
      watch = setTimeout(() => abort.abort(), SILENCE_MS);
    };
    try {
      wait();
      const response = await fetch(this.url(), {
        headers: { Accept: "text/event-stream", ...authorization(this.token()) },
        cache: "no-store",
        signal: abort.signal,
      });
      if (!response.ok) throw await problemOf(response);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const parser = new EventParser();
      for (;;) {
        wait();
        const { done, value } = await reader.read();
        if (done || this.#abort !== abort) return;
        parser.take(value).forEach((event) => this.#tell(event));
      }
    } finally {
      clearTimeout(watch);
      // However it ends: a connection that nobody reads would stay open.
      abort.abort();
    }
  }

  #tell({ event, data }) {
    try {
      this.onEvent(event, JSON.parse(data));
    } catch (e) {
      // Not JSON, or not what the page knows how to show: the next snapshot may be.
      if (!(e instanceof SyntaxError || e instanceof TypeError || e instanceof RangeError)) throw e;
      throw new Problem(502, `an event cannot be read: ${e.message}`);
    }
    this.#failures = 0;
  }
}
