// The phone of a customer: live chats, a composer, and a drawer with faults to order.
import { byId, element, hueOf, initials, timeOf } from "./elements.js";

/**
 * @typedef {{id: string, by: "customer" | "business", text: string, kind: string, at_ms: number,
 *   reply_to: string | null, state: string, edited: boolean, revoked: boolean,
 *   reactions: Record<string, string>}} Message
 * @typedef {{wa_id: string, name: string, username: string | null, business: string, typing_ms: number,
 *   window_open: boolean, messages: Message[]}} Chat
 */

const TICKS = { accepted: "✓", sent: "✓", delivered: "✓✓", read: "✓✓", failed: "!" };
const WORDS = { accepted: "accepted", sent: "sent", delivered: "delivered", read: "read", failed: "not delivered" };
const EMOJI = ["👍", "❤️", "😂", "🙏"];

/** @type {Map<string, Chat>} */
const chats = new Map();
/** @type {Map<string, number>} */
const seenCounts = new Map();
/** @type {Record<string, string>} */
const drafts = {};
/** @type {{mode: "reply" | "edit", message: Message} | null} */
let quoted = null;
let shown = "";
let typingTimer = 0;

const chatList = byId("chat");
const text = /** @type {HTMLTextAreaElement} */ (byId("text"));

/**
 * @param {string} path
 * @param {object} [body]
 * @param {string} [method]
 */
