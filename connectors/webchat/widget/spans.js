// @ts-check
/**
 * A message's text cut into plain and masked pieces.
 *
 * @typedef {{text: string, entity: string | null}} Piece
 */

// Overrides and embeddings of direction can make a text read as another one; other controls show nothing at all.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/gu;

/**
 * @param {string} text
 * @param {import("./protocol.js").MaskedSpan[]} spans by start; half-open, in code points
 * @returns {Piece[]} in order; overlapping spans are cut, and what lies outside the text is dropped
 */
export function pieces(text, spans) {
  const points = Array.from(text);
  const found = [];
  let at = 0;
  for (const { start, end, entity } of spans) {
    const from = Math.max(start, at);
    const to = Math.min(end, points.length);
    if (from >= to) {
      continue;
    }
    found.push({ text: points.slice(at, from).join(""), entity: null });
    found.push({ text: points.slice(from, to).join(""), entity });
    at = to;
  }
  found.push({ text: points.slice(at).join(""), entity: null });
  return found.filter((piece) => piece.text !== "").map((piece) => ({ ...piece, text: visible(piece.text) }));
}

/**
 * @param {string} text
 * @returns {string} the same length, with control characters made visible
 */
export function visible(text) {
  return text.replace(UNSEEN, "\ufffd");
}

/**
 * @param {import("./protocol.js").MaskedSpan[]} spans
 * @returns {string[]} the entity types, each once, in order of appearance
 */
export function maskedEntities(spans) {
  return [...new Set(spans.map((span) => span.entity))];
}

/**
 * @param {string} text
 * @returns {number} its length in code points, as the gateway counts
 */
export function codePoints(text) {
  let count = 0;
  for (const _ of text) {
    count += 1;
  }
  return count;
}
