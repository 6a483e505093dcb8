// @ts-check
/** The dialog in which an expert hands a case on: the split so far, a note for the next. */

import { el, say, set } from "../dom.js";
import { number, percent } from "../format.js";
import { icon } from "../icons.js";
import { mine } from "../models/shares.js";
import { isMine } from "../models/lists.js";
import { texts } from "../texts.js";

const LONGEST_NOTE = 1_000;
const NEAR = 200;

/** @param {import("../desk.js").Desk} desk @param {{onDone: () => void}} actions */
export function leaveView(desk, { onDone }) {
  const { state, cases, queue } = desk;
  const t = texts.leaving;
  /** As it was when the expert was asked: what they decide about. @type {import("../protocol.js").Conversation | null} */
  let asked = null;
  let busy = false;
  /** Notes that were begun, by conversation: kept until the case is handed on. @type {Map<string, string>} */
  const notes = new Map();

  const title = el("h2", { class: "panel-title", id: "leave-title", tabindex: "-1" }, t.title);
  const split = el("p", { class: "leave-split", id: "leave-split" });
  const rule = el("p", { class: "hint" });
  const note = el("textarea", {
    id: "leave-note", class: "leave-note", rows: 4, maxlength: LONGEST_NOTE, dir: "auto", "aria-describedby": "leave-hint", oninput: typed,
  });
  const counter = el("p", { class: "hint", "aria-live": "polite" });
  const warning = el("p", { class: "warning", role: "status" });
  const problem = el("p", { class: "problem", role: "status" });
  const yes = el("button", { class: "button primary", type: "button", onclick: leave }, icon("handover"), el("span", null, t.yes));
  const no = el("button", { class: "button", type: "button", onclick: () => element.close() }, t.no);
  const element = el("dialog", { class: "sheet leave", "aria-labelledby": "leave-title", "aria-describedby": "leave-text leave-split" },
    el("div", { class: "details-head" }, title,
      el("button", { class: "icon-button", type: "button", "aria-label": texts.close, onclick: () => element.close() }, icon("close"))),
    el("p", { id: "leave-text" }, t.text), split, rule,
    el("label", { for: "leave-note" }, t.note), note, el("p", { class: "hint", id: "leave-hint" }, t.noteHint), counter,
    warning, problem,
    el("div", { class: "actions" }, yes, no));

  /** @param {string} id */
  function ask(id) {
    const one = state.conversations.get(id);
    if (!one || !isMine(one) || one.case.state !== "held" || element.open) return;
    asked = one;
    note.value = notes.get(id) ?? "";
    say(problem, "");
    element.showModal();
    render();
    // A touch keyboard would cover the split.
    if (window.matchMedia("(pointer: fine)").matches) note.focus();
    else title.focus();
  }

  function render() {
    if (!asked || !element.open) return undefined;
    const id = asked.conversation;
    const one = state.conversations.get(id);
    const lost = !one || !isMine(one);
    if (lost && !busy) {
      if (cases.confirmLeft(asked)) return finish(id);
      say(problem, t.errors.stale ?? "");
    }
    void cases.countShares(id);
    renderSplit(id);
    const waiting = queue.of(id).length > 0;
    say(warning, waiting && !lost ? t.waiting : "");
    set(yes, { "aria-disabled": lost || waiting || busy ? "true" : null });
    say(/** @type {HTMLElement} */ (yes.lastElementChild), busy ? t.leaving : t.yes);
    const left = LONGEST_NOTE - note.value.length;
    say(counter, left < NEAR ? t.left(number(left)) : "");
    return undefined;
  }

  /** @param {string} id */
  function renderSplit(id) {
    const shares = state.shares.get(id);
    if (shares === undefined || shares === "failed") {
      say(split, shares ? t.noSplit : t.counting);
      return say(rule, t.kept);
    }
    const own = mine(shares);
    say(split, t.split(own.points, own.total, percent(own.percent)));
    return say(rule, `${t.kept} ${texts.shares.rule(shares.rule)}`);
  }

  function typed() {
    if (asked) notes.set(asked.conversation, note.value);
    render();
  }

  async function leave() {
    if (!asked || yes.getAttribute("aria-disabled")) return undefined;
    const leaving = asked;
    busy = true;
    say(problem, "");
    render();
    const error = await cases.leave(leaving, note.value);
    busy = false;
    if (!error) return finish(leaving.conversation);
    say(problem, t.errors[error] ?? t.errors.other ?? "");
    return render();
  }

  /** @param {string} id */
  function finish(id) {
    notes.delete(id);
    asked = null;
    element.close();
    desk.handedOn();
    onDone();
  }

  return { element, ask, render };
}
