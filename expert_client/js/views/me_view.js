// @ts-check
/** "Me": the brands, the settings of this device, and the way out. */

import { el, patch, say } from "../dom.js";
import { texts } from "../texts.js";

/** @param {import("../desk.js").Desk} desk @param {{showShortcuts: () => void}} actions */
export function meView(desk, { showShortcuts }) {
  const { state, session, settings } = desk;
  const name = el("p", { class: "me-name" });
  const brands = el("ul", { class: "brands" });
  const theme = el("select", {
    id: "theme",
    onchange: () => settings.set({ theme: /** @type {import("../storage.js").Settings["theme"]} */ (theme.value) }),
  }, Object.entries(texts.me.themes).map(([value, label]) => el("option", { value }, label)));
  theme.value = settings.values.theme;

  const element = el("section", { class: "panel", "aria-labelledby": "me-title" },
    el("h2", { class: "panel-title", id: "me-title" }, texts.me.title),
    el("div", { class: "me" },
      name,
      el("h3", { class: "section" }, texts.me.brands), brands,
      el("p", { class: "freedom" }, texts.me.freedom),
      el("h3", { class: "section" }, texts.me.settings),
      el("div", { class: "setting" }, el("label", { for: "theme" }, texts.me.theme), theme),
      toggle("enterSends", texts.me.enterSends, texts.me.enterSendsHint),
      toggle("singleKeys", texts.me.singleKeys, texts.me.singleKeysHint),
      el("button", { class: "button", type: "button", onclick: showShortcuts }, texts.me.shortcuts),
      el("form", { class: "sign-out", method: "post", action: "/sign-out", onsubmit: () => session.signingOut() },
        el("button", { class: "button danger", type: "submit" }, texts.me.signOut),
        el("p", { class: "hint" }, texts.me.signOutHint))));

  /** @param {"enterSends" | "singleKeys"} key @param {string} label @param {string} hint */
  function toggle(key, label, hint) {
    const box = el("input", {
      type: "checkbox", id: key, "aria-describedby": `${key}-hint`,
      onchange: () => settings.set({ [key]: box.checked }),
    });
    box.checked = settings.values[key];
    return el("div", { class: "setting" },
      el("div", null, el("label", { for: key }, label), el("p", { class: "hint", id: `${key}-hint` }, hint)), box);
  }

  function render() {
    say(name, state.expert?.name ?? "");
    patch(brands, state.brands.map((brand) => ({
      key: brand.id,
      signature: JSON.stringify(brand),
      create: () => el("li", null, brand.name, el("span", { class: "tag" }, texts.me.tiers[brand.tier] ?? brand.tier)),
    })));
  }

  return { element, render };
}
