// @ts-check
/**
 * What happened in a case before it came to the reader from another expert, put together from the log.
 *
 * @typedef {import("../protocol.js").Author} Author
 * @typedef {import("../protocol.js").Message} Message
 * @typedef {import("../protocol.js").Part} Part
 *
 * @typedef {object} CatchUp
 * @property {number} seq the entry with which the case came to the reader
 * @property {number} opensAt where to begin to read: that entry, or the note right in front of it
 * @property {Author} from who had it
 * @property {Part[]} [note] of the one who left, when more was said since
 * @property {number} messages of the customer and of experts
 * @property {boolean} whole the log reaches back to where the case began, so that the count and `first` hold
 * @property {Message} [first] the customer's first
 * @property {Message} [answer] the last one given
 * @property {Message[]} unanswered
 * @property {boolean} used the reader has answered since
 */

/**
 * @param {Message[]} messages in the order of the log
 * @param {boolean} older there are entries in front of them
 * @returns {CatchUp | null} null when nobody had the case before
 */
export function catchUp(messages, older) {
  const at = messages.findLastIndex((one) => isEvent(one, "accepted") && expertOf(one)?.me);
  if (at < 0) return null;
  const number = messages[at].event?.case;
  const start = messages.findLastIndex((one, index) => index < at && before(one, number)) + 1;
  const earlier = messages.slice(start, at);
  const left = lastLeft(earlier);
  const from = /** @type {Author | undefined} */ (messages[at].event?.from) ?? expertOf(left);
  if (!from || from.me) return null;
  const answer = earlier.findLast((one) => one.kind === "expert");
  const since = earlier.filter((one) => one.kind === "customer" && one.seq > (answer?.seq ?? -1));
  const note = /** @type {Part[] | undefined} */ (left?.event?.note);
  const noteNear = left && note && !earlier.some((one) => one.seq > left.seq && one.kind !== "event");
  return {
    seq: messages[at].seq,
    opensAt: left && noteNear ? left.seq : messages[at].seq,
    from,
    note: noteNear ? undefined : note,
    messages: earlier.filter((one) => one.kind === "customer" || one.kind === "expert").length,
    whole: start > 0 || !older,
    first: start > 0 || !older ? earlier.find((one) => one.kind === "customer") : undefined,
    answer,
    unanswered: since.filter((one) => !one.revoked),
    used: messages.some((one) => one.seq > messages[at].seq && one.kind === "expert" && one.author?.me),
  };
}

/** @param {Message} message @param {string} code */
const isEvent = (message, code) => message.kind === "event" && message.event?.code === code;

/** @param {Message | undefined} message */
const expertOf = (message) => /** @type {Author | undefined} */ (message?.event?.expert);

/** An entry that belongs to an earlier case. @param {Message} message @param {unknown} number */
const before = ({ event }, number) => typeof event?.case === "number" && typeof number === "number" && event.case < number;

/** The expert who left last, unless somebody took the case since. @param {Message[]} messages */
function lastLeft(messages) {
  const last = messages.findLast((one) => isEvent(one, "left") || isEvent(one, "accepted"));
  return last && isEvent(last, "left") ? last : undefined;
}
