// @ts-check
/**
 * Texts of customers and experts as nodes: placeholders as chips, invisible characters by name, everything isolated
 * from the text around it. Links stay text.
 *
 * @typedef {import("../protocol.js").Part} Part
 * @typedef {import("../protocol.js").Placeholder} Placeholder
 */

import { el } from "../dom.js";
import { isPlaceholder } from "../models/parts.js";
import { runs } from "../models/visible.js";
import { texts } from "../texts.js";

/** @param {Placeholder} placeholder @param {import("../dom.js").Attributes} [attributes] */
export function chip(placeholder, attributes = {}) {
  const label = texts.placeholder(placeholder);
  return el("span", {
    class: "chip", role: "img", "aria-label": texts.placeholderSpoken(placeholder), ...attributes,
  }, label);
}

/** @param {Part[]} parts */
export function isolated(parts) {
  return el("bdi", { dir: "auto" }, parts.flatMap((part) => (isPlaceholder(part) ? chip(part) : textNodes(part))));
}

/** @param {string} text */
export function textNodes(text) {
  return runs(text).map((run) =>
    run.hidden === undefined
      ? run.text ?? ""
      : el("span", { class: "hidden-character", role: "img", "aria-label": texts.hiddenCharacter(run.hidden) }, run.hidden),
  );
}

/** The customer's alias. @param {Part[]} customer */
export function alias(customer) {
  return customer.length ? isolated(customer) : el("bdi", null, texts.customer);
}

/** The same as plain text, for labels. @param {Part[]} parts */
export function spoken(parts) {
  return parts.map((part) => (isPlaceholder(part) ? texts.placeholderSpoken(part) : part)).join("");
}
