// @ts-check
/**
 * Where the expert writes. The draft belongs to one conversation and stays with it.
 *
 * @typedef {import("../protocol.js").Placeholder} Placeholder
 * @typedef {import("../protocol.js").Conversation} Conversation
 */

import { el, say, set } from "../dom.js";
import { moment, number } from "../format.js";
import { icon } from "../icons.js";
import { check } from "../models/reply.js";
import { isEmpty, plain, tidy } from "../models/parts.js";
import { speech } from "../models/windows.js";
import { texts } from "../texts.js";
import { Editor } from "./editor.js";
import { nameIfKnown } from "./names.js";
import { spoken } from "./parts_view.js";
import { PlaceholderMenu } from "./placeholder_menu.js";

const TYPED_BRACKET = /\[([^[\]\n]{0,24})$/u;

/** @param {import("../desk.js").Desk} desk @param {{askResolve: () => void}} actions */
export function composerView(desk, { askResolve }) {
  const { state, session, drafts, settings } = desk;
  const c = texts.composer;
  /** Whose draft is in the field. */
  let owner = "";

  const editor = new Editor({ hint: c.hint, onInput: typed });
  const menu = new PlaceholderMenu({ field: editor.element, onChoose: choose });
  const notice = el("p", { class: "notice-text" });
  const noticeBox = el("div", { class: "notice", role: "status", hidden: true }, icon("alert"), notice,
    el("button", { class: "icon-button", type: "button", "aria-label": texts.dismiss, onclick: () => state.notices.dismiss(owner) }, icon("close")));
  const blocked = el("p", { class: "blocked", role: "status", hidden: true });
  const lookalikeText = el("span");
  const lookalike = el("p", { class: "blocked lookalike", hidden: true }, lookalikeText,
    el("button", { class: "quiet", type: "button", onclick: makeChip }, c.makeChip));
  const counter = el("span", { class: "counter", "aria-live": "polite" });
  const insertButton = el("button", { class: "quiet insert", type: "button", "aria-label": c.insert, title: `${c.insert}  [`, onclick: toggleMenu },
    icon("chip"), el("span", { class: "insert-word" }, c.insertShort));
  const resolveButton = el("button", { class: "button", type: "button", onclick: askResolve }, c.resolve);
  const sendButton = el("button", { class: "button primary", type: "button", onclick: send }, icon("send"), c.send);
  const copyButton = el("button", { class: "button copy", type: "button", hidden: true, onclick: copy }, c.copy);
  const discardButton = el("button", { class: "button", type: "button", hidden: true, onclick: discard }, c.discard);
  const field = el("div", { class: "field" }, menu.element, editor.element);
  const element = el("div", { class: "composer" }, noticeBox, blocked, field, lookalike,
    el("div", { class: "composer-bar" }, insertButton, counter, discardButton, copyButton, resolveButton, sendButton));

  editor.element.addEventListener("keydown", onKey);
  editor.element.addEventListener("blur", () => menu.close());
  drafts.onReturned = (conversation) => {
    if (conversation === owner) editor.parts = drafts.of(owner);
    state.changed();
  };

  function current() {
    return state.conversations.get(owner);
  }

  /** @param {Conversation} conversation */
  function render(conversation) {
    if (conversation.conversation !== owner) {
      owner = conversation.conversation;
      editor.parts = drafts.of(owner);
      menu.close();
      set(editor.element, { "aria-label": c.label(spoken(conversation.customer) || texts.customer) });
    }
    const now = state.now();
    const may = speech(conversation, now);
    const begun = !isEmpty(drafts.of(owner));
    const over = may === "lost" || may === "resolved";
    if (editor.editable === over) editor.enable(!over);
    field.hidden = over && !begun;
    blocked.hidden = may === "open";
    if (may !== "open") say(blocked, blockedText(conversation, may, begun && over));
    set(insertButton, { hidden: over });
    set(resolveButton, { hidden: over });
    set(sendButton, { hidden: over });
    set(copyButton, { hidden: !over || !begun });
    set(discardButton, { hidden: !over || !begun });
    const told = state.notices.of(owner);
    noticeBox.hidden = !told;
    if (told) say(notice, texts.notices[told] ?? texts.notices.other ?? "");
    renderCheck(conversation, may === "open");
  }

  /** @param {Conversation} conversation @param {boolean} open */
  function renderCheck(conversation, open) {
    const result = check(editor.parts, conversation, texts.placeholder);
    const ready = open && !result.empty && !result.over;
    set(sendButton, { "aria-disabled": ready ? null : "true" });
    const count = result.over ? c.over(number(-result.left)) : c.left(number(result.left));
    say(counter, result.near ? (result.hasPlaceholder ? `${count}. ${c.valuesCount}` : count) : "");
    counter.classList.toggle("over", result.over);
    lookalike.hidden = !result.lookalike || !open;
    if (result.lookalike) say(lookalikeText, c.lookalike(texts.placeholder(result.lookalike)));
    return ready;
  }

  function typed() {
    const conversation = current();
    if (!conversation) return;
    drafts.set(owner, editor.parts);
    session.typed(owner);
    renderCheck(conversation, speech(conversation, state.now()) === "open");
    const bracket = TYPED_BRACKET.exec(editor.beforeCaret);
    if (bracket) menu.open(conversation.placeholders, bracket[1]);
    else menu.close();
  }

  /** @param {Placeholder} placeholder */
  function choose({ entity, n }) {
    const typedLength = TYPED_BRACKET.exec(editor.beforeCaret)?.[0].length ?? 0;
    menu.close();
    editor.insertChip({ entity, n }, typedLength);
  }

  function toggleMenu() {
    const conversation = current();
    if (menu.isOpen || !conversation) return menu.close();
    editor.focus();
    return menu.open(conversation.placeholders, "");
  }

  function makeChip() {
    const conversation = current();
    const found = conversation && check(editor.parts, conversation, texts.placeholder).lookalike;
    if (found) editor.replaceText(texts.placeholder(found), { entity: found.entity, n: found.n });
  }

  function send() {
    const conversation = current();
    if (!conversation || !renderCheck(conversation, speech(conversation, state.now()) === "open")) return;
    const parts = tidy(editor.parts);
    menu.close();
    session.send(owner, parts);
    editor.parts = [];
    editor.element.focus();
    renderCheck(conversation, true);
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.isComposing || menu.key(event)) return;
    if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
    if (event.ctrlKey || event.metaKey || settings.values.enterSends) {
      event.preventDefault();
      send();
    }
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(plain(editor.parts, texts.placeholder));
    } catch { // only pages that came over TLS may write there
      window.getSelection()?.selectAllChildren(editor.element);
      document.execCommand("copy");
    }
    say(copyButton, c.copied);
    setTimeout(() => say(copyButton, c.copy), 2_000);
  }

  function discard() {
    editor.parts = [];
    drafts.set(owner, []);
  }

  /** @param {Placeholder} placeholder */
  function insert(placeholder) {
    editor.insertChip(placeholder);
  }

  /** @param {import("../protocol.js").Author | undefined} holder who has it now, if that is known */
  function lostText(holder) {
    return holder && !holder.me ? c.blocked.taken(nameIfKnown(holder)) : c.blocked.lost;
  }

  return { element, render, insert, focus: () => editor.focusAtEnd(), editor };

  /** @param {Conversation} conversation @param {"lost" | "resolved" | "window_closed"} may @param {boolean} kept */
  function blockedText(conversation, may, kept) {
    const now = state.now();
    const { reopen_until_ms, window_ends_ms, channel } = conversation;
    const why =
      may === "lost" ? lostText(conversation.case.holder)
      : may === "resolved" ? c.blocked.resolved(reopen_until_ms == null ? "" : moment(reopen_until_ms, now))
      : c.blocked.window_closed(texts.channel(channel.kind), moment(window_ends_ms ?? now, now));
    return kept ? `${why} ${c.keptText}` : why;
  }
}
