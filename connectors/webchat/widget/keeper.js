// @ts-check
/**
 * Keeps the visitor's session: asks for it, remembers it on this device once the visitor wants to talk, and asks
 * again when it fails, at growing distances.
 */
import { openSession } from "./session.js";

/** @typedef {import("./session.js").Session} Session */

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 120_000;

export class Keeper {
  /** @type {Session | null} */
  session = null;
  /** Whether the visitor ever wanted to talk: only then does this device remember them. */
  engaged;
  #base;
  #storage;
  #clock;
  #listener;
  #renewing = false;
  #failures = 0;

  /**
   * @param {string} base
   * @param {import("./storage.js").Storage} storage
   * @param {import("./sender.js").Clock} clock
   * @param {{
   *   opened: (session: Session, foreign: boolean) => void, failed: () => void, wanted: () => boolean,
   * }} listener
   *   `foreign`: the token we brought was refused and another conversation begins. `wanted`: whether an attempt
   *   that falls due is still of use.
   */
  constructor(base, storage, clock, listener) {
    this.#base = base;
    this.#storage = storage;
    this.#clock = clock;
    this.#listener = listener;
    this.engaged = this.token !== null;
  }

  get token() {
    return this.#storage.get("token");
  }

  /** Ask the gateway now; one question at a time. */
  async renew() {
    if (this.#renewing) {
      return;
    }
    this.#renewing = true;
    const token = this.token;
    const session = await openSession(this.#base, token).catch((error) => this.#failed(error));
    this.#renewing = false;
    if (session && token !== this.token) {
      // Another tab took up or left the conversation meanwhile.
      await this.renew();
    } else if (session) {
      this.session = session;
      this.remember();
      this.#listener.opened(session, token !== null && session.visitor !== token);
    }
  }

  /** Ask again, but not at once. */
  later() {
    const wait = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS) * (0.5 + Math.random());
    this.#failures += 1;
    this.#clock.after(wait, () => void (this.#listener.wanted() && this.renew()));
  }

  /** All is well: the next failure is the first one. */
  settled() {
    this.#failures = 0;
  }

  /** Write the session down, if there is one and the visitor wants to talk. */
  remember() {
    if (this.engaged && this.session) {
      this.#storage.set("token", this.session.visitor);
      this.#storage.set("settings", JSON.stringify(this.session.settings));
    }
  }

  /** @param {unknown} error */
  #failed(error) {
    if (this.#failures === 0) {
      console.warn("Rapport: no session.", error);
    }
    this.#listener.failed();
    this.later();
    return null;
  }
}
