// @ts-check
/** Ties the conversation to what is shown. */
import { Conversation } from "./conversation.js";
import { loadLocale } from "./locale.js";
import { allowSound, playOnce } from "./sound.js";
import { Storage } from "./storage.js";
import { channelOf } from "./session.js";
import { save, transcript } from "./transcript.js";
import { nameOf } from "./view/message.js";
import { View } from "./view/view.js";

/** How long a connection may be away before anybody is told. */
const PATIENCE_MS = 2500;
const TICK_MS = 1000;

export class App {
  #channel;
  #storage;
  #conversation;
  #clock = {
    now: () => Date.now(),
    after: (/** @type {number} */ ms, /** @type {() => void} */ then) => setTimeout(then, ms),
  };
  #host = document.createElement("rapport-widget");
  #shadow = this.#host.attachShadow({ mode: "open" });
  /** @type {View | null} */
  #view = null;
  /** @type {import("./locale.js").Locale | null} */
  #locale = null;
  /** @type {import("./session.js").Settings | null} */
  #settings = null;
  #rendering = false;
  #ticking = false;
  /** When the connection went; 0 while it is there. */
  #awaySince = 0;

  /** @param {string} base address of the channel's widget, with a slash at its end */
  constructor(base) {
    this.#channel = channelOf(base);
    this.#storage = new Storage(this.#channel);
    this.#conversation = new Conversation(base, this.#storage, this.#clock, {
      changed: () => this.#changed(),
      configured: (settings) => void this.#configured(settings),
      arrived: (newest) => this.#arrived(newest),
    });
  }

  start() {
    void this.#conversation.begin();
    const hurry = () => document.visibilityState === "visible" && this.#conversation.hurry();
    document.addEventListener("visibilitychange", hurry);
    window.addEventListener("online", hurry);
    window.addEventListener("pageshow", (event) => event.persisted && hurry());
    window.addEventListener("offline", () => this.#changed());
    document.addEventListener("visibilitychange", () => this.#changed());
  }

  /** @param {RapportCommand} command */
  run(command) {
    switch (command) {
      case "open":
        return this.#open();
      case "close":
        return this.#close();
      case "toggle":
        return this.#conversation.state.open ? this.#close() : this.#open();
      case "reset":
        return this.#forget();
    }
  }

  #open() {
    if (this.#conversation.state.open) {
      return;
    }
    allowSound();
    this.#conversation.dispatch({ type: "opened" });
    this.#conversation.engage();
    this.#render();
    this.#view?.focusPanel();
  }

  #close() {
    if (!this.#conversation.state.open) {
      return;
    }
    this.#conversation.dispatch({ type: "closed" });
    this.#render();
    this.#view?.focusLauncher();
  }

  #forget() {
    this.#view?.clearDraft();
    this.#close();
    this.#conversation.forget();
  }

  /** @param {import("./session.js").Settings} settings */
  async #configured(settings) {
    if (this.#view && JSON.stringify(settings) === JSON.stringify(this.#settings)) {
      return;
    }
    this.#settings = settings;
    await this.#build(settings);
  }

  /** @param {import("./session.js").Settings} settings */
  async #build(settings) {
    const configured = settings.locale === "auto" ? null : settings.locale;
    const page = document.documentElement.lang;
    const locale = await loadLocale([this.#storage.get("language"), configured, page, ...navigator.languages]);
    this.#locale = locale;
    this.#view?.destroy();
    this.#view = new View(this.#shadow, {
      locale,
      settings,
      clock: this.#clock,
      lasting: this.#storage.lasting,
      draft: {
        get: () => this.#storage.get("draft") ?? "",
        set: (text) => (text ? this.#storage.set("draft", text) : this.#storage.remove("draft")),
      },
      actions: this.#actions(),
    });
    this.#render();
    this.#attach();
  }

  /** @returns {import("./view/view.js").Actions} */
  #actions() {
    const conversation = this.#conversation;
    return {
      toggle: () => this.run("toggle"),
      close: () => this.#close(),
      send: (text) => {
        allowSound();
        conversation.send(text);
        this.#render();
      },
      retry: (clientId) => conversation.retry(clientId),
      seen: () => this.#view?.showsNewest && conversation.seen(),
      sound: () => conversation.toggleSound(),
      language: (code) => void this.#speak(code),
      copy: () => this.#copy(),
      forget: () => this.#forget(),
    };
  }

  /** @param {string} code */
  async #speak(code) {
    this.#storage.set("language", code);
    if (this.#settings) {
      await this.#build(this.#settings);
      this.#view?.focusPanel();
    }
  }

  #copy() {
    const [locale, settings] = [this.#locale, this.#settings];
    if (locale && settings) {
      const name = (/** @type {import("./protocol.js").VisitorMessage} */ message) => nameOf(message, { locale, settings });
      save(`${settings.title || "chat"}.txt`, transcript(this.#conversation.state.messages, name, locale.tag));
    }
  }

  /** @param {number} newest */
  #arrived(newest) {
    this.#render();
    if (this.#conversation.state.sound && !this.#view?.showsNewest) {
      void playOnce(`rapport:${this.#channel}:${newest}`);
    }
  }

  #changed() {
    if (!this.#rendering) {
      this.#rendering = true;
      queueMicrotask(() => this.#render());
    }
  }

  #render() {
    this.#rendering = false;
    const { state } = this.#conversation;
    const away = state.phase !== "online" && state.phase !== "asleep";
    if (!away) {
      this.#awaySince = 0;
    } else if (this.#awaySince === 0) {
      this.#awaySince = this.#clock.now();
      this.#clock.after(PATIENCE_MS, () => this.#changed());
    }
    const long = away && (!navigator.onLine || this.#clock.now() - this.#awaySince >= PATIENCE_MS);
    this.#view?.update(state, long);
    if (this.#view?.showsNewest) {
      this.#conversation.seen();
    }
    this.#tick();
  }

  /** While something on the screen runs out by itself, look once a second. */
  #tick() {
    const { typing_until_ms, slow_until_ms } = this.#conversation.state;
    if (!this.#ticking && (typing_until_ms > 0 || slow_until_ms > 0)) {
      this.#ticking = true;
      this.#clock.after(TICK_MS, () => {
        this.#ticking = false;
        this.#conversation.dispatch({ type: "tick", now_ms: this.#clock.now() });
        this.#render();
      });
    }
  }

  /** Stay on the page, also where a script of the page replaces its body. */
  #attach() {
    if (this.#host.isConnected) {
      return;
    }
    const put = () => this.#host.isConnected || document.body?.append(this.#host);
    put();
    new MutationObserver(put).observe(document.documentElement, { childList: true });
  }
}
