import assert from "node:assert/strict";
import { test } from "node:test";
import { newClientId, Queue } from "../queue.js";
import { Sender } from "../sender.js";
import { initialState, reduce } from "../state.js";
import { Storage } from "../storage.js";
import { FakeClock, FakeStorage, settle } from "./doubles.js";

const item = (client_id, at_ms = 1) => ({ client_id, text: `text of ${client_id}`, at_ms });
const yes = (seq) => ({ ok: true, seq, at_ms: seq });
const no = (code, retry_after_s = 0) => ({ ok: false, code, retry_after_s });

/** A sender whose answers are given one by one; `asked` lists the client ids it sent. */
function bench(answers, backing = new FakeStorage()) {
  const queue = new Queue(new Storage("acme/site", () => backing));
  const clock = new FakeClock();
  const asked = [];
  const held = { state: initialState() };
  const send = async ({ client_id }) => {
    asked.push(client_id);
    const answer = answers.shift();
    return typeof answer === "function" ? answer() : (answer ?? null);
  };
  const sender = new Sender({ queue, send, clock, dispatch: (event) => (held.state = reduce(held.state, event)) });
  const add = (...items) => {
    for (const one of items) {
      queue.put(one);
      held.state = reduce(held.state, { type: "queued", item: one });
    }
  };
  return { queue, clock, asked, sender, add, held, backing };
}

test("client ids are of the form the gateway takes, and differ", () => {
  const ids = new Set(Array.from({ length: 100 }, () => newClientId()));
  assert.equal(ids.size, 100);
  assert.ok([...ids].every((id) => /^[A-Za-z0-9_-]{8,64}$/.test(id)));
});

test("the queue outlives the page, in order, without what is broken", () => {
  const backing = new FakeStorage();
  const queue = new Queue(new Storage("acme/site", () => backing));
  queue.put(item("c-2", 2));
  queue.put(item("c-1", 1));
  backing.setItem("rapport:acme/site:unsent.c-3", "{not json");
  backing.setItem("rapport:acme/site:unsent.c-4", '{"client_id": 4}');
  const reloaded = new Queue(new Storage("acme/site", () => backing));
  assert.deepEqual(reloaded.all().map((one) => one.client_id), ["c-1", "c-2"]);
});

test("channels of one page keep apart", () => {
  const backing = new FakeStorage();
  new Queue(new Storage("acme/site", () => backing)).put(item("c-1"));
  assert.deepEqual(new Queue(new Storage("acme/other", () => backing)).all(), []);
});

test("without a usable storage everything works from memory", () => {
  const refusing = new Storage("acme/site", () => {
    throw new Error("denied");
  });
  const queue = new Queue(refusing);
  queue.put(item("c-1"));
  assert.equal(refusing.lasting, false);
  assert.deepEqual(queue.all().map((one) => one.client_id), ["c-1"]);
  queue.remove("c-1");
  assert.deepEqual(queue.all(), []);
});

test("a full storage keeps the message in memory", () => {
  const backing = new FakeStorage();
  const queue = new Queue(new Storage("acme/site", () => backing));
  backing.full = true;
  queue.put(item("c-1"));
  assert.deepEqual(queue.all().map((one) => one.client_id), ["c-1"]);
});

test("clear leaves nothing of this channel behind", () => {
  const backing = new FakeStorage();
  backing.setItem("of the page", "1");
  const storage = new Storage("acme/site", () => backing);
  storage.set("token", "v1");
  new Queue(storage).put(item("c-1"));
  storage.clear();
  assert.deepEqual(Object.keys(backing), ["of the page"]);
});

test("messages go out one at a time, oldest first", async () => {
  let release;
  const gate = new Promise((open) => (release = open));
  const { sender, asked, add, queue, held } = bench([() => gate.then(() => yes(1)), yes(2)]);
  add(item("c-2", 2), item("c-1", 1));
  const done = sender.drain();
  void sender.drain();
  await settle();
  assert.deepEqual(asked, ["c-1"]);
  release();
  await done;
  assert.deepEqual(asked, ["c-1", "c-2"]);
  assert.deepEqual(queue.all(), []);
  assert.deepEqual(held.state.messages.map((message) => message.text), ["text of c-1", "text of c-2"]);
});

test("without a connection a message waits and is never failed", async () => {
  const { sender, asked, add, held, queue } = bench([null, null, yes(1)]);
  add(item("c-1"));
  await sender.drain();
  await sender.drain();
  assert.equal(held.state.pending[0].status, "waiting");
  await sender.drain();
  assert.deepEqual(asked, ["c-1", "c-1", "c-1"]);
  assert.deepEqual([queue.all().length, held.state.pending.length, held.state.messages.length], [0, 0, 1]);
});

test("an answer that was lost leads to the same client id again, after a reload too", async () => {
  const before = bench([null]);
  before.add(item("c-1"));
  await before.sender.drain();
  const reloaded = bench([yes(1)], before.backing);
  await reloaded.sender.drain();
  assert.deepEqual([...before.asked, ...reloaded.asked], ["c-1", "c-1"]);
});

test("a store that is away is tried again at growing distances, then the visitor decides", async () => {
  const answers = Array.from({ length: 5 }, () => no("unavailable"));
  const { sender, asked, add, clock, held } = bench(answers);
  add(item("c-1"));
  await sender.drain();
  for (const wait of [1000, 2000, 4000, 8000]) {
    await clock.pass(wait - 1);
    const before = asked.length;
    await clock.pass(1);
    assert.equal(asked.length, before + 1);
  }
  assert.deepEqual([held.state.pending[0].status, held.state.pending[0].code], ["failed", "unavailable"]);
  answers.push(yes(1));
  sender.retry("c-1");
  await settle();
  assert.deepEqual(new Set(asked), new Set(["c-1"]));
  assert.equal(held.state.messages.length, 1);
});

test("a refusal for good fails at once and holds nobody up", async () => {
  const { sender, asked, add, held, queue } = bench([no("forbidden"), yes(1)]);
  add(item("c-1", 1), item("c-2", 2));
  await sender.drain();
  assert.deepEqual(asked, ["c-1", "c-2"]);
  assert.deepEqual([held.state.pending[0].client_id, held.state.pending[0].code], ["c-1", "forbidden"]);
  assert.equal(queue.get("c-1").failed, "forbidden");
});

test("slow_down is shown, waited out, and costs no attempt", async () => {
  const { sender, asked, add, clock, held } = bench([...Array.from({ length: 8 }, () => no("slow_down", 3)), yes(1)]);
  add(item("c-1"));
  await sender.drain();
  assert.equal(held.state.slow_until_ms, clock.now() + 3000);
  await sender.drain();
  assert.equal(asked.length, 1);
  for (let round = 0; round < 8; round += 1) {
    await clock.pass(3000);
  }
  assert.equal(asked.length, 9);
  assert.equal(held.state.messages.length, 1);
});

test("retrying what is already sent does nothing", async () => {
  const { sender, asked } = bench([]);
  sender.retry("c-1");
  await settle();
  assert.deepEqual(asked, []);
});
