import assert from "node:assert/strict";
import { test } from "node:test";

import { backoffMs } from "../js/backoff.js";
import { Transport } from "../js/transport.js";
import { FakeClock, FakeSocket } from "./fake.js";

function setUp(random = () => 0.5) {
  const clock = new FakeClock();
  const sockets = [];
  const transport = new Transport({
    clock, random,
    open: () => {
      sockets.push(new FakeSocket());
      return sockets.at(-1);
    },
  });
  const log = [];
  transport.onStatus = (status) => log.push(status);
  transport.onEvent = (event) => log.push(event);
  transport.onRefused = (why) => log.push(`refused ${why}`);
  transport.start();
  return { clock, sockets, transport, log };
}

test("waits longer after every failure, up to half a minute, and never the same for all", () => {
  const bounds = { base_ms: 1_000, cap_ms: 30_000 };
  assert.deepEqual([0, 1, 2, 9, 500].map((attempt) => backoffMs(attempt, bounds, () => 1)), [1_000, 2_000, 4_000, 30_000, 30_000]);
  assert.equal(backoffMs(0, bounds, () => 0), 500);
});

test("comes back by itself after the line breaks", async () => {
  const { clock, sockets, transport } = setUp();
  sockets[0].fire("connect");
  sockets[0].fire("disconnect", "transport close");
  assert.equal(transport.status, "waiting");
  await clock.pass(749);
  assert.equal(sockets.length, 1);
  await clock.pass(1);
  assert.equal(sockets.length, 2);
  sockets[1].fire("connect");
  assert.equal(transport.status, "connected");
});

test("a refused handshake that may pass is tried again", async () => {
  const { clock, sockets } = setUp();
  sockets[0].fire("connect_error", new Error("unavailable"));
  await clock.pass(1_000);
  sockets[1].fire("connect_error", new Error("websocket error"));
  await clock.pass(2_000);
  assert.equal(sockets.length, 3);
});

for (const why of ["not_signed_in", "too_old"]) {
  test(`${why} ends the trying`, async () => {
    const { clock, sockets, transport, log } = setUp();
    sockets[0].fire("connect_error", new Error(why));
    await clock.pass(600_000);
    assert.equal(sockets.length, 1);
    assert.equal(transport.status, "stopped");
    assert.equal(log.at(-1), `refused ${why}`);
  });
}

test("a session that was ended is not opened again", async () => {
  const { clock, sockets, log } = setUp();
  sockets[0].fire("connect");
  sockets[0].receive("session.ended", { reason: "revoked" });
  await clock.pass(600_000);
  assert.equal(sockets.length, 1);
  assert.equal(log.at(-1), "session.ended");
});

test("a server that goes away is left after a random while", async () => {
  const { clock, sockets } = setUp(() => 0.5);
  sockets[0].fire("connect");
  sockets[0].receive("server.going_away", {});
  await clock.pass(1_999);
  assert.equal(sockets.length, 1);
  await clock.pass(1);
  assert.equal(sockets.length, 2);
  assert.ok(sockets[0].closed);
});

test("an old socket has no say any more", () => {
  const { sockets, transport } = setUp();
  const late = sockets[0].listeners.get("disconnect");
  sockets[0].fire("connect_error", new Error("unavailable"));
  transport.hurry();
  sockets[1].fire("connect");
  late();
  assert.equal(transport.status, "connected");
});

test("coming back to the screen shortens the wait, and replaces a line that has gone silent", async () => {
  const { clock, sockets, transport } = setUp();
  sockets[0].fire("disconnect");
  transport.hurry();
  assert.equal(sockets.length, 2);
  sockets[1].fire("connect");
  await clock.pass(30_000);
  transport.hurry();
  assert.equal(sockets.length, 2);
  await clock.pass(30_000);
  transport.hurry();
  assert.equal(sockets.length, 3);
});

test("a question without a line, without an answer, or with a strange one is unavailable", async () => {
  const { sockets, transport } = setUp();
  const unavailable = { ok: false, error: { code: "unavailable" } };
  assert.deepEqual(await transport.request("case.accept", {}), unavailable);
  sockets[0].fire("connect");
  sockets[0].answer = async () => { throw new Error("timeout"); };
  assert.deepEqual(await transport.request("case.accept", {}), unavailable);
  sockets[0].answer = async () => null;
  assert.deepEqual(await transport.request("case.accept", {}), unavailable);
});
