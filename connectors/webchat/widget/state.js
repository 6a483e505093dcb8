// @ts-check
/**
 * What the widget knows, as one value, and how each event changes it. Pure: no clock, no storage, no DOM.
 *
 * @typedef {import("./protocol.js").VisitorMessage} VisitorMessage
 * @typedef {"asleep" | "connecting" | "online" | "offline" | "outdated" | "ended"} Phase
 *   `asleep`: no socket wanted yet. `outdated` and `ended`: none any more.
 * @typedef {{
 *   client_id: string, text: string, at_ms: number, status: "waiting" | "sending" | "failed", code: string,
 * }} Pending
 *   A message that is not in the log yet, as far as we know. `code` says why it failed.
 * @typedef {{
 *   phase: Phase, open: boolean, sound: boolean, messages: VisitorMessage[], pending: Pending[], high: number,
 *   read: number, delivered: number, seen: number, typing_until_ms: number, slow_until_ms: number,
 * }} State
 *   `messages` rise by seq. `high` is the greatest seq we have: the cursor to resume from. `read` is how far the
 *   visitor has seen the log; `delivered` and `seen` how far the helper has. The `_until_ms` are 0 when over.
 * @typedef {{type: "phase", phase: Phase}
 *   | {type: "opened"} | {type: "closed"} | {type: "reset"}
 *   | {type: "sound", on: boolean}
 *   | {type: "arrived", messages: VisitorMessage[], read?: number}
 *   | {type: "receipt", up_to: number, delivery: import("./protocol.js").Delivery}
 *   | {type: "typing", until_ms: number} | {type: "slow", until_ms: number} | {type: "tick", now_ms: number}
 *   | {type: "read", seq: number}
 *   | {type: "queued", item: {client_id: string, text: string, at_ms: number, failed?: string}}
 *   | {type: "dropped", client_id: string}
 *   | {type: "sending" | "waiting", client_id: string} | {type: "failed", client_id: string, code: string}
 *   | {type: "sent", client_id: string, seq: number, at_ms: number}} Event
 */
import { further } from "./protocol.js";

/** @returns {State} */
export function initialState() {
  return {
    phase: "asleep",
    open: false,
    sound: true,
    messages: [],
    pending: [],
    high: 0,
    read: 0,
    delivered: 0,
    seen: 0,
    typing_until_ms: 0,
    slow_until_ms: 0,
  };
}

/**
 * @param {State} state
 * @param {Event} event
 * @returns {State} the same object when nothing changed
 */
export function reduce(state, event) {
  switch (event.type) {
    case "phase":
      return event.phase === state.phase ? state : { ...state, phase: event.phase };
    case "opened":
      return { ...state, open: true };
    case "closed":
      return { ...state, open: false };
    case "sound":
      return { ...state, sound: event.on };
    case "reset":
      return { ...initialState(), open: state.open, sound: state.sound };
    case "arrived":
      return arrived(state, event.messages, event.read ?? 0);
    case "receipt":
      return receipt(state, event.up_to, event.delivery);
    case "typing":
      return { ...state, typing_until_ms: event.until_ms };
    case "slow":
      return { ...state, slow_until_ms: event.until_ms };
    case "tick":
      return tick(state, event.now_ms);
    case "read":
      return event.seq <= state.read ? state : { ...state, read: event.seq };
    case "sent":
      return sent(state, event.client_id, event.seq, event.at_ms);
    default:
      return { ...state, pending: changePending(state.pending, event) };
  }
}

/**
 * @param {State} state
 * @returns {number} messages from the other side that the visitor has not seen
 */
export function unread(state) {
  return state.messages.filter((message) => message.from !== "me" && message.seq > state.read).length;
}

/**
 * @param {State} state
 * @returns {number} the greatest seq from the other side, 0 when there is none: what to report as read
 */
export function newestFromOthers(state) {
  return state.messages.findLast((message) => message.from !== "me")?.seq ?? 0;
}

/**
 * @param {State} state
 * @param {VisitorMessage} message
 * @returns {import("./protocol.js").Delivery} how far one of the visitor's own messages got
 */
