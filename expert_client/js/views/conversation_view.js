// @ts-check
/** The open conversation: its head, its log, and the composer. */

import { el, fill, say } from "../dom.js";
import { spanLong } from "../format.js";
import { icon } from "../icons.js";
import { isMine } from "../models/lists.js";
import { texts } from "../texts.js";
import { composerView } from "./composer_view.js";
import { logView } from "./log_view.js";
import { alias } from "./parts_view.js";
import { patienceStrip } from "./patience_view.js";
import { resolveView } from "./resolve_view.js";
import { stateChip, stateOf, windowWarning } from "./row_view.js";

/** @param {import("../desk.js").Desk} desk @param {{toggleDetails: () => void, askLeave: (id: string) => void}} actions */
export function conversationView(desk, { toggleDetails, askLeave }) {
  const { state } = desk;
  const t = texts.conversation;
  const title = el("h2", { class: "head-alias", tabindex: "-1" });
  const from = el("p", { class: "head-from" });
  const word = el("p", { class: "head-state" });
  const details = el("button", { class: "icon-button", type: "button", "aria-label": t.details, "aria-controls": "details", onclick: toggleDetails }, icon("info"));
  const leave = el("button", { class: "quiet head-leave", type: "button", "aria-label": texts.leaving.action, title: `${texts.leaving.action}  t`, onclick: askToLeave },
    icon("handover"), el("span", { class: "head-leave-word" }, texts.leaving.action));
  const strip = patienceStrip();
  const head = el("header", { class: "head" },
    el("button", { class: "icon-button back", type: "button", "aria-label": texts.back, onclick: () => desk.leave() }, icon("back")),
    el("div", { class: "head-who" }, title, from), word, leave, details);
  const log = logView(desk);
  const composer = composerView(desk, { askResolve });
  const resolve = resolveView(desk, { onClosed: () => composer.focus() });
  const status = el("div", { class: "empty" });
  const element = el("section", { class: "conversation", id: "conversation", tabindex: "-1", "aria-label": t.title },
    head, strip.element, status, log.element, resolve.element, composer.element);
  let headSignature = "";
  let statusText = "";

  function askResolve() {
    if (state.opened) resolve.ask(state.opened.id);
  }

  function askToLeave() {
    if (state.opened) askLeave(state.opened.id);
  }

  function render() {
    const { opened } = state;
    const one = opened && state.conversations.get(opened.id);
    const ready = Boolean(one && opened?.status === "ready");
    head.hidden = !opened;
    log.element.hidden = !ready;
    composer.element.hidden = !one || opened?.status === "failed"; // one may write while the log still loads
    status.hidden = ready;
    renderStatus(opened);
    renderHead(one);
    strip.render(one, state.now());
    resolve.render();
    if (one) composer.render(one);
    if (one && ready) log.render(one);
    else if (!opened) log.closed();
  }

  /** @param {import("../state.js").Opened | null} opened */
  function renderStatus(opened) {
    const text =
      !opened ? t.none
      : opened.status === "failed" ? t.failed
      : opened.status === "unreachable" ? t.unreachable
      : t.loading;
    if (text === statusText) return;
    statusText = text;
    fill(status, el("p", { class: opened ? null : "empty-title" }, text), !opened && el("p", null, t.noneHint));
  }

  /** @param {import("../protocol.js").Conversation | null | undefined} one */
  function renderHead(one) {
    const now = state.now();
    const warning = one && isMine(one) && one.case.state === "held" ? windowWarning(one.window_ends_ms, now, texts.windowShort) : "";
    const waits = one?.waiting_since_ms == null ? "" : texts.waitingSince(spanLong(now - one.waiting_since_ms));
    leave.hidden = !one || !isMine(one) || one.case.state !== "held";
    const signature = JSON.stringify([one?.conversation, one?.customer, one && stateOf(one), warning, waits]);
    if (signature === headSignature) return;
    headSignature = signature;
    if (!one) {
      fill(title, texts.customer);
      fill(word);
      return say(from, "");
    }
    fill(title, alias(one.customer));
    say(from, [one.brand.name, texts.channel(one.channel.kind), waits].filter(Boolean).join(" · "));
    fill(word, stateChip(stateOf(one)), warning && el("span", { class: "warning" }, icon("clock"), warning));
    return undefined;
  }

  return {
    element, render, composer, askResolve, askToLeave,
    focusTitle: () => title.focus(),
    focusDetails: () => details.focus(),
  };
}
