// @ts-check
/**
 * Everything the screens show. Changed only by the methods below, one a fact; views subscribe and read.
 *
 * @typedef {import("./clock.js").Clock} Clock
 * @typedef {import("./protocol.js").Conversation} Conversation
 * @typedef {import("./protocol.js").Message} Message
 * @typedef {import("./protocol.js").Offer} Offer
 * @typedef {import("./protocol.js").OpenedPage} OpenedPage
 * @typedef {import("./protocol.js").Started} Started
 * @typedef {import("./transport.js").LineStatus} LineStatus
 * @typedef {"mine" | "offers" | "me"} Screen
 * @typedef {"signed_out" | "revoked" | "too_old"} Ending
 *
 * @typedef {object} Notice something to say about one conversation, until the expert takes it away
 * @property {string} conversation
 * @property {string} code
 *
 * @typedef {object} Opened the conversation in front of the expert
 * @property {string} id
 * @property {number} newAfter entries after it, and up to `newUpTo`, were new when it was opened
 * @property {number} newUpTo
 * @property {"loading" | "ready" | "failed" | "unreachable"} status
 * @property {boolean} older older entries are being fetched
 */

import { Log } from "./models/log.js";
import { isMine } from "./models/lists.js";

const OFFLINE_SHOWN_AFTER_MS = 5_000;
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
    /** The line has been down long enough to say so. */
    this.offline = false;
    /** @type {number | null} */
    this.offlineTimer = null;
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
    /** @type {Screen} */
    this.screen = "mine";
    /** @type {Opened | null} */
    this.opened = null;
    /** @type {Notice[]} */
    this.notices = [];
  }

  /** The gateway's time. */
  now() {
    return this.clock.now() + this.clockOffsetMs;
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
      if (this.offlineTimer !== null) this.clock.cancel(this.offlineTimer);
      this.offlineTimer = null;
      this.offline = false;
    } else if (this.offlineTimer === null && !this.offline) {
      for (const log of this.logs.values()) log.stale = true;
      this.offlineTimer = this.clock.after(() => {
        this.offlineTimer = null;
        this.offline = true;
        this.changed();
      }, OFFLINE_SHOWN_AFTER_MS);
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
    for (const id of this.logs.keys()) if (!this.conversations.has(id)) this.logs.delete(id);
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
    else this.conversations.delete(id);
    this.changed();
  }

  // What the expert does ----------------------------------------------------------------------------------------

  /** @param {Screen} screen */
  show(screen) {
    this.screen = screen;
    this.changed();
  }

  /** @param {string | null} id */
  open(id) {
    const left = this.opened && this.conversations.get(this.opened.id);
    if (left && left.conversation !== id && !isMine(left)) this.conversations.delete(left.conversation);
    if (id === null) {
      this.opened = null;
    } else {
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

  showSetAside() {
    this.setAside.clear();
    this.changed();
  }

  /** @param {string} id */
  isSetAside(id) {
    const offer = this.offers.get(id);
    return offer !== undefined && this.setAside.get(id) === offer.case_number;
  }

  /** @param {string} conversation @param {string} code */
  notice(conversation, code) {
    this.notices = [...this.notices.filter((one) => one.conversation !== conversation), { conversation, code }];
    this.changed();
  }

  /** @param {string} conversation */
  dismissNotice(conversation) {
    this.notices = this.notices.filter((one) => one.conversation !== conversation);
    this.changed();
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

  /** @param {string} conversation */
  #forgetOffer(conversation) {
    if (!this.gone.delete(conversation)) return; // offered again meanwhile
    this.offers.delete(conversation);
    this.changed();
  }
}

/** @param {Conversation} known @param {Message} message @returns {Conversation} */
function withLast(known, message) {
  if (message.seq <= (known.last?.seq ?? -1)) return known;
  const next = { ...known, high_water: Math.max(known.high_water, message.seq) };
  if (message.kind === "event") return next;
  next.last = lastOf(message);
  if (message.kind === "customer") next.waiting_since_ms = known.waiting_since_ms ?? message.received_at_ms;
  else delete next.waiting_since_ms;
  return next;
}

/**
 * News about a conversation may leave out its last message, and know less of what was read than this client.
 *
 * @param {Conversation | undefined} known
 * @param {Conversation} news
 * @returns {Conversation}
 */
function merged(known, news) {
  if (!known) return news;
  const last = (news.last?.seq ?? -1) < (known.last?.seq ?? -1) ? known.last : news.last;
  return { ...news, last, read: Math.max(known.read, news.read) };
}

/** @param {Message} message */
function lastOf(message) {
  const { seq, kind, at_ms, content } = message;
  const [field] = Object.values(content.fields ?? {});
  return { seq, kind, at_ms, preview: content.text ?? field ?? [] };
}
