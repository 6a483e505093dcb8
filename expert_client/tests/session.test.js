import assert from "node:assert/strict";
import { test } from "node:test";

import { Drafts } from "../js/drafts.js";
import { SendQueue } from "../js/send_queue.js";
import { Session } from "../js/session.js";
import { State } from "../js/state.js";
import { Storage } from "../js/storage.js";
import { Transport } from "../js/transport.js";
import { conversation, FakeClock, FakePlace, FakeSocket, message, settle, started } from "./fake.js";

/** A client on a fake gateway that holds one conversation with entries 1 to `count`. */
function setUp({ count = 3, place = new FakePlace(), read = count, random = () => 0.5 } = {}) {
  const clock = new FakeClock();
  const gateway = {
    log: Array.from({ length: count }, (_, index) => message(index + 1)),
    asked: [],
    fail: {},
    hold: null,
  };
  const mine = () => conversation("c1", { high_water: gateway.log.at(-1)?.seq ?? 0, read });
  const sockets = [];
  const transport = new Transport({
    clock, random,
    open: () => {
      const socket = new FakeSocket();
      socket.answer = answer;
      sockets.push(socket);
      return socket;
    },
  });
  async function answer(command, payload) {
    gateway.asked.push([command, payload]);
    const code = gateway.fail[command];
    if (code) return { ok: false, error: { code } };
    if (command === "conversation.open") {
      const { after, before, limit } = payload;
      let page = gateway.log;
      let more = false;
      if (after !== undefined) {
        page = page.filter((one) => one.seq > after);
        more = page.length > limit;
        page = page.slice(0, limit);
      } else {
        if (before !== undefined) page = page.filter((one) => one.seq < before);
        more = page.length > limit;
        page = page.slice(-limit);
      }
      return { ok: true, conversation: mine(), messages: page, more };
    }
    if (command === "message.send") {
      const sent = message(gateway.log.length + 1, { kind: "expert", content: { kind: "text", text: payload.parts } });
      gateway.log.push(sent);
      return { ok: true, seq: sent.seq, message: sent };
    }
    return { ok: true };
  }
  const state = new State({ clock, schedule: (run) => run() });
  const storage = new Storage(place);
  const drafts = new Drafts(storage);
  let id = 0;
  const queue = new SendQueue({
    clock, newId: () => `id-${(id += 1)}`, random,
    request: (command, payload) => transport.request(command, payload),
    connected: () => transport.status === "connected" && state.started,
    keep: (items) => storage.keepWaiting(items),
  });
  const session = new Session({ transport, state, queue, drafts, storage });
  const asked = (command) => gateway.asked.filter(([name]) => name === command).map(([, payload]) => payload);
  const seqs = () => state.log("c1").list().map((one) => one.seq);

  async function connect() {
    if (transport.status === "waiting") transport.hurry();
    const socket = sockets.at(-1);
    socket.fire("connect");
    socket.receive("session.started", started({ now_ms: clock.now(), mine: [mine()] }));
    await settle();
    await settle();
    return socket;
  }
  transport.start();
  return { clock, gateway, sockets, transport, state, drafts, queue, session, storage, place, asked, seqs, connect };
}

test("opens with the newest page", async () => {
  const { session, seqs, asked, connect, state } = setUp({ count: 120 });
  await connect();
  await session.open("c1");
  assert.deepEqual(asked("conversation.open"), [{ conversation: "c1", limit: 50 }]);
  assert.equal(seqs()[0], 71);
  assert.equal(state.log("c1").older, true);
  await session.loadOlder();
  assert.equal(seqs()[0], 21);
});

test("with much unread it begins a little before the first unread entry, and fetches all of it", async () => {
  const { session, seqs, connect } = setUp({ count: 400, read: 50 });
  await connect();
  await session.open("c1");
  assert.equal(seqs()[0], 41);
  assert.equal(seqs().at(-1), 400);
});

test("after a reconnect the open conversation is filled, and nothing is there twice", async () => {
  const { session, gateway, sockets, seqs, connect, state } = setUp();
  await connect();
  await session.open("c1");
  sockets[0].fire("disconnect");
  gateway.log.push(message(4), message(5));
  await connect();
  assert.deepEqual(seqs(), [1, 2, 3, 4, 5]);
  assert.equal(state.log("c1").stale, false);
});

test("what was edited or delivered during the absence is seen too", async () => {
  const { session, gateway, sockets, connect, state } = setUp();
  await connect();
  await session.open("c1");
  sockets[0].fire("disconnect");
  gateway.log[1] = message(2, { text: "changed", edited: true });
  await connect();
  assert.deepEqual(state.log("c1").list()[1].content.text, ["changed"]);
});

test("a conversation opened while offline loads once the line is there", async () => {
  const { session, state, seqs, connect } = setUp();
  await session.open("c1");
  assert.equal(state.opened.status, "unreachable");
  await connect();
  assert.equal(state.opened.status, "ready");
  assert.deepEqual(seqs(), [1, 2, 3]);
});

