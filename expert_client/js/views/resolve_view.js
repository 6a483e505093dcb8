// @ts-check
/** The question asked before a case is resolved. */

import { el, say, set } from "../dom.js";
import { texts } from "../texts.js";

/** @param {import("../desk.js").Desk} desk @param {{onClosed: () => void}} actions */
export function resolveView(desk, { onClosed }) {
  const { state, cases, queue } = desk;
  const t = texts.resolving;
  let conversation = "";
  const warning = el("p", { class: "warning" });
  const problem = el("p", { class: "problem", role: "status" });
  const yes = el("button", { class: "button primary", type: "button", onclick: resolve }, t.yes);
  const no = el("button", { class: "button", type: "button", onclick: close }, t.no);
  const element = el("div", { class: "resolve", role: "alertdialog", "aria-labelledby": "resolve-title", "aria-describedby": "resolve-text", hidden: true,
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
    } },
  el("p", { class: "resolve-title", id: "resolve-title" }, t.title),
  el("p", { id: "resolve-text" }, t.text), warning, problem,
  el("div", { class: "actions" }, yes, no));

  /** @param {string} id */
  function ask(id) {
    conversation = id;
    const one = state.conversations.get(id);
    if (one?.case.state !== "held" || !one.case.holder?.me) return;
    say(problem, "");
    element.hidden = false;
    render();
    no.focus();
  }

  function render() {
    if (element.hidden) return;
    if (state.opened?.id !== conversation) {
      element.hidden = true;
      return;
    }
    const waiting = queue.of(conversation).length > 0;
    const unanswered = state.conversations.get(conversation)?.waiting_since_ms != null;
    say(warning, waiting ? t.waiting : unanswered ? t.unanswered : "");
    set(yes, { "aria-disabled": waiting ? "true" : null });
  }

  async function resolve() {
    if (yes.getAttribute("aria-disabled")) return;
    const error = await cases.resolve(conversation);
    if (error) say(problem, t.errors[error] ?? t.errors.other ?? "");
    else close();
  }

  function close() {
    element.hidden = true;
    onClosed();
  }

  return { element, ask, render };
}
