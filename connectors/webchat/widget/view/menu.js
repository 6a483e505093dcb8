// @ts-check
/** The menu of the panel, and the question before a conversation is forgotten. */
import { fill, LANGUAGES } from "../locale.js";
import { el, icon, setAttribute, setText } from "./dom.js";
import { GLOBE, LEAVE, MORE, SAVE, SOUND } from "./icons.js";

export class Menu {
  #context;
  #sound;
  #copy;

  /** @param {import("./view.js").Context} context */
  constructor(context) {
    this.#context = context;
    const { texts, language } = context.locale;
    const { actions } = context;
    this.#sound = el("span", { class: "value" });
    this.#copy = this.#item(SAVE, () => actions.copy(), texts.copy);
    const names = Object.entries(LANGUAGES);
    const select = el(
      "select",
      { change: () => actions.language(select.value) },
      ...names.map(([code, name]) => el("option", { value: code, lang: code, selected: code === language }, name)),
    );
    const sound = el("button", { class: "item", type: "button", click: () => actions.sound() }, icon(SOUND), texts.sound, this.#sound);
    this.node = el(
      "div",
      { class: "menu", id: "menu", role: "group", "aria-label": texts.menu, hidden: true, focusout: this.#left },
      sound,
      el("label", { class: "item" }, icon(GLOBE), texts.language, select),
      this.#copy,
      this.#item(LEAVE, () => this.#ask(), texts.forget, "item grave"),
    );
    this.button = el(
      "button",
      { class: "tool more", type: "button", "aria-label": texts.menu, "aria-expanded": "false", "aria-controls": "menu", click: () => this.toggle() },
      icon(MORE),
    );
    this.veil = el("div", { class: "veil", hidden: true });
  }

  /** @param {import("../state.js").State} state */
  update(state) {
    setText(this.#sound, state.sound ? this.#context.locale.texts.on : this.#context.locale.texts.off);
    this.#copy.hidden = state.messages.length === 0;
  }

  toggle() {
    this.#show(this.node.hidden);
    if (!this.node.hidden) {
      this.node.querySelector("button")?.focus();
    }
  }

  /** @returns {boolean} whether something was open */
  close() {
    if (!this.veil.hidden) {
      this.#answer();
      return true;
    }
    if (!this.node.hidden) {
      this.#show(false);
      this.button.focus();
      return true;
    }
    return false;
  }

  /**
   * @param {readonly string[]} paths
   * @param {() => void} act
   * @param {string} text
   * @param {string} [name]
   */
  #item(paths, act, text, name = "item") {
    const click = () => {
      this.#show(false);
      this.button.focus();
      act();
    };
    return el("button", { class: name, type: "button", click }, icon(paths), text);
  }

  /** @param {boolean} on */
  #show(on) {
    this.node.hidden = !on;
    setAttribute(this.button, "aria-expanded", String(on));
  }

  #left = (/** @type {FocusEvent} */ event) => {
    const to = event.relatedTarget;
    if (to instanceof Node && to !== this.button && !this.node.contains(to)) {
      this.#show(false);
    }
  };

  #ask() {
    const { locale, settings, actions } = this.#context;
    const { texts } = locale;
    const keep = el("button", { class: "choice", type: "button", click: () => this.#answer() }, texts.forgetNo);
    const forget = () => {
      this.#answer();
      actions.forget();
    };
    this.veil.replaceChildren(
      el(
        "div",
        { class: "ask", role: "alertdialog", "aria-modal": "true", "aria-labelledby": "ask-title", "aria-describedby": "ask-text" },
        el("h3", { id: "ask-title" }, texts.forgetTitle),
        el("p", { id: "ask-text" }, fill(texts.forgetText, { title: settings.title })),
        el("div", { class: "choices" }, keep, el("button", { class: "choice grave", type: "button", click: forget }, texts.forgetYes)),
      ),
    );
    this.veil.hidden = false;
    keep.focus();
  }

  #answer() {
    this.veil.hidden = true;
    this.veil.replaceChildren();
    this.button.focus();
  }
}
