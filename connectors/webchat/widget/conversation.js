// @ts-check
/**
 * The visitor's side of one conversation: session, socket, unsent messages and state, without anything to look at.
 *
 * A visitor who never opened the panel has no token and no socket: the gateway's session is then asked for the
 * settings only, and what it minted is thrown away.
 *
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Event} Event
 * @typedef {import("./session.js").Settings} Settings
 * @typedef {{
 *   changed: () => void, configured: (settings: Settings) => void, arrived: (newest: number) => void,
 * }} Watcher
 *   `arrived`: somebody else wrote while we were connected; `newest` is the seq.
 */
import * as protocol from "./protocol.js";
import { newClientId, Queue } from "./queue.js";
import { Sender } from "./sender.js";
import { channelOf, openSession, readSettings } from "./session.js";
import { initialState, newestFromOthers, reduce } from "./state.js";
import { Transport } from "./transport.js";

const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 120_000;
/** More pages than any conversation has: a gateway that repeats itself must not keep us asking. */
const PAGES = 50;

export class Conversation {
  /** @type {State} */
  state = initialState();
  #base;
  #storage;
  #clock;
  #watcher;
  #queue;
  #sender;
  #transport;
  /** @type {import("./session.js").Session | null} */
  #session = null;
  #engaged = false;
  #renewing = false;
  #failures = 0;

