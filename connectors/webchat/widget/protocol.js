// @ts-check
/**
 * Names and payloads between widget and gateway. Names must equal those of the gateway; times are Unix
 * milliseconds. Nothing that arrives is trusted to have its shape: what has not is dropped.
 *
 * @typedef {{start: number, end: number, entity: string}} MaskedSpan
 *   Half-open, in code points of the message's text: what the helper cannot see.
 * @typedef {"me" | "expert" | "brand"} From
 * @typedef {"sent" | "delivered" | "read"} Delivery
 * @typedef {{
 *   seq: number, from: From, at_ms: number, text: string, name: string, masked: MaskedSpan[],
 *   client_id: string | null, delivery: Delivery,
 * }} VisitorMessage
 *   `name` is empty when nobody told it. `delivery` means something for `me` only.
 * @typedef {{ok: true, [field: string]: unknown} | {ok: false, code: string, retry_after_s: number}} Answer
 *   `retry_after_s` is 0 unless `code` is `slow_down`.
 */

export const PROTOCOL_VERSION = 1;

export const VISITOR_STARTED = "visitor.started";
export const MESSAGE_RECEIVED = "message.received";
export const MESSAGE_CHANGED = "message.changed";
export const RECEIPT_RECEIVED = "receipt.received";
export const TYPING_SHOWN = "typing.shown";
export const SERVER_GOING_AWAY = "server.going_away";
export const SESSION_ENDED = "session.ended";
export const UPGRADE_REQUIRED = "upgrade.required";

export const MESSAGE_SEND = "message.send";
export const VISITOR_READ = "visitor.read";
export const VISITOR_RESUME = "visitor.resume";

/** How long typing dots stay without news, in milliseconds. */
export const TYPING_MS = 6000;

/** @type {readonly Delivery[]} */
const RANKS = ["sent", "delivered", "read"];

/**
 * @param {Delivery} one
 * @param {Delivery} other
 * @returns {Delivery} the further one: receipts are ranks and may arrive in any order
 */
export function further(one, other) {
  return RANKS.indexOf(one) >= RANKS.indexOf(other) ? one : other;
}

/**
 * @param {unknown} value
 * @returns {Delivery} `sent` for anything we do not know
 */
export function readDelivery(value) {
  return RANKS.find((rank) => rank === value) ?? "sent";
}

/**
 * @param {unknown} value
 * @returns {VisitorMessage | null}
 */
export function readMessage(value) {
  const given = record(value);
  const from = given.from;
  if (!isSeq(given.seq) || (from !== "me" && from !== "expert" && from !== "brand")) {
    return null;
  }
  const text = typeof given.text === "string" ? given.text : "";
  return {
    seq: given.seq,
    from,
    at_ms: number(given.at_ms),
    text,
    name: typeof given.name === "string" ? given.name : "",
    masked: readSpans(given.masked),
    client_id: typeof given.client_id === "string" ? given.client_id : null,
    delivery: readDelivery(given.delivery),
  };
}

/**
 * @param {unknown} value
 * @returns {VisitorMessage[]}
 */
export function readMessages(value) {
  return (Array.isArray(value) ? value : []).map(readMessage).filter((message) => message !== null);
}

/**
 * @param {unknown} value
 * @returns {Answer}
 */
export function readAnswer(value) {
  const given = record(value);
  if (given.ok === true) {
    return { ...given, ok: true };
  }
  const error = record(given.error);
  const code = typeof error.code === "string" ? error.code : "malformed";
  const wait = number(error.retry_after_s) || number(given.retry_after_s);
  return { ok: false, code, retry_after_s: code === "slow_down" ? Math.min(Math.max(wait, 1), 600) : 0 };
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>} an empty one for anything that is not a record
 */
export function record(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? /** @type {Record<string, unknown>} */ (value)
    : {};
}

/**
 * @param {unknown} value
 * @returns {number} 0 for anything that is not a finite number
 */
export function number(value) {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
export function isSeq(value) {
  return Number.isSafeInteger(value) && /** @type {number} */ (value) >= 0;
}

/**
 * @param {unknown} value
 * @returns {MaskedSpan[]}
 */
function readSpans(value) {
  const spans = [];
  for (const item of Array.isArray(value) ? value : []) {
    const { start, end, entity } = record(item);
    if (isSeq(start) && isSeq(end) && start < end && typeof entity === "string") {
      spans.push({ start, end, entity });
    }
  }
  return spans.sort((one, other) => one.start - other.start);
}
