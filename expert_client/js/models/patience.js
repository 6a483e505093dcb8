// @ts-check
/**
 * How long a case stays with the expert alone while its customer waits.
 *
 * @typedef {import("../protocol.js").Conversation} Conversation
 * @typedef {"none" | "promised" | "due" | "shared"} Patience
 */

import { isMine } from "./lists.js";

/** In a list it is shown as a countdown when less than this is left. */
export const SOON_MS = 60 * 60_000;

/**
 * `promised`: the customer waits, others are offered the case later; `due`: they will be at any moment; `shared`: they
 * are, and whoever answers or takes it first has it.
 *
 * @param {Conversation} conversation
 * @param {number} nowMs
 * @returns {Patience}
 */
export function patience(conversation, nowMs) {
  if (!isMine(conversation) || conversation.case.state !== "held") return "none";
  if (conversation.shared) return "shared";
  const ends = conversation.patience_ends_ms;
  if (ends == null || conversation.waiting_since_ms == null) return "none";
  return ends <= nowMs ? "due" : "promised";
}
