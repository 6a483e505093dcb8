// @ts-check
/**
 * How a conversation in the lists follows what is told of it.
 *
 * @typedef {import("../protocol.js").Conversation} Conversation
 * @typedef {import("../protocol.js").LastEntry} LastEntry
 * @typedef {import("../protocol.js").Message} Message
 */

/**
 * The customer's message begins a wait, an expert's answer ends it; what the brand says beside does neither.
 *
 * @param {Conversation} known
 * @param {Message} message
 * @returns {Conversation}
 */
export function withLast(known, message) {
  if (message.seq <= (known.last?.seq ?? -1)) return known;
  const next = { ...known, high_water: Math.max(known.high_water, message.seq) };
  if (message.kind === "event") return next;
  next.last = lastOf(message);
  if (message.kind === "customer") next.waiting_since_ms = known.waiting_since_ms ?? message.received_at_ms;
  if (message.kind === "expert") {
    delete next.waiting_since_ms;
    delete next.patience_ends_ms;
    next.shared = false;
  }
  return next;
}

/**
 * News about a conversation may leave out its last message, and know less of what was read than this client.
 *
 * @param {Conversation | undefined} known
 * @param {Conversation} news
 * @returns {Conversation}
 */
export function merged(known, news) {
  if (!known) return news;
  const last = (news.last?.seq ?? -1) < (known.last?.seq ?? -1) ? known.last : news.last;
  return { ...news, last, read: Math.max(known.read, news.read) };
}

/** @param {Message} message @returns {LastEntry} */
export function lastOf(message) {
  const { seq, kind, at_ms, content } = message;
  const [field] = Object.values(content.fields ?? {});
  return { seq, kind, at_ms, preview: content.text ?? field ?? [] };
}
