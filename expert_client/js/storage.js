// @ts-check
/**
 * What stays on this device: settings, and the expert's own words (drafts, replies not yet taken by the gateway).
 * Never what customers wrote. The only module that touches `localStorage`, which may be absent, full or refused.
 *
 * @typedef {import("./protocol.js").Part} Part
 * @typedef {import("./send_queue.js").Waiting} Waiting
 *
 * @typedef {object} Settings
 * @property {"system" | "light" | "dark"} theme
 * @property {boolean} enterSends
 * @property {boolean} singleKeys
 * @property {boolean} details the pane with the details is open on wide screens
 */

const SETTINGS = "rapport.settings";
const WORDS = "rapport.words.";

export class Storage {
  /** @param {globalThis.Storage | undefined} place */
  constructor(place) {
    this.place = place;
    this.expert = "";
  }

  /** Words that another expert left on this device are removed. @param {string} expert */
  useExpert(expert) {
    this.expert = expert;
    this.#remove((key) => key.startsWith(WORDS) && !key.startsWith(this.#words("")));
  }

  /** At sign-out. */
  forgetWords() {
    this.#remove((key) => key.startsWith(WORDS));
  }

  /** @param {Settings} preset @returns {Settings} */
  settings(preset) {
    return { ...preset, ...this.#read(SETTINGS, {}) };
  }

  /** @param {Settings} settings */
  keepSettings(settings) {
    this.#write(SETTINGS, settings);
  }

  /** @returns {Map<string, Part[]>} by conversation */
  drafts() {
    const prefix = this.#words("draft.");
    const drafts = new Map();
    for (const key of this.#keys()) {
      if (key.startsWith(prefix)) drafts.set(key.slice(prefix.length), this.#read(key, []));
    }
    return drafts;
  }

  /** @param {string} conversation @param {Part[]} parts */
  keepDraft(conversation, parts) {
    this.#write(this.#words("draft.") + conversation, parts.length ? parts : null);
  }

  /** @returns {Waiting[]} */
  waiting() {
    return this.#read(this.#words("waiting"), []);
  }

  /** @param {Waiting[]} items */
  keepWaiting(items) {
    if (this.expert) this.#write(this.#words("waiting"), items.length ? items : null);
  }

  /** @param {string} what */
  #words(what) {
    return `${WORDS}${this.expert}.${what}`;
  }

  #keys() {
    try {
      return Object.keys(this.place ?? {});
    } catch {
      return [];
    }
  }

  /** @param {(key: string) => boolean} which */
  #remove(which) {
    for (const key of this.#keys()) if (which(key)) this.#write(key, null);
  }

  /** @param {string} key @param {any} preset */
  #read(key, preset) {
    try {
      return JSON.parse(this.place?.getItem(key) ?? "null") ?? preset;
    } catch {
      return preset;
    }
  }

  /** @param {string} key @param {unknown} value null to remove */
  #write(key, value) {
    try {
      if (value === null) this.place?.removeItem(key);
      else this.place?.setItem(key, JSON.stringify(value));
    } catch {
      // Full or refused: the text still lives in memory.
    }
  }
}
