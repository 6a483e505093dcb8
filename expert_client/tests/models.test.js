import assert from "node:assert/strict";
import { test } from "node:test";

import { held, heldOrder, isUnread, offered, resolved } from "../js/models/lists.js";
import { Log } from "../js/models/log.js";
import { isEmpty, join, measure, snippet, tidy } from "../js/models/parts.js";
import { check } from "../js/models/reply.js";
import { timeline } from "../js/models/timeline.js";
import { runs, visible } from "../js/models/visible.js";
import { speech } from "../js/models/windows.js";
import { texts } from "../js/texts.js";
import { conversation, message, offer } from "./fake.js";

const PHONE = { entity: "PHONE_NUMBER", n: 1 };
const ids = (list) => list.map((one) => one.conversation);

test("parts are joined and trimmed, placeholders stay whole", () => {
  assert.deepEqual(join(["a", "", "b", PHONE, "c"]), ["ab", PHONE, "c"]);
  assert.deepEqual(tidy(["  hi ", PHONE, " \n"]), ["hi ", PHONE]);
  assert.equal(isEmpty([" ", "\n"]), true);
  assert.equal(isEmpty([PHONE]), false);
});

test("a snippet is one line and does not cut through a character", () => {
  assert.deepEqual(snippet(["one\n two  😀😀😀"], 10), ["one two 😀😀…"]);
  assert.deepEqual(snippet(["abc", PHONE, "def"], 3), ["abc"]);
});

test("lengths are counted in the channel's unit", () => {
  assert.equal(measure("é😀", "characters"), 2);
  assert.equal(measure("é😀", "bytes"), 6);
  assert.equal(measure("é😀", "utf16"), 3);
});

test("the limit is counted down when near, and over it nothing is sent", () => {
  const sms = conversation("c", { capabilities: { text_limit: 160, text_unit: "characters", receipts: [], typing: false } });
  const label = texts.placeholder;
  assert.equal(check(["x".repeat(100)], sms, label).near, false);
  assert.deepEqual({ near: true, left: 10 }, (({ near, left }) => ({ near, left }))(check(["x".repeat(150)], sms, label)));
  assert.equal(check(["x".repeat(161)], sms, label).over, true);
});

test("a typed placeholder is only text, and is pointed out", () => {
  const result = check(["call [phone 1]"], conversation("c"), texts.placeholder);
  assert.deepEqual(result.lookalike, { ...PHONE, sendable: true });
  assert.equal(check(["call ", PHONE], conversation("c"), texts.placeholder).lookalike, undefined);
});

test("placeholders are read out in words", () => {
  assert.equal(texts.placeholder(PHONE), "[phone 1]");
  assert.equal(texts.placeholderSpoken(PHONE), "phone number one");
  assert.equal(texts.placeholder({ entity: "US_DRIVER_LICENSE", n: 20 }), "[us driver license 20]");
});

test("characters that act on the screen are shown by name", () => {
  assert.equal(visible("screenshot\u202egpj.exe"), "screenshot⟦RLO⟧gpj.exe");
  assert.equal(visible("a\u0000b\u200bc\ud800"), "a⟦NUL⟧b⟦ZWSP⟧c⟦U+D800⟧");
  assert.deepEqual(runs("line\r\nline\ttab"), [{ text: "line\nline\ttab" }]);
  assert.equal(visible("👩‍👩‍👧 می‌خواهم שלום"), "👩‍👩‍👧 می‌خواهم שלום");
});

test("who waits longest comes first, then the latest talk", () => {
  const list = [
    conversation("answered-old", { last: { seq: 1, kind: "expert", at_ms: 10, preview: [] } }),
    conversation("answered-new", { last: { seq: 1, kind: "expert", at_ms: 20, preview: [] } }),
    conversation("short", { waiting_since_ms: 900 }),
    conversation("long", { waiting_since_ms: 100 }),
    conversation("done", { case: { ...conversation("x").case, state: "resolved" } }),
    conversation("other", { case: { ...conversation("x").case, holder: { id: "e2", name: "Ben", me: false } } }),
  ];
  assert.deepEqual(ids(held(list)), ["long", "short", "answered-new", "answered-old"]);
  assert.deepEqual(ids(resolved(list)), ["done"]);
  assert.deepEqual(ids(offered([offer("b", { waiting_since_ms: 5 }), offer("a", { waiting_since_ms: 9 })])), ["b", "a"]);
});

test("under a pointer rows keep their place, new ones wait below", () => {
  assert.deepEqual(heldOrder(["a", "b", "c"], ["new", "c", "a"]), ["a", "c", "new"]);
});

