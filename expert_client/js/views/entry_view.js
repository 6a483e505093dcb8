// @ts-check
/**
 * Entries of a conversation: bubbles, events, day separators, the line above what is new.
 *
 * @typedef {import("../models/timeline.js").Item} Item
 * @typedef {import("../protocol.js").Message} Message
 * @typedef {import("../protocol.js").Conversation} Conversation
 * @typedef {import("../dom.js").Keyed} Keyed
 *
 * @typedef {object} Needs
 * @property {Conversation} conversation
 * @property {number} now
 * @property {(seq: number) => Message | undefined} entry
 * @property {(clientId: string) => void} retry
 * @property {(clientId: string) => void} takeBack
 * @property {(seq: number) => void} goTo
 */

import { el, fill } from "../dom.js";
import { dayName, exactly, timeOf } from "../format.js";
import { icon } from "../icons.js";
import { snippet } from "../models/parts.js";
import { visible } from "../models/visible.js";
import { table } from "../table.js";
import { texts } from "../texts.js";
import { catchUpCard } from "./catch_up_view.js";
import { contentNodes } from "./content_view.js";
import { nameIfKnown, nameOf, nameWithin } from "./names.js";
import { noteBox } from "./note_view.js";
import { alias, isolated } from "./parts_view.js";

const MARKS = table({
  waiting: "clock", queued: "clock", sending: "clock", sent: "check", delivered: "checks", read: "checks",
  failed: "alert", ambiguous: "question",
});

/** @param {Item} item @param {Needs} needs @returns {Keyed} */
export function entry(item, needs) {
  switch (item.type) {
    case "day": return day(item.key, dayName(item.at_ms, needs.now));
    case "new": return {
      key: item.key, signature: "", create: () => el("div", { class: "line new-line" }, el("span", null, texts.conversation.new)),
    };
    case "event": return event(item.key, item.message);
    case "catch_up": return catchUpCard(item.key, item.catchUp, needs);
    case "waiting": return bubble(item.key, {
      message: null, parts: item.waiting.parts, first: item.first, side: "ours", needs, signature: item.waiting.parts,
      meta: (node) => waitingMeta(node, item.waiting, needs),
    });
    default: return logged(item, needs);
  }
}

/** @param {string} key @param {string} name @returns {Keyed} */
function day(key, name) {
  return { key, signature: name, create: () => el("div", { class: "line day" }, el("span", null, name)) };
}

/** @param {string} key @param {Message} message @returns {Keyed} */
function event(key, message) {
  const code = String(message.event?.code ?? "unknown");
  const { event: what, author } = message;
  const by = /** @type {import("../protocol.js").Author | undefined} */ (what?.by ?? what?.expert ?? what?.to ?? author);
  const from = /** @type {import("../protocol.js").Author | undefined} */ (what?.from);
  const note = /** @type {import("../protocol.js").Part[] | undefined} */ (what?.note);
  const text = texts.event(code, nameIfKnown(by), from && nameWithin(from));
  return {
    key,
    signature: JSON.stringify([text, note]),
    create: () => el("div", { class: "event", "data-seq": message.seq },
      el("div", { class: "line" }, el("span", null, el("bdi", null, text), " ", time(message.at_ms))),
      by && note && noteBox(by, note)),
  };
}

/** @param {import("../models/timeline.js").MessageItem} item @param {Needs} needs @returns {Keyed} */
function logged(item, needs) {
  const { message, first } = item;
  const side = message.kind === "customer" ? "theirs" : message.author?.me === false || message.kind === "business" ? "others" : "ours";
  const { content, edited, revoked, withheld, reply_to, reactions } = message;
  const plain = content.kind === "text" && !edited && !revoked && !withheld && reply_to == null && !reactions?.length;
  return bubble(item.key, {
    message, parts: content.text ?? [], first, side, needs,
    signature: plain ? content.text : [content, edited, revoked, withheld, reply_to, reactions],
    meta: (node) => loggedMeta(node, item, needs),
  });
}

/**
 * A body that stays the same keeps its node, so that nothing is read out twice; only the line under it changes.
 *
 * @param {string} key
 * @param {object} from
 * @param {Message | null} from.message
 * @param {import("../protocol.js").Part[]} from.parts
 * @param {boolean} from.first
 * @param {"ours" | "theirs" | "others"} from.side
 * @param {Needs} from.needs
 * @param {unknown} from.signature
 * @param {(node: HTMLElement) => void} from.meta
 * @returns {Keyed}
 */
