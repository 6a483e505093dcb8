// @ts-check
/**
 * A text field whose text may hold placeholders as whole, unbreakable chips. What is pasted or typed is always text:
 * only `insertChip` makes a chip.
 *
 * @typedef {import("../protocol.js").Part} Part
 * @typedef {import("../protocol.js").Placeholder} Placeholder
 */

import { el } from "../dom.js";
import { isPlaceholder, join } from "../models/parts.js";
import { chip } from "./parts_view.js";

/** A place for the caret behind a chip; never part of the text. */
const CARET_PLACE = "\u200b";

export class Editor {
  /** @param {{hint: string, onInput: () => void}} needs */
  constructor({ hint, onInput }) {
    this.onInput = onInput;
    /** @type {WeakMap<Node, Placeholder>} */
    this.chips = new WeakMap();
    this.element = el("div", {
      class: "editor", role: "textbox", "aria-multiline": "true", "data-hint": hint, spellcheck: "true", dir: "auto",
      oninput: () => this.#changed(),
      onpaste: (/** @type {ClipboardEvent} */ event) => {
        event.preventDefault();
        this.insertText(event.clipboardData?.getData("text/plain") ?? "");
      },
      ondrop: (/** @type {DragEvent} */ event) => {
        event.preventDefault();
        this.insertText(event.dataTransfer?.getData("text/plain") ?? "");
      },
      onbeforeinput: (/** @type {InputEvent} */ event) => {
        if (event.inputType.startsWith("format")) event.preventDefault();
      },
    });
    this.editable = true;
    this.enable(true);
  }

  /** @param {boolean} editable */
  enable(editable) {
    this.editable = editable;
    this.element.setAttribute("contenteditable", editable ? "plaintext-only" : "false");
    if (editable && !this.element.isContentEditable) this.element.setAttribute("contenteditable", "true");
    this.element.setAttribute("aria-readonly", String(!editable));
    this.element.tabIndex = 0;
  }

  /** @returns {Part[]} */
  get parts() {
    /** @type {Part[]} */
    const out = [];
    this.#read(this.element, out);
    return join(out);
  }

  set parts(parts) {
    this.element.replaceChildren(...parts.map((part) => (isPlaceholder(part) ? this.#chip(part) : part)));
    this.#placeForCaret();
    this.element.classList.toggle("blank", parts.length === 0);
  }

  get focused() {
    return document.activeElement === this.element;
  }

  /** With the caret at the end, unless it is in the text already. */
  focus() {
    this.element.focus();
    const selection = window.getSelection();
    if (!selection || this.#range()) return;
    selection.selectAllChildren(this.element);
    selection.collapseToEnd();
  }

  focusAtEnd() {
    this.element.focus();
    window.getSelection()?.selectAllChildren(this.element);
    window.getSelection()?.collapseToEnd();
  }

  /** @param {string} text */
  insertText(text) {
    const clean = text.replaceAll("\r\n", "\n").replaceAll(CARET_PLACE, "");
    if (clean && this.editable) document.execCommand("insertText", false, clean); // keeps the browser's undo
  }

  /** @param {Placeholder} placeholder @param {number} replacing how many characters before the caret it takes the place of */
  insertChip(placeholder, replacing = 0) {
    if (!this.editable) return;
    this.focus();
    const range = this.#range();
    if (!range) return;
    if (replacing) range.setStart(range.startContainer, Math.max(0, range.startOffset - replacing));
    range.deleteContents();
    const node = this.#chip(placeholder);
    range.insertNode(node);
    this.#placeForCaret();
    range.setStartAfter(node);
    const next = node.nextSibling;
    if (next instanceof Text && next.data.startsWith(CARET_PLACE)) range.setStart(next, 1);
    range.collapse(true);
    const selection = window.getSelection();
    selection?.removeAllRanges();
    selection?.addRange(range);
    this.#changed();
  }

  /** What stands between the start of the text node and the caret. */
  get beforeCaret() {
    const range = this.#range();
    if (!range?.collapsed || !(range.startContainer instanceof Text)) return "";
    return range.startContainer.data.slice(0, range.startOffset);
  }

  /** Turn a text that looks like a placeholder into the chip. @param {string} label @param {Placeholder} placeholder */
  replaceText(label, placeholder) {
    const walker = document.createTreeWalker(this.element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = /** @type {Text} */ (node);
      const at = text.data.indexOf(label);
      if (at < 0 || text.parentElement !== this.element) continue;
      const rest = text.splitText(at);
      rest.data = rest.data.slice(label.length);
      rest.before(this.#chip(placeholder));
      break;
    }
    this.#placeForCaret();
    this.#changed();
  }

  #changed() {
    this.element.classList.toggle("blank", this.parts.length === 0);
    this.onInput();
  }

  /** @param {Placeholder} placeholder */
  #chip(placeholder) {
    const node = chip(placeholder, { contenteditable: "false" });
    this.chips.set(node, placeholder);
    return node;
  }

  #placeForCaret() {
    const last = this.element.lastChild;
    if (last && this.chips.has(last)) last.after(CARET_PLACE);
  }

  #range() {
    const selection = window.getSelection();
    if (!selection?.rangeCount) return null;
    const range = selection.getRangeAt(0);
    return this.element.contains(range.commonAncestorContainer) ? range : null;
  }

  /** @param {Node} parent @param {Part[]} out */
  #read(parent, out) {
    for (const node of parent.childNodes) {
      const placeholder = this.chips.get(node);
      if (placeholder) out.push(placeholder);
      else if (node instanceof Text) out.push(node.data.replaceAll(CARET_PLACE, ""));
      else if (node instanceof HTMLBRElement) {
        if (node.nextSibling || parent !== this.element) out.push("\n");
      } else {
        if (out.length && node instanceof HTMLDivElement) out.push("\n");
        this.#read(node, out);
      }
    }
  }
}
