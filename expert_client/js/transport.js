// @ts-check
/**
 * The line to the gateway: connects, comes back by itself, and asks questions that get an answer. Knows no DOM.
 *
 * Socket.IO's own reconnection is off: it stays away after a refused handshake, and its delays cannot be tested
 * without waiting.
 *
 * @typedef {import("./clock.js").Clock} Clock
 * @typedef {import("./protocol.js").Answer} Answer
 * @typedef {import("../vendor/socket.io-4.8.4.esm.min.js").Socket} Socket
 * @typedef {"connecting" | "connected" | "waiting" | "stopped"} LineStatus
 */

import { backoffMs } from "./backoff.js";
import { SERVER_GOING_AWAY, SESSION_ENDED, UPGRADE_REQUIRED } from "./protocol.js";

const RECONNECT = { base_ms: 1_000, cap_ms: 30_000 };
const GOING_AWAY_SPREAD_MS = 4_000;
const ANSWER_TIMEOUT_MS = 10_000;
/** The gateway pings every 25 s; silence longer than this after a sleep means that the line is dead. */
const SILENCE_MS = 50_000;

export class Transport {
  /**
   * @param {object} needs
   * @param {() => Socket} needs.open makes a socket that is not connected yet and does not reconnect
   * @param {Clock} needs.clock
   * @param {() => number} [needs.random]
   */
  constructor({ open, clock, random = Math.random }) {
    this.open = open;
    this.clock = clock;
    this.random = random;
    /** @type {LineStatus} */
    this.status = "connecting";
    this.heardAtMs = 0;
    /** @type {Socket | null} */
    this.socket = null;
    this.attempt = 0;
    /** @type {number | null} */
    this.timer = null;
    /** @type {(status: LineStatus) => void} */
    this.onStatus = () => {};
    /** @type {(event: string, payload: any) => void} */
    this.onEvent = () => {};
    /** @type {(why: "not_signed_in" | "too_old") => void} */
    this.onRefused = () => {};
    this.onHeard = () => {};
  }

  start() {
    this.#connect();
  }

  /** No more reconnecting, until `start` is called again. */
  stop() {
    this.#clearTimer();
    this.#drop();
    this.#setStatus("stopped");
  }

  /** Somebody came back to the screen, or the network did: no reason to wait for the timer any longer. */
  hurry() {
    this.attempt = 0;
    if (this.status === "waiting") this.#connect();
    else if (this.status === "connected" && this.clock.now() - this.heardAtMs > SILENCE_MS) this.#connect();
  }

  /**
   * Ask and wait for the answer. Never rejects: a line that fails is the error `unavailable`.
   *
   * @param {string} command
   * @param {object} payload
   * @returns {Promise<Answer>}
   */
  async request(command, payload) {
    const socket = this.socket;
    if (this.status !== "connected" || !socket) return unavailable();
    try {
      const answer = await socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck(command, payload);
      this.#heard();
      return answer && typeof answer === "object" ? answer : unavailable();
    } catch {
      return unavailable();
    }
  }

  #connect() {
    this.#clearTimer();
    this.#drop();
    const socket = this.open();
    this.socket = socket;
    this.#setStatus("connecting");
    const current = () => this.socket === socket;
    socket.on("connect", () => {
      if (!current()) return;
      this.attempt = 0;
      this.#heard();
      this.#setStatus("connected");
    });
    socket.on("connect_error", (/** @type {Error} */ error) => {
      if (current()) this.#refused(error.message);
    });
    socket.on("disconnect", () => {
      if (current()) this.#wait();
    });
    socket.onAny((event, payload) => {
      if (current()) this.#received(event, payload);
    });
    socket.io.on("ping", () => {
      if (current()) this.#heard();
    });
    socket.connect();
  }

  /** @param {string} event @param {any} payload */
  #received(event, payload) {
    this.#heard();
    if (event === SERVER_GOING_AWAY) {
      const spread = Math.round(this.random() * GOING_AWAY_SPREAD_MS);
      this.#clearTimer();
      this.timer = this.clock.after(() => this.#connect(), spread);
      return;
    }
    if (event === SESSION_ENDED || event === UPGRADE_REQUIRED) this.stop();
    this.onEvent(event, payload);
  }

  /** @param {string} why */
  #refused(why) {
    if (why === "not_signed_in" || why === "too_old") {
      this.stop();
      this.onRefused(why);
    } else {
      this.#wait();
    }
  }

  #wait() {
    this.#drop();
    this.#clearTimer();
    const ms = backoffMs(this.attempt, RECONNECT, this.random);
    this.attempt += 1;
    this.timer = this.clock.after(() => this.#connect(), ms);
    this.#setStatus("waiting");
  }

  #drop() {
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.removeAllListeners();
    socket.offAny();
    socket.disconnect();
  }

  #clearTimer() {
    if (this.timer !== null) this.clock.cancel(this.timer);
    this.timer = null;
  }

  #heard() {
    this.heardAtMs = this.clock.now();
    this.onHeard();
  }

  /** @param {LineStatus} status */
  #setStatus(status) {
    if (this.status === status) return;
    this.status = status;
    this.onStatus(status);
  }
}

/** @returns {Answer} */
function unavailable() {
  return { ok: false, error: { code: "unavailable" } };
}
