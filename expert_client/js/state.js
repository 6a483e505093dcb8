// @ts-check
/**
 * Everything the screens show. Changed only by the methods below, one a fact; views subscribe and read.
 *
 * @typedef {import("./clock.js").Clock} Clock
 * @typedef {import("./protocol.js").Conversation} Conversation
 * @typedef {import("./protocol.js").Message} Message
 * @typedef {import("./protocol.js").Offer} Offer
 * @typedef {import("./protocol.js").Started} Started
 * @typedef {import("./transport.js").LineStatus} LineStatus
 * @typedef {import("./models/shares.js").Shares} Shares
 * @typedef {"mine" | "offers" | "me"} Screen
 * @typedef {"signed_out" | "revoked" | "too_old"} Ending
 *
 * @typedef {object} Opened the conversation in front of the expert
 * @property {string} id
 * @property {number} newAfter entries after it, and up to `newUpTo`, were new when it was opened
 * @property {number} newUpTo
 * @property {"loading" | "ready" | "failed" | "unreachable"} status
 * @property {boolean} older older entries are being fetched
 */

import { lastOf, merged, withLast } from "./models/conversations.js";
import { Log } from "./models/log.js";
import { isMine } from "./models/lists.js";
import { Notices } from "./notices.js";
import { Offline } from "./offline.js";

const GONE_OFFER_SHOWN_MS = 6_000;

export class State {
  /** @param {{clock: Clock, schedule?: (run: () => void) => void}} needs */
  constructor({ clock, schedule = queueMicrotask }) {
    this.clock = clock;
    this.schedule = schedule;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    this.scheduled = false;
    this.clockOffsetMs = 0;
    /** @type {LineStatus} */
    this.line = "connecting";
    this.outage = new Offline(clock, () => this.changed());
    this.heardAtMs = 0;
    this.started = false;
    /** @type {Ending | null} */
    this.ending = null;
    /** @type {{id: string, name: string} | null} */
    this.expert = null;
    /** @type {{id: string, name: string, tier: string}[]} */
    this.brands = [];
    /** @type {Map<string, Offer>} */
    this.offers = new Map();
    /** Offers that went while they were on screen. @type {Map<string, string>} */
    this.gone = new Map();
    /** Cases the expert put aside here: conversation to case number. @type {Map<string, number>} */
    this.setAside = new Map();
    /** @type {Map<string, Conversation>} */
    this.conversations = new Map();
    /** @type {Map<string, Log>} */
    this.logs = new Map();
    /** Who contributed what, as last asked for; "failed" when it could not be had. @type {Map<string, Shares | "failed">} */
    this.shares = new Map();
    /** A case was handed on just now. */
    this.handedOn = false;
    /** @type {Screen} */
    this.screen = "mine";
    /** @type {Opened | null} */
    this.opened = null;
    this.notices = new Notices(() => this.changed());
  }

  /** The gateway's time. */
  now() {
    return this.clock.now() + this.clockOffsetMs;
  }

  /** The line has been down long enough to say so. */
  get offline() {
    return this.outage.shown;
  }

  /** @param {() => void} listener */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tell the views, once for all changes of this moment. */
  changed() {
    if (this.scheduled) return;
    this.scheduled = true;
    this.schedule(() => {
      this.scheduled = false;
      for (const listener of this.listeners) listener();
    });
  }

  // The line --------------------------------------------------------------------------------------------------

  /** @param {LineStatus} status */
  lineChanged(status) {
    this.line = status;
    if (status === "connected" || status === "stopped") {
      this.outage.up();
    } else {
      for (const log of this.logs.values()) log.stale = true;
      this.outage.down();
    }
    this.changed();
  }

  heard() {
    this.heardAtMs = this.clock.now();
    this.changed();
  }

  /** @param {Ending} why */
  ended(why) {
    this.ending = why;
    this.changed();
  }

  // Facts from the gateway --------------------------------------------------------------------------------------

  /** @param {Started} session */
  sessionStarted(session) {
    this.started = true;
    this.clockOffsetMs = session.now_ms - this.clock.now();
    this.expert = session.expert;
    this.brands = session.brands;
    this.offers = new Map(session.offers.map((offer) => [offer.conversation, offer]));
    const opened = this.opened && this.conversations.get(this.opened.id);
    this.conversations = new Map(session.mine.map((one) => [one.conversation, one]));
    if (opened && !this.conversations.has(opened.conversation)) this.#keepLost(opened);
    for (const id of [...this.logs.keys(), ...this.shares.keys()]) if (!this.conversations.has(id)) this.#forget(id);
    this.changed();
  }

  /** @param {Offer} offer */
  offerMade(offer) {
    this.offers.set(offer.conversation, offer);
    this.gone.delete(offer.conversation);
    this.changed();
  }

