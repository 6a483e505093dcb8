// @ts-check
/**
 * The log as it is shown: days, changes of the helper, messages in groups. Pure.
 *
 * @typedef {import("./state.js").State} State
 * @typedef {"waiting" | "sending" | "failed" | "sent" | "delivered" | "read"} Status
 * @typedef {{
 *   kind: "message", key: string, seq: number, from: import("./protocol.js").From, name: string, text: string,
 *   at_ms: number, masked: import("./protocol.js").MaskedSpan[], first: boolean, last: boolean,
 *   status: Status | null, code: string, client_id: string | null,
 * }} MessageRow
 *   `code` says why it failed. `first` and `last` of its group. `status` is null where it need not be shown. `seq` is 0 while unsent.
 * @typedef {{kind: "day", key: string, at_ms: number} | {kind: "helper", key: string, name: string}
 *   | {kind: "waiting", key: string} | MessageRow} Row
 */
import { deliveryOf } from "./state.js";

const GROUP_MS = 5 * 60_000;

/**
 * @param {State} state
 * @returns {Row[]} from old to new; keys are unique and keep their message through sending and reload
 */
export function rows(state) {
  const messages = [...logged(state), ...pending(state)];
  const lastOwn = messages.findLast((row) => row.from === "me");
  /** @type {Row[]} */
  const found = [];
  let helper = "";
  messages.forEach((row, index) => {
    const previous = messages[index - 1];
    const next = messages[index + 1];
    if (!previous || day(previous) !== day(row)) {
      found.push({ kind: "day", key: `d-${row.key}`, at_ms: row.at_ms });
    }
    if (row.from === "expert" && row.name) {
      if (helper && row.name !== helper) {
        found.push({ kind: "helper", key: `h-${row.key}`, name: row.name });
      }
      helper = row.name;
    }
    row.first = !previous || !together(previous, row);
    row.last = !next || !together(row, next);
    const settled = row.status === "sent" || row.status === "delivered" || row.status === "read";
    row.status = settled && row !== lastOwn ? null : row.status;
    found.push(row);
  });
  if (state.pending.length === 0 && messages.at(-1)?.from === "me") {
    found.push({ kind: "waiting", key: "waiting" });
  }
  return found;
}

/**
 * @param {State} state
 * @returns {MessageRow[]}
 */
function logged(state) {
  return state.messages.map((message) => ({
    kind: "message",
    key: message.client_id ?? `s-${message.seq}`,
    seq: message.seq,
    from: message.from,
    name: message.name,
    text: message.text,
    at_ms: message.at_ms,
    masked: message.masked,
    first: true,
    last: true,
    status: message.from === "me" ? deliveryOf(state, message) : null,
    code: "",
    client_id: message.client_id,
  }));
}

/**
 * @param {State} state
 * @returns {MessageRow[]}
 */
function pending(state) {
  return state.pending.map((item) => ({
    kind: "message",
    key: item.client_id,
    seq: 0,
    from: "me",
    name: "",
    text: item.text,
    at_ms: item.at_ms,
    masked: [],
    first: true,
    last: true,
    status: item.status,
    code: item.code,
    client_id: item.client_id,
  }));
}

/**
 * @param {MessageRow} one
 * @param {MessageRow} other
 * @returns {boolean} whether both stand in one group
 */
function together(one, other) {
  const close = Math.abs(other.at_ms - one.at_ms) < GROUP_MS && day(one) === day(other);
  return close && one.from === other.from && one.name === other.name;
}

/**
 * @param {MessageRow} row
 * @returns {string} the local day, such as `2026-2-28`
 */
function day(row) {
  const date = new Date(row.at_ms);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}
