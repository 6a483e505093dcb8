// @ts-check
/**
 * The card at which a conversation opens that came from another expert: what happened before.
 *
 * @typedef {import("../models/catch_up.js").CatchUp} CatchUp
 * @typedef {import("../protocol.js").Message} Message
 */

import { el } from "../dom.js";
import { moment } from "../format.js";
import { icon } from "../icons.js";
import { texts } from "../texts.js";
import { contentLine } from "./content_view.js";
import { nameOf, nameWithin } from "./names.js";
import { noteBox } from "./note_view.js";

const UNANSWERED = 3;

/**
 * @param {string} key
 * @param {CatchUp} catchUp
 * @param {{now: number, goTo: (seq: number) => void}} needs
 * @returns {import("../dom.js").Keyed}
 */
export function catchUpCard(key, catchUp, needs) {
  const { seq: _, used: __, ...shown } = catchUp;
  return { key, signature: JSON.stringify(shown), create: () => create(catchUp, needs) };
}

/** @param {CatchUp} catchUp @param {{now: number, goTo: (seq: number) => void}} needs */
function create({ from, note, messages, whole, first, answer, unanswered }, { now, goTo }) {
  const t = texts.catchUp;
  const newest = unanswered.slice(-UNANSWERED);
  const begun = first && moment(first.at_ms, now);
  return el("section", { class: "catch-up", "aria-labelledby": "catch-up-title" },
    el("h3", { class: "catch-up-title", id: "catch-up-title" }, icon("info"), t.title),
    el("p", null, `${t.from(nameWithin(from))} ${t.messages(messages, whole)}`),
    note && noteBox(from, note),
    first && begun && part(t.first(begun), [first], goTo),
    answer ? part(t.answer(answer.author ? nameOf(answer.author) : texts.conversation.anotherExpert, moment(answer.at_ms, now)), [answer], goTo) : el("p", { class: "catch-up-part" }, t.noAnswer),
    unanswered.length
      ? part(t.unanswered(unanswered.length), newest, goTo, unanswered.length - newest.length)
      : el("p", { class: "catch-up-part" }, t.allAnswered));
}

/**
 * @param {string} title
 * @param {Message[]} messages
 * @param {(seq: number) => void} goTo
 * @param {number} [more] that are not shown
 */
function part(title, messages, goTo, more = 0) {
  return el("div", { class: "catch-up-part" },
    el("p", { class: "catch-up-what" }, title, more > 0 && ` ${texts.catchUp.more(more)}`),
    messages.map((message) =>
      el("button", { class: "quote", type: "button", onclick: () => goTo(message.seq) }, contentLine(message))));
}
