// @ts-check
/**
 * One conversation in a list.
 *
 * @typedef {import("../protocol.js").Conversation} Conversation
 * @typedef {import("../desk.js").Desk} Desk
 */

import { el } from "../dom.js";
import { age, span, spanLong } from "../format.js";
import { channelIcon, icon } from "../icons.js";
import { isMine, isUnread } from "../models/lists.js";
import { snippet } from "../models/parts.js";
import { CLOSING_SOON_MS } from "../models/windows.js";
import { texts } from "../texts.js";
import { alias, isolated } from "./parts_view.js";
import { patienceInRow } from "./patience_view.js";

const SNIPPET = 90;

/** @param {Conversation} conversation @returns {keyof typeof texts.states} */
export function stateOf(conversation) {
  if (!isMine(conversation)) return "lost";
  if (conversation.case.state === "resolved") return "resolved";
  return conversation.waiting_since_ms == null ? "answered" : "waiting";
}

/** @param {keyof typeof texts.states} state */
export function stateChip(state) {
  const icons = { waiting: "clock", answered: "check", resolved: "checks", lost: "handover" };
  return el("span", { class: `state state-${state}` }, icon(icons[state]), texts.states[state]);
}

/**
 * @param {number | null | undefined} endsMs
 * @param {number} nowMs
 * @param {(span: string) => string} [say]
 * @returns {string} empty when there is time
 */
export function windowWarning(endsMs, nowMs, say = texts.windowLeft) {
  if (endsMs == null || endsMs - nowMs > CLOSING_SOON_MS) return "";
  return endsMs <= nowMs ? texts.windowOver : say(span(endsMs - nowMs));
}

/**
 * @param {Desk} desk
 * @param {Conversation} conversation
 * @returns {import("../dom.js").Keyed}
 */
export function row(desk, conversation) {
  const { state, drafts } = desk;
  const now = state.now();
  const waits = conversation.waiting_since_ms == null ? "" : age(now - conversation.waiting_since_ms);
  const warning = conversation.case.state === "held" ? windowWarning(conversation.window_ends_ms, now, texts.windowShort) : "";
  const promise = patienceInRow(conversation, now);
  const draft = drafts.of(conversation.conversation);
  const selected = state.opened?.id === conversation.conversation;
  const { customer, last, brand, channel } = conversation;
  return {
    key: conversation.conversation,
    signature: JSON.stringify([customer, last, brand, waits, warning, promise?.text, draft, selected, isUnread(conversation), stateOf(conversation)]),
    create: () => create(desk, conversation, { now, waits, warning, promise, draft, selected }),
  };

  /**
   * @param {Desk} desk
   * @param {Conversation} one
   * @param {{now: number, waits: string, warning: string, promise: ReturnType<typeof patienceInRow>, draft: import("../protocol.js").Part[], selected: boolean}} shown
   */
  function create(desk, one, { now, waits, warning, promise, draft, selected }) {
    const unread = isUnread(one);
    const link = el("a", {
      class: `row${unread ? " unread" : ""}`,
      href: `#mine/${encodeURIComponent(one.conversation)}`,
      "data-focus": "row",
      "data-conversation": one.conversation,
      "aria-current": selected ? "true" : null,
      onclick: (/** @type {MouseEvent} */ event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        desk.open(one.conversation);
      },
    },
    el("span", { class: "row-channel" }, channelIcon(channel.kind)),
    el("span", { class: "row-top" },
      unread && el("span", { class: "dot" }, el("span", { class: "visually-hidden" }, texts.unread)),
      el("span", { class: "row-alias" }, alias(customer)),
      waits && el("span", { class: "row-age" },
        el("span", { "aria-hidden": "true" }, waits),
        el("span", { class: "visually-hidden" }, texts.waitingSince(spanLong(now - (one.waiting_since_ms ?? now)))))),
    el("span", { class: "row-from" }, `${brand.name} · ${texts.channel(channel.kind)}`),
    el("span", { class: "row-snippet" }, snippetNodes(draft, one)),
    el("span", { class: "row-foot" },
      stateChip(stateOf(one)),
      promise && el("span", { class: "promise" }, icon(promise.icon), promise.text),
      warning && el("span", { class: "warning" }, icon("clock"), warning)));
    return el("li", null, link);
  }
}

/**
 * @param {import("../protocol.js").Part[]} draft
 * @param {Conversation} conversation
 */
function snippetNodes(draft, { last, brand }) {
  if (draft.length) return [el("span", { class: "row-draft" }, texts.draft), isolated(snippet(draft, SNIPPET))];
  if (!last) return [];
  const ours = last.kind === "expert" ? texts.yourself : last.kind === "business" ? texts.says(brand.name) : "";
  return [ours, isolated(snippet(last.preview, SNIPPET))];
}
