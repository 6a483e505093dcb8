// @ts-check
/**
 * What a conversation shows, top to bottom: its log and what still waits to be sent, with day separators, the line
 * "new since you were here", and bubbles of one sender in groups.
 *
 * @typedef {import("./catch_up.js").CatchUp} CatchUp
 * @typedef {import("../protocol.js").Message} Message
 * @typedef {import("../send_queue.js").Waiting} Waiting
 *
 * @typedef {object} DayItem
 * @property {"day"} type
 * @property {string} key
 * @property {number} at_ms
 *
 * @typedef {object} NewItem
 * @property {"new"} type
 * @property {string} key
 *
 * @typedef {object} EventItem
 * @property {"event"} type
 * @property {string} key
 * @property {Message} message
 *
 * @typedef {object} CatchUpItem
 * @property {"catch_up"} type
 * @property {string} key
 * @property {CatchUp} catchUp
 *
 * @typedef {object} MessageItem
 * @property {"message"} type
 * @property {string} key
 * @property {Message} message
 * @property {boolean} first of its group
 * @property {boolean} last of its group
 * @property {boolean} newest the last one of ours in the log, whose delivery is spelled out
 *
 * @typedef {object} WaitingItem
 * @property {"waiting"} type
 * @property {string} key
 * @property {Waiting} waiting
 * @property {boolean} first
 *
 * @typedef {DayItem | NewItem | EventItem | CatchUpItem | MessageItem | WaitingItem} Item
 */

const GROUP_MS = 5 * 60_000;

/**
 * @param {object} from
 * @param {Message[]} from.messages in the order of the log
 * @param {Waiting[]} from.waiting
 * @param {number} from.newAfter the expert had read up to here when opening
 * @param {number} from.newUpTo what came later came before their eyes
 * @param {CatchUp | null} [from.catchUp] what happened before the case came to the expert, none of which is new to them
 * @param {(ms: number) => string} from.dayOf the viewer's calendar day, as a key
 * @returns {Item[]}
 */
export function timeline({ messages, waiting, newAfter, newUpTo, catchUp = null, dayOf }) {
  /** @type {Item[]} */
  const items = [];
  let day = "";
  let lined = false;
  let spoken = false;
  /** @type {MessageItem | null} */
  let open = null;
  const newest = newestOfOurs(messages);
  const readTo = Math.max(newAfter, catchUp?.seq ?? 0);

  const closeGroup = () => {
    if (open) open.last = true;
    open = null;
  };

  for (const message of messages) {
    const today = dayOf(message.at_ms);
    if (today !== day) {
      closeGroup();
      items.push({ type: "day", key: `day ${today} ${message.seq}`, at_ms: message.at_ms });
      day = today;
    }
    const isNew = message.seq > readTo && message.seq <= newUpTo && !message.author?.me;
    if (isNew && spoken && !lined && message.kind !== "event") {
      closeGroup();
      items.push({ type: "new", key: "new" });
      lined = true;
    }
    if (message.kind === "event") {
      closeGroup();
      items.push({ type: "event", key: `seq ${message.seq}`, message });
      if (message.seq === catchUp?.seq) items.push({ type: "catch_up", key: "catch up", catchUp });
      continue;
    }
    spoken ||= message.seq <= readTo;
    const first = !open || !sameGroup(open.message, message);
    if (first) closeGroup();
    /** @type {MessageItem} */
    const item = {
      type: "message", key: keyOf(message), message, first, last: false, newest: message.seq === newest,
    };
    open = item;
    items.push(item);
  }
  closeGroup();

  const logged = new Set(messages.map((message) => message.client_id).filter(Boolean));
  let first = true;
  for (const one of waiting) {
    if (logged.has(one.client_id)) continue;
    items.push({ type: "waiting", key: `mine ${one.client_id}`, waiting: one, first });
    first = false;
  }
  return items;
}

/** A reply keeps its place on screen when it turns from waiting into an entry of the log. @param {Message} message */
const keyOf = ({ seq, client_id }) => (client_id ? `mine ${client_id}` : `seq ${seq}`);

/** @param {Message} a @param {Message} b */
function sameGroup(a, b) {
  return a.kind === b.kind && a.author?.id === b.author?.id && b.at_ms - a.at_ms < GROUP_MS;
}

/** @param {Message[]} messages */
function newestOfOurs(messages) {
  for (let i = messages.length - 1; i >= 0; i -= 1) if (messages[i].kind === "expert") return messages[i].seq;
  return -1;
}
