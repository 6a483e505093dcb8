// @ts-check
/**
 * How the expert likes the client, kept on this device.
 *
 * @typedef {import("./storage.js").Settings} Values
 */

export class Settings {
  /** @param {import("./storage.js").Storage} storage @param {Values} preset */
  constructor(storage, preset) {
    this.storage = storage;
    /** @type {Values} */
    this.values = storage.settings(preset);
    this.onChange = () => {};
  }

  /** @param {Partial<Values>} change */
  set(change) {
    this.values = { ...this.values, ...change };
    this.storage.keepSettings(this.values);
    this.onChange();
  }
}
