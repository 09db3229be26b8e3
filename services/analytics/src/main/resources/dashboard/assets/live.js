import { Problem } from "./api.js";

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;

/** How long to wait after so many failures in a row, spread so that many pages do not come back at once. */
export function backOff(failures, retryAfterSeconds = null) {
  const doubled = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  const asked = Math.min(LAST_RETRY_MS, (retryAfterSeconds ?? 0) * 1000);
  return Math.max(doubled, asked) * (0.85 + 0.3 * Math.random());
}

/** Questions that are asked again and again while the page can be seen. */
export class Poller {
  #polls = [];
  #onHealth;
  #epoch = 0;

  /** @param {(polls: {failures: number, stale: number, problem: Problem | null, answered: number | null}[]) => void} onHealth */
  constructor(onHealth) {
    this.#onHealth = onHealth;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#wake();
      else this.#polls.forEach((poll) => clearTimeout(poll.timer));
    });
  }

  /**
   * @param {number} every milliseconds between an answer and the next question
   * @param {() => Promise<{body: any, stale: boolean}>} question throws a Problem where there is no answer
   * @param {(body: any) => void} onAnswer not called for a question that a later one has overtaken
   * @param {(problem: Problem) => void} onProblem as for answers
   * @returns {() => void} asks now
   */
  add(every, question, onAnswer, onProblem) {
    const poll = { every, question, onAnswer, onProblem };
    Object.assign(poll, { timer: 0, due: Infinity, asked: 0, failures: 0, stale: 0, problem: null, answered: null, body: null });
    this.#polls.push(poll);
    return () => this.#ask(poll);
  }

  /** Asks everything now, as a page that has just been opened; what is still under way counts no more. */
  restart() {
    this.#epoch++;
    for (const poll of this.#polls) Object.assign(poll, { failures: 0, stale: 0, problem: null, answered: null });
    this.#polls.forEach((poll) => this.#ask(poll));
  }

  /** Asks nothing until the next start. */
  stop() {
    this.#epoch++;
    for (const poll of this.#polls) {
      clearTimeout(poll.timer);
      poll.due = Infinity;
    }
  }

  /** Shows the last answers once more, to whom they look different now; what is under way comes anyway. */
  showAgain() {
    this.#polls.filter(({ body }) => body !== null).forEach((poll) => poll.onAnswer(poll.body));
  }

  /** Asks again whatever has failed. */
  retry() {
    this.#polls.filter((poll) => poll.problem !== null).forEach((poll) => this.#ask(poll));
  }

  #wake() {
    for (const poll of this.#polls) {
      if (poll.due <= Date.now()) this.#ask(poll);
      else this.#schedule(poll, poll.due - Date.now());
    }
  }

  #schedule(poll, delay) {
    clearTimeout(poll.timer);
    poll.due = Date.now() + delay;
    if (document.visibilityState === "visible" && Number.isFinite(delay)) {
      poll.timer = setTimeout(() => this.#ask(poll), delay);
    }
  }

  async #ask(poll) {
    const epoch = this.#epoch;
    clearTimeout(poll.timer);
    poll.body = null;
    const asked = ++poll.asked;
    let answer = null;
    let problem = null;
    try {
      answer = await poll.question();
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
      problem = e;
    }
    if (epoch !== this.#epoch || asked !== poll.asked) return;
    poll.problem = problem;
    if (problem === null) {
      Object.assign(poll, { failures: 0, stale: answer.stale ? poll.stale + 1 : 0, answered: Date.now() });
      poll.onAnswer(answer.body);
    } else {
      poll.failures++;
      poll.onProblem(problem);
    }
    // Either may have stopped the polls.
    if (epoch !== this.#epoch) return;
    poll.body = answer?.body ?? null;
    this.#schedule(poll, problem?.away ? backOff(poll.failures, problem.retryAfter) : poll.every);
    this.#onHealth(this.#polls);
  }
}
