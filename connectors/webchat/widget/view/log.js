// @ts-check
/** The log: keeps one node a row, sticks to the newest message unless the visitor reads above. */
import { dayOf, fill } from "../locale.js";
import { rows } from "../rows.js";
import { el, icon } from "./dom.js";
import { DOWN } from "./icons.js";
import { createIntro } from "./intro.js";
import { createMessage } from "./message.js";

/** How close to its end the log counts as at its end, in CSS pixels. */
const NEAR = 60;

/**
 * @typedef {import("../rows.js").Row} Row
 * @typedef {{node: HTMLElement, update: (row: any) => void}} RowView
 */

export class Log {
  #context;
  /** @type {Map<string, RowView>} */
  #views = new Map();
  #lastKey = "";
  #intro;
  #typing;
  #newer;

  /** @param {import("./view.js").Context} context */
  constructor(context) {
    this.#context = context;
    const { texts } = context.locale;
    this.#intro = createIntro(context);
    this.#typing = el(
      "div",
      { class: "typing", hidden: true },
      el("span", { class: "unseen" }, texts.typing),
      ...[1, 2, 3].map(() => el("span", { class: "dot", "aria-hidden": "true" })),
    );
    this.box = el(
      "div",
      { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", "aria-label": texts.log, tabindex: 0, scroll: () => this.#scrolled() },
      this.#intro,
      this.#typing,
    );
    this.#newer = el("button", { class: "newer", type: "button", hidden: true, click: () => this.toEnd() }, icon(DOWN), texts.newMessages);
    this.node = el("div", { class: "middle" }, this.box, this.#newer);
  }

  /** @returns {boolean} whether the newest message is in sight */
  get atEnd() {
    return this.box.scrollHeight - this.box.scrollTop - this.box.clientHeight < NEAR;
  }

  toEnd() {
    this.box.scrollTop = this.box.scrollHeight;
    this.#newer.hidden = true;
  }

  /** The panel was opened: the end of the conversation, or the introduction where there is none. */
  opened() {
    if (this.#views.size > 0) {
      this.toEnd();
    } else {
      this.box.scrollTop = 0;
    }
  }

  /** @param {import("../state.js").State} state */
  update(state) {
    const wasAtEnd = this.atEnd;
    const now = rows(state);
    this.#place(now);
    this.#typing.hidden = state.typing_until_ms === 0;
    const newest = now.findLast((row) => row.kind === "message");
    const added = newest !== undefined && newest.key !== this.#lastKey;
    this.#lastKey = newest?.key ?? "";
    if (this.#views.size > 0 && (wasAtEnd || (added && newest.from === "me"))) {
      this.toEnd();
    } else if (added) {
      this.#newer.hidden = false;
    }
  }

  /** @param {Row[]} now */
  #place(now) {
    const keys = new Set(now.map((row) => row.key));
    for (const [key, view] of this.#views) {
      if (!keys.has(key)) {
        view.node.remove();
        this.#views.delete(key);
      }
    }
    /** @type {Element} */
    let before = this.#intro;
    for (const row of now) {
      let view = this.#views.get(row.key);
      if (!view) {
        view = this.#create(row);
        this.#views.set(row.key, view);
      }
      if (before.nextElementSibling !== view.node) {
        before.after(view.node);
      }
      view.update(row);
      before = view.node;
    }
  }

  /**
   * @param {Row} row
   * @returns {RowView}
   */
  #create(row) {
    const { locale, clock } = this.#context;
    const still = (/** @type {HTMLElement} */ node) => ({ node, update: () => {} });
    switch (row.kind) {
      case "message":
        return createMessage(row, this.#context);
      case "day":
        return still(el("div", { class: "day" }, dayOf(locale, row.at_ms, clock.now())));
      case "helper":
        return still(el("div", { class: "helper", dir: "auto" }, fill(locale.texts.joined, { name: row.name })));
      case "waiting":
        return still(el("div", { class: "waiting" }, locale.texts.waiting));
    }
  }

  #scrolled() {
    if (this.atEnd) {
      this.#newer.hidden = true;
      this.#context.actions.seen();
    }
  }
}
