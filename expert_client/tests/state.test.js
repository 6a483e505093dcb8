import assert from "node:assert/strict";
import { test } from "node:test";

import { State } from "../js/state.js";
import { conversation, FakeClock, message, offer, started } from "./fake.js";

function setUp() {
  const clock = new FakeClock();
  const state = new State({ clock, schedule: (run) => run() });
  return { clock, state };
}

test("tells once for many changes of one moment", () => {
  const runs = [];
  const state = new State({ clock: new FakeClock(), schedule: (run) => runs.push(run) });
  let told = 0;
  state.subscribe(() => (told += 1));
  state.show("offers");
  state.show("me");
  assert.equal(runs.length, 1);
  runs[0]();
  assert.equal(told, 1);
  state.show("mine");
  assert.equal(runs.length, 2);
});

test("says offline only after five seconds", async () => {
  const { clock, state } = setUp();
  state.lineChanged("waiting");
  await clock.pass(3_000);
  state.lineChanged("connecting");
  await clock.pass(1_999);
  assert.equal(state.offline, false);
  await clock.pass(1);
  assert.equal(state.offline, true);
  state.lineChanged("connected");
  assert.equal(state.offline, false);
});

test("a short break shows nothing, but marks what is loaded as old", async () => {
  const { clock, state } = setUp();
  state.log("c1").openedAt([message(1)], { highWater: 1, older: false });
  state.lineChanged("connected");
  state.lineChanged("waiting");
  await clock.pass(1_000);
  state.lineChanged("connected");
  await clock.pass(60_000);
  assert.equal(state.offline, false);
  assert.equal(state.log("c1").stale, true);
});

test("ages follow the gateway's clock", () => {
  const { state } = setUp();
  state.sessionStarted(started({ now_ms: 1_060_000 }));
  assert.equal(state.now(), 1_060_000);
});

test("a customer's message makes the row wait, an answer ends the waiting", () => {
  const { state } = setUp();
  state.sessionStarted(started({ mine: [conversation("c1")] }));
  state.messageReceived({ conversation: "c1", message: message(1) });
  state.messageReceived({ conversation: "c1", message: message(2) });
  assert.equal(state.conversations.get("c1").waiting_since_ms, 1_000);
  assert.deepEqual(state.conversations.get("c1").last.preview, ["message 2"]);
  state.messageReceived({ conversation: "c1", message: message(3, { kind: "expert" }) });
  assert.equal(state.conversations.get("c1").waiting_since_ms, undefined);
});

test("an event neither waits nor becomes the last word, and an old message changes nothing", () => {
  const { state } = setUp();
  state.sessionStarted(started({ mine: [conversation("c1")] }));
  state.messageReceived({ conversation: "c1", message: message(5) });
  state.messageReceived({ conversation: "c1", message: message(6, { kind: "event", content: {}, event: { code: "left" } }) });
  state.messageReceived({ conversation: "c1", message: message(4) });
  assert.equal(state.conversations.get("c1").last.seq, 5);
  assert.equal(state.conversations.get("c1").high_water, 6);
});

test("an offer that goes stays for a moment, with the reason", async () => {
  const { clock, state } = setUp();
  state.sessionStarted(started({ offers: [offer("c1")] }));
  state.offerWithdrawn({ conversation: "c1", reason: "taken" });
  assert.equal(state.gone.get("c1"), "taken");
  await clock.pass(6_000);
  assert.equal(state.offers.has("c1"), false);
});

test("an offer made again before it vanished stays", async () => {
  const { clock, state } = setUp();
  state.offerMade(offer("c1"));
  state.offerWithdrawn({ conversation: "c1", reason: "taken" });
  state.offerMade(offer("c1", { case_number: 2 }));
  await clock.pass(60_000);
  assert.equal(state.offers.get("c1").case_number, 2);
});

test("put aside is for this case only", () => {
  const { state } = setUp();
  state.offerMade(offer("c1"));
  state.putAside(offer("c1"));
  assert.equal(state.isSetAside("c1"), true);
  state.offerMade(offer("c1", { preview: ["more"] }));
  assert.equal(state.isSetAside("c1"), true);
  state.offerMade(offer("c1", { case_number: 2 }));
  assert.equal(state.isSetAside("c1"), false);
});