export function deliveryOf(state, message) {
  const reached = message.seq <= state.seen ? "read" : message.seq <= state.delivered ? "delivered" : "sent";
  return further(reached, message.delivery);
}

/**
 * @param {State} state
 * @param {VisitorMessage[]} news
 * @param {number} read
 * @returns {State}
 */
function arrived(state, news, read) {
  const bySeq = new Map(state.messages.map((message) => [message.seq, message]));
  let helperWrote = false;
  for (const message of news) {
    const known = bySeq.get(message.seq);
    helperWrote ||= !known && message.from !== "me";
    bySeq.set(message.seq, {
      ...message,
      client_id: message.client_id ?? known?.client_id ?? null,
      delivery: further(message.delivery, known?.delivery ?? "sent"),
    });
  }
  const messages = [...bySeq.values()].sort((one, other) => one.seq - other.seq);
  const landed = new Set(news.map((message) => message.client_id));
  return {
    ...state,
    messages,
    pending: state.pending.filter((item) => !landed.has(item.client_id)),
    high: Math.max(state.high, messages.at(-1)?.seq ?? 0),
    read: Math.max(state.read, read),
    typing_until_ms: helperWrote ? 0 : state.typing_until_ms,
  };
}

/**
 * @param {State} state
 * @param {number} upTo
 * @param {import("./protocol.js").Delivery} delivery
 * @returns {State}
 */
function receipt(state, upTo, delivery) {
  if (delivery === "sent") {
    return state;
  }
  return {
    ...state,
    delivered: Math.max(state.delivered, upTo),
    seen: delivery === "read" ? Math.max(state.seen, upTo) : state.seen,
  };
}

/**
 * @param {State} state
 * @param {number} nowMs
 * @returns {State}
 */
function tick(state, nowMs) {
  const typing = state.typing_until_ms > nowMs ? state.typing_until_ms : 0;
  const slow = state.slow_until_ms > nowMs ? state.slow_until_ms : 0;
  if (typing === state.typing_until_ms && slow === state.slow_until_ms) {
    return state;
  }
  return { ...state, typing_until_ms: typing, slow_until_ms: slow };
}

/**
 * The log has the message. It may have arrived before its own acknowledgement, or long ago when this was a retry.
 *
 * @param {State} state
 * @param {string} clientId
 * @param {number} seq
 * @param {number} atMs
 * @returns {State}
 */
function sent(state, clientId, seq, atMs) {
  const item = state.pending.find((pending) => pending.client_id === clientId);
  const known = state.messages.find((message) => message.seq === seq);
  if (!item && !known) {
    return state;
  }
  const base = { seq, from: /** @type {const} */ ("me"), at_ms: atMs, name: "", masked: [] };
  const message = known ?? { ...base, text: item?.text ?? "", client_id: clientId, delivery: /** @type {const} */ ("sent") };
  // Not the cursor: others may have written between our last seq and this one.
  return { ...arrived(state, [{ ...message, client_id: clientId }], 0), high: state.high };
}

/**
 * @param {Pending[]} pending
 * @param {Extract<Event, {type: "queued" | "dropped" | "sending" | "waiting" | "failed"}>} event
 * @returns {Pending[]}
 */
function changePending(pending, event) {
  switch (event.type) {
    case "queued": {
      const { client_id, text, at_ms, failed } = event.item;
      const rest = pending.filter((item) => item.client_id !== client_id);
      const status = failed ? /** @type {const} */ ("failed") : /** @type {const} */ ("waiting");
      const items = [...rest, { client_id, text, at_ms, status, code: failed ?? "" }];
      return items.sort((one, other) => one.at_ms - other.at_ms);
    }
    case "dropped":
      return pending.filter((item) => item.client_id !== event.client_id);
    default: {
      const code = event.type === "failed" ? event.code : "";
      const changed = { status: event.type, code };
      return pending.map((item) => (item.client_id === event.client_id ? { ...item, ...changed } : item));
    }
  }
}