test("a hole in the numbers is asked for", async () => {
  const { session, gateway, sockets, seqs, asked, connect } = setUp();
  await connect();
  await session.open("c1");
  gateway.log.push(message(4), message(5));
  sockets[0].receive("message.received", { conversation: "c1", message: message(5) });
  await settle();
  assert.deepEqual(asked("conversation.open").at(-1), { conversation: "c1", after: 3, limit: 200 });
  assert.deepEqual(seqs(), [1, 2, 3, 4, 5]);
});

test("numbers that an expert never gets to see are asked for once, not for ever", async () => {
  const { session, gateway, sockets, asked, connect } = setUp();
  await connect();
  await session.open("c1");
  gateway.log.push(message(9));
  sockets[0].receive("message.received", { conversation: "c1", message: message(9) });
  await settle();
  const before = asked("conversation.open").length;
  gateway.log.push(message(10));
  sockets[0].receive("message.received", { conversation: "c1", message: message(10) });
  await settle();
  assert.equal(asked("conversation.open").length, before);
});

test("a reply carries the token, and the entry it was written after", async () => {
  const { session, asked, seqs, connect, queue } = setUp();
  await connect();
  await session.open("c1");
  session.send("c1", ["hello ", { entity: "PERSON", n: 1 }]);
  await settle();
  assert.deepEqual(asked("message.send"), [
    { conversation: "c1", token: 3, client_id: "id-1", after: 3, parts: ["hello ", { entity: "PERSON", n: 1 }] },
  ]);
  assert.deepEqual(seqs(), [1, 2, 3, 4]);
  assert.deepEqual(queue.items, []);
});

test("a refused reply comes back into its own draft, in front of what was begun since", async () => {
  const { session, drafts, gateway, state, connect } = setUp();
  await connect();
  gateway.fail["message.send"] = "stale";
  drafts.set("c1", ["late"]);
  session.send("c1", ["late"]);
  assert.deepEqual(drafts.of("c1"), []);
  drafts.set("c1", ["begun since"]);
  await settle();
  assert.deepEqual(drafts.of("c1"), ["late\nbegun since"]);
  assert.deepEqual(drafts.of("c2"), []);
  assert.equal(state.notices.of("c1"), "stale");
});

test("unsent replies outlive the page, with their id", async () => {
  const place = new FakePlace();
  const first = setUp({ place });
  await first.connect();
  first.gateway.fail["message.send"] = "unavailable";
  first.session.send("c1", ["do not lose me"]);
  await settle();
  const second = setUp({ place });
  await second.connect();
  assert.deepEqual(second.asked("message.send").map((one) => one.client_id), ["id-1"]);
  assert.equal(second.storage.waiting().length, 0);
});

test("the words of another expert are removed from a shared device", async () => {
  const place = new FakePlace();
  const storage = new Storage(place);
  storage.useExpert("somebody-else");
  storage.keepDraft("c1", ["private"]);
  const { connect, drafts } = setUp({ place });
  await connect();
  assert.deepEqual(drafts.of("c1"), []);
  assert.deepEqual(Object.keys(place), []);
});

test("signing out leaves no words behind", async () => {
  const { connect, drafts, session, place } = setUp();
  await connect();
  drafts.set("c1", ["half a sentence"]);
  assert.equal(Object.keys(place).length, 1);
  session.signingOut();
  assert.deepEqual(Object.keys(place), []);
});

test("customers' words are never kept on the device", async () => {
  const { session, connect, place, gateway } = setUp();
  gateway.log.push(message(4, { text: "a secret of mine" }));
  await connect();
  await session.open("c1");
  assert.equal(JSON.stringify(place).includes("secret"), false);
});

test("read marks only move forward", async () => {
  const { session, asked, connect } = setUp({ read: 1 });
  await connect();
  session.read("c1", 2);
  session.read("c1", 2);
  session.read("c1", 1);
  assert.deepEqual(asked("conversation.read").map((one) => one.seq), [2]);
});

test("typing is told at most every four seconds", async () => {
  const { session, asked, connect, clock } = setUp();
  await connect();
  for (let i = 0; i < 10; i += 1) {
    session.typed("c1");
    await clock.pass(500);
  }
  assert.equal(asked("typing").length, 2);
});

test("facts that a newer gateway tells are ignored", async () => {
  const { sockets, connect } = setUp();
  await connect();
  assert.doesNotThrow(() => sockets[0].receive("brand.new", { any: "thing" }));
});

test("the end of a session leaves no words behind, and says which end it was", async () => {
  for (const reason of ["signed_out", "revoked"]) {
    const { sockets, connect, drafts, state, place } = setUp();
    await connect();
    drafts.set("c1", ["words"]);
    sockets[0].receive("session.ended", { reason });
    assert.equal(state.ending, reason);
    assert.deepEqual(Object.keys(place), []);
  }
});
