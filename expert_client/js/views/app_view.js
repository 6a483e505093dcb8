// @ts-check
/**
 * The whole screen: three panes where there is room, one at a time where there is not.
 *
 * @typedef {import("../state.js").Screen} Screen
 */

import { el, fill, say, set } from "../dom.js";
import { secondsOf } from "../format.js";
import { icon } from "../icons.js";
import { held, isUnread } from "../models/lists.js";
import { texts } from "../texts.js";
import { conversationView } from "./conversation_view.js";
import { detailsView } from "./details_view.js";
import { endingView, shortcutsView } from "./dialogs.js";
import { leaveView } from "./leave_view.js";
import { meView } from "./me_view.js";
import { mineView } from "./mine_view.js";
import { offersView } from "./offers_view.js";

/** @type {Screen[]} */
const SCREENS = ["mine", "offers", "me"];

/** @param {import("../desk.js").Desk} desk @param {HTMLElement} root @param {() => void} retryLine */
export function appView(desk, root, retryLine) {
  const { state, settings } = desk;
  const shortcuts = shortcutsView(settings);
  const panels = {
    mine: mineView(desk),
    offers: offersView(desk),
    me: meView(desk, { showShortcuts: shortcuts.show }),
  };
  const leave = leaveView(desk, { onDone: focusList });
  const conversation = conversationView(desk, { toggleDetails, askLeave: leave.ask });
  const details = detailsView(desk, { insert, close: toggleDetails, askLeave: conversation.askToLeave });
  const line = el("p", { class: "line-status" });
  const banner = el("div", { class: "banner", role: "status", hidden: true }, icon("alert"),
    el("span", null, texts.line.offline),
    el("button", { class: "button", type: "button", onclick: retryLine }, texts.line.retry));
  const tabs = SCREENS.map((screen) => {
    const count = el("span", { class: "count" });
    const button = el("button", { class: "tab", type: "button", onclick: () => desk.go(screen) },
      icon(screen), el("span", { class: "tab-word" }, texts.screens[screen]), count);
    return { screen, button, count };
  });
  const lists = el("div", { class: "panels" }, SCREENS.map((screen) => panels[screen].element));
  const app = el("div", { class: "app" },
    el("a", { class: "skip", href: "#conversation", onclick: skip }, texts.skip),
    banner,
    el("header", { class: "top" }, el("h1", { class: "brandmark" }, texts.product), line),
    el("nav", { class: "tabs", "aria-label": texts.navigation }, tabs.map((tab) => tab.button)),
    el("main", { class: "stage" }, lists, conversation.element),
    details.element, shortcuts.element, leave.element);
  fill(root, app);
  /** On narrow screens the details are a sheet, closed at first. */
  let sheet = false;
  let ended = false;
  let lastScreen = state.screen;

  desk.onOpened = () => {
    sheet = false;
    render(); // now, so that the focus finds its place
    // With a touch keyboard the screen would fill at once: there the first tap is the expert's own.
    if (window.matchMedia("(pointer: fine)").matches) conversation.composer.focus();
    else conversation.focusTitle();
  };

  function render() {
    if (state.ending) return end(state.ending);
    const { screen, opened } = state;
    set(app, {
      "data-screen": screen,
      "data-opened": String(opened !== null),
      "data-details": String(settings.values.details && opened !== null),
      "data-sheet": String(sheet && opened !== null),
    });
    banner.hidden = !state.offline;
    say(line, lineText());
    line.classList.toggle("down", state.line !== "connected");
    renderTabs();
    if (screen !== lastScreen) lists.scrollTop = 0;
    lastScreen = screen;
    for (const each of SCREENS) {
      panels[each].element.hidden = each !== screen;
      if (each === screen) panels[each].render();
    }
    conversation.render();
    details.render();
    leave.render();
    return undefined;
  }

  function renderTabs() {
    const mine = held(state.conversations.values());
    const unread = mine.filter(isUnread).length;
    const offers = [...state.offers.keys()].filter((id) => !state.isSetAside(id) && !state.gone.has(id)).length;
    const counts = { mine: mine.length, offers, me: 0 };
    for (const { screen, button, count } of tabs) {
      set(button, { "aria-current": screen === state.screen ? "page" : null });
      say(count, counts[screen] ? String(counts[screen]) : "");
      count.classList.toggle("loud", screen === "mine" && unread > 0);
    }
    document.title = unread ? texts.unreadTitle(unread) : texts.product;
  }

  function lineText() {
    const at = state.heardAtMs ? secondsOf(state.heardAtMs) : "";
    if (state.line === "connected") return texts.line.upToDate(at);
    return state.offline && at ? texts.line.lastKnown(at) : texts.line.connecting;
  }

  function toggleDetails() {
    if (window.matchMedia("(max-width: 1099px)").matches) {
      sheet = !sheet;
      if (!sheet) conversation.focusDetails();
    } else settings.set({ details: !settings.values.details });
    render();
    if (sheet) /** @type {HTMLElement | null} */ (details.element.querySelector("h2"))?.focus();
  }

  /** @param {import("../protocol.js").Placeholder} placeholder */
  function insert(placeholder) {
    sheet = false;
    render();
    conversation.composer.insert(placeholder);
  }

  /** What was open is gone: go on in the list. */
  function focusList() {
    render();
    const next = lists.querySelector(".panel:not([hidden]) :is(.row, .offer)") ?? tabs.find(({ screen }) => screen === state.screen)?.button;
    /** @type {HTMLElement | null | undefined} */ (next)?.focus();
  }

  /** @param {Event} event */
  function skip(event) {
    event.preventDefault();
    conversation.element.focus();
  }

  /** @param {import("../state.js").Ending} why */
  function end(why) {
    if (ended) return;
    ended = true;
    const view = endingView(why, () => window.location.reload());
    fill(root, view);
    view.querySelector("h1")?.focus();
  }

  /** @returns {boolean} whether there was a sheet to close */
  function closeSheet() {
    if (!sheet) return false;
    toggleDetails();
    return true;
  }

  const asking = () => shortcuts.element.open || leave.element.open;

  return { render, panels, conversation, shortcuts, asking, closeSheet, element: app };
}
