// @ts-check
/**
 * Time, injected everywhere so that tests need not wait.
 *
 * @typedef {object} Clock
 * @property {() => number} now Unix milliseconds on this machine
 * @property {(run: () => void, ms: number) => number} after
 * @property {(timer: number) => void} cancel
 */

/** @type {Clock} */
export const systemClock = {
  now: () => Date.now(),
  after: (run, ms) => /** @type {any} */ (setTimeout(run, ms)),
  cancel: (timer) => clearTimeout(timer),
};