  /**
   * @param {string} base
   * @param {import("./storage.js").Storage} storage
   * @param {import("./sender.js").Clock} clock
   * @param {Watcher} watcher
   */
  constructor(base, storage, clock, watcher) {
    this.#base = base;
    this.#storage = storage;
    this.#clock = clock;
    this.#watcher = watcher;
    this.#queue = new Queue(storage);
    this.#transport = new Transport({
      phase: (phase) => this.#phase(phase),
      told: (name, payload) => this.#told(name, protocol.record(payload)),
      refused: () => this.#later(),
    });
    const send = (/** @type {import("./queue.js").Item} */ item) =>
      this.#transport.ask(protocol.MESSAGE_SEND, { client_id: item.client_id, text: item.text });
    this.#sender = new Sender({ queue: this.#queue, send, dispatch: (event) => this.dispatch(event), clock });
    storage.listen((name, value) => this.#elsewhere(name, value));
  }

  /** Take up what this device remembers, then ask the gateway. */
  async begin() {
    this.#engaged = this.#token !== null;
    this.dispatch({ type: "sound", on: this.#storage.get("sound") !== "off" });
    this.dispatch({ type: "read", seq: Number(this.#storage.get("read") ?? 0) });
    this.#takeUpQueue();
    const settings = this.#engaged ? this.#storage.get("settings") : null;
    if (settings) {
      this.#watcher.configured(readSettings(JSON.parse(settings)));
    }
    await this.#renew();
  }

  /** @param {Event} event */
  dispatch(event) {
    const before = this.state;
    this.state = reduce(before, event);
    if (this.state !== before) {
      this.#watcher.changed();
    }
  }

  /** The visitor wants to talk: from here on this device remembers them. */
  engage() {
    this.#engaged = true;
    if (this.#token === null && this.#session) {
      this.#remember(this.#session);
    }
    if (this.state.phase === "asleep" && this.#session) {
      this.#connect(this.#session);
    } else if (!this.#session) {
      void this.#renew();
    }
  }

  /** @param {string} text not blank, within the limit */
  send(text) {
    const last = this.#queue.all().at(-1)?.at_ms ?? 0;
    // Strictly rising, so that two messages of one millisecond keep their order.
    const item = { client_id: newClientId(), text, at_ms: Math.max(this.#clock.now(), last + 1) };
    this.#queue.put(item);
    this.dispatch({ type: "queued", item });
    this.engage();
    void this.#sender.drain();
  }

  /** @param {string} clientId */
  retry(clientId) {
    this.engage();
    this.#sender.retry(clientId);
  }

  /** The visitor has the newest message before their eyes. */
  seen() {
    const seq = newestFromOthers(this.state);
    if (seq > this.state.read) {
      this.dispatch({ type: "read", seq });
      this.#storage.set("read", String(seq));
      void this.#transport.ask(protocol.VISITOR_READ, { seq });
    }
  }

  toggleSound() {
    this.dispatch({ type: "sound", on: !this.state.sound });
    this.#storage.set("sound", this.state.sound ? "on" : "off");
  }

  /** The network is back, or the visitor looks at the page again: do not wait for the next attempt. */
  hurry() {
    if (this.#engaged && !this.#session) {
      void this.#renew();
    } else if (this.#transport.connected) {
      void this.#catchUp();
    } else {
      this.#transport.hurry();
    }
  }

  /** Leave no trace on this device. */
  forget() {
    this.#storage.clear();
    this.#forgotten();
  }

  get #token() {
    return this.#storage.get("token");
  }

  #forgotten() {
    this.#transport.close();
    this.#engaged = false;
    this.#session = null;
    this.dispatch({ type: "reset" });
    void this.#renew();
  }

  async #renew() {
    if (this.#renewing) {
      return;
    }
    this.#renewing = true;
    const token = this.#token;
    try {
      const session = await openSession(this.#base, token);
      this.#renewing = false;
      if (token === this.#token) {
        this.#adopt(session, token);
      } else {
        await this.#renew();
      }
    } catch (error) {
      this.#renewing = false;
      if (this.#failures === 0 && !this.#engaged) {
        console.warn("Rapport: no session.", error);
      }
      this.#phase("offline");
      this.#later();
    }
  }

  /**
   * @param {import("./session.js").Session} session
   * @param {string | null} token what we brought
   */
  #adopt(session, token) {
    this.#session = session;
    if (token !== null && session.visitor !== token) {
      // Not our token any more: another conversation begins, and the old one's numbers mean nothing in it.
      this.#storage.remove("read");
      this.dispatch({ type: "reset" });
      this.#takeUpQueue();
    }
    this.#watcher.configured(session.settings);
    if (this.#engaged) {
      this.#remember(session);
      this.#connect(session);
    } else {
      this.#phase("asleep");
    }
  }

  /** @param {import("./session.js").Session} session */
  #remember(session) {
    this.#storage.set("token", session.visitor);
    this.#storage.set("settings", JSON.stringify(session.settings));
  }

  /** @param {import("./session.js").Session} session */
  #connect(session) {
    this.#transport.connect(session.socket, channelOf(this.#base), session.visitor);
  }

  #later() {
    const wait = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS) * (0.5 + Math.random());
    this.#failures += 1;
    this.#clock.after(wait, () => void (this.#transport.connected || this.#renew()));
  }

  #takeUpQueue() {
    this.#queue.all().forEach((item) => this.dispatch({ type: "queued", item }));
  }

  /** @param {import("./state.js").Phase} phase */
  #phase(phase) {
    if (phase === "ended") {
      this.#storage.remove("token");
      this.#session = null;
    }
    this.dispatch({ type: "phase", phase });
  }

  /**
   * @param {string} name
   * @param {Record<string, unknown>} payload
   */
  #told(name, payload) {
    switch (name) {
      case protocol.VISITOR_STARTED:
        this.#started(payload);
        break;
      case protocol.MESSAGE_RECEIVED:
      case protocol.MESSAGE_CHANGED:
        this.#received(protocol.readMessages([payload.message]), name === protocol.MESSAGE_RECEIVED);
        break;
      case protocol.RECEIPT_RECEIVED: {
        const delivery = protocol.readDelivery(payload.delivery);
        this.dispatch({ type: "receipt", up_to: protocol.number(payload.up_to), delivery });
        break;
      }
      case protocol.TYPING_SHOWN:
        this.dispatch({ type: "typing", until_ms: this.#clock.now() + protocol.TYPING_MS });
        break;
    }
  }

  /** @param {Record<string, unknown>} payload */
  #started(payload) {
    this.#failures = 0;
    const before = this.state.high;
    const messages = protocol.readMessages(payload.messages);
    this.#received(messages, before > 0);
    this.dispatch({ type: "arrived", messages: [], read: protocol.number(payload.read) });
    const oldest = messages[0]?.seq ?? Infinity;
    if (protocol.number(payload.high_water) > before && oldest > before + 1) {
      void this.#catchUp(before);
    }
    void this.#sender.drain();
  }

  /**
   * @param {import("./protocol.js").VisitorMessage[]} messages
   * @param {boolean} live whether they are news rather than history
   */
  #received(messages, live) {
    const newest = newestFromOthers(this.state);
    for (const { client_id } of messages) {
      if (client_id) {
        this.#queue.remove(client_id);
      }
    }
    this.dispatch({ type: "arrived", messages });
    if (live && newestFromOthers(this.state) > newest) {
      this.#watcher.arrived(newestFromOthers(this.state));
    }
  }

  /** Fetch what is missing behind the cursor; whatever comes twice counts once. */
  async #catchUp(after = this.state.high) {
    let cursor = after;
    for (let page = 0; page < PAGES; page += 1) {
      const answer = await this.#transport.ask(protocol.VISITOR_RESUME, { after: cursor });
      const messages = answer?.ok ? protocol.readMessages(answer.messages) : [];
      const last = Math.max(...messages.map((message) => message.seq), cursor);
      if (last === cursor) {
        return;
      }
      this.#received(messages, after > 0);
      cursor = last;
    }
  }

  /**
   * Another tab of this page changed something.
   *
   * @param {string} name
   * @param {string | null} value
   */
  #elsewhere(name, value) {
    const clientId = Queue.clientIdOf(name);
    if (name === "token") {
      this.#tokenElsewhere(value);
    } else if (clientId !== null) {
      const item = Queue.read(value);
      this.dispatch(item ? { type: "queued", item } : { type: "dropped", client_id: clientId });
      if (!item) {
        void this.#catchUp();
      }
    } else if (name === "read") {
      this.dispatch({ type: "read", seq: Number(value ?? 0) });
    } else if (name === "sound") {
      this.dispatch({ type: "sound", on: value !== "off" });
    }
  }

  /** @param {string | null} token */
  #tokenElsewhere(token) {
    if (token === null) {
      this.#forgotten();
    } else if (token !== this.#session?.visitor) {
      this.#engaged = true;
      this.#session = null;
      void this.#renew();
    } else if (this.state.phase === "asleep") {
      this.engage();
    }
  }
}
