// @ts-check
/**
 * Messages that the gateway has not acknowledged. Each is one entry of the storage, so that two tabs never overwrite
 * each other's; it is the visitor's own text on the visitor's own device.
 *
 * @typedef {{client_id: string, text: string, at_ms: number, failed?: string}} Item
 *   `failed` is the code of the refusal; such an item waits for the visitor.
 */
import { isSeq, record } from "./protocol.js";

const START = "unsent.";

/**
 * @param {(bytes: Uint8Array) => Uint8Array} fill
 * @returns {string} 128 random bits: the id under which the gateway knows a repeated message again
 */
export function newClientId(fill = (bytes) => crypto.getRandomValues(bytes)) {
  return `c-${Array.from(fill(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export class Queue {
  #storage;

  /** @param {import("./storage.js").Storage} storage */
  constructor(storage) {
    this.#storage = storage;
  }

  /** @returns {Item[]} oldest first */
  all() {
    const items = this.#storage.names(START).map((name) => Queue.read(this.#storage.getJson(name)));
    return items.filter((item) => item !== null).sort((one, other) => one.at_ms - other.at_ms);
  }

  /** @param {Item} item */
  put(item) {
    this.#storage.set(START + item.client_id, JSON.stringify(item));
  }

  /** @param {string} clientId */
  remove(clientId) {
    this.#storage.remove(START + clientId);
  }

  /**
   * @param {string} clientId
   * @returns {Item | null}
   */
  get(clientId) {
    return Queue.read(this.#storage.getJson(START + clientId));
  }

  /**
   * @param {string} name of a storage entry
   * @returns {string | null} the client id, or `null` when the entry is none of ours
   */
  static clientIdOf(name) {
    return name.startsWith(START) ? name.slice(START.length) : null;
  }

  /**
   * @param {unknown} value
   * @returns {Item | null} `null` for anything that is not an item
   */
  static read(value) {
    const { client_id, text, at_ms, failed } = record(value);
    if (typeof client_id !== "string" || typeof text !== "string" || !isSeq(at_ms)) {
      return null;
    }
    const item = { client_id, text, at_ms };
    return typeof failed === "string" && failed ? { ...item, failed } : item;
  }
}
