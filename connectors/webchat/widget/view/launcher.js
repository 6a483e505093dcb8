// @ts-check
/** The round button on the page. */
import { fill } from "../locale.js";
import { unread } from "../state.js";
import { el, icon, setAttribute, setText } from "./dom.js";
import { CHAT, DOWN } from "./icons.js";

/**
 * @param {import("./view.js").Context} context
 * @returns {{node: HTMLButtonElement, update: (state: import("../state.js").State) => void}}
 */
export function createLauncher({ locale, settings, actions }) {
  const closed = icon(CHAT);
  const open = icon(DOWN);
  const badge = el("span", { class: "badge", "aria-hidden": "true", hidden: true });
  const node = el("button", { class: "launcher", type: "button", "aria-haspopup": "dialog", click: actions.toggle }, closed, open, badge);
  const { texts } = locale;
  return {
    node,
    update(state) {
      const count = state.open ? 0 : unread(state);
      const label = state.open ? texts.close : fill(texts.launcher, { title: settings.title });
      setAttribute(node, "aria-label", count ? `${label} (${fill(texts.unread, { n: count })})` : label);
      setAttribute(node, "aria-expanded", state.open ? "true" : "false");
      setAttribute(closed, "hidden", state.open);
      setAttribute(open, "hidden", !state.open);
      setAttribute(badge, "hidden", count === 0);
      setText(badge, count > 99 ? "99+" : String(count));
    },
  };
}
