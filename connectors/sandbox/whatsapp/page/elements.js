// Building the page out of nodes: there is no way from a text to markup here.

/**
 * Make an element. `properties` are set as DOM properties; `aria` and `data` keys become attributes.
 * @param {string} tag
 * @param {Record<string, any>} [properties]
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-")) made.setAttribute(name, String(value));
    else Reflect.set(made, name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * Find an element that the page is known to have.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return /** @type {T} */ (found);
}

/**
 * First letters of the first two words of a name.
 * @param {string} name
 */
export function initials(name) {
  return name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();
}

const HUES = 5;

/**
 * A number that stays the same for a name, to choose a colour by.
 * @param {string} name
 */
export function hueOf(name) {
  let sum = 0;
  for (const letter of name) sum += letter.codePointAt(0) ?? 0;
  return sum % HUES;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** @param {number} atMs */
export function timeOf(atMs) {
  return clock.format(new Date(atMs));
}
