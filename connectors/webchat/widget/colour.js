// @ts-check
/** Contrast by WCAG 2: any brand colour stays readable. Colours are `#rrggbb`. */

const ENOUGH = 4.5;
const STEPS = 20;

/**
 * @param {string} background
 * @returns {string} the text colour, black or white, that reads best on it
 */
export function textOn(background) {
  return contrast("#ffffff", background) >= contrast("#000000", background) ? "#ffffff" : "#000000";
}

/**
 * Darken or lighten a colour until it reads on a background.
 *
 * @param {string} colour
 * @param {string} background
 * @returns {string} the colour itself when it reads already
 */
export function readableOn(colour, background) {
  const target = luminance(background) > 0.4 ? [0, 0, 0] : [255, 255, 255];
  const from = channels(colour);
  for (let step = 0; step <= STEPS; step += 1) {
    const mixed = hex(from.map((part, index) => part + ((/** @type {number} */ (target[index]) - part) * step) / STEPS));
    if (contrast(mixed, background) >= ENOUGH) {
      return mixed;
    }
  }
  return hex(target);
}

/**
 * @param {string} one
 * @param {string} other
 * @returns {number} 1 to 21
 */
export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (/** @type {number} */ (high) + 0.05) / (/** @type {number} */ (low) + 0.05);
}

/** @param {string} colour */
function luminance(colour) {
  const linear = channels(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const [red = 0, green = 0, blue = 0] = linear;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {string} colour */
function channels(colour) {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** @param {number[]} parts */
function hex(parts) {
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}
