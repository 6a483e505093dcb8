import assert from "node:assert/strict";
import { test } from "node:test";

import { SendQueue } from "../js/send_queue.js";
import { FakeClock, settle } from "./fake.js";

function setUp() {
  const clock = new FakeClock();
  const at = { connected: true, answers: [], asked: [], kept: [], sent: [], returned: [] };
  let id = 0;
  const queue = new SendQueue({
    clock,
    random: () => 1,
    newId: () => `id-${(id += 1)}`,
    connected: () => at.connected,
    keep: (items) => (at.kept = items.map((item) => item.client_id)),
    request: async (command, payload) => {
      at.asked.push(payload.client_id);
      const answer = at.answers.shift() ?? { ok: true, seq: 1 };
      return typeof answer === "function" ? answer() : answer;
    },
  });
  queue.onSent = (item) => at.sent.push(item.client_id);
  queue.onReturned = (items, code) => at.returned.push([items.map((item) => item.client_id), code]);
  const add = (conversation = "c1", text = "hello") => queue.add({ conversation, token: 3, parts: [text] });
  return { clock, at, queue, add };
}

const fail = (code, more = {}) => ({ ok: false, error: { code, ...more } });

test("a reply is sent once and leaves the queue when it was taken", async () => {
  const { at, queue, add } = setUp();
  add();
  assert.equal(queue.of("c1")[0].status, "sending");
  await settle();
  assert.deepEqual(at.asked, ["id-1"]);
  assert.deepEqual(at.sent, ["id-1"]);
  assert.deepEqual(queue.items, []);
  assert.deepEqual(at.kept, []);
});

test("no answer: the same id again, later and later", async () => {
  const { clock, at, add } = setUp();
  at.answers = [fail("unavailable"), fail("unavailable")];
  add();
  await settle();
  await clock.pass(999);
  assert.equal(at.asked.length, 1);
  await clock.pass(1);
  assert.equal(at.asked.length, 2);
  await clock.pass(1_999);
  assert.equal(at.asked.length, 2);
  await clock.pass(1);
  assert.deepEqual(at.asked, ["id-1", "id-1", "id-1"]);
  assert.deepEqual(at.sent, ["id-1"]);
});

test("waits as long as the gateway asks", async () => {
  const { clock, at, add } = setUp();
  at.answers = [fail("slow_down", { retry_after_s: 9 })];
  add();
  await clock.pass(8_999);
  assert.equal(at.asked.length, 1);
  await clock.pass(1);
  assert.equal(at.asked.length, 2);
});

test("offline, replies wait without losing tries, and go out in order when the line is back", async () => {
  const { clock, at, queue, add } = setUp();
  at.connected = false;
  add();
  add();
  await clock.pass(3_600_000);
  assert.deepEqual(at.asked, []);
  assert.deepEqual(at.kept, ["id-1", "id-2"]);
  at.connected = true;
  queue.kick();
  await settle();
  assert.deepEqual(at.sent, ["id-1", "id-2"]);
});

test("the next one waits for the answer to the one before; another conversation does not", async () => {
  const { at, add } = setUp();
  let answer;
  at.answers = [() => new Promise((resolve) => (answer = resolve))];
  add("c1");
  add("c1");
  add("c2");
  await settle();
  assert.deepEqual(at.asked, ["id-1", "id-3"]);
  answer({ ok: true });
  await settle();
  assert.deepEqual(at.asked, ["id-1", "id-3", "id-2"]);
});

test("after eight tries the expert is asked; what follows does not overtake", async () => {
  const { clock, at, queue, add } = setUp();
  at.answers = Array.from({ length: 8 }, () => fail("unavailable"));
  add();
  add();
  await clock.pass(300_000);
  assert.equal(at.asked.length, 8);
  assert.deepEqual(queue.items.map((item) => item.status), ["failed", "waiting"]);
  queue.retry("id-1");
  await settle();
  assert.deepEqual(at.sent, ["id-1", "id-2"]);
});

test("a failed reply can be taken back to be written anew", async () => {
  const { clock, at, queue, add } = setUp();
  at.answers = Array.from({ length: 8 }, () => fail("unavailable"));
  add();
  await clock.pass(300_000);
  assert.deepEqual(queue.take("id-1").parts, ["hello"]);
  assert.deepEqual(queue.items, []);
});

test("no longer the holder: everything for that conversation goes back, in order", async () => {
  const { at, queue, add } = setUp();
  at.answers = [fail("stale")];
  add("c1", "one");
  add("c1", "two");
  add("c2", "three");
  await settle();
  assert.deepEqual(at.returned, [[["id-1", "id-2"], "stale"]]);
  assert.deepEqual(at.sent, ["id-3"]);
  assert.deepEqual(queue.items, []);
});

test("a refused text goes back alone", async () => {
  const { at, add } = setUp();
  at.answers = [fail("too_long")];
  add();
  add();
  await settle();
  assert.deepEqual(at.returned, [[["id-1"], "too_long"]]);
  assert.deepEqual(at.sent, ["id-2"]);
});

test("an error that we do not know gives the text back too, so that nothing vanishes", async () => {
  const { at, add } = setUp();
  at.answers = [fail("made_up")];
  add();
  await settle();
  assert.deepEqual(at.returned, [[["id-1"], "made_up"]]);
});

test("what an earlier page left is taken up with its old id, once", async () => {
  const { at, queue } = setUp();
  const left = { client_id: "old", conversation: "c1", token: 3, parts: ["x"], at_ms: 1, status: "failed", tries: 8 };
  at.connected = false;
  queue.restore([left]);
  queue.restore([left]);
  at.connected = true;
  queue.kick();
  await settle();
  assert.deepEqual(at.asked, ["old"]);
});

test("a reply that the log already shows is not sent again", async () => {
  const { at, queue, add } = setUp();
  at.connected = false;
  add();
  queue.arrived("id-1");
  at.connected = true;
  queue.kick();
  await settle();
  assert.deepEqual(at.asked, []);
});

test("an answer after signing out changes nothing", async () => {
  const { at, queue, add } = setUp();
  let answer;
  at.answers = [() => new Promise((resolve) => (answer = resolve))];
  add();
  await settle();
  queue.clear();
  answer(fail("stale"));
  await settle();
  assert.deepEqual(at.returned, []);
});
