// @ts-check
/** The strip on top of a conversation: until when the case stays with the expert alone. */

import { el, fill } from "../dom.js";
import { moment, span } from "../format.js";
import { icon } from "../icons.js";
import { patience, SOON_MS } from "../models/patience.js";
import { texts } from "../texts.js";

const ICONS = { promised: "clock", due: "clock", shared: "offers" };

export function patienceStrip() {
  const element = el("div", { class: "patience", role: "status" });
  let shown = "";

  /** @param {import("../protocol.js").Conversation | null | undefined} one @param {number} now */
  function render(one, now) {
    const what = one ? patience(one, now) : "none";
    const time = moment(one?.patience_ends_ms ?? now, now);
    const t = texts.patience;
    const text = what === "promised" ? t.promised(time) : what === "due" ? t.due(time) : what === "shared" ? t.shared : "";
    if (text === shown) return;
    shown = text;
    element.className = `patience patience-${what}`;
    if (what === "none") fill(element);
    else fill(element, icon(ICONS[what]), el("p", null, text));
  }

  return { element, render };
}

/**
 * The same in a list, when it is near.
 *
 * @param {import("../protocol.js").Conversation} one
 * @param {number} now
 */
export function patienceInRow(one, now) {
  const what = patience(one, now);
  const left = (one.patience_ends_ms ?? now) - now;
  if (what === "promised" && left < SOON_MS) return { icon: ICONS.promised, text: texts.patience.rowPromised(span(left)) };
  if (what === "due") return { icon: ICONS.due, text: texts.patience.rowDue };
  return what === "shared" ? { icon: ICONS.shared, text: texts.patience.rowShared } : null;
}
