// @ts-check
/**
 * A note of one expert for the next: tinted, and labelled in words.
 *
 * @typedef {import("../protocol.js").Author} Author
 * @typedef {import("../protocol.js").Part} Part
 */

import { el } from "../dom.js";
import { icon } from "../icons.js";
import { texts } from "../texts.js";
import { nameWithin } from "./names.js";
import { isolated } from "./parts_view.js";

/** @param {Author} author @param {Part[]} note */
export function noteBox(author, note) {
  return el("div", { class: "note" },
    el("p", { class: "note-label" }, icon("note"), el("bdi", null, texts.noteFrom(nameWithin(author)))),
    el("p", { class: "text" }, isolated(note)));
}
