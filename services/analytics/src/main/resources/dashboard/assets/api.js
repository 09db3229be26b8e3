/** Why the service did not answer with what was asked for. */
export class Problem extends Error {
  /**
   * @param {number} status 0 where there was no answer at all
   * @param {string} detail for people
   * @param {number | null} retryAfter in seconds
   */
  constructor(status, detail, retryAfter = null) {
    super(detail);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether it is the service that is at fault, so that asking again may help. */
  get away() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const PATIENCE_MS = 15_000;
const KEPT_ANSWERS = 40;

/** The problem that a response tells; its details, if it has some. */
export async function problemOf(response) {
  const wait = Number(response.headers.get("Retry-After"));
  let detail = `the service answered ${response.status}`;
  if (/json/.test(response.headers.get("Content-Type") ?? "")) {
    try {
      const problem = await response.json();
      detail = problem.detail ?? problem.title ?? detail;
      if (problem.field) detail = `${problem.field}: ${detail}`;
    } catch (e) {
      if (!(e instanceof SyntaxError)) throw e;
    }
  }
  return new Problem(response.status, detail, wait > 0 ? wait : null);
}

/** Request headers for a token; none without. */
export const authorization = (token) => (token === null ? {} : { Authorization: `Bearer ${token}` });

/** Asks the API, and only for what has changed since it last asked. */
export class Client {
  #answers = new Map();

  /** @param {{token: string | null}} session */
  constructor(session) {
    this.session = session;
  }

  /** Nothing of another user may be shown again. */
  clear() {
    this.#answers.clear();
  }

  /**
   * @param {string} path
   * @param {Record<string, string>} parameters
   * @returns {Promise<{body: any, stale: boolean}>} stale where the service says that it has no fresh one
   * @throws {Problem}
   */
  async get(path, parameters = {}) {
    const query = new URLSearchParams(parameters).toString();
    const url = query === "" ? path : `${path}?${query}`;
    const known = this.#answers.get(url);
    const headers = { Accept: "application/json", ...authorization(this.session.token) };
    if (known) headers["If-None-Match"] = known.etag;
    const response = await this.#fetch(url, headers);
    // A fresh answer may be kept for a while.
    const stale = /\bmax-age=0\b/.test(response.headers.get("Cache-Control") ?? "");
    if (response.status === 304 && known) return { body: known.body, stale };
    if (!response.ok) throw await problemOf(response);
    try {
      const body = await response.json();
      this.#keep(url, response.headers.get("ETag"), body);
      return { body, stale };
    } catch (e) {
      if (e instanceof SyntaxError) throw new Problem(502, "the answer is not JSON");
      throw this.#unreachable(e);
    }
  }

  async #fetch(url, headers) {
    try {
      // The page keeps answers itself; the browser's cache would answer polls without asking.
      return await fetch(url, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch (e) {
      throw this.#unreachable(e);
    }
  }

  #unreachable(cause) {
    if (cause instanceof TypeError || cause instanceof DOMException) {
      return new Problem(0, "the service cannot be reached");
    }
    return cause;
  }

  #keep(url, etag, body) {
    this.#answers.delete(url);
    if (etag === null) return;
    this.#answers.set(url, { etag, body });
    if (this.#answers.size > KEPT_ANSWERS) this.#answers.delete(this.#answers.keys().next().value);
  }
}
