// @ts-check
/**
 * Carries facts from the line into the state, and what the expert wants to the line. Knows no DOM.
 *
 * @typedef {import("./protocol.js").Part} Part
 * @typedef {import("./protocol.js").Answer} Answer
 */

import * as protocol from "./protocol.js";

const PAGE = 50;
/** After an absence so many entries are looked at again: they may have been edited or delivered meanwhile. */
const OVERLAP = 50;
const TYPING_EVERY_MS = 4_000;
/** Other conversations brought up to date in the background after a reconnect. */
const RESUMED_AT_MOST = 10;

export class Session {
  /**
   * @param {object} needs
   * @param {import("./transport.js").Transport} needs.transport
   * @param {import("./state.js").State} needs.state
   * @param {import("./send_queue.js").SendQueue} needs.queue
   * @param {import("./drafts.js").Drafts} needs.drafts
   * @param {import("./storage.js").Storage} needs.storage
   */
  constructor({ transport, state, queue, drafts, storage }) {
    this.transport = transport;
    this.state = state;
    this.queue = queue;
    this.drafts = drafts;
    this.storage = storage;
    this.typedAtMs = 0;
    /** Conversations being brought up to date, and whether to look once more after. @type {Map<string, boolean>} */
    this.resuming = new Map();
    transport.onStatus = (status) => state.lineChanged(status);
    transport.onHeard = () => state.heard();
    transport.onEvent = (event, payload) => this.received(event, payload);
    transport.onRefused = (why) => state.ended(why === "too_old" ? "too_old" : "signed_out");
    queue.onChange = () => state.changed();
    queue.onSent = (item, answer) => this.#sent(item, answer);
    queue.onReturned = (items, code) => this.#returned(items, code);
  }

  /** @param {string} event @param {any} payload */
  received(event, payload) {
    const { state } = this;
    switch (event) {
      case protocol.SESSION_STARTED: return this.#started(payload);
      case protocol.OFFER_MADE: return state.offerMade(payload);
      case protocol.OFFER_WITHDRAWN: return state.offerWithdrawn(payload);
      case protocol.MESSAGE_RECEIVED: return this.#messageReceived(payload);
      case protocol.MESSAGE_CHANGED: return state.messageChanged(payload);
      case protocol.RECEIPT_RECEIVED: return state.receiptReceived(payload);
      case protocol.CONVERSATION_CHANGED: return state.conversationChanged(payload);
      case protocol.SESSION_ENDED: return this.#ended(payload?.reason);
      case protocol.UPGRADE_REQUIRED: return state.ended("too_old");
      default: return undefined; // a newer gateway may say more than we know
    }
  }

  /** @param {string} id */
  async open(id) {
    this.state.open(id);
    await this.#load(id);
  }

  close() {
    this.state.open(null);
  }

