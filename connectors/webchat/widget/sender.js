// @ts-check
/**
 * Sends the queue: oldest first, one at a time, each until the gateway has answered. A message keeps its client id
 * through every attempt, so an attempt whose answer was lost does no harm.
 *
 * @typedef {{now: () => number, after: (ms: number, then: () => void) => unknown}} Clock
 * @typedef {import("./protocol.js").Answer} Answer
 */
import { number } from "./protocol.js";

/** Answers that another attempt cannot change. */
const FINAL = new Set(["too_long", "empty", "forbidden", "malformed", "unknown_conversation"]);
const ATTEMPTS = 5;
const FIRST_WAIT_MS = 1000;

export class Sender {
  #queue;
  #send;
  #dispatch;
  #clock;
  #running = false;
  #pausedUntil = 0;
  /** @type {Map<string, number>} attempts that were answered badly, by client id */
  #attempts = new Map();

  /**
   * @param {{
   *   queue: import("./queue.js").Queue,
   *   send: (item: import("./queue.js").Item) => Promise<Answer | null>,
   *   dispatch: (event: import("./state.js").Event) => void,
   *   clock: Clock,
   * }} parts `send` answers `null` when there is no connection, or when it broke before the answer
   */
  constructor({ queue, send, dispatch, clock }) {
    this.#queue = queue;
    this.#send = send;
    this.#dispatch = dispatch;
    this.#clock = clock;
  }

  /** Send what waits. Call it whenever there may be something to do; it never runs twice at a time. */
  async drain() {
    if (this.#running || this.#clock.now() < this.#pausedUntil) {
      return;
    }
    this.#running = true;
    try {
      for (let item = this.#next(); item && (await this.#attempt(item)); item = this.#next()) {
        // One after the other: their order is the conversation's.
      }
    } finally {
      this.#running = false;
    }
  }

  /**
   * The visitor asks for another attempt.
   *
   * @param {string} clientId
   */
  retry(clientId) {
    const item = this.#queue.get(clientId);
    if (!item) {
      return;
    }
    this.#attempts.delete(clientId);
    const again = { client_id: item.client_id, text: item.text, at_ms: item.at_ms };
    this.#queue.put(again);
    this.#dispatch({ type: "queued", item: again });
    void this.drain();
  }

  #next() {
    return this.#queue.all().find((item) => !item.failed);
  }

  /**
   * @param {import("./queue.js").Item} item
   * @returns {Promise<boolean>} whether to go on with the next
   */
  async #attempt(item) {
    const { client_id } = item;
    this.#dispatch({ type: "sending", client_id });
    const answer = await this.#send(item);
    if (!answer) {
      this.#dispatch({ type: "waiting", client_id });
      return false;
    }
    if (answer.ok) {
      this.#attempts.delete(client_id);
      this.#queue.remove(client_id);
      this.#dispatch(taken(item, answer));
      return true;
    }
    return this.#refused(item, answer.code, answer.retry_after_s * 1000);
  }

  /**
   * @param {import("./queue.js").Item} item
   * @param {string} code
   * @param {number} waitMs 0 unless the gateway named a wait
   * @returns {boolean}
   */
  #refused(item, code, waitMs) {
    const { client_id } = item;
    const attempts = (this.#attempts.get(client_id) ?? 0) + 1;
    if (code === "slow_down") {
      this.#dispatch({ type: "waiting", client_id });
      this.#pause(waitMs);
      this.#dispatch({ type: "slow", until_ms: this.#pausedUntil });
      return false;
    }
    if (FINAL.has(code) || attempts >= ATTEMPTS) {
      this.#queue.put({ ...item, failed: code });
      this.#dispatch({ type: "failed", client_id, code });
      return true;
    }
    this.#attempts.set(client_id, attempts);
    this.#dispatch({ type: "waiting", client_id });
    this.#pause(FIRST_WAIT_MS * 2 ** (attempts - 1));
    return false;
  }

  /** @param {number} ms */
  #pause(ms) {
    this.#pausedUntil = this.#clock.now() + ms;
    this.#clock.after(ms, () => void this.drain());
  }
}

/**
 * @param {import("./queue.js").Item} item
 * @param {Record<string, unknown>} answer
 * @returns {import("./state.js").Event} `dropped` when the gateway has the message but not its number at hand
 */
function taken({ client_id, at_ms }, answer) {
  const seq = number(answer.seq);
  return seq > 0
    ? { type: "sent", client_id, seq, at_ms: number(answer.at_ms) || at_ms }
    : { type: "dropped", client_id };
}