  /** @param {{conversation: string, reason: string}} withdrawal */
  offerWithdrawn({ conversation, reason }) {
    if (!this.offers.has(conversation) || this.gone.has(conversation)) return;
    if (reason === "accepted" || this.isSetAside(conversation)) {
      this.offers.delete(conversation);
    } else {
      this.gone.set(conversation, reason);
      this.clock.after(() => this.#forgetOffer(conversation), GONE_OFFER_SHOWN_MS);
    }
    this.changed();
  }

  /**
   * @param {{conversation: string, message: Message}} fact
   * @returns {boolean} whether entries in front of it are missing
   */
  messageReceived({ conversation, message }) {
    const known = this.conversations.get(conversation);
    if (known) this.conversations.set(conversation, withLast(known, message));
    const missing = this.logs.get(conversation)?.received(message) ?? false;
    this.changed();
    return missing;
  }

  /** @param {{conversation: string, message: Message}} fact */
  messageChanged({ conversation, message }) {
    this.logs.get(conversation)?.changed(message);
    const known = this.conversations.get(conversation);
    if (known?.last?.seq === message.seq) {
      this.conversations.set(conversation, { ...known, last: lastOf(message) });
    }
    this.changed();
  }

  /** @param {{conversation: string, seq: number, delivery: string, reason?: string}} fact */
  receiptReceived({ conversation, seq, delivery, reason }) {
    this.logs.get(conversation)?.receipt(seq, delivery, reason);
    this.changed();
  }

  /** @param {Conversation} conversation */
  conversationChanged(conversation) {
    const id = conversation.conversation;
    const known = this.conversations.get(id);
    if (isMine(conversation)) this.conversations.set(id, merged(known, conversation));
    else if (this.opened?.id === id) this.conversations.set(id, { ...(known ?? conversation), case: conversation.case });
    else this.#forget(id);
    this.changed();
  }

  /** @param {string} id @param {Shares | "failed"} shares */
  sharesCounted(id, shares) {
    if (this.conversations.has(id)) this.shares.set(id, shares);
    this.changed();
  }

  // What the expert does ----------------------------------------------------------------------------------------

  /** @param {Screen} screen */
  show(screen) {
    this.screen = screen;
    this.handedOn = false;
    this.changed();
  }

  /** @param {string | null} id */
  open(id) {
    const left = this.opened && this.conversations.get(this.opened.id);
    if (left && left.conversation !== id && !isMine(left)) this.#forget(left.conversation);
    if (id === null) {
      this.opened = null;
    } else {
      this.handedOn = false;
      const known = this.conversations.get(id);
      const status = this.log(id).loaded ? "ready" : "loading";
      this.opened = { id, newAfter: known?.read ?? 0, newUpTo: known?.high_water ?? 0, status, older: false };
    }
    this.changed();
  }

  /** @param {string} id @param {Partial<Opened>} change */
  openedChanged(id, change) {
    if (this.opened?.id === id) this.opened = { ...this.opened, ...change };
    this.changed();
  }

  /** @param {string} id @param {number} seq */
  read(id, seq) {
    const known = this.conversations.get(id);
    if (known && seq > known.read) this.conversations.set(id, { ...known, read: seq });
    this.changed();
  }

  /** @param {Offer} offer */
  putAside(offer) {
    this.setAside.set(offer.conversation, offer.case_number);
    this.changed();
  }

  /** The expert handed it on; its offer to everybody is nothing new to them. @param {Conversation} left */
  caseLeft({ conversation, case: { number } }) {
    this.setAside.set(conversation, number);
    this.#forget(conversation);
    if (this.opened?.id === conversation) this.opened = null;
    this.handedOn = true;
    this.changed();
  }

  showSetAside() {
    this.setAside.clear();
    this.changed();
  }

  /** @param {string} id */
  isSetAside(id) {
    const offer = this.offers.get(id);
    return offer !== undefined && this.setAside.get(id) === offer.case_number;
  }

  /** @param {string} id */
  log(id) {
    let log = this.logs.get(id);
    if (!log) {
      log = new Log();
      this.logs.set(id, log);
    }
    return log;
  }

  /** The gateway no longer counts it as ours; what is on screen stays until the expert leaves it. @param {Conversation} one */
  #keepLost(one) {
    const { holder: _, ...rest } = one.case;
    this.conversations.set(one.conversation, { ...one, case: rest });
  }

  /** What was said in a conversation that is in other hands is not kept, not even in memory. @param {string} id */
  #forget(id) {
    this.conversations.delete(id);
    this.logs.delete(id);
    this.shares.delete(id);
  }

  /** @param {string} conversation */
  #forgetOffer(conversation) {
    if (!this.gone.delete(conversation)) return; // offered again meanwhile
    this.offers.delete(conversation);
    this.changed();
  }
}
