// @ts-check
/**
 * The visitor's session: asked for once a page, and again when the socket refuses the token.
 *
 * @typedef {{
 *   title: string, colour: string, welcome: string | null, locale: string, position: "right" | "left",
 *   offset_px: number, text_limit: number,
 * }} Settings
 *   `colour` is `#rrggbb`; `locale` is `auto` or a language tag; `text_limit` counts code points.
 * @typedef {{url: string, path: string, namespace: string}} SocketAddress
 * @typedef {{visitor: string, isNew: boolean, settings: Settings, socket: SocketAddress}} Session
 */
import { number, record } from "./protocol.js";

const TIMEOUT_MS = 15_000;

/**
 * @param {string} base address of the widget's folder, with a slash at its end
 * @param {string | null} token
 * @returns {Promise<Session>} rejects when the gateway cannot be reached or refuses this page
 */
export async function openSession(base, token) {
  const response = await fetch(new URL("session", base), {
    method: "POST",
    mode: "cors",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(token ? { visitor: token } : {}),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) {
    throw new Error(`the gateway refuses a session: ${response.status}`);
  }
  return readSession(await response.json(), base);
}

/**
 * @param {unknown} value
 * @param {string} base
 * @returns {Session}
 */
export function readSession(value, base) {
  const { visitor, new: isNew, settings, socket } = record(value);
  const { url, path, namespace } = record(socket);
  if (typeof visitor !== "string" || !visitor) {
    throw new Error("the gateway's answer names no visitor");
  }
  return {
    visitor,
    isNew: isNew === true,
    settings: readSettings(settings),
    socket: {
      url: new URL(typeof url === "string" ? url : "/", base).origin,
      path: `/${String(path ?? "socket.io").replace(/^\/+/, "")}`,
      namespace: typeof namespace === "string" ? namespace : "/visitor",
    },
  };
}

/**
 * @param {unknown} value
 * @returns {Settings}
 */
export function readSettings(value) {
  const given = record(value);
  return {
    title: typeof given.title === "string" ? given.title : "",
    colour: /^#[0-9a-f]{6}$/i.test(String(given.colour)) ? String(given.colour) : "#14665a",
    welcome: typeof given.welcome === "string" && given.welcome ? given.welcome : null,
    locale: typeof given.locale === "string" ? given.locale : "auto",
    position: given.position === "left" ? "left" : "right",
    offset_px: number(given.offset_px) || 20,
    text_limit: number(given.text_limit) || 4000,
  };
}

/**
 * @param {string} base such as `https://gateway.example/widget/acme/site/`
 * @returns {string} such as `acme/site`
 */
export function channelOf(base) {
  return new URL(base).pathname.split("/").filter(Boolean).slice(-2).map(decodeURIComponent).join("/");
}
