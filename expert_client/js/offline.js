// @ts-check
/**
 * Whether the line has been down long enough to say so: most breaks are over before anybody needs to know.
 *
 * @typedef {import("./clock.js").Clock} Clock
 */

const SHOWN_AFTER_MS = 5_000;

export class Offline {
  /** @param {Clock} clock @param {() => void} onChange */
  constructor(clock, onChange) {
    this.clock = clock;
    this.onChange = onChange;
    this.shown = false;
    /** @type {number | null} */
    this.timer = null;
  }

  up() {
    if (this.timer !== null) this.clock.cancel(this.timer);
    this.timer = null;
    this.shown = false;
  }

  down() {
    if (this.timer !== null || this.shown) return;
    this.timer = this.clock.after(() => {
      this.timer = null;
      this.shown = true;
      this.onChange();
    }, SHOWN_AFTER_MS);
  }
}