  async loadOlder() {
    const { state } = this;
    const opened = state.opened;
    if (!opened || opened.older) return;
    const log = state.log(opened.id);
    const first = log.first();
    if (!log.older || !first) return;
    state.openedChanged(opened.id, { older: true });
    const answer = await this.#ask(protocol.CONVERSATION_OPEN, {
      conversation: opened.id, before: first.seq, limit: PAGE,
    });
    if (answer.ok) log.prepended(answer.messages, answer.more);
    state.openedChanged(opened.id, { older: false });
  }

  /** @param {string} id @param {Part[]} parts */
  send(id, parts) {
    const conversation = this.state.conversations.get(id);
    if (!conversation) return;
    const upTo = this.state.log(id).upTo;
    const after = upTo < 0 ? undefined : upTo;
    this.queue.add({ conversation: id, token: conversation.case.token, after, parts });
    this.drafts.set(id, []);
    this.state.notices.dismiss(id);
  }

  /** Take a failed reply back into the composer. @param {string} clientId */
  takeBack(clientId) {
    const item = this.queue.take(clientId);
    if (item) this.drafts.giveBack(item.conversation, [item.parts]);
  }

  /** @param {string} id @param {number} seq */
  read(id, seq) {
    const conversation = this.state.conversations.get(id);
    if (!conversation || seq <= conversation.read) return;
    this.state.read(id, seq);
    void this.#ask(protocol.CONVERSATION_READ, { conversation: id, seq });
  }

  /** @param {string} id */
  typed(id) {
    const now = this.state.now();
    const conversation = this.state.conversations.get(id);
    if (!conversation?.capabilities?.typing || now - this.typedAtMs < TYPING_EVERY_MS) return;
    this.typedAtMs = now;
    void this.#ask(protocol.TYPING, { conversation: id });
  }

  /** Before the form that signs out is sent. */
  signingOut() {
    this.queue.clear();
    this.drafts.clear();
    this.storage.forgetWords();
  }

  /** @param {import("./protocol.js").Started} session */
  #started(session) {
    const { state, storage, queue, drafts } = this;
    const first = storage.expert !== session.expert.id;
    if (first) storage.useExpert(session.expert.id);
    state.sessionStarted(session);
    if (first) {
      drafts.load();
      queue.restore(storage.waiting());
    }
    queue.kick();
    void this.#resumeAll();
  }

  async #resumeAll() {
    const { state } = this;
    const opened = state.opened?.id;
    if (opened) await this.#load(opened);
    const behind = [...state.logs].filter(([id, log]) => id !== opened && log.loaded && log.stale);
    for (const [id] of behind.slice(0, RESUMED_AT_MOST)) await this.#resume(id);
  }

  /** @param {string} id */
  async #load(id) {
    const log = this.state.log(id);
    if (!log.loaded) await this.#loadFirst(id);
    else if (log.stale) await this.#resume(id);
  }

  /** @param {string} id */
  async #loadFirst(id) {
    const { state } = this;
    const known = state.conversations.get(id);
    const unread = known ? known.high_water - known.read : 0;
    if (known && unread > PAGE - 10) return this.#loadFromRead(id, known.read);
    const answer = await this.#ask(protocol.CONVERSATION_OPEN, { conversation: id, limit: PAGE });
    if (!answer.ok) return this.#openFailed(id, answer.error.code);
    state.log(id).openedAt(answer.messages, { highWater: answer.conversation.high_water, older: answer.more });
    if (!known) state.openedChanged(id, { newAfter: answer.conversation.read, newUpTo: answer.conversation.high_water });
    state.conversationChanged(answer.conversation);
    state.openedChanged(id, { status: "ready" });
  }

  /** Much is new: begin a little before the first unread entry. @param {string} id @param {number} read */
  async #loadFromRead(id, read) {
    const { state } = this;
    const log = state.log(id);
    const after = Math.max(0, read - 10);
    const answer = await this.#ask(protocol.CONVERSATION_OPEN, { conversation: id, after, limit: 200 });
    if (!answer.ok) return this.#openFailed(id, answer.error.code);
    const reached = answer.messages.at(-1)?.seq ?? after;
    const highWater = answer.more ? reached : answer.conversation.high_water;
    log.openedAt(answer.messages, { highWater, older: after > 0 });
    log.stale = answer.more;
    state.conversationChanged(answer.conversation);
    state.openedChanged(id, { status: "ready" });
    if (answer.more) await this.#resume(id);
  }

  /** @param {string} id @param {string} code */
  #openFailed(id, code) {
    this.state.openedChanged(id, { status: code === "unavailable" ? "unreachable" : "failed" });
  }

  /**
   * Fetch what came after the cursor, page by page; nothing is shown twice, since entries are kept by number.
   *
   * @param {string} id
   */
  async #resume(id) {
    if (this.resuming.has(id)) {
      this.resuming.set(id, true);
      return;
    }
    this.resuming.set(id, false);
    const { state } = this;
    const log = state.log(id);
    let after = log.stale ? log.cursor(OVERLAP) : log.upTo;
    for (;;) {
      const answer = await this.#ask(protocol.CONVERSATION_OPEN, { conversation: id, after, limit: 200 });
      if (!answer.ok) break;
      const reached = answer.messages.at(-1)?.seq ?? after;
      const more = answer.more && reached > after;
      log.resumed(answer.messages, { highWater: answer.conversation.high_water, more });
      state.conversationChanged(answer.conversation);
      this.#arrived(answer.messages);
      after = reached;
      if (!more) break;
    }
    const again = this.resuming.get(id);
    this.resuming.delete(id);
    if (again) await this.#resume(id);
  }

  /** @param {{conversation: string, message: import("./protocol.js").Message}} fact */
  #messageReceived(fact) {
    const missing = this.state.messageReceived(fact);
    this.#arrived([fact.message]);
    if (missing) void this.#resume(fact.conversation);
  }

  /** @param {import("./send_queue.js").Waiting} item @param {any} answer */
  #sent({ conversation, client_id }, answer) {
    const message = answer.message && { ...answer.message, client_id };
    const missing = message && this.state.messageReceived({ conversation, message });
    if (missing) void this.#resume(conversation);
  }

  /** @param {import("./protocol.js").Message[]} messages */
  #arrived(messages) {
    for (const message of messages) if (message.client_id) this.queue.arrived(message.client_id);
  }

  /** @param {import("./send_queue.js").Waiting[]} items @param {string} code */
  #returned(items, code) {
    const [{ conversation }] = items;
    this.drafts.giveBack(conversation, items.map((item) => item.parts));
    this.state.notices.tell(conversation, code);
  }

  /** @param {string | undefined} reason */
  #ended(reason) {
    this.signingOut();
    this.state.ended(reason === "signed_out" ? "signed_out" : "revoked");
  }

  /** @param {string} command @param {object} payload */
  #ask(command, payload) {
    return this.transport.request(command, payload);
  }
}
