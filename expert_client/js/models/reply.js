// @ts-check
/**
 * Whether a reply may be sent, and what to warn of.
 *
 * @typedef {import("../protocol.js").Part} Part
 * @typedef {import("../protocol.js").Placeholder} Placeholder
 * @typedef {import("../protocol.js").Conversation} Conversation
 */

import { isEmpty, isPlaceholder, measure, plain, tidy } from "./parts.js";

/** The count is shown when less than this share of the limit, or fewer than so many units, are left. */
const NEAR_SHARE = 0.2;
const NEAR_UNITS = 200;

/**
 * @param {Part[]} parts
 * @param {Conversation} conversation
 * @param {(placeholder: Placeholder) => string} label
 */
export function check(parts, conversation, label) {
  const limit = conversation.capabilities?.text_limit ?? Number.POSITIVE_INFINITY;
  const used = measure(plain(tidy(parts), label), conversation.capabilities?.text_unit ?? "characters");
  const left = limit - used;
  return {
    empty: isEmpty(parts),
    left,
    near: left < Math.min(limit * NEAR_SHARE, NEAR_UNITS),
    over: left < 0,
    hasPlaceholder: parts.some(isPlaceholder),
    lookalike: lookalike(parts, conversation, label),
  };
}

/**
 * A placeholder of this conversation that was typed or pasted as text.
 *
 * @param {Part[]} parts
 * @param {Conversation} conversation
 * @param {(placeholder: Placeholder) => string} label
 */
function lookalike(parts, conversation, label) {
  return conversation.placeholders.find(
    (one) => one.sendable && parts.some((part) => typeof part === "string" && part.includes(label(one))),
  );
}
