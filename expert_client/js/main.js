// @ts-check
/** Wires everything together. */

import { Cases } from "./cases.js";
import { systemClock } from "./clock.js";
import { Desk } from "./desk.js";
import { Drafts } from "./drafts.js";
import { listenToKeys } from "./keyboard.js";
import { EXPERT_NAMESPACE, PROTOCOL_VERSION, SOCKET_PATH } from "./protocol.js";
import { SendQueue } from "./send_queue.js";
import { Session } from "./session.js";
import { Settings } from "./settings.js";
import { State } from "./state.js";
import { Storage } from "./storage.js";
import { Transport } from "./transport.js";
import { io } from "./vendor.js";
import { appView } from "./views/app_view.js";

/** Ages and countdowns move on. */
const TICK_MS = 15_000;

function localStorageIfAllowed() {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

const clock = systemClock;
const storage = new Storage(localStorageIfAllowed());
const settings = new Settings(storage, {
  theme: "system", enterSends: window.matchMedia("(pointer: fine)").matches, singleKeys: true, details: true,
});
const state = new State({ clock, schedule: (run) => requestSoon(run) });
const drafts = new Drafts(storage);
const transport = new Transport({
  clock,
  open: () => io(EXPERT_NAMESPACE, {
    path: `/${SOCKET_PATH}`, transports: ["websocket"], auth: { protocol: PROTOCOL_VERSION },
    reconnection: false, autoConnect: false, forceNew: true,
  }),
});
const queue = new SendQueue({
  request: (command, payload) => transport.request(command, payload),
  connected: () => transport.status === "connected" && state.started,
  clock,
  newId,
  keep: (items) => storage.keepWaiting(items),
});
const session = new Session({ transport, state, queue, drafts, storage });
const cases = new Cases({ request: (command, payload) => transport.request(command, payload), state, drafts });
const desk = new Desk({ state, session, cases, queue, drafts, settings, window });
drafts.onChange = () => state.changed();

const root = /** @type {HTMLElement} */ (document.getElementById("root"));
const app = appView(desk, root, () => transport.hurry());
state.subscribe(app.render);
settings.onChange = () => {
  applyTheme();
  state.changed();
};
listenToKeys(desk, app);
applyTheme();
desk.followAddress();
app.render();
transport.start();

setInterval(() => state.changed(), TICK_MS);
window.addEventListener("online", () => transport.hurry());
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) transport.hurry();
});

function applyTheme() {
  const { theme } = settings.values;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Draw once a frame; in a hidden tab, where there are no frames, soon. @param {() => void} run */
function requestSoon(run) {
  if (document.hidden) setTimeout(run, 0);
  else requestAnimationFrame(run);
}

/** `randomUUID` exists only where the page came over TLS or from this machine. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
