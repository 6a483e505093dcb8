// @ts-check
/**
 * The part of a conversation's log that this client holds: entries by `seq`, and up to where nothing is missing.
 *
 * Some numbers of the log may never be shown to an expert, so a hole is only known to be one until the gateway was
 * asked for what comes after `upTo`: its answer counts as whole.
 *
 * @typedef {import("../protocol.js").Message} Message
 */

import { holds, knowsMore } from "./delivery.js";

export class Log {
  constructor() {
    /** @type {Map<number, Message>} */
    this.entries = new Map();
    /** Everything in front of it and after the first entry is here; -1 when nothing was loaded. */
    this.upTo = -1;
    /** Older entries exist that were not loaded. */
    this.older = false;
    /** The line was down since: there may be news, and changes to what is here. */
    this.stale = false;
    /** @type {Message[] | null} */
    this.sorted = null;
  }

  get loaded() {
    return this.upTo >= 0;
  }

  /** @returns {Message[]} in the order of the log */
  list() {
    this.sorted ??= [...this.entries.values()].sort((a, b) => a.seq - b.seq);
    return this.sorted;
  }

  first() {
    return this.list()[0];
  }

  last() {
    return this.list().at(-1);
  }

  /**
   * The newest entries, as the answer to a first opening.
   *
   * @param {Message[]} messages
   * @param {{highWater: number, older: boolean}} page
   */
  openedAt(messages, { highWater, older }) {
    this.#put(messages);
    this.upTo = Math.max(this.upTo, highWater, ...messages.map((message) => message.seq));
    this.older = older;
    this.stale = false;
  }

  /**
   * Entries after a cursor that was at or before `upTo`.
   *
   * @param {Message[]} messages
   * @param {{highWater: number, more: boolean}} page
   */
  resumed(messages, { highWater, more }) {
    this.#put(messages);
    const reached = Math.max(this.upTo, ...messages.map((message) => message.seq));
    this.upTo = more ? reached : Math.max(reached, highWater);
    if (!more) this.stale = false;
  }

  /** @param {Message[]} messages @param {boolean} older there are more */
  prepended(messages, older) {
    this.#put(messages);
    this.older = older;
  }

  /**
   * One more entry from the live line.
   *
   * @param {Message} message
   * @returns {boolean} whether entries in front of it are missing and must be asked for
   */
  received(message) {
    if (!this.loaded) return false;
    this.#put([message]);
    if (message.seq <= this.upTo) return false;
    if (message.seq > this.upTo + 1) return true;
    this.upTo = message.seq;
    return false;
  }

  /** @param {Message} message an entry that looks different now */
  changed(message) {
    const known = this.entries.get(message.seq);
    if (!known) return;
    const { delivery, delivery_reason } = knowsMore(known.delivery, message.delivery) ? known : message;
    this.#put([delivery ? { ...message, delivery, delivery_reason } : message]);
  }

  /**
   * @param {number} seq
   * @param {string} delivery
   * @param {string} [reason]
   */
  receipt(seq, delivery, reason) {
    const entry = this.entries.get(seq);
    if (entry && holds(entry.delivery, delivery)) this.#put([{ ...entry, delivery, delivery_reason: reason }]);
  }

  /**
   * From where to ask after an absence: a little before the end, since entries already shown may have been edited,
   * taken back or delivered meanwhile.
   *
   * @param {number} overlap how many entries to look at again
   */
  cursor(overlap) {
    const list = this.list();
    const from = list[Math.max(0, list.length - overlap)];
    return from ? Math.min(from.seq - 1, this.upTo) : this.upTo;
  }

  /** @param {Message[]} messages */
  #put(messages) {
    for (const message of messages) {
      const client_id = message.client_id ?? this.entries.get(message.seq)?.client_id;
      this.entries.set(message.seq, client_id ? { ...message, client_id } : message);
    }
    this.sorted = null;
  }
}
