// @ts-check
/**
 * All the widget shows, inside a shadow root on the page.
 *
 * @typedef {{
 *   toggle: () => void, close: () => void, send: (text: string) => void, retry: (clientId: string) => void,
 *   seen: () => void, sound: () => void, language: (code: string) => void, copy: () => void, forget: () => void,
 * }} Actions
 * @typedef {{
 *   locale: import("../locale.js").Locale, settings: import("../session.js").Settings, actions: Actions,
 *   clock: {now: () => number}, lasting: boolean, draft: {get: () => string, set: (text: string) => void},
 * }} Context
 *   `lasting`: whether the browser lets us remember the visitor.
 */
import { readableOn, textOn } from "../colour.js";
import { el } from "./dom.js";
import { createLauncher } from "./launcher.js";
import { Panel } from "./panel.js";
import { FRAME } from "./styles_frame.js";
import { LOG } from "./styles_log.js";

const LIGHT_SURFACE = "#f2f5f3";
const DARK_SURFACE = "#202725";

export class View {
  #root;
  #launcher;
  #panel;
  #open = false;
  #resized = () => this.#measure();

  /**
   * @param {ShadowRoot} shadow
   * @param {Context} context
   */
  constructor(shadow, context) {
    const { settings } = context;
    shadow.adoptedStyleSheets = [sheet(FRAME), sheet(LOG), brandSheet(settings)];
    this.#launcher = createLauncher(context);
    this.#panel = new Panel(context);
    // The side follows the page, the texts follow the language: the two may read in different directions.
    const mirrored = getComputedStyle(document.documentElement).direction === "rtl";
    const left = (settings.position === "left") !== mirrored;
    this.#root = el("div", { class: left ? "root left" : "root", lang: context.locale.language }, this.#launcher.node, this.#panel.node);
    shadow.replaceChildren(this.#root);
    window.visualViewport?.addEventListener("resize", this.#resized);
    window.visualViewport?.addEventListener("scroll", this.#resized);
  }

  /**
   * @param {import("../state.js").State} state
   * @param {boolean} offlineLong
   */
  update(state, offlineLong) {
    this.#launcher.update(state);
    this.#root.classList.toggle("open", state.open);
    if (state.open !== this.#open) {
      this.#open = state.open;
      this.#measure();
      this.#panel.update(state, offlineLong);
      this.#panel.show(state.open);
    } else {
      this.#panel.update(state, offlineLong);
    }
  }

  /** @returns {boolean} whether the visitor has the newest message before their eyes */
  get showsNewest() {
    return this.#open && document.visibilityState === "visible" && this.#panel.log.atEnd;
  }

  focusPanel() {
    this.#panel.focus();
  }

  focusLauncher() {
    this.#launcher.node.focus({ preventScroll: true });
  }

  clearDraft() {
    this.#panel.composer.clear();
  }

  destroy() {
    window.visualViewport?.removeEventListener("resize", this.#resized);
    window.visualViewport?.removeEventListener("scroll", this.#resized);
    this.#root.remove();
  }

  /** Keep the input above the keyboard of a phone, which covers the page without changing its size. */
  #measure() {
    const seen = window.visualViewport;
    const zoomed = !seen || seen.scale > 1.01;
    this.#root.style.setProperty("--top", zoomed ? "0px" : `${seen.offsetTop}px`);
    this.#root.style.setProperty("--height", zoomed ? "100dvh" : `${seen.height}px`);
  }
}

/**
 * @param {import("../session.js").Settings} settings
 * @returns {CSSStyleSheet}
 */
function brandSheet({ colour, offset_px }) {
  const light = readableOn(colour, LIGHT_SURFACE);
  const dark = readableOn(colour, DARK_SURFACE);
  const values = `--brand: ${colour}; --on-brand: ${textOn(colour)}; --accent-light: ${light}; --accent-dark: ${dark}`;
  return sheet(`.root { ${values}; --offset: ${offset_px}px; }`);
}

/** @param {string} css */
function sheet(css) {
  // A style sheet made by script is not an inline style: a strict policy of the page lets it pass.
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}
