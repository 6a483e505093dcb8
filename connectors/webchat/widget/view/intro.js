// @ts-check
/** The first screen: who answers, that one may leave, what stays hidden. */
import { fill } from "../locale.js";
import { el, icon, setAttribute } from "./dom.js";
import { CLOCK, PEOPLE, SHIELD } from "./icons.js";

/**
 * @param {import("./view.js").Context} context
 * @returns {HTMLElement}
 */
export function createIntro({ locale, settings, lasting }) {
  const { texts } = locale;
  const named = { title: settings.title };
  const more = el("p", { class: "more-text", id: "how", hidden: true }, fill(texts.because, named));
  const how = el(
    "button",
    { class: "link", type: "button", "aria-expanded": "false", "aria-controls": "how", click: toggle },
    texts.how,
  );
  function toggle() {
    more.hidden = !more.hidden;
    setAttribute(how, "aria-expanded", String(!more.hidden));
  }
  return el(
    "div",
    { class: "intro" },
    el("p", { class: "hello", dir: "auto" }, settings.welcome ?? texts.hello),
    el(
      "ul",
      { class: "facts" },
      el("li", { class: "fact" }, icon(PEOPLE), el("strong", {}, fill(texts.who, named))),
      el("li", { class: "fact" }, icon(CLOCK), el("span", {}, lasting ? texts.leave : texts.stay)),
      el("li", { class: "fact" }, icon(SHIELD), el("div", {}, `${texts.hidden} `, how, more)),
    ),
  );
}
