// @ts-check
/** What is known of the open conversation: a pane on wide screens, a sheet on narrow ones. */

import { el, fill } from "../dom.js";
import { moment } from "../format.js";
import { icon } from "../icons.js";
import { isMine } from "../models/lists.js";
import { texts } from "../texts.js";
import { alias, chip } from "./parts_view.js";
import { stateChip, stateOf } from "./row_view.js";
import { sharesPanel } from "./shares_view.js";

/**
 * @param {import("../desk.js").Desk} desk
 * @param {{insert: (placeholder: import("../protocol.js").Placeholder) => void, close: () => void, askLeave: () => void}} actions
 */
export function detailsView(desk, { insert, close, askLeave }) {
  const { state, cases } = desk;
  const body = el("div", { class: "details-body" });
  const element = el("aside", { class: "details", id: "details", "aria-label": texts.details.title },
    el("div", { class: "details-head" },
      el("h2", { class: "panel-title", tabindex: "-1" }, texts.details.title),
      el("button", { class: "icon-button", type: "button", "aria-label": texts.close, onclick: close }, icon("close"))),
    body);
  let signature = "";

  function render() {
    const one = state.opened && state.conversations.get(state.opened.id);
    const now = state.now();
    if (one && element.checkVisibility?.()) void cases.countShares(one.conversation);
    const shares = one && state.shares.get(one.conversation);
    const next = JSON.stringify(one ? [one.customer, one.brand, one.channel, one.case, one.waiting_since_ms, one.window_ends_ms, one.placeholders, shares] : null);
    if (next === signature) return;
    signature = next;
    if (!one) return fill(body);
    const d = texts.details;
    const end = one.window_ends_ms;
    fill(body,
      el("p", { class: "details-alias" }, alias(one.customer)),
      stateChip(stateOf(one)),
      el("dl", { class: "pairs" },
        pair(d.brand, one.brand.name),
        pair(d.channel, texts.channel(one.channel.kind)),
        pair(d.case, String(one.case.number)),
        one.waiting_since_ms == null ? [] : pair(d.waiting, moment(one.waiting_since_ms, now)),
        pair(d.window, end == null ? d.noWindow : moment(end, now))),
      one.capabilities?.receipts?.length === 0 && el("p", { class: "hint" }, texts.noReceipts),
      isMine(one) && [
        el("h3", { class: "section" }, icon("shield"), d.hidden),
        ...one.placeholders.length
          ? [el("p", { class: "hint" }, d.hiddenHint), el("ul", { class: "hidden-values" }, bySendable(one.placeholders).map(value))]
          : [el("p", { class: "hint" }, d.nothingHidden)],
        ...sharesPanel(shares ?? undefined),
        one.case.state === "held" && el("button", { class: "button wide", type: "button", onclick: askLeave }, icon("handover"), texts.leaving.action),
      ]);
    return undefined;
  }

  /** @param {import("../protocol.js").Placeholder & {sendable: boolean}} placeholder */
  function value(placeholder) {
    if (!placeholder.sendable) {
      return el("li", null, chip(placeholder), el("span", { class: "hint" }, texts.composer.notKept));
    }
    return el("li", null, el("button", {
      class: "chip-button", type: "button", onclick: () => insert({ entity: placeholder.entity, n: placeholder.n }),
    }, chip(placeholder)));
  }

  return { element, render };
}

/** @param {import("../protocol.js").Conversation["placeholders"]} placeholders */
const bySendable = (placeholders) => [...placeholders].sort((a, b) => Number(b.sendable) - Number(a.sendable));

/** @param {string} name @param {string} value */
function pair(name, value) {
  return [el("dt", null, name), el("dd", null, value)];
}
