// @ts-check
/** One message of the log. It is built once; only its state of delivery and its place in the group change. */
import { fill, listEntities, timeOf } from "../locale.js";
import { maskedEntities, pieces } from "../spans.js";
import { el, icon, setAttribute } from "./dom.js";
import { ALERT, CLOCK, SHIELD, TICK, TICKS } from "./icons.js";

/** Failures that say nothing about the message itself. */
const AGAIN = new Set(["", "unavailable", "slow_down"]);

/**
 * @typedef {import("../rows.js").MessageRow} MessageRow
 * @typedef {import("./view.js").Context} Context
 * @typedef {{node: HTMLElement, update: (row: MessageRow) => void}} MessageView
 */

/**
 * @param {MessageRow} row
 * @param {Context} context
 * @returns {MessageView}
 */
export function createMessage(row, context) {
  const mine = row.from === "me";
  const who = nameOf(row, context);
  const text = { shown: "" };
  const name = el("div", { class: "name", "aria-hidden": "true" }, el("bdi", {}, who));
  const bubble = el("div", { class: "bubble", dir: "auto" });
  const note = el("div", { class: "note", hidden: true });
  // Hidden from the log's announcements: the words of delivery change often and say little aloud.
  const meta = el("div", { class: "meta", "aria-live": "off" });
  const avatar = el("div", { class: "avatar", "aria-hidden": "true" }, Array.from(who)[0]?.toLocaleUpperCase() ?? "");
  const said = el("span", { class: "unseen" }, fill(context.locale.texts.says, { name: who }));
  const stack = el("div", { class: "stack" }, !mine && name, said, bubble, note, meta);
  const node = el("div", { class: "message" }, !mine && avatar, stack);
  const shown = { status: "", at: 0, last: false };
  return {
    node,
    update(now) {
      const unsent = now.status === "waiting" || now.status === "sending";
      const classes = ["message", mine && "mine", now.first && "first", unsent && "unsent", now.status === "failed" && "failed"];
      setAttribute(node, "class", classes.filter(Boolean).join(" "));
      name.hidden = !now.first;
      avatar.classList.toggle("away", !now.first);
      const content = JSON.stringify([now.text, now.masked]);
      if (content !== text.shown) {
        text.shown = content;
        bubble.replaceChildren(...bubbleParts(now));
        showNote(note, now, context);
      }
      if (shown.status !== (now.status ?? "") || shown.at !== now.at_ms || shown.last !== now.last) {
        Object.assign(shown, { status: now.status ?? "", at: now.at_ms, last: now.last });
        meta.replaceChildren(...metaParts(now, context));
      }
    },
  };
}

/**
 * @param {Pick<MessageRow, "from" | "name">} row
 * @param {Pick<Context, "locale" | "settings">} context
 * @returns {string}
 */
export function nameOf(row, { locale, settings }) {
  if (row.from === "me") {
    return locale.texts.you;
  }
  return row.name || (row.from === "brand" ? settings.title : locale.texts.helper);
}

/**
 * @param {MessageRow} row
 * @returns {(string | HTMLElement)[]}
 */
function bubbleParts(row) {
  /** @type {(string | HTMLElement)[]} */
  const parts = [];
  for (const { text, entity } of pieces(row.text, row.masked)) {
    parts.push(...(entity ? [el("mark", { class: "hidden-part", dir: "auto" }, text)] : linked(text)));
  }
  return parts;
}

/**
 * Addresses on the brand's own site become links; any other stays text, since a helper is not the brand.
 *
 * @param {string} text
 * @returns {(string | HTMLAnchorElement)[]}
 */
function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/g).map((part, index) => {
    const url = index % 2 && URL.canParse(part) ? new URL(part) : null;
    if (!url || url.host !== location.host || url.username) {
      return part;
    }
    return el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, part);
  });
}

/**
 * @param {HTMLElement} note
 * @param {MessageRow} row
 * @param {Context} context
 */
function showNote(note, row, { locale }) {
  note.hidden = row.masked.length === 0;
  if (note.hidden) {
    note.replaceChildren();
    return;
  }
  const { texts } = locale;
  const because = el("div", { hidden: true }, texts.maskedBecause);
  const why = el("button", { class: "link", type: "button", "aria-expanded": "false", click: explain }, texts.why);
  function explain() {
    because.hidden = !because.hidden;
    setAttribute(why, "aria-expanded", String(!because.hidden));
  }
  const list = listEntities(locale, maskedEntities(row.masked));
  note.replaceChildren(icon(SHIELD), `${fill(texts.masked, { list })} `, why, because);
}

/**
 * @param {MessageRow} row
 * @param {Context} context
 * @returns {Node[]}
 */
function metaParts(row, { locale, actions }) {
  const { texts } = locale;
  const time = el("span", {}, timeOf(locale, row.at_ms));
  switch (row.status) {
    case null:
      return row.last ? [time] : [];
    case "failed": {
      const retry = () => row.client_id && actions.retry(row.client_id);
      return [el("button", { class: "retry", type: "button", click: retry }, icon(ALERT), AGAIN.has(row.code) ? texts.failed : texts.refused)];
    }
    case "waiting":
      return [el("span", {}, texts.waitingStatus), icon(CLOCK)];
    case "sending":
      return [el("span", {}, texts.sending), icon(CLOCK)];
    case "sent":
      return [time, el("span", {}, texts.sent), icon(TICK)];
    case "delivered":
      return [time, el("span", {}, texts.delivered), icon(TICKS)];
    case "read":
      return [time, el("span", { class: "seen" }, texts.read), icon(TICKS, "icon seen")];
  }
}
