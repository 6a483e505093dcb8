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
import { Keeper } from "./keeper.js";
import * as protocol from "./protocol.js";
import { newClientId, Queue } from "./queue.js";
import { Sender } from "./sender.js";
import { channelOf, readSettings } from "./session.js";
import { initialState, newestFromOthers, reduce } from "./state.js";
import { watchTabs } from "./tabs.js";
import { Transport } from "./transport.js";

/** A gateway that repeats itself must not keep us asking. */
const PAGES = 50;

export class Conversation {
  /** @type {State} */
  state = initialState();
  #channel;
  #storage;
  #clock;
  #watcher;
  #queue;
  #sender;
  #transport;
  #keeper;

  /**
   * @param {string} base
   * @param {import("./storage.js").Storage} storage
   * @param {import("./sender.js").Clock} clock
   * @param {Watcher} watcher
   */
  constructor(base, storage, clock, watcher) {
    this.#channel = channelOf(base);
    this.#storage = storage;
    this.#clock = clock;
    this.#watcher = watcher;
    this.#queue = new Queue(storage);
    this.#transport = new Transport({
      phase: (phase) => this.#phase(phase),
      told: (name, payload) => this.#told(name, protocol.record(payload)),
      refused: () => this.#keeper.later(),
    });
    this.#keeper = new Keeper(base, storage, clock, {
      opened: (session, foreign) => this.#opened(session, foreign),
      failed: () => this.#phase("offline"),
      wanted: () => !this.#transport.connected,
    });
    const send = (/** @type {import("./queue.js").Item} */ item) =>
      this.#transport.ask(protocol.MESSAGE_SEND, { client_id: item.client_id, text: item.text });
    const dispatch = (/** @type {Event} */ event) => {
      this.dispatch(event);
      if (event.type === "dropped") {
        void this.#catchUp();
      }
    };
    this.#sender = new Sender({ queue: this.#queue, send, dispatch, clock });
    watchTabs(storage, {
      token: (token) => this.#tokenElsewhere(token),
      queued: (clientId) => this.#takeUp(this.#queue.get(clientId)),
      dropped: (clientId) => dispatch({ type: "dropped", client_id: clientId }),
      read: (seq) => this.dispatch({ type: "read", seq }),
      sound: (on) => this.dispatch({ type: "sound", on }),
    });
  }

  /** Take up what this device remembers, then ask the gateway. */
  async begin() {
    this.dispatch({ type: "sound", on: this.#storage.get("sound") !== "off" });
    this.dispatch({ type: "read", seq: Number(this.#storage.get("read") ?? 0) });
    this.#queue.all().forEach((item) => this.#takeUp(item));
    const settings = this.#keeper.engaged ? this.#storage.getJson("settings") : null;
    if (settings) {
      this.#watcher.configured(readSettings(settings));
    }
    await this.#keeper.renew();
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
    const keeper = this.#keeper;
    keeper.engaged = true;
    if (!keeper.session) {
      void keeper.renew();
    } else if (this.state.phase === "asleep") {
      keeper.remember();
      this.#connect(keeper.session);
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
    if (this.#keeper.engaged && !this.#keeper.session) {
      void this.#keeper.renew();
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

  #forgotten() {
    this.#transport.close();
    this.#keeper.engaged = false;
    this.#keeper.session = null;
    this.dispatch({ type: "reset" });
    void this.#keeper.renew();
  }

  /**
   * @param {import("./session.js").Session} session
   * @param {boolean} foreign
   */
  #opened(session, foreign) {
    if (foreign || this.state.phase === "ended") {
      // Another conversation begins, and the old one's numbers mean nothing in it.
      this.#storage.remove("read");
      this.dispatch({ type: "reset" });
      this.#queue.all().forEach((item) => this.#takeUp(item));
    }
    this.#watcher.configured(session.settings);
    if (this.#keeper.engaged) {
      this.#connect(session);
    } else {
      this.#phase("asleep");
    }
  }

  /** @param {import("./session.js").Session} session */
  #connect(session) {
    this.#transport.connect(session.socket, this.#channel, session.visitor);
  }

  /** @param {import("./queue.js").Item | null} item */
  #takeUp(item) {
    if (item) {
      this.dispatch({ type: "queued", item });
    }
  }

  /** @param {import("./state.js").Phase} phase */
  #phase(phase) {
    if (phase === "ended") {
      this.#storage.remove("token");
      this.#keeper.session = null;
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
    this.#keeper.settled();
    const before = this.state.high;
    const messages = protocol.readMessages(payload.messages);
    this.#received(messages, before > 0);
    const read = protocol.number(payload.read);
    this.dispatch({ type: "arrived", messages: [], read });
    if (this.state.read > read) {
      void this.#transport.ask(protocol.VISITOR_READ, { seq: this.state.read });
    }
    const oldest = messages[0]?.seq ?? Infinity;
    if (protocol.number(payload.high_water) > before && (before > 0 ? oldest > before + 1 : messages.length === 0)) {
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

  /** @param {string | null} token */
  #tokenElsewhere(token) {
    if (token === null) {
      this.#forgotten();
    } else if (token !== this.#keeper.session?.visitor) {
      this.#keeper.engaged = true;
      this.#keeper.session = null;
      void this.#keeper.renew();
    } else if (this.state.phase === "asleep") {
      this.engage();
    }
  }
}