test("unread means that a customer's word came after the last one read", () => {
  const last = { seq: 5, kind: "customer", at_ms: 1, preview: [] };
  assert.equal(isUnread(conversation("c", { read: 4, last })), true);
  assert.equal(isUnread(conversation("c", { read: 5, last })), false);
  assert.equal(isUnread(conversation("c", { read: 4, last: { ...last, kind: "expert" } })), false);
});

test("what an expert may do now", () => {
  const base = conversation("c", { window_ends_ms: 100 });
  assert.equal(speech(base, 99), "open");
  assert.equal(speech(base, 100), "window_closed");
  assert.equal(speech(conversation("c", { window_ends_ms: null }), 100), "open");
  assert.equal(speech({ ...base, case: { ...base.case, state: "resolved" } }, 1), "resolved");
  assert.equal(speech({ ...base, case: { ...base.case, holder: undefined } }, 1), "lost");
});

test("the log keeps order whatever the order of arrival, and each entry once", () => {
  const log = new Log();
  log.openedAt([message(3), message(1)], { highWater: 3, older: false });
  assert.equal(log.received(message(6)), true);
  log.resumed([message(4), message(5), message(6)], { highWater: 6, more: false });
  assert.equal(log.received(message(5)), false);
  assert.deepEqual(log.list().map((one) => one.seq), [1, 3, 4, 5, 6]);
  assert.equal(log.upTo, 6);
});

test("an answer that says more does not claim to be whole", () => {
  const log = new Log();
  log.openedAt([message(1)], { highWater: 1, older: false });
  log.stale = true;
  log.resumed([message(2)], { highWater: 9, more: true });
  assert.equal(log.upTo, 2);
  assert.equal(log.stale, true);
});

test("receipts and changes touch only entries that are here", () => {
  const log = new Log();
  log.openedAt([message(1, { kind: "expert", delivery: "sent", client_id: "id" })], { highWater: 1, older: false });
  log.receipt(1, "read");
  log.receipt(7, "read");
  log.changed(message(1, { kind: "expert", delivery: "read", edited: true }));
  log.changed(message(8));
  assert.deepEqual(log.list().map(({ seq, delivery, client_id }) => [seq, delivery, client_id]), [[1, "read", "id"]]);
});

test("what is known of a delivery is never made less of", () => {
  const log = new Log();
  log.openedAt([message(1, { kind: "expert", delivery: "queued" })], { highWater: 1, older: false });
  const after = (...deliveries) => {
    for (const delivery of deliveries) log.receipt(1, delivery);
    return log.list()[0].delivery;
  };
  assert.equal(after("sending", "sent"), "sent");
  assert.equal(after("failed", "queued", "sending"), "sending");
  assert.equal(after("read", "delivered", "sent", "failed"), "read");
  log.changed(message(1, { kind: "expert", delivery: "queued", reactions: ["👍"] }));
  assert.deepEqual([log.list()[0].delivery, log.list()[0].reactions], ["read", ["👍"]]);
});

const line = (from) => timeline({ waiting: [], newAfter: 0, newUpTo: 0, dayOf: () => "day", ...from });

test("days, groups and events", () => {
  const messages = [
    message(1, { at_ms: 0 }), message(2, { at_ms: 60_000 }), message(3, { at_ms: 600_000 }),
    message(4, { kind: "event", at_ms: 600_001, event: { code: "left" } }), message(5, { at_ms: 600_002 }),
  ];
  const items = line({ messages, dayOf: (ms) => (ms < 600_000 ? "one" : "two") });
  assert.deepEqual(items.map((item) => item.type), ["day", "message", "message", "day", "message", "event", "message"]);
  assert.deepEqual(items.filter((item) => item.type === "message").map((item) => item.first), [true, false, true, true]);
});

test("the line stands before what was new at opening, not before what came while looking", () => {
  const messages = [message(1), message(2), message(3)];
  assert.deepEqual(line({ messages, newAfter: 1, newUpTo: 2 }).map((item) => item.key), ["day day 1", "seq 1", "new", "seq 2", "seq 3"]);
  assert.equal(line({ messages, newAfter: 2, newUpTo: 2 }).some((item) => item.type === "new"), false);
  assert.equal(line({ messages, newAfter: 0, newUpTo: 3 }).some((item) => item.type === "new"), false);
});

test("a reply keeps its place and its key when the log has it, and is not shown twice", () => {
  const waiting = [{ client_id: "id", conversation: "c", token: 1, parts: ["x"], at_ms: 1, status: "sending", tries: 1 }];
  const before = line({ messages: [message(1)], waiting });
  const after = line({ messages: [message(1), message(2, { kind: "expert", client_id: "id" })], waiting });
  assert.equal(before.at(-1).key, "mine id");
  assert.deepEqual(after.map((item) => item.key), ["day day 1", "seq 1", "mine id"]);
});
