// @ts-check
/**
 * A list that keeps still while a pointer is over it: the order is held, and while something is pressed nothing is
 * redrawn at all.
 */

import { el, patch, say } from "../dom.js";
import { heldOrder } from "../models/lists.js";
import { texts } from "../texts.js";

export class HeldList {
  /** @param {{label: string, onRelease: () => void}} needs */
  constructor({ label, onRelease }) {
    this.hovered = false;
    this.pressed = false;
    /** @type {string[]} */
    this.shown = [];
    this.list = el("ul", { class: "list", "aria-label": label });
    this.pill = el("button", { class: "pill", type: "button", hidden: true, onclick: () => this.#release(onRelease) });
    this.element = el("div", {
      class: "held-list",
      onpointerenter: (/** @type {PointerEvent} */ event) => (this.hovered = event.pointerType === "mouse"),
      onpointerleave: () => this.#release(onRelease),
      onpointerdown: () => (this.pressed = true),
    }, this.pill, this.list);
    for (const end of ["pointerup", "pointercancel"]) {
      document.addEventListener(end, () => {
        if (!this.pressed) return;
        this.pressed = false;
        setTimeout(onRelease, 0); // after the click
      });
    }
  }

  /** @param {import("../dom.js").Keyed[]} items in the order wanted */
  show(items) {
    if (this.pressed) return;
    const wanted = items.map((item) => item.key);
    const order = this.hovered ? heldOrder(this.shown, wanted) : wanted;
    const byKey = new Map(items.map((item) => [item.key, item]));
    patch(this.list, order.flatMap((key) => byKey.get(key) ?? []));
    this.shown = order;
    const moved = order.filter((key, index) => key !== wanted[index]).length;
    this.pill.hidden = moved === 0;
    if (moved) say(this.pill, texts.moreAbove(moved));
  }

  /** @param {() => void} onRelease */
  #release(onRelease) {
    this.hovered = false;
    this.pressed = false;
    onRelease();
  }
}
