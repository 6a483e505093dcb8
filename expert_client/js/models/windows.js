// @ts-check
/**
 * What the expert may do in a conversation now.
 *
 * @typedef {import("../protocol.js").Conversation} Conversation
 * @typedef {"open" | "lost" | "resolved" | "window_closed"} Speech
 */

import { isMine } from "./lists.js";

/** Shown as a countdown when less than this is left. */
export const CLOSING_SOON_MS = 60 * 60_000;

/**
 * @param {Conversation} conversation
 * @param {number} nowMs
 * @returns {Speech}
 */
export function speech(conversation, nowMs) {
  if (!isMine(conversation)) return "lost";
  if (conversation.case.state === "resolved") return "resolved";
  if (conversation.window_ends_ms != null && conversation.window_ends_ms <= nowMs) return "window_closed";
  return "open";
}
