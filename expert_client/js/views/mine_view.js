// @ts-check
/** The list "Mine": what is with the expert, and what was resolved lately. */

import { el, fill, say, set } from "../dom.js";
import { held, resolved } from "../models/lists.js";
import { texts } from "../texts.js";
import { HeldList } from "./held_list.js";
import { row } from "./row_view.js";

/** @param {import("../desk.js").Desk} desk */
export function mineView(desk) {
  const { state } = desk;
  const heldList = new HeldList({ label: texts.mine.held, onRelease: render });
  const resolvedList = new HeldList({ label: texts.mine.resolved, onRelease: render });
  const empty = el("div", { class: "empty" });
  const said = el("p", { class: "said", role: "status" });
  const resolvedTitle = el("h3", { class: "section" }, texts.mine.resolved);
  const element = el("section", { class: "panel", "aria-labelledby": "mine-title" },
    el("h2", { class: "panel-title", id: "mine-title" }, texts.mine.title),
    said, empty, heldList.element, resolvedTitle, resolvedList.element);

  function render() {
    const mine = held(state.conversations.values());
    const done = resolved(state.conversations.values());
    heldList.show(mine.map((one) => row(desk, one)));
    resolvedList.show(done.map((one) => row(desk, one)));
    say(said, state.handedOn ? texts.leaving.done : "");
    set(resolvedTitle, { hidden: done.length === 0 });
    set(empty, { hidden: mine.length > 0 });
    const kind = state.started ? "empty" : "loading";
    if (mine.length === 0 && empty.dataset.kind !== kind) {
      empty.dataset.kind = kind;
      fill(empty, state.started ? emptyNodes(desk) : el("p", null, texts.mine.loading));
    }
  }

  return { element, render };
}

/** @param {import("../desk.js").Desk} desk */
function emptyNodes(desk) {
  return [
    el("p", { class: "empty-title" }, texts.mine.empty),
    el("p", null, texts.mine.emptyHint),
    el("button", { class: "button", type: "button", onclick: () => desk.go("offers") }, texts.mine.toOffers),
  ];
}