function bubble(key, { message, parts, first, side, needs, signature, meta }) {
  return {
    key,
    signature: JSON.stringify([side, signature]),
    create: () => el("div", { class: `entry ${side}`, "data-seq": message?.seq },
      el("span", { class: "who" }, who(message, side, needs)),
      el("div", { class: "bubble" },
        message?.reply_to != null && quote(message.reply_to, needs),
        message ? contentNodes(message) : el("p", { class: "text" }, isolated(parts)),
        message?.reactions?.length
          ? el("p", { class: "reactions", "aria-label": texts.conversation.reactions }, message.reactions.map((one) => el("bdi", null, visible(one))))
          : null,
        el("div", { class: "meta", "aria-live": "off" }))),
    update: (node) => {
      node.classList.toggle("first", first);
      if (message) node.dataset.seq = String(message.seq);
      const place = /** @type {HTMLElement} */ (node.querySelector(".meta"));
      meta(place);
    },
  };
}

/** @param {Message | null} message @param {string} side @param {Needs} needs */
function who(message, side, { conversation }) {
  if (side === "theirs") return alias(conversation.customer);
  if (side === "ours") return texts.conversation.you;
  if (message?.kind === "business") return el("bdi", null, visible(texts.conversation.business(conversation.brand.name)));
  return message?.author ? el("bdi", null, nameOf(message.author)) : null;
}

/** @param {number} seq @param {Needs} needs */
function quote(seq, needs) {
  const target = needs.entry(seq);
  const parts = target?.content.text;
  return el("button", { class: "quote", type: "button", disabled: !target, onclick: () => needs.goTo(seq) },
    el("span", { class: "visually-hidden" }, texts.conversation.replyTo),
    parts ? isolated(snippet(parts, 80)) : texts.conversation.earlierMessage);
}

/** @param {HTMLElement} place @param {import("../models/timeline.js").MessageItem} item @param {Needs} needs */
function loggedMeta(place, { message, newest }, { conversation }) {
  const delivery = message.kind === "expert" ? message.delivery ?? "sent" : "";
  const signature = JSON.stringify([message.at_ms, message.edited, delivery, message.delivery_reason, newest]);
  if (place.dataset.signature === signature) return;
  place.dataset.signature = signature;
  const silent = conversation.capabilities?.receipts?.length === 0 && delivery === "sent";
  fill(place,
    message.edited && el("span", null, texts.conversation.edited),
    time(message.at_ms),
    delivery && mark(delivery, {
      reason: message.delivery_reason, spelled: newest || delivery === "failed" || delivery === "ambiguous", silent,
    }));
}

/** @param {HTMLElement} place @param {import("../send_queue.js").Waiting} waiting @param {Needs} needs */
function waitingMeta(place, waiting, { retry, takeBack }) {
  const failed = waiting.status === "failed";
  const signature = `waiting ${failed}`;
  if (place.dataset.signature === signature) return;
  place.dataset.signature = signature;
  if (!failed) return fill(place, time(waiting.at_ms), mark("waiting", { spelled: true }));
  return fill(place,
    el("span", { class: "mark mark-failed" }, icon("alert"), texts.notTaken),
    el("button", { class: "quiet", type: "button", onclick: () => retry(waiting.client_id) }, texts.retry),
    el("button", { class: "quiet", type: "button", onclick: () => takeBack(waiting.client_id) }, texts.edit));
}

/**
 * @param {string} delivery
 * @param {{reason?: string, spelled: boolean, silent?: boolean}} how
 */
function mark(delivery, { reason, spelled, silent }) {
  const word = texts.delivery[delivery] ?? delivery;
  const why = reason ? texts.reasons[reason] ?? texts.reason(visible(reason)) : "";
  const text = why ? texts.deliveryReason(word, why) : word;
  return el("span", { class: `mark mark-${delivery}`, title: silent ? texts.noReceipts : null },
    icon(MARKS[delivery] ?? "question"), el("span", { class: spelled ? null : "visually-hidden" }, text));
}

/** @param {number} ms */
function time(ms) {
  return el("time", { datetime: new Date(ms).toISOString(), title: exactly(ms) }, timeOf(ms));
}
