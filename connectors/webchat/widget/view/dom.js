// @ts-check
/**
 * Elements without HTML: every text becomes a text node.
 *
 * @typedef {Node | string | null | undefined | false} Child nothing is made of `null`, `undefined` and `false`
 */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} [attributes]
 *   a function listens to the event of that name; `true` sets an empty attribute; `false`, `null` and `undefined` none
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      node.addEventListener(name, value);
    } else {
      setAttribute(node, name, value);
    }
  }
  node.append(...children.filter(isChild));
  return node;
}

/**
 * @param {Element} node
 * @param {string} name
 * @param {string | number | boolean | null | undefined} value
 */
export function setAttribute(node, name, value) {
  const wanted = value === true ? "" : value === false || value === null || value === undefined ? null : String(value);
  if (wanted === null) {
    node.removeAttribute(name);
  } else if (node.getAttribute(name) !== wanted) {
    node.setAttribute(name, wanted);
  }
}

/**
 * Change a text only where it differs, so that nothing is announced twice.
 *
 * @param {Element} node
 * @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

/**
 * Draw an icon of 24 units by 24. It says nothing by itself: what carries it needs a label.
 *
 * @param {readonly string[]} paths
 * @param {string} [name] class
 * @returns {SVGSVGElement}
 */
export function icon(paths, name = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", name);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  for (const path of paths) {
    const shape = document.createElementNS(SVG, "path");
    shape.setAttribute("d", path);
    svg.append(shape);
  }
  return svg;
}

/**
 * @param {Child} child
 * @returns {child is Node | string}
 */
function isChild(child) {
  return child !== null && child !== undefined && child !== false;
}
