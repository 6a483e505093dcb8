// @ts-check
/**
 * A body is a list of parts, text or placeholder.
 *
 * @typedef {import("../protocol.js").Part} Part
 * @typedef {import("../protocol.js").Placeholder} Placeholder
 */

/** @param {Part} part @returns {part is Placeholder} */
export const isPlaceholder = (part) => typeof part !== "string";

/** @param {Placeholder} a @param {Placeholder} b */
export const samePlaceholder = (a, b) => a.entity === b.entity && a.n === b.n;

/**
 * As plain text; `label` names a placeholder.
 *
 * @param {Part[]} parts
 * @param {(placeholder: Placeholder) => string} label
 */
export function plain(parts, label) {
  return parts.map((part) => (isPlaceholder(part) ? label(part) : part)).join("");
}

/**
 * Neighbouring texts joined, empty ones dropped, white space at both ends cut: what is fit to be sent.
 *
 * @param {Part[]} parts
 * @returns {Part[]}
 */
export function tidy(parts) {
  const joined = join(parts);
  const first = joined[0];
  if (typeof first === "string") joined[0] = first.trimStart();
  const last = joined.at(-1);
  if (typeof last === "string") joined[joined.length - 1] = last.trimEnd();
  return joined.filter((part) => part !== "");
}

/** @param {Part[]} parts @returns {Part[]} */
export function join(parts) {
  /** @type {Part[]} */
  const out = [];
  for (const part of parts) {
    const before = out.at(-1);
    if (part === "") continue;
    if (typeof part === "string" && typeof before === "string") out[out.length - 1] = before + part;
    else out.push(part);
  }
  return out;
}

/** @param {Part[]} parts */
export const isEmpty = (parts) => tidy(parts).length === 0;

/**
 * The start of a text, for one line of a list: white space folded, no longer than `limit` characters.
 *
 * @param {Part[]} parts
 * @param {number} limit
 * @returns {Part[]}
 */
export function snippet(parts, limit) {
  /** @type {Part[]} */
  const out = [];
  let left = limit;
  for (const part of parts) {
    if (left <= 0) break;
    if (isPlaceholder(part)) {
      out.push(part);
      left -= 8;
      continue;
    }
    const points = [...part.replace(/\s+/gu, " ")];
    out.push(points.length > left ? points.slice(0, left).join("") + "…" : points.join(""));
    left -= points.length;
  }
  return out;
}

const encoder = new TextEncoder();

/**
 * How many of the channel's units a text takes. What a placeholder stands for is unknown here, so its label counts.
 *
 * @param {string} text
 * @param {string} unit characters (code points), bytes (UTF-8) or utf16
 */
export function measure(text, unit) {
  if (unit === "bytes") return encoder.encode(text).length;
  if (unit === "utf16") return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
