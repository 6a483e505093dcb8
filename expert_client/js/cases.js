// @ts-check
/**
 * What an expert does with a case: take it, resolve it, hand it on. Knows no DOM.
 *
 * @typedef {import("./protocol.js").Answer} Answer
 * @typedef {import("./protocol.js").Offer} Offer
 */

import { basis } from "./models/shares.js";
import { CASE_ACCEPT, CASE_LEAVE, CASE_RESOLVE, CASE_SHARES } from "./protocol.js";

const COUNT_AGAIN_MS = 15_000;

export class Cases {
  /**
   * @param {object} needs
   * @param {(command: string, payload: object) => Promise<Answer>} needs.request
   * @param {import("./state.js").State} needs.state
   * @param {import("./drafts.js").Drafts} needs.drafts
   */
  constructor({ request, state, drafts }) {
    this.request = request;
    this.state = state;
    this.drafts = drafts;
    /** What the points of each conversation were asked for. @type {Map<string, {basis: string, asking: boolean, failedAtMs: number | null}>} */
    this.counted = new Map();
    /** Leaves whose answer was lost: they may have come true. @type {Set<string>} */
    this.unanswered = new Set();
  }

  /** @param {Offer} offer @returns {Promise<boolean>} */
  async accept(offer) {
    const { state } = this;
    const id = offer.conversation;
    const answer = await this.request(CASE_ACCEPT, { conversation: id });
    if (!answer.ok) {
      if (answer.error.code !== "unavailable") {
        state.offerWithdrawn({ conversation: id, reason: answer.error.code === "taken" ? "taken" : "closed" });
      }
      return false;
    }
    state.offerWithdrawn({ conversation: id, reason: "accepted" });
    state.conversationChanged(answer.conversation);
    return true;
  }

  /** @param {string} id @returns {Promise<string | null>} an error code */
  async resolve(id) {
    const conversation = this.state.conversations.get(id);
    if (!conversation) return "unknown_conversation";
    const answer = await this.request(CASE_RESOLVE, { conversation: id, token: conversation.case.token });
    if (!answer.ok) return answer.error.code;
    this.state.conversationChanged(answer.conversation);
    return null;
  }

  /**
   * Hand a case on. What was begun to be written to the customer goes with it.
   *
   * @param {import("./protocol.js").Conversation} conversation as the expert saw it when they decided
   * @param {string} note
   * @returns {Promise<string | null>} an error code
   */
  async leave(conversation, note) {
    const { conversation: id, case: { token } } = conversation;
    const text = note.trim();
    const answer = await this.request(CASE_LEAVE, { conversation: id, token, ...(text ? { note: text } : {}) });
    if (answer.ok) {
      this.#left(conversation);
      return null;
    }
    const { code } = answer.error;
    if (code === "unavailable") this.unanswered.add(keyOf(conversation));
    else if (this.confirmLeft(conversation)) return null;
    return code === "forbidden" ? "stale" : code;
  }

  /**
   * A leave whose answer was lost, of a case that is on offer because its holder left: it came true.
   *
   * @param {import("./protocol.js").Conversation} conversation as it was then
   */
  confirmLeft(conversation) {
    const offer = this.state.offers.get(conversation.conversation);
    if (offer?.case_number !== conversation.case.number || offer.why !== "left") return false;
    if (!this.unanswered.has(keyOf(conversation))) return false;
    this.#left(conversation);
    return true;
  }

  /** @param {import("./protocol.js").Conversation} conversation */
  #left(conversation) {
    this.unanswered.delete(keyOf(conversation));
    this.drafts.discard(conversation.conversation);
    this.state.caseLeft(conversation);
  }

  /** See to it that the points of a conversation are known, asking only when they may have changed. @param {string} id */
  async countShares(id) {
    const { state, counted } = this;
    const conversation = state.conversations.get(id);
    const log = state.logs.get(id);
    if (!conversation?.case.holder?.me || !log?.loaded || state.line !== "connected") return;
    const now = basis(conversation, log.list());
    const last = counted.get(id);
    if (last?.asking || (last?.basis === now && state.shares.has(id) && !isOver(last.failedAtMs, state.now()))) return;
    counted.set(id, { basis: now, asking: true, failedAtMs: null });
    const answer = await this.request(CASE_SHARES, { conversation: id });
    counted.set(id, { basis: now, asking: false, failedAtMs: answer.ok ? null : state.now() });
    state.sharesCounted(id, answer.ok ? { rule: answer.rule, shares: answer.shares } : "failed");
  }
}

/** A case in the hands of one expert. @param {import("./protocol.js").Conversation} conversation */
const keyOf = (conversation) => `${conversation.conversation} ${conversation.case.token}`;

/** @param {number | null} failedAtMs @param {number} nowMs */
const isOver = (failedAtMs, nowMs) => failedAtMs !== null && nowMs - failedAtMs >= COUNT_AGAIN_MS;
