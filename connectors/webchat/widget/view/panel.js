// @ts-check
/** The panel: head, notices, log and composer, with the rules of the keyboard. */
import { fill } from "../locale.js";
import { Composer } from "./composer.js";
import { el, icon, setText } from "./dom.js";
import { ALERT, CROSS } from "./icons.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";

const FULL_SCREEN = "(max-width: 480px), (max-height: 460px)";
const FOCUSABLE = "button, textarea, select, a[href], [tabindex='0']";

export class Panel {
  #context;
  #under;
  #banner;
  #bannerText;
  #announcedOffline = false;

  /** @param {import("./view.js").Context} context */
  constructor(context) {
    this.#context = context;
    const { locale, settings, actions } = context;
    this.log = new Log(context);
    this.composer = new Composer(context);
    this.menu = new Menu(context);
    this.#under = el("div", { class: "under" });
    this.#bannerText = el("span");
    this.#banner = el("div", { class: "banner", role: "status", hidden: true }, icon(ALERT), this.#bannerText);
    const mark = el("div", { class: "mark", "aria-hidden": "true" }, Array.from(settings.title)[0]?.toLocaleUpperCase() ?? "");
    const names = el("div", { class: "names" }, el("h2", { class: "title", id: "title" }, el("bdi", {}, settings.title)), this.#under);
    const close = el("button", { class: "tool", type: "button", "aria-label": locale.texts.close, click: actions.close }, icon(CROSS));
    this.node = el(
      "section",
      { class: "panel", role: "dialog", "aria-labelledby": "title", tabindex: -1, hidden: true, dir: locale.direction, lang: locale.language, keydown: this.#key, click: this.#click },
      el("header", { class: "head" }, mark, names, this.menu.button, close),
      this.menu.node,
      this.#banner,
      this.log.node,
      this.composer.node,
      this.menu.veil,
    );
  }

  /** @returns {boolean} whether the panel covers the page */
  static get fullScreen() {
    return matchMedia(FULL_SCREEN).matches;
  }

  /** @param {boolean} open */
  show(open) {
    this.node.hidden = !open;
    this.node.setAttribute("aria-modal", String(open && Panel.fullScreen));
    if (open) {
      this.composer.fit();
      this.log.opened();
    }
  }

  /** Where the visitor goes on; on a phone not the input, whose keyboard would hide what there is to read. */
  focus() {
    if (matchMedia("(pointer: coarse)").matches) {
      this.node.focus({ preventScroll: true });
    } else {
      this.composer.input.focus({ preventScroll: true });
    }
  }

  /**
   * @param {import("../state.js").State} state
   * @param {boolean} offlineLong whether the connection has been away for longer than a moment
   */
  update(state, offlineLong) {
    const { texts } = this.#context.locale;
    const away = state.phase === "offline" && offlineLong;
    setText(this.#under, away ? texts.noConnection : state.phase === "online" || !offlineLong ? texts.answering : texts.connecting);
    this.#notify(this.#notice(state, away), away);
    this.log.update(state);
    this.menu.update(state);
  }

  /**
   * @param {import("../state.js").State} state
   * @param {boolean} away
   * @returns {string} empty when there is nothing to say
   */
  #notice(state, away) {
    const { locale, clock } = this.#context;
    const { texts } = locale;
    if (state.phase === "outdated") {
      return texts.outdated;
    }
    if (state.phase === "ended") {
      return texts.ended;
    }
    if (away) {
      return texts.offline;
    }
    if (state.slow_until_ms > 0) {
      return fill(texts.slow, { n: Math.max(1, Math.ceil((state.slow_until_ms - clock.now()) / 1000)) });
    }
    return "";
  }

  /**
   * @param {string} text
   * @param {boolean} away
   */
  #notify(text, away) {
    // A running countdown would be read out every second.
    this.#banner.setAttribute("aria-live", away || !this.#announcedOffline ? "polite" : "off");
    this.#announcedOffline = text !== "";
    this.#banner.hidden = text === "";
    setText(this.#bannerText, text);
  }

  #key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape" && !event.isComposing) {
      event.stopPropagation();
      if (!this.menu.close()) {
        this.#context.actions.close();
      }
    } else if (event.key === "Tab" && (Panel.fullScreen || !this.menu.veil.hidden)) {
      this.#trap(event);
    }
  };

  /** @param {KeyboardEvent} event */
  #trap(event) {
    const within = this.menu.veil.hidden ? this.node : this.menu.veil;
    const all = [...within.querySelectorAll(FOCUSABLE)].filter((node) => node instanceof HTMLElement && node.offsetParent);
    const [first, last] = [all[0], all.at(-1)];
    const root = this.node.getRootNode();
    const active = root instanceof ShadowRoot ? root.activeElement : null;
    const leaving = event.shiftKey ? active === first || active === this.node : active === last;
    const target = event.shiftKey ? last : first;
    if (leaving && target instanceof HTMLElement) {
      event.preventDefault();
      target.focus();
    }
  }

  #click = (/** @type {MouseEvent} */ event) => {
    const [target] = event.composedPath();
    const inMenu = target instanceof Node && (this.menu.node.contains(target) || this.menu.button.contains(target));
    if (!inMenu && !this.menu.node.hidden) {
      this.menu.toggle();
    }
  };
}
