// @ts-check
/**
 * Characters that would act on the screen instead of being seen: controls, direction overrides, invisible spaces.
 * They are shown by name, so that nobody is misled by a text that looks different from what it holds. Joiners
 * (U+200C, U+200D) and the marks U+200E, U+200F, U+061C stay: honest texts and emoji need them.
 */

/** @type {Record<number, string>} */
const NAMES = {
  0x00: "NUL", 0x07: "BEL", 0x08: "BS", 0x0b: "VT", 0x0c: "FF", 0x0d: "CR", 0x1b: "ESC", 0x7f: "DEL", 0x85: "NEL",
  0xad: "SHY", 0x200b: "ZWSP", 0x2028: "LS", 0x2029: "PS", 0x202a: "LRE", 0x202b: "RLE", 0x202c: "PDF",
  0x202d: "LRO", 0x202e: "RLO", 0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
  0xfeff: "BOM",
};

const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0001}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/**
 * @param {string} text
 * @returns {{text?: string, hidden?: string}[]} runs in order; `hidden` is the name of one character
 */
export function runs(text) {
  /** @type {{text?: string, hidden?: string}[]} */
  const out = [];
  const clean = text.replaceAll("\r\n", "\n");
  let from = 0;
  for (const match of clean.matchAll(HIDDEN)) {
    if (match.index > from) out.push({ text: clean.slice(from, match.index) });
    out.push({ hidden: nameOf(match[0]) });
    from = match.index + match[0].length;
  }
  if (from < clean.length) out.push({ text: clean.slice(from) });
  return out;
}

/** As one plain string, for labels. @param {string} text */
export function visible(text) {
  return runs(text).map((run) => run.text ?? `⟦${run.hidden}⟧`).join("");
}

/** @param {string} character */
function nameOf(character) {
  const point = character.codePointAt(0) ?? 0;
  return NAMES[point] ?? `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
}
