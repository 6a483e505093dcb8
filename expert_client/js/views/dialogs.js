// @ts-check
/** The sheet of shortcuts, and the page that ends a session. */

import { el } from "../dom.js";
import { icon } from "../icons.js";
import { texts } from "../texts.js";

/** @param {import("../settings.js").Settings} settings */
export function shortcutsView(settings) {
  const off = el("p", { class: "hint" }, texts.shortcuts.off);
  const element = el("dialog", { class: "sheet", "aria-labelledby": "shortcuts-title" },
    el("div", { class: "details-head" },
      el("h2", { class: "panel-title", id: "shortcuts-title" }, texts.shortcuts.title),
      el("button", { class: "icon-button", type: "button", "aria-label": texts.close, onclick: () => element.close() }, icon("close"))),
    off,
    el("dl", { class: "keys" }, texts.shortcuts.rows.flatMap(([keys, meaning]) => [
      el("dt", null, keys.map((key) => el("kbd", null, key))), el("dd", null, meaning)])));

  function show() {
    off.hidden = settings.values.singleKeys;
    if (!element.open) element.showModal();
  }

  return { element, show };
}

/** @param {import("../state.js").Ending} why @param {() => void} reload */
export function endingView(why, reload) {
  const [title, text] = texts.ending[why];
  return el("main", { class: "ending" },
    el("p", { class: "brandmark" }, texts.product),
    el("h1", { tabindex: "-1" }, title),
    el("p", null, text),
    why === "too_old" && el("button", { class: "button primary", type: "button", onclick: reload }, texts.ending.reload));
}
