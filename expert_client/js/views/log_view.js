// @ts-check
/**
 * The scrolling part of a conversation: opens at what is new, stays at the bottom when it was there, keeps its place
 * when earlier messages come in above, and reports what has been seen.
 *
 * @typedef {import("../protocol.js").Conversation} Conversation
 */

import { el, patch, say, set } from "../dom.js";
import { dayKey } from "../format.js";
import { icon } from "../icons.js";
import { catchUp } from "../models/catch_up.js";
import { timeline } from "../models/timeline.js";
import { texts } from "../texts.js";
import { entry } from "./entry_view.js";

const AT_BOTTOM_PX = 48;
const NEAR_TOP_PX = 160;

/** @param {import("../desk.js").Desk} desk */
export function logView(desk) {
  const { state, session, queue } = desk;
  const t = texts.conversation;
  let shown = "";
  let placed = false;
  let atBottom = true;
  /** The last entry that had been on screen when the expert left the bottom. */
  let seenSeq = -1;
  let firstSeq = -1;
  let prepending = false;

  const older = el("button", { class: "quiet older", type: "button", onclick: () => loadOlder() }, t.older);
  const list = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": t.log, tabindex: "-1" });
  const scroller = el("div", { class: "log-scroll", tabindex: "0", "aria-label": t.log, role: "region", onscroll: scrolled }, older, list);
  const jumpText = el("span");
  const jump = el("button", { class: "jump", type: "button", hidden: true, onclick: () => toBottom(true) }, icon("down"), jumpText);
  const element = el("div", { class: "log-area" }, scroller, jump);
  new ResizeObserver(() => {
    if (atBottom && placed) toBottom(false);
  }).observe(scroller);
  document.addEventListener("visibilitychange", () => reportRead());

  /** @param {Conversation} conversation */
  function render(conversation) {
    const id = conversation.conversation;
    if (id !== shown) {
      shown = id;
      placed = false;
      atBottom = true;
      seenSeq = -1;
      firstSeq = -1;
    }
    const log = state.log(id);
    const opened = state.opened;
    const messages = log.list();
    const waiting = queue.of(id);
    const first = messages[0]?.seq ?? -1;
    const grewAbove = placed && firstSeq >= 0 && first < firstSeq;
    const height = scroller.scrollHeight;
    const top = scroller.scrollTop;
    // Only what arrives at the end is news to be read out.
    set(list, { "aria-live": placed && !grewAbove ? "polite" : "off" });
    const before = catchUp(messages, log.older);
    const items = timeline({
      messages, waiting, newAfter: opened?.newAfter ?? 0, newUpTo: opened?.newUpTo ?? 0, catchUp: before, dayOf: dayKey,
    });
    const needs = {
      conversation, now: state.now(), goTo,
      entry: (/** @type {number} */ seq) => log.entries.get(seq),
      retry: (/** @type {string} */ clientId) => queue.retry(clientId),
      takeBack: (/** @type {string} */ clientId) => session.takeBack(clientId),
    };
    patch(list, items.map((item) => entry(item, needs)));
    set(older, { hidden: !log.older });
    say(older, opened?.older ? t.loadingOlder : t.older);
    firstSeq = first;
    if (grewAbove) scroller.scrollTop = top + scroller.scrollHeight - height;
    else if (!placed && log.loaded) place(before);
    else if (atBottom) toBottom(false);
    if (placed) renderJump();
    reportRead();
  }

  /**
   * Open at what is new; with less than a screen of it the bottom is in view too. What came from another expert opens
   * at what happened before, until that was read or the reader has answered.
   *
   * @param {import("../models/catch_up.js").CatchUp | null} before
   */
  function place(before) {
    placed = true;
    const line = /** @type {HTMLElement | null} */ (list.querySelector(".new-line"));
    const untold = before && !before.used && (state.opened?.newAfter ?? 0) < before.seq;
    const beginning = untold && /** @type {HTMLElement | null} */ (list.querySelector(`[data-seq="${before.opensAt}"]`));
    if (beginning) scroller.scrollTop = beginning.offsetTop - 8;
    else if (line) scroller.scrollTop = line.offsetTop - 56;
    else toBottom(false);
    scrolled();
  }

  function scrolled() {
    if (!placed) return;
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    atBottom = left < AT_BOTTOM_PX;
    seenSeq = Math.max(seenSeq, lastVisible());
    if (scroller.scrollTop < NEAR_TOP_PX && !prepending) loadOlder();
    renderJump();
    reportRead();
  }

  async function loadOlder() {
    if (!state.log(shown).older) return;
    prepending = true;
    await session.loadOlder();
    prepending = false;
  }

  function renderJump() {
    jump.hidden = atBottom;
    if (atBottom) return;
    const news = state.log(shown).list().filter((one) => one.seq > seenSeq && one.kind === "customer").length;
    say(jumpText, t.jump(news));
  }

  function lastVisible() {
    if (atBottom) return state.log(shown).last()?.seq ?? -1;
    const bottom = scroller.getBoundingClientRect().bottom;
    for (let node = list.lastElementChild; node; node = node.previousElementSibling) {
      const seq = Number(/** @type {HTMLElement} */ (node).dataset.seq ?? Number.NaN);
      if (!Number.isNaN(seq) && node.getBoundingClientRect().bottom <= bottom + 4) return seq;
    }
    return -1;
  }

  function reportRead() {
    if (!placed || document.hidden || shown !== state.opened?.id || !element.checkVisibility?.()) return;
    if (atBottom) seenSeq = Math.max(seenSeq, state.log(shown).last()?.seq ?? -1);
    if (seenSeq >= 0) session.read(shown, seenSeq);
  }

  /** @param {boolean} smooth */
  function toBottom(smooth) {
    const near = scroller.scrollHeight - scroller.scrollTop < 4 * scroller.clientHeight;
    const gentle = smooth && near && !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    scroller.scrollTo({ top: scroller.scrollHeight, behavior: gentle ? "smooth" : "instant" });
    atBottom = true;
  }

  /** @param {number} seq */
  function goTo(seq) {
    const node = list.querySelector(`[data-seq="${seq}"]`);
    node?.scrollIntoView({ block: "center" });
    node?.classList.add("pointed-at");
    setTimeout(() => node?.classList.remove("pointed-at"), 1_500);
  }

  /** The expert closed it: the next opening, also of the same conversation, finds its place anew. */
  function closed() {
    shown = "";
    placed = false;
  }

  return { element, render, closed };
}
