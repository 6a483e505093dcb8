import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswer, readMessage, readMessages } from "../protocol.js";
import { deliveryOf, initialState, newestFromOthers, reduce, unread } from "../state.js";

const message = (seq, from = "expert", more = {}) =>
  readMessage({ seq, from, at_ms: 1_700_000_000_000 + seq, text: `text ${seq}`, ...more });
const after = (...events) => events.reduce(reduce, initialState());
const queued = (client_id, at_ms = 1) => ({ type: "queued", item: { client_id, text: client_id, at_ms } });

test("messages are kept in order of seq, whatever order they come in", () => {
  const state = after({ type: "arrived", messages: [message(3), message(1)] }, { type: "arrived", messages: [message(2)] });
  assert.deepEqual(state.messages.map((item) => item.seq), [1, 2, 3]);
  assert.equal(state.high, 3);
});

test("a message that comes twice counts once", () => {
  const state = after({ type: "arrived", messages: [message(1)] }, { type: "arrived", messages: [message(1)] });
  assert.equal(state.messages.length, 1);
  assert.equal(unread(state), 1);
});

test("a changed message replaces its older form and keeps its client id", () => {
  const masked = [{ start: 0, end: 4, entity: "PERSON" }];
  const state = after(
    { type: "arrived", messages: [message(1, "me", { client_id: "c-1" })] },
    { type: "arrived", messages: [message(1, "me", { text: "new text", masked })] },
  );
  assert.deepEqual([state.messages[0].text, state.messages[0].client_id], ["new text", "c-1"]);
  assert.deepEqual(state.messages[0].masked, masked);
});

test("an acknowledged message moves from pending to the log", () => {
  const state = after(queued("c-1"), { type: "sending", client_id: "c-1" }, { type: "sent", client_id: "c-1", seq: 4, at_ms: 9 });
  assert.deepEqual(state.pending, []);
  assert.deepEqual([state.messages[0].seq, state.messages[0].text, state.messages[0].from], [4, "c-1", "me"]);
});

test("an acknowledgement does not move the cursor past what others wrote", () => {
  const state = after({ type: "arrived", messages: [message(2)] }, queued("c-1"), { type: "sent", client_id: "c-1", seq: 4, at_ms: 9 });
  assert.equal(state.high, 2);
});

test("a message that arrives before its acknowledgement is shown once", () => {
  const named = after(queued("c-1"), { type: "arrived", messages: [message(1, "me", { client_id: "c-1" })] });
  assert.deepEqual([named.pending.length, named.messages.length], [0, 1]);
  const unnamed = after(queued("c-1"), { type: "arrived", messages: [message(1, "me")] }, { type: "sent", client_id: "c-1", seq: 1, at_ms: 9 });
  assert.deepEqual([unnamed.pending.length, unnamed.messages.length, unnamed.messages[0].client_id], [0, 1, "c-1"]);
});

test("an acknowledgement of something unknown changes nothing", () => {
  const state = initialState();
  assert.equal(reduce(state, { type: "sent", client_id: "c-9", seq: 9, at_ms: 9 }), state);
});

test("receipts are ranks: none lowers another", () => {
  const state = after(
    { type: "arrived", messages: [message(1, "me"), message(2, "me"), message(3, "me", { delivery: "read" })] },
    { type: "receipt", up_to: 1, delivery: "read" },
    { type: "receipt", up_to: 2, delivery: "delivered" },
    { type: "receipt", up_to: 1, delivery: "delivered" },
    { type: "receipt", up_to: 9, delivery: "sent" },
  );
  assert.deepEqual(state.messages.map((item) => deliveryOf(state, item)), ["read", "delivered", "read"]);
});

test("unread counts the others' messages past the read mark, which never goes back", () => {
  const state = after(
    { type: "arrived", messages: [message(1), message(2, "me"), message(3), message(4, "brand")], read: 1 },
    { type: "read", seq: 3 },
    { type: "read", seq: 1 },
  );
  assert.deepEqual([unread(state), state.read, newestFromOthers(state)], [1, 3, 4]);
});

test("typing ends by itself, or when a message comes", () => {
  const typing = after({ type: "typing", until_ms: 6000 });
  assert.equal(reduce(typing, { type: "tick", now_ms: 5999 }), typing);
  assert.equal(reduce(typing, { type: "tick", now_ms: 6000 }).typing_until_ms, 0);
  assert.equal(reduce(typing, { type: "arrived", messages: [message(1)] }).typing_until_ms, 0);
  assert.equal(reduce(typing, { type: "arrived", messages: [message(1, "me")] }).typing_until_ms, 6000);
});

test("a failed message keeps its place and its reason, and waits again when retried", () => {
  const failed = after(queued("c-1", 1), queued("c-2", 2), { type: "failed", client_id: "c-1", code: "forbidden" });
  assert.deepEqual(failed.pending.map((item) => [item.client_id, item.status, item.code]), [["c-1", "failed", "forbidden"], ["c-2", "waiting", ""]]);
  const again = reduce(failed, queued("c-1", 1));
  assert.deepEqual(again.pending.map((item) => [item.client_id, item.status]), [["c-1", "waiting"], ["c-2", "waiting"]]);
});

test("what another tab has sent is dropped here", () => {
  assert.deepEqual(after(queued("c-1"), { type: "dropped", client_id: "c-1" }).pending, []);
});

test("reset forgets everything but the open panel and the sound", () => {
  const state = after({ type: "opened" }, { type: "sound", on: false }, { type: "arrived", messages: [message(1)] }, queued("c-1"), { type: "reset" });
  assert.deepEqual(state, { ...initialState(), open: true, sound: false });
});

test("nothing changes when nothing is new", () => {
  const state = after({ type: "phase", phase: "online" }, { type: "read", seq: 2 });
  assert.equal(reduce(state, { type: "phase", phase: "online" }), state);
  assert.equal(reduce(state, { type: "read", seq: 2 }), state);
});

test("what is no message is dropped, and the rest is made whole", () => {
  const junk = [null, 7, "x", [], {}, { seq: -1, from: "me" }, { seq: 1.5, from: "me" }, { seq: 1, from: "you" }, { seq: "1", from: "me" }];
  assert.deepEqual(readMessages(junk), []);
  assert.deepEqual(readMessages("no list"), []);
  const [read] = readMessages([{ seq: 1, from: "me", text: 5, masked: [{ start: 3, end: 1, entity: "X" }, { start: 0, end: 1 }], delivery: "eaten" }]);
  assert.deepEqual(read, { seq: 1, from: "me", at_ms: 0, text: "", name: "", masked: [], client_id: null, delivery: "sent" });
});

test("an answer that is none is a refusal", () => {
  assert.deepEqual(readAnswer(undefined), { ok: false, code: "malformed", retry_after_s: 0 });
  assert.deepEqual(readAnswer({ ok: true, seq: 3 }), { ok: true, seq: 3 });
  assert.deepEqual(readAnswer({ ok: false, error: { code: "slow_down", retry_after_s: 7 } }), { ok: false, code: "slow_down", retry_after_s: 7 });
  assert.deepEqual(readAnswer({ ok: false, error: { code: "slow_down" } }), { ok: false, code: "slow_down", retry_after_s: 1 });
  assert.deepEqual(readAnswer({ ok: false, error: { code: "too_long", retry_after_s: 7 } }), { ok: false, code: "too_long", retry_after_s: 0 });
});
