// @ts-check
/**
 * Replies on their way to the gateway: in order within a conversation, one in flight, the same `client_id` until the
 * gateway has answered. Knows no DOM. What waits is kept by `keep`, so that a reload or a crash loses nothing.
 *
 * @typedef {import("./clock.js").Clock} Clock
 * @typedef {import("./protocol.js").Part} Part
 * @typedef {import("./protocol.js").Answer} Answer
 *
 * @typedef {object} Waiting
 * @property {string} client_id
 * @property {string} conversation
 * @property {number} token the fencing token when the expert pressed Send
 * @property {number} [after] the last entry the expert had on screen then
 * @property {Part[]} parts
 * @property {number} at_ms
 * @property {"waiting" | "sending" | "failed"} status
 * @property {number} tries
 */

import { backoffMs } from "./backoff.js";
import { MESSAGE_SEND } from "./protocol.js";

const RETRY = { base_ms: 1_000, cap_ms: 20_000 };
/** After so many answers that did not help we ask the expert; being offline does not count. */
const TRIES = 8;
const TEMPORARY = new Set(["unavailable", "slow_down"]);
/** The conversation is not ours any more, so nothing behind it in the queue has a chance either. */
const LOST = new Set(["stale", "forbidden", "unknown_conversation"]);

export class SendQueue {
  /**
   * @param {object} needs
   * @param {(command: string, payload: object) => Promise<Answer>} needs.request
   * @param {() => boolean} needs.connected
   * @param {Clock} needs.clock
   * @param {() => string} needs.newId
   * @param {(items: Waiting[]) => void} [needs.keep]
   * @param {() => number} [needs.random]
   */
  constructor({ request, connected, clock, newId, keep = () => {}, random = Math.random }) {
    this.request = request;
    this.connected = connected;
    this.clock = clock;
    this.newId = newId;
    this.keep = keep;
    this.random = random;
    /** @type {Waiting[]} */
    this.items = [];
    /** Conversations with one in flight or a retry timer. @type {Map<string, number | null>} */
    this.busy = new Map();
    this.onChange = () => {};
    /** @type {(item: Waiting, answer: any) => void} */
    this.onSent = () => {};
    /** The gateway will never take them: the texts go back to the expert. @type {(items: Waiting[], code: string) => void} */
    this.onReturned = () => {};
  }

  /**
   * @param {{conversation: string, token: number, after?: number, parts: Part[]}} reply
   * @returns {string} its client id
   */
  add(reply) {
    /** @type {Waiting} */
    const item = { ...reply, client_id: this.newId(), at_ms: this.clock.now(), status: "waiting", tries: 0 };
    this.items.push(item);
    this.#changed();
    this.#pump(item.conversation);
    return item.client_id;
  }

  /** Take up what an earlier page left behind. @param {Waiting[]} items */
  restore(items) {
    const known = new Set(this.items.map((item) => item.client_id));
    for (const item of items) {
      if (!known.has(item.client_id)) this.items.push({ ...item, status: "waiting", tries: 0 });
    }
    this.#changed();
    this.kick();
  }

  /** The line is back. */
  kick() {
    for (const timer of this.busy.values()) if (timer !== null) this.clock.cancel(timer);
    for (const [conversation, timer] of this.busy) if (timer !== null) this.busy.delete(conversation);
    for (const conversation of new Set(this.items.map((item) => item.conversation))) this.#pump(conversation);
  }

  /** @param {string} clientId */
  retry(clientId) {
    const item = this.#find(clientId);
    if (!item || item.status !== "failed") return;
    item.status = "waiting";
    item.tries = 0;
    this.#changed();
    this.#pump(item.conversation);
  }

  /**
   * Take a failed reply out of the queue, for instance to write it anew.
   *
   * @param {string} clientId
   * @returns {Waiting | undefined}
   */
  take(clientId) {
    const item = this.#find(clientId);
    if (!item || item.status !== "failed") return undefined;
    this.#remove(item);
    this.#pump(item.conversation);
    return item;
  }

  /** The log already shows it: an earlier try got through although its answer was lost. @param {string} clientId */
  arrived(clientId) {
    const item = this.#find(clientId);
    if (item && item.status !== "sending") this.#remove(item);
  }

  clear() {
    for (const timer of this.busy.values()) if (timer !== null) this.clock.cancel(timer);
    this.busy.clear();
    this.items = [];
    this.#changed();
  }

  /** @param {string} conversation */
  of(conversation) {
    return this.items.filter((item) => item.conversation === conversation);
  }

  /** @param {string} conversation */
  async #pump(conversation) {
    if (this.busy.has(conversation) || !this.connected()) return;
    const item = this.of(conversation)[0];
    if (!item || item.status === "failed") return; // what follows must not overtake it
    this.busy.set(conversation, null);
    item.status = "sending";
    item.tries += 1;
    this.onChange();
    const { token, client_id, parts, after } = item;
    const answer = await this.request(MESSAGE_SEND, { conversation, token, client_id, parts, after });
    this.busy.delete(conversation);
    if (!this.items.includes(item)) return; // cleared meanwhile
    this.#answered(item, answer);
    this.#pump(conversation);
  }

  /** @param {Waiting} item @param {Answer} answer */
  #answered(item, answer) {
    if (answer.ok) {
      this.#remove(item);
      this.onSent(item, answer);
    } else if (!TEMPORARY.has(answer.error.code)) {
      const { code } = answer.error;
      const returned = LOST.has(code) ? this.of(item.conversation) : [item];
      for (const each of returned) this.#remove(each);
      this.onReturned(returned, code);
    } else if (this.connected() && item.tries >= TRIES) {
      item.status = "failed";
      this.#changed();
    } else {
      item.status = "waiting";
      if (this.connected()) this.#later(item, answer.error.retry_after_s);
      else item.tries -= 1;
      this.#changed();
    }
  }

  /** @param {Waiting} item @param {number} [retryAfterS] */
  #later(item, retryAfterS) {
    const ms = Math.max(backoffMs(item.tries - 1, RETRY, this.random), (retryAfterS ?? 0) * 1_000);
    const timer = this.clock.after(() => {
      this.busy.delete(item.conversation);
      this.#pump(item.conversation);
    }, ms);
    this.busy.set(item.conversation, timer);
  }

  /** @param {string} clientId */
  #find(clientId) {
    return this.items.find((item) => item.client_id === clientId);
  }

  /** @param {Waiting} item */
  #remove(item) {
    this.items = this.items.filter((other) => other !== item);
    this.#changed();
  }

  #changed() {
    this.keep(this.items);
    this.onChange();
  }
}
