// @ts-check
/** Where the visitor writes. */
import { fill } from "../locale.js";
import { codePoints } from "../spans.js";
import { el, icon, setAttribute, setText } from "./dom.js";
import { SEND } from "./icons.js";

/** From which share of the limit on the rest is counted. */
const COUNT_FROM = 0.9;

export class Composer {
  #context;
  #send;
  #count;

  /** @param {import("./view.js").Context} context */
  constructor(context) {
    this.#context = context;
    const { texts } = context.locale;
    this.input = el("textarea", {
      class: "input",
      rows: 1,
      dir: "auto",
      "aria-label": texts.message,
      "aria-describedby": "count",
      placeholder: texts.placeholder,
      enterkeyhint: "send",
      autocomplete: "off",
      input: () => this.#changed(),
      keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    });
    this.#send = el("button", { class: "send", type: "button", "aria-label": texts.send, click: () => this.#submit() }, icon(SEND));
    this.#count = el("p", { class: "count", id: "count", hidden: true });
    this.node = el("div", { class: "composer" }, el("div", { class: "field" }, this.input, this.#send), this.#count);
    this.input.value = context.draft.get();
    this.#changed();
  }

  /** Fit the height to the text; call it once the panel can be measured. */
  fit() {
    this.input.style.setProperty("height", "auto");
    this.input.style.setProperty("height", `${Math.max(this.input.scrollHeight, 36)}px`);
  }

  clear() {
    this.input.value = "";
    this.#changed();
  }

  #changed() {
    const { settings, locale, draft } = this.#context;
    const text = this.input.value;
    draft.set(text);
    const left = settings.text_limit - codePoints(text);
    setAttribute(this.#send, "aria-disabled", String(!this.#sendable()));
    this.#count.hidden = left > settings.text_limit * (1 - COUNT_FROM);
    this.#count.classList.toggle("over", left < 0);
    setText(this.#count, this.#count.hidden ? "" : fill(left < 0 ? locale.texts.over : locale.texts.left, { n: Math.abs(left) }));
    this.fit();
  }

  #sendable() {
    const text = this.input.value;
    return text.trim() !== "" && codePoints(text.trim()) <= this.#context.settings.text_limit;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // A finger has no shift key at hand, and a word being composed ends with Enter too.
    const plain = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (plain && !matchMedia("(pointer: coarse)").matches) {
      event.preventDefault();
      this.#submit();
    }
  }

  #submit() {
    if (this.#sendable()) {
      this.#context.actions.send(this.input.value.trim());
      this.clear();
    }
    this.input.focus();
  }
}
