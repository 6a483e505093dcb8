// @ts-check
/**
 * What a message holds: text, or a plain card of its fields. Whatever a platform sent is shown as text only.
 *
 * @typedef {import("../protocol.js").Content} Content
 * @typedef {import("../protocol.js").Message} Message
 */

import { el } from "../dom.js";
import { size } from "../format.js";
import { icon } from "../icons.js";
import { snippet } from "../models/parts.js";
import { visible } from "../models/visible.js";
import { table } from "../table.js";
import { texts } from "../texts.js";
import { isolated } from "./parts_view.js";

const LINE = 160;

const ICONS = table({
  image: "image", video: "image", sticker: "image", audio: "sound", voice: "sound", location: "pin",
  contacts: "person", order: "card", choice: "check", form: "file", unsupported: "alert",
});

/** @param {Message} message @returns {(Node | string)[]} */
export function contentNodes(message) {
  if (message.revoked) return [el("p", { class: "placeholder-line" }, icon("close"), texts.conversation.revoked)];
  if (message.withheld) return [el("p", { class: "placeholder-line" }, icon("shield"), texts.conversation.withheld)];
  const { content } = message;
  if (content.kind === "text" || (content.text && !content.fields)) {
    return [el("p", { class: "text" }, isolated(content.text ?? []))];
  }
  return [card(content)];
}

/** The same in one line, for a card that points at it. @param {Message} message @returns {Node | string} */
export function contentLine({ content, revoked, withheld }) {
  if (revoked) return texts.conversation.revoked;
  if (withheld) return texts.conversation.withheld;
  const words = content.text ?? content.fields?.caption;
  return words?.length ? isolated(snippet(words, LINE)) : title(content);
}

/** @param {Content} content */
function card(content) {
  const data = content.data ?? {};
  const fields = Object.entries(content.fields ?? {}).filter(([, parts]) => parts.length > 0);
  if (content.text) fields.unshift(["text", content.text]);
  return el("div", { class: "card" },
    el("p", { class: "card-title" }, icon(ICONS[String(data.media)] ?? ICONS[content.kind ?? ""] ?? "file"), title(content)),
    fields.length > 0 && el("dl", { class: "pairs" },
      fields.flatMap(([name, parts]) => [el("dt", null, texts.content.field(visible(name))), el("dd", null, isolated(parts))])),
    content.kind === "order" && items(data.items),
    content.kind === "media" && el("p", { class: "hint" }, mediaHint(data)));
}

/** @param {Content} content */
function title(content) {
  if (content.kind === "media") return texts.content.media(String(content.data?.media ?? ""));
  return texts.content.kinds[content.kind ?? ""] ?? texts.content.unknown;
}

/** @param {Record<string, unknown>} data */
function mediaHint(data) {
  if (data.failed) return texts.content.unfetched;
  const bytes = typeof data.size_bytes === "number" ? `${size(data.size_bytes)} · ` : "";
  return bytes + texts.content.notShown;
}

/** @param {unknown} list */
function items(list) {
  if (!Array.isArray(list)) return null;
  return el("ul", { class: "order" }, list.map((item) =>
    el("li", null, el("bdi", null, texts.content.item(visible(String(item?.quantity ?? 1)), visible(String(item?.product ?? "")))))));
}
