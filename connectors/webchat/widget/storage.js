// @ts-check
/**
 * The widget's own corner of the page's localStorage: texts by name, shared by all tabs of the page's origin. Where
 * the browser refuses, everything works from memory until the page closes.
 */

export class Storage {
  /** @type {globalThis.Storage | null} */
  #backing;
  /** @type {Map<string, string>} */
  #memory = new Map();
  #prefix;

  /**
   * @param {string} channel such as `acme/site`
   * @param {() => globalThis.Storage} open may throw
   */
  constructor(channel, open = () => window.localStorage) {
    this.#prefix = `rapport:${channel}:`;
    try {
      this.#backing = open();
      const probe = `${this.#prefix}probe`;
      this.#backing.setItem(probe, "1");
      this.#backing.removeItem(probe);
    } catch {
      this.#backing = null;
    }
  }

  /** @returns {boolean} whether anything outlives the page */
  get lasting() {
    return this.#backing !== null;
  }

  /**
   * @param {string} name
   * @returns {string | null}
   */
  get(name) {
    return this.#memory.get(name) ?? this.#backing?.getItem(this.#prefix + name) ?? null;
  }

  /**
   * @param {string} name
   * @returns {unknown} `null` also for what is no JSON
   */
  getJson(name) {
    try {
      return JSON.parse(this.get(name) ?? "null");
    } catch {
      return null;
    }
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  set(name, value) {
    try {
      if (!this.#backing) {
        throw new Error("no storage");
      }
      this.#backing.setItem(this.#prefix + name, value);
      this.#memory.delete(name);
    } catch {
      this.#memory.set(name, value);
    }
  }

  /** @param {string} name */
  remove(name) {
    this.#memory.delete(name);
    this.#backing?.removeItem(this.#prefix + name);
  }

  /**
   * @param {string} start
   * @returns {string[]} the names that begin so, in no order
   */
  names(start) {
    const names = new Set(this.#memory.keys());
    for (const key of this.#backing ? Object.keys(this.#backing) : []) {
      if (key.startsWith(this.#prefix)) {
        names.add(key.slice(this.#prefix.length));
      }
    }
    return [...names].filter((name) => name.startsWith(start));
  }

  clear() {
    this.names("").forEach((name) => this.remove(name));
  }

  /**
   * Hear what other tabs change.
   *
   * @param {(name: string, value: string | null) => void} changed `null` when the name was removed
   * @param {Window} source
   */
  listen(changed, source = window) {
    source.addEventListener("storage", (event) => {
      if (event.storageArea !== this.#backing || this.#backing === null) {
        return;
      }
      if (event.key === null) {
        changed("token", null);
      } else if (event.key.startsWith(this.#prefix)) {
        changed(event.key.slice(this.#prefix.length), event.newValue);
      }
    });
  }
}
