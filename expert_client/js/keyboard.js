// @ts-check
/**
 * Shortcuts. Single letters work only outside of fields and can be switched off; inside fields only Ctrl or ⌘ counts.
 * Nothing is bound to Alt, which writes letters on many keyboards.
 */

const PAUSE_MS = 1_200;

/**
 * @param {import("./desk.js").Desk} desk
 * @param {ReturnType<typeof import("./views/app_view.js").appView>} app
 */
export function listenToKeys(desk, app) {
  const { state, settings } = desk;
  let prefixAtMs = 0;

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || app.asking()) return;
    if (event.key === "Escape") return escape();
    if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
    if (isArrow(event.key) && inList(event.target)) return act(event, () => step(event.key === "ArrowDown" ? 1 : -1));
    if (!settings.values.singleKeys) return;
    const prefixed = event.timeStamp - prefixAtMs < PAUSE_MS;
    prefixAtMs = 0;
    if (prefixed && SCREENS[event.key]) return act(event, () => desk.go(SCREENS[event.key]));
    if (event.key === "g") prefixAtMs = event.timeStamp;
    const action = actions[event.key];
    if (action) act(event, action);
  });

  /** @type {Record<string, "mine" | "offers" | "me">} */
  const SCREENS = { m: "mine", o: "offers", e: "me" };

  /** @type {Record<string, () => void>} */
  const actions = {
    j: () => step(1),
    k: () => step(-1),
    o: () => focused()?.click(),
    r: () => {
      if (state.opened) app.conversation.composer.focus();
    },
    e: () => app.conversation.askResolve(),
    t: () => app.conversation.askToLeave(),
    a: () => {
      const offer = focused()?.dataset.offer;
      if (offer) app.panels.offers.accept(offer);
    },
    "?": () => app.shortcuts.show(),
  };

  /** @param {KeyboardEvent} event @param {() => void} action */
  function act(event, action) {
    event.preventDefault();
    action();
  }

  function targets() {
    return /** @type {HTMLElement[]} */ ([...app.element.querySelectorAll(".panel:not([hidden]) :is(.row, .offer)")]);
  }

  function focused() {
    return targets().find((target) => target.contains(document.activeElement));
  }

  /** @param {number} by */
  function step(by) {
    const all = targets();
    const at = all.findIndex((target) => target.contains(document.activeElement));
    const from = at >= 0 ? at : all.findIndex((target) => target.getAttribute("aria-current"));
    const next = all[Math.min(all.length - 1, Math.max(0, from + by))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  function escape() {
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    if (inField(active)) active?.blur();
    else if (!app.closeSheet() && state.opened) {
      const id = state.opened.id;
      if (desk.narrow) desk.leave();
      const row = targets().find((target) => target.dataset.conversation === id) ?? targets()[0];
      row?.focus();
    }
  }
}

/** @param {string} key */
const isArrow = (key) => key === "ArrowDown" || key === "ArrowUp";

/** @param {EventTarget | null} target */
const inList = (target) => target instanceof Element && target.closest(".list") !== null;

/** @param {EventTarget | null} target */
function inField(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}