async function call(path, body = {}, method = "POST") {
  const answer = await fetch(path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: method === "DELETE" ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
}

/** @param {string} action @param {object} body */
function act(action, body) {
  return call(`api/customers/${encodeURIComponent(shown)}/${action}`, body).catch(() => setPresence("no connection"));
}

/** @param {string} words */
function setPresence(words) {
  byId("presence").textContent = words;
}

function showPeople() {
  const buttons = [...chats.values()].map((chat) => {
    const unseen = chat.messages.length - (seenCounts.get(chat.wa_id) ?? 0);
    const last = chat.messages.at(-1);
    const badge = unseen > 0 && chat.wa_id !== shown;
    return element("button", {
      type: "button",
      className: "person",
      "aria-current": chat.wa_id === shown,
      onclick: () => open(chat.wa_id),
    },
      element("span", { className: `avatar hue-${hueOf(chat.name)}`, "aria-hidden": "true" }, initials(chat.name)),
      element("span", { className: "name" }, chat.name),
      element("span", { className: "last" }, last ? last.text || "deleted" : `+${chat.wa_id}`),
      badge ? element("span", { className: "count" }, String(unseen)) : null,
    );
  });
  byId("people").replaceChildren(...buttons);
}

/** @param {Message} message @param {Chat} chat */
function bubble(message, chat) {
  const own = message.by === "customer";
  const target = message.reply_to ? chat.messages.find((other) => other.id === message.reply_to) : undefined;
  const body = message.revoked ? "This message was deleted" : message.text;
  const state = /** @type {keyof typeof TICKS} */ (message.state);
  const reactions = Object.values(message.reactions).join("");
  const look = `bubble ${own ? "own" : "theirs"}${message.revoked ? " gone" : ""}`;
  return element("li", { className: look, id: message.id, tabIndex: 0 },
    target ? element("p", { className: "cite" }, target.text || "deleted") : null,
    element("p", { className: "words", dir: "auto" }, body),
    element("p", { className: "meta" },
      message.edited ? "edited " : "",
      timeOf(message.at_ms),
      element("span", { className: `ticks ${state}`, title: WORDS[state] ?? state }, ` ${TICKS[state] ?? "✓"}`),
    ),
    reactions ? element("span", { className: "reaction" }, reactions) : null,
    message.revoked ? null : actions(message, own),
  );
}

/** @param {Message} message @param {boolean} own */
function actions(message, own) {
  const mine = message.reactions["customer"];
  const buttons = EMOJI.map((emoji) => action(emoji, `React with ${emoji}`, () =>
    act("reactions", { message_id: message.id, emoji: mine === emoji ? null : emoji })));
  buttons.push(action("↩", "Reply", () => quote("reply", message)));
  if (own) {
    buttons.push(action("✎", "Edit", () => quote("edit", message)));
    buttons.push(action("🗑", "Delete for everyone", () => act("revocations", { message_id: message.id })));
  }
  return element("div", { className: "actions" }, ...buttons);
}

/** @param {string} sign @param {string} title @param {() => unknown} onclick */
function action(sign, title, onclick) {
  return element("button", { type: "button", title, "aria-label": title, onclick }, sign);
}

/** @param {"reply" | "edit"} mode @param {Message} message */
function quote(mode, message) {
  quoted = { mode, message };
  byId("quote").hidden = false;
  byId("quote-text").textContent = `${mode === "edit" ? "Edit" : "Reply to"}: ${message.text}`;
  if (mode === "edit") text.value = message.text;
  text.focus();
}

function dropQuote() {
  quoted = null;
  byId("quote").hidden = true;
}

function showChat() {
  const chat = chats.get(shown);
  if (!chat) return;
  const atEnd = chatList.scrollHeight - chatList.scrollTop - chatList.clientHeight < 80;
  const focused = chatList.contains(document.activeElement) ? document.activeElement?.closest("li")?.id : undefined;
  chatList.replaceChildren(...chat.messages.map((message) => bubble(message, chat)));
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  if (chat.messages.length === 0) {
    chatList.append(element("li", { className: "hint" }, `Write to the shop as ${chat.name}.`));
  }
  if (atEnd) chatList.scrollTop = chatList.scrollHeight;
  byId("business").textContent = `Shop +${chat.business}`;
  seenCounts.set(chat.wa_id, chat.messages.length);
  showTyping(chat);
  markRead(chat);
}

/** @param {Chat} chat */
function showTyping(chat) {
  clearTimeout(typingTimer);
  const resting = chat.window_open || chat.messages.length === 0 ? "online" : "more than 24 hours ago";
  setPresence(chat.typing_ms > 0 ? "typing…" : resting);
  if (chat.typing_ms > 0) typingTimer = window.setTimeout(() => setPresence(resting), chat.typing_ms);
}

/** @param {Chat} chat */
function markRead(chat) {
  const unread = chat.messages.some((message) => message.by === "business" && message.state === "delivered");
  if (unread && document.visibilityState === "visible") void act("read", {});
}

/** @param {string} waId */
function open(waId) {
  drafts[shown] = text.value;
  shown = waId;
  text.value = drafts[waId] ?? "";
  dropQuote();
  showChat();
  chatList.scrollTop = chatList.scrollHeight;
  showPeople();
}

/** @param {{faults: Record<string, string>, orders: {kind: string, times: number | null}[]}} state */
function showOrders(state) {
  const select = /** @type {HTMLSelectElement} */ (byId("fault-kind"));
  if (select.options.length === 0) {
    for (const [kind, words] of Object.entries(state.faults)) {
      select.append(element("option", { value: kind, title: words }, kind.replaceAll("_", " ")));
    }
    const hint = () => { byId("fault-hint").textContent = state.faults[select.value] ?? ""; };
    select.onchange = hint;
    hint();
  }
  byId("orders").replaceChildren(...state.orders.map((order) =>
    element("li", {}, `${order.kind.replaceAll("_", " ")} × ${order.times ?? "∞"}`)));
  const count = byId("fault-count");
  count.hidden = state.orders.length === 0;
  count.textContent = String(state.orders.length);
}

function listen() {
  const events = new EventSource("api/events");
  events.addEventListener("chat", (event) => {
    const chat = /** @type {Chat} */ (JSON.parse(event.data));
    chats.set(chat.wa_id, chat);
    if (!shown) open(chat.wa_id);
    else if (chat.wa_id === shown) showChat();
    showPeople();
  });
  events.addEventListener("orders", (event) => showOrders(JSON.parse(event.data)));
  events.onerror = () => setPresence("connecting…");
}

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = text.value.trim();
  if (!words) return;
  if (quoted?.mode === "edit") void act("edits", { message_id: quoted.message.id, text: words });
  else void act("messages", { text: words, reply_to: quoted?.message.id ?? null });
  text.value = "";
  dropQuote();
  chatList.scrollTop = chatList.scrollHeight;
});

text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    /** @type {HTMLFormElement} */ (byId("composer")).requestSubmit();
  }
  if (event.key === "Escape") dropQuote();
});

byId("quote-drop").addEventListener("click", dropQuote);
byId("faults-button").addEventListener("click", () => {
  const drawer = byId("faults");
  drawer.hidden = !drawer.hidden;
  byId("faults-button").setAttribute("aria-expanded", String(!drawer.hidden));
});
byId("fault-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const kind = /** @type {HTMLSelectElement} */ (byId("fault-kind")).value;
  const times = Number(/** @type {HTMLInputElement} */ (byId("fault-times")).value) || 1;
  void call("api/faults", { kind, times });
});
byId("fault-clear").addEventListener("click", () => void call("api/faults", {}, "DELETE"));
document.addEventListener("visibilitychange", () => {
  const chat = chats.get(shown);
  if (chat) markRead(chat);
});

listen();
