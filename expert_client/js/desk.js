// @ts-check
/**
 * What the views are given: the state to read, and what an expert can do. The address bar follows, so that "back"
 * works as people expect and a conversation can be linked to.
 *
 * @typedef {import("./state.js").Screen} Screen
 * @typedef {import("./protocol.js").Offer} Offer
 */

const SCREENS = new Set(["mine", "offers", "me"]);

export class Desk {
  /**
   * @param {object} needs
   * @param {import("./state.js").State} needs.state
   * @param {import("./session.js").Session} needs.session
   * @param {import("./cases.js").Cases} needs.cases
   * @param {import("./send_queue.js").SendQueue} needs.queue
   * @param {import("./drafts.js").Drafts} needs.drafts
   * @param {import("./settings.js").Settings} needs.settings
   * @param {Window} needs.window
   */
  constructor({ state, session, cases, queue, drafts, settings, window }) {
    this.state = state;
    this.session = session;
    this.cases = cases;
    this.queue = queue;
    this.drafts = drafts;
    this.settings = settings;
    this.window = window;
    /** The expert opened it just now, so the focus may move there. @type {(id: string) => void} */
    this.onOpened = () => {};
    window.addEventListener("popstate", () => this.followAddress());
  }

  /** Show what the address names; the part after # is never sent to a server. */
  followAddress() {
    const [screen, id] = this.window.location.hash.slice(1).split("/");
    if (SCREENS.has(screen)) this.state.show(/** @type {Screen} */ (screen));
    const conversation = id ? decode(id) : null;
    if (conversation === (this.state.opened?.id ?? null)) return;
    if (conversation) void this.session.open(conversation);
    else this.session.close();
  }

  /** @param {Screen} screen */
  go(screen) {
    this.state.show(screen);
    if (this.narrow) this.session.close();
    this.#address();
  }

  /** @param {string} id */
  open(id) {
    if (this.state.opened?.id !== id) {
      void this.session.open(id);
      this.#address();
    }
    this.onOpened(id);
  }

  /** Back to the list; the address takes the same step, so that "back" does not lead in here again. */
  leave() {
    this.session.close();
    if (this.window.history.state?.fromList) this.window.history.back();
    else this.#address();
  }

  /** @param {Offer} offer */
  async accept(offer) {
    const accepted = await this.cases.accept(offer);
    if (!accepted) return false;
    this.state.show("mine");
    this.open(offer.conversation);
    return true;
  }

  /** What was open is in other hands: the address names it no longer. */
  handedOn() {
    this.#address();
  }

  /** One pane at a time. */
  get narrow() {
    return this.window.matchMedia("(max-width: 799px)").matches;
  }

  #address() {
    const { screen, opened } = this.state;
    const hash = `#${screen}${opened ? `/${encodeURIComponent(opened.id)}` : ""}`;
    if (hash === this.window.location.hash) return;
    const fromList = opened !== null && !this.window.location.hash.includes("/");
    this.window.history.pushState({ fromList }, "", hash);
  }
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