test("a conversation that went to another expert leaves the list, but stays on screen while it is open", () => {
  const { state } = setUp();
  state.sessionStarted(started({ mine: [conversation("c1"), conversation("c2")] }));
  state.open("c1");
  const holder = { id: "e2", name: "Ben", me: false };
  for (const id of ["c1", "c2"]) {
    state.conversationChanged(conversation(id, { case: { number: 1, state: "held", token: 4, holder } }));
  }
  assert.deepEqual([...state.conversations.keys()], ["c1"]);
  state.open(null);
  assert.deepEqual([...state.conversations.keys()], []);
});

test("after a reconnect, what is no longer ours is forgotten, and the open one is known to be lost", () => {
  const { state } = setUp();
  state.sessionStarted(started({ mine: [conversation("c1"), conversation("c2")] }));
  state.log("c2").openedAt([message(1)], { highWater: 1, older: false });
  state.open("c1");
  state.sessionStarted(started({ mine: [] }));
  assert.equal(state.conversations.get("c1").case.holder, undefined);
  assert.equal(state.logs.has("c2"), false);
});

test("remembers where the expert had read to when opening", () => {
  const { state } = setUp();
  state.sessionStarted(started({ mine: [conversation("c1", { read: 4, high_water: 9 })] }));
  state.open("c1");
  state.read("c1", 9);
  assert.equal(state.opened.newAfter, 4);
  assert.equal(state.opened.newUpTo, 9);
  assert.equal(state.conversations.get("c1").read, 9);
});

test("what the brand says beside ends no wait, an answer ends it and what was promised", () => {
  const { state } = setUp();
  const waits = { waiting_since_ms: 5, patience_ends_ms: 900, shared: true };
  state.sessionStarted(started({ mine: [conversation("c1", waits)] }));
  state.messageReceived({ conversation: "c1", message: message(1, { kind: "business" }) });
  assert.equal(state.conversations.get("c1").waiting_since_ms, 5);
  assert.equal(state.conversations.get("c1").last.kind, "business");
  state.messageReceived({ conversation: "c1", message: message(2, { kind: "expert" }) });
  const { waiting_since_ms, patience_ends_ms, shared } = state.conversations.get("c1");
  assert.deepEqual([waiting_since_ms, patience_ends_ms, shared], [undefined, undefined, false]);
});

test("what was said in a conversation that went to others is not kept", () => {
  const { state } = setUp();
  state.sessionStarted(started({ mine: [conversation("c1"), conversation("c2")] }));
  for (const id of ["c1", "c2"]) state.log(id).openedAt([message(1)], { highWater: 1, older: false });
  state.open("c1");
  const holder = { id: "e2", name: "Ben", me: false };
  for (const id of ["c1", "c2"]) {
    state.conversationChanged(conversation(id, { case: { number: 1, state: "held", token: 4, holder } }));
  }
  assert.deepEqual([...state.logs.keys()], ["c1"]);
  state.open(null);
  assert.deepEqual([...state.logs.keys()], []);
});

test("one notice a conversation", () => {
  const { state } = setUp();
  state.notices.tell("c1", "stale");
  state.notices.tell("c1", "too_long");
  assert.equal(state.notices.of("c1"), "too_long");
  assert.equal(state.notices.of("c2"), undefined);
  state.notices.dismiss("c1");
  assert.equal(state.notices.of("c1"), undefined);
});

test("news without the last message, or with an older read mark, takes nothing away", () => {
  const { state } = setUp();
  const last = { seq: 5, kind: "customer", at_ms: 5, preview: ["hello"] };
  state.conversationChanged(conversation("c1", { last, read: 5 }));
  state.conversationChanged(conversation("c1", { read: 3, window_ends_ms: 9 }));
  assert.deepEqual(state.conversations.get("c1").last, last);
  assert.equal(state.conversations.get("c1").read, 5);
  assert.equal(state.conversations.get("c1").window_ends_ms, 9);
});
