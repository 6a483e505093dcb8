// @ts-check
/**
 * The menu that opens at `[`: the hidden values of this conversation that can be sent on.
 *
 * @typedef {import("../protocol.js").Placeholder & {sendable: boolean}} Choice
 */

import { el, fill } from "../dom.js";
import { texts } from "../texts.js";
import { chip } from "./parts_view.js";

export class PlaceholderMenu {
  /** @param {{onChoose: (choice: Choice) => void, field: HTMLElement}} needs */
  constructor({ onChoose, field }) {
    this.onChoose = onChoose;
    this.field = field;
    /** @type {Choice[]} */
    this.choices = [];
    this.index = 0;
    this.element = el("div", {
      class: "menu", id: "placeholder-menu", role: "listbox", "aria-label": texts.composer.menu, hidden: true,
      onpointerdown: (/** @type {PointerEvent} */ event) => event.preventDefault(), // the field keeps the focus
    });
    field.setAttribute("aria-haspopup", "listbox");
    field.setAttribute("aria-controls", "placeholder-menu");
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /**
   * @param {Choice[]} all
   * @param {string} filter what was typed after the bracket
   */
  open(all, filter) {
    const wanted = filter.trim().toLocaleLowerCase();
    const matches = all.filter((one) => `${texts.placeholder(one).slice(1)} ${texts.placeholderSpoken(one)}`.toLocaleLowerCase().includes(wanted));
    if (wanted && matches.length === 0) return this.close();
    this.choices = matches.filter((one) => one.sendable);
    this.index = 0;
    const withheld = matches.filter((one) => !one.sendable);
    fill(this.element,
      this.choices.map((one, index) => this.#option(one, index)),
      withheld.map((one) => el("div", { class: "option", role: "option", "aria-disabled": "true", "aria-selected": "false" },
        chip(one), el("span", { class: "hint" }, texts.composer.notKept))),
      matches.length === 0 && el("p", { class: "hint" }, texts.composer.nothing));
    this.element.hidden = false;
    this.#mark();
    return undefined;
  }

  close() {
    this.element.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it was for the menu */
  key(event) {
    if (!this.isOpen) return false;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const count = this.choices.length;
    if (step && count) this.index = (this.index + step + count) % count;
    else if ((event.key === "Enter" || event.key === "Tab") && count) this.onChoose(this.choices[this.index]);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    this.#mark();
    return true;
  }

  /** @param {Choice} choice @param {number} index */
  #option(choice, index) {
    return el("div", {
      class: "option", role: "option", id: `placeholder-${index}`, onclick: () => this.onChoose(choice),
    }, chip(choice));
  }

  #mark() {
    if (!this.isOpen) return;
    [...this.element.children].forEach((option, index) => {
      if (option.id) option.setAttribute("aria-selected", String(index === this.index));
    });
    const current = this.element.children[this.index];
    if (this.choices.length && current) {
      this.field.setAttribute("aria-activedescendant", current.id);
      current.scrollIntoView({ block: "nearest" });
    }
  }
}
