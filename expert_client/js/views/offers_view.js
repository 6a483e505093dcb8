// @ts-check
/**
 * The list "Offers": quiet cards to look at before anything is accepted.
 *
 * @typedef {import("../protocol.js").Offer} Offer
 * @typedef {import("../desk.js").Desk} Desk
 */

import { el, say, set } from "../dom.js";
import { moment, span } from "../format.js";
import { channelIcon, icon } from "../icons.js";
import { offered } from "../models/lists.js";
import { texts } from "../texts.js";
import { HeldList } from "./held_list.js";
import { alias, isolated } from "./parts_view.js";
import { windowWarning } from "./row_view.js";

/** @param {Desk} desk */
export function offersView(desk) {
  const { state } = desk;
  /** Being accepted, or that failed: conversation to word. @type {Map<string, "accepting" | "failed">} */
  const trying = new Map();
  const list = new HeldList({ label: texts.offers.title, onRelease: render });
  const empty = el("div", { class: "empty" },
    el("p", { class: "empty-title" }, texts.offers.empty), el("p", null, texts.offers.emptyHint));
  const asideText = el("span");
  const aside = el("p", { class: "aside-note" }, asideText,
    el("button", { class: "quiet", type: "button", onclick: () => state.showSetAside() }, texts.offers.showAgain));
  const element = el("section", { class: "panel", "aria-labelledby": "offers-title" },
    el("h2", { class: "panel-title", id: "offers-title" }, texts.offers.title), empty, list.element, aside);

  /** @param {Offer} offer */
  async function accept(offer) {
    if (trying.get(offer.conversation) === "accepting") return;
    trying.set(offer.conversation, "accepting");
    render();
    const accepted = await desk.accept(offer);
    if (accepted || state.gone.has(offer.conversation)) trying.delete(offer.conversation);
    else trying.set(offer.conversation, "failed");
    state.changed();
  }

  function render() {
    const all = offered(state.offers.values());
    const visible = all.filter((offer) => !state.isSetAside(offer.conversation));
    list.show(visible.map((offer) => card(offer)));
    set(empty, { hidden: visible.length > 0 });
    set(aside, { hidden: visible.length === all.length });
    say(asideText, texts.offers.setAside(all.length - visible.length));
  }

  /** @param {Offer} offer @returns {import("../dom.js").Keyed} */
  function card(offer) {
    const now = state.now();
    const gone = state.gone.get(offer.conversation);
    const attempt = trying.get(offer.conversation);
    const waits = span(now - (offer.waiting_since_ms ?? offer.offered_at_ms));
    const warning = windowWarning(offer.window_ends_ms, now);
    return {
      key: offer.conversation,
      signature: JSON.stringify([offer, gone, attempt, waits, warning]),
      create: () => el("li", null, create(offer, { gone, attempt, waits, warning, now })),
    };
  }

  /**
   * @param {Offer} offer
   * @param {{gone?: string, attempt?: string, waits: string, warning: string, now: number}} shown
   */
  function create(offer, { gone, attempt, waits, warning, now }) {
    const end = offer.window_ends_ms;
    return el("article", {
      class: `offer${gone ? " gone" : ""}`, tabindex: "0", "data-focus": "card", "data-offer": offer.conversation,
    },
    el("header", { class: "offer-head" },
      el("span", { class: "row-channel" }, channelIcon(offer.channel.kind)),
      el("span", { class: "offer-who" },
        el("span", { class: "row-alias" }, alias(offer.customer)),
        el("span", { class: "row-from" }, `${offer.brand.name} · ${texts.channel(offer.channel.kind)}`))),
    offer.preview.length > 0 && el("p", { class: "offer-preview" }, isolated(offer.preview)),
    el("ul", { class: "facts" },
      el("li", null, icon("clock"), texts.offers.waits(waits)),
      el("li", { class: warning ? "warning" : null },
        icon("send"), warning || (end == null ? texts.offers.noWindow : texts.offers.until(moment(end, now)))),
      el("li", null, icon("bubble"), texts.offers.messages(offer.messages))),
    el("p", { class: "offer-why" }, icon("info"), texts.offers.why[offer.why] ?? texts.offers.why.new,
      offer.first_look && el("span", { class: "first-look" }, texts.offers.firstLook)),
    gone
      ? el("p", { class: "offer-gone", role: "status" }, texts.offers.gone[gone] ?? texts.offers.gone.closed)
      : el("div", { class: "actions" },
        el("button", {
          class: "button primary", type: "button", "data-focus": "accept", onclick: () => accept(offer),
          "aria-disabled": attempt === "accepting" ? "true" : null,
        }, attempt === "accepting" ? texts.offers.accepting : texts.offers.accept),
        el("button", {
          class: "button", type: "button", "data-focus": "not-now", onclick: () => state.putAside(offer),
        }, texts.offers.notNow)),
    attempt === "failed" && !gone && el("p", { class: "problem", role: "status" }, texts.offers.failed));
  }

  /** @param {string} conversation */
  function acceptById(conversation) {
    const offer = state.offers.get(conversation);
    if (offer && !state.gone.has(conversation)) void accept(offer);
  }

  return { element, render, accept: acceptById };
}
