// @ts-check
/**
 * Elements and text nodes, made in code. There is no way from a string to markup.
 *
 * @typedef {Node | string | number | null | undefined | false} Child
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Attributes
 */

/**
 * A new element. Functions named `on...` become listeners, `true` an empty attribute; `false`, `null` and
 * `undefined` leave it out. Strings become text nodes.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes | null} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  set(element, attributes ?? {});
  element.append(...nodes(children));
  return element;
}

/** @param {Element} element @param {Attributes} attributes */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      if (!name.startsWith("on")) throw new TypeError(`a function cannot be the attribute ${name}`);
      element.addEventListener(name.slice(2), value);
    } else if (value === null || value === undefined || value === false) {
      element.removeAttribute(name);
    } else {
      if (/^(on|style$|srcdoc$)/.test(name)) throw new TypeError(`${name} cannot be set from a string`);
      const text = value === true ? "" : String(value);
      if (element.getAttribute(name) !== text) element.setAttribute(name, text);
    }
  }
}

/** @param {(Child | Child[])[]} children @returns {(Node | string)[]} */
export function nodes(children) {
  /** @type {(Node | string)[]} */
  const out = [];
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false || child === "") continue;
    out.push(typeof child === "number" ? String(child) : child);
  }
  return out;
}

/** @param {Element} element @param {...(Child | Child[])} children */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/** Change a text only if it differs, so that nothing is announced or selected anew. @param {Element} element @param {string} text */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @typedef {object} Keyed one child of a list
 * @property {string} key
 * @property {string} signature when it changes, the child is made anew
 * @property {() => HTMLElement} create
 * @property {(node: HTMLElement) => void} [update] called at every pass
 *
 * @typedef {{node: HTMLElement, signature: string}} Shown
 */

/** @type {WeakMap<Element, Map<string, Shown>>} */
const shownIn = new WeakMap();

/**
 * Make the children of `parent` those of `items`, in order, keeping every node that can be kept, and the focus.
 *
 * @param {Element} parent
 * @param {Keyed[]} items
 */
export function patch(parent, items) {
  const before = shownIn.get(parent) ?? new Map();
  /** @type {Map<string, Shown>} */
  const after = new Map();
  const focus = focusIn(parent);
  for (const item of items) {
    let shown = before.get(item.key);
    if (!shown) shown = { node: item.create(), signature: item.signature };
    else if (shown.signature !== item.signature) {
      const node = item.create();
      shown.node.replaceWith(node);
      shown = { node, signature: item.signature };
    }
    item.update?.(shown.node);
    after.set(item.key, shown);
  }
  for (const [key, shown] of before) if (!after.has(key)) shown.node.remove();
  let place = parent.firstChild;
  for (const { node } of after.values()) {
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  shownIn.set(parent, after);
  focus?.(after);
}

/**
 * Remember which child has the focus, and on what inside it (`data-focus`).
 *
 * @param {Element} parent
 * @returns {((after: Map<string, Shown>) => void) | null}
 */
function focusIn(parent) {
  const active = document.activeElement;
  if (!active || active === parent || !parent.contains(active)) return null;
  const name = active.getAttribute("data-focus");
  const before = shownIn.get(parent) ?? new Map();
  const key = [...before].find(([, shown]) => shown.node.contains(active))?.[0];
  return (after) => {
    if (document.activeElement === active || key === undefined) return;
    const node = after.get(key)?.node;
    /** @type {HTMLElement | null | undefined} */
    const target = name ? node?.querySelector(`[data-focus="${CSS.escape(name)}"]`) ?? node : node;
    target?.focus?.({ preventScroll: true });
  };
}
