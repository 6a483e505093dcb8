// @ts-check
/**
 * The socket: connects, comes back, asks and is told. Knows no state and no DOM.
 *
 * @typedef {import("./protocol.js").Answer} Answer
 * @typedef {{
 *   phase: (phase: import("./state.js").Phase) => void,
 *   told: (name: string, payload: unknown) => void,
 *   refused: () => void,
 * }} Listener
 *   `refused`: the gateway does not take us as we are; it needs a fresh session, and no attempt follows by itself.
 */
import * as protocol from "./protocol.js";
import { io } from "./vendor.js";

const ANSWER_MS = 10_000;
const FIRST_DELAY_MS = 800;
const LAST_DELAY_MS = 30_000;
const HEARD = [
  protocol.VISITOR_STARTED,
  protocol.MESSAGE_RECEIVED,
  protocol.MESSAGE_CHANGED,
  protocol.RECEIPT_RECEIVED,
  protocol.TYPING_SHOWN,
];

export class Transport {
  /** @type {import("./vendor/socket.io-4.8.4.esm.min.js").Socket | null} */
  #socket = null;
  #listener;
  #over = false;

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener;
  }

  /**
   * @param {import("./session.js").SocketAddress} address
   * @param {string} channel
   * @param {string} token
   */
  connect(address, channel, token) {
    this.close();
    this.#over = false;
    const socket = io(address.url + address.namespace, {
      path: address.path,
      transports: ["websocket"],
      auth: (give) => give({ channel, visitor: token, protocol: protocol.PROTOCOL_VERSION }),
      autoConnect: false,
      forceNew: true,
      reconnectionDelay: FIRST_DELAY_MS,
      reconnectionDelayMax: LAST_DELAY_MS,
      randomizationFactor: 0.5,
      timeout: ANSWER_MS,
    });
    this.#socket = socket;
    this.#listen(socket);
    this.#listener.phase("connecting");
    socket.connect();
  }

  close() {
    this.#socket?.removeAllListeners();
    this.#socket?.disconnect();
    this.#socket = null;
  }

  get connected() {
    return this.#socket?.connected ?? false;
  }

  /** Do not wait for the next attempt: the network is back, or the visitor looks. */
  hurry() {
    if (this.#socket && !this.#socket.connected && !this.#over) {
      this.#socket.disconnect().connect();
    }
  }

  /**
   * @param {string} name
   * @param {object} payload
   * @returns {Promise<Answer | null>} `null` without a connection, or when no answer came in ten seconds
   */
  async ask(name, payload) {
    const socket = this.#socket;
    if (!socket?.connected) {
      return null;
    }
    try {
      return protocol.readAnswer(await socket.timeout(ANSWER_MS).emitWithAck(name, payload));
    } catch {
      if (socket === this.#socket && socket.connected) {
        // Connected and silent: half-open. A new connection is quicker than the heartbeat.
        socket.disconnect().connect();
        this.#listener.phase("offline");
      }
      return null;
    }
  }

  /** @param {import("./vendor/socket.io-4.8.4.esm.min.js").Socket} socket */
  #listen(socket) {
    const listener = this.#listener;
    socket.on("connect", () => listener.phase("online"));
    socket.on("disconnect", () => this.#lost(socket));
    socket.on("connect_error", () => this.#lost(socket));
    for (const name of HEARD) {
      socket.on(name, (payload, acknowledge) => {
        listener.told(name, payload);
        if (typeof acknowledge === "function") {
          acknowledge({ ok: true });
        }
      });
    }
    socket.on(protocol.SESSION_ENDED, () => this.#end("ended"));
    socket.on(protocol.UPGRADE_REQUIRED, () => this.#end("outdated"));
  }

  /** @param {import("./vendor/socket.io-4.8.4.esm.min.js").Socket} socket */
  #lost(socket) {
    if (this.#over) {
      return;
    }
    this.#listener.phase("offline");
    if (!socket.active) {
      this.#listener.refused();
    }
  }

  /** @param {"ended" | "outdated"} phase */
  #end(phase) {
    this.#over = true;
    this.close();
    this.#listener.phase(phase);
  }
}
