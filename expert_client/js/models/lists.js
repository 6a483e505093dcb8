// @ts-check
/**
 * The lists and their order: who waits longest comes first.
 *
 * @typedef {import("../protocol.js").Conversation} Conversation
 * @typedef {import("../protocol.js").Offer} Offer
 */

/** @param {Conversation} conversation */
export const isMine = (conversation) => conversation.case.holder?.me === true && isLive(conversation);

/** @param {Conversation} conversation */
const isLive = ({ case: { state } }) => state === "held" || state === "resolved";

/** @param {Conversation} conversation */
export const isUnread = (conversation) =>
  conversation.last != null && conversation.last.kind !== "expert" && conversation.last.kind !== "event" &&
  conversation.last.seq > conversation.read;

/** @param {Iterable<Conversation>} conversations @returns {Conversation[]} */
export const held = (conversations) =>
  [...conversations].filter((one) => isMine(one) && one.case.state === "held").sort(byWaiting);

/** @param {Iterable<Conversation>} conversations @returns {Conversation[]} */
export const resolved = (conversations) =>
  [...conversations]
    .filter((one) => isMine(one) && one.case.state === "resolved")
    .sort((a, b) => (b.last?.at_ms ?? 0) - (a.last?.at_ms ?? 0) || byId(a, b));

/** @param {Iterable<Offer>} offers @returns {Offer[]} */
export const offered = (offers) =>
  [...offers].sort((a, b) => since(a.waiting_since_ms) - since(b.waiting_since_ms) || byId(a, b));

/** @param {Conversation} a @param {Conversation} b */
function byWaiting(a, b) {
  return since(a.waiting_since_ms) - since(b.waiting_since_ms) || (b.last?.at_ms ?? 0) - (a.last?.at_ms ?? 0) || byId(a, b);
}

/** Nobody waits: after all who do. @param {number | undefined} ms */
const since = (ms) => ms ?? Number.MAX_SAFE_INTEGER;

/** @param {{conversation: string}} a @param {{conversation: string}} b */
const byId = (a, b) => (a.conversation < b.conversation ? -1 : 1);

/**
 * The order to show while a hand or a pointer is on the list: what is there keeps its place, what is new waits below.
 *
 * @param {string[]} shown
 * @param {string[]} wanted
 * @returns {string[]}
 */
export function heldOrder(shown, wanted) {
  const still = new Set(wanted);
  const kept = shown.filter((id) => still.has(id));
  const known = new Set(kept);
  return [...kept, ...wanted.filter((id) => !known.has(id))];
}
