import assert from "node:assert/strict";
import { test } from "node:test";

import { Cases } from "../js/cases.js";
import { Drafts } from "../js/drafts.js";
import { State } from "../js/state.js";
import { Storage } from "../js/storage.js";
import { conversation, FakeClock, FakePlace, message, offer, settle, started } from "./fake.js";

const SHARES = { ok: true, rule: 1, shares: [{ expert: { id: "e1", name: "Ana", me: true }, points: 2, percent: 100 }] };

/** Ana holds c1; `answers` are what the gateway says to each command. */
function setUp(answers = {}) {
  const clock = new FakeClock();
  const state = new State({ clock, schedule: (run) => run() });
  const place = new FakePlace();
  const storage = new Storage(place);
  storage.useExpert("e1");
  const drafts = new Drafts(storage);
  const asked = [];
  const request = async (command, payload) => {
    asked.push([command, payload]);
    return answers[command] ?? { ok: true };
  };
  const cases = new Cases({ request, state, drafts });
  state.lineChanged("connected");
  state.sessionStarted(started({ mine: [conversation("c1")] }));
  return { clock, state, place, drafts, asked, answers, cases };
}

const error = (code) => ({ ok: false, error: { code } });
const LEFT = offer("c1", { why: "left" });

test("an accepted offer becomes ours; one that was taken says so", async () => {
  const { cases, answers, state } = setUp({ "case.accept": { ok: true, conversation: conversation("c7") } });
  state.offerMade(offer("c7"));
  state.offerMade(offer("c8"));
  assert.equal(await cases.accept(offer("c7")), true);
  assert.equal(state.offers.has("c7"), false);
  assert.equal(state.conversations.has("c7"), true);
  answers["case.accept"] = error("taken");
  assert.equal(await cases.accept(offer("c8")), false);
  assert.equal(state.gone.get("c8"), "taken");
});

test("a case that is handed on leaves the lists, and its draft is kept nowhere", async () => {
  const { cases, state, drafts, place, asked } = setUp();
  const returned = [];
  drafts.onReturned = (id) => returned.push([id, drafts.of(id)]);
  state.open("c1");
  drafts.set("c1", ["half a sentence"]);
  assert.equal(await cases.leave(state.conversations.get("c1"), " She waits since Monday. "), null);
  assert.deepEqual(asked, [["case.leave", { conversation: "c1", token: 3, note: "She waits since Monday." }]]);
  assert.equal(state.conversations.size + state.logs.size, 0);
  assert.equal(state.opened, null);
  assert.equal(state.handedOn, true);
  assert.deepEqual(Object.keys(place), []);
  assert.deepEqual(returned, [["c1", []]]);
});

test("no note is no note", async () => {
  const { cases, state, asked } = setUp();
  await cases.leave(state.conversations.get("c1"), " \n");
  assert.deepEqual(asked[0][1], { conversation: "c1", token: 3 });
});

test("what the expert handed on is not offered to them as news, until its next case", async () => {
  const { cases, state } = setUp();
  await cases.leave(state.conversations.get("c1"), "");
  state.offerMade(LEFT);
  assert.equal(state.isSetAside("c1"), true);
  state.offerMade(offer("c1", { case_number: 2 }));
  assert.equal(state.isSetAside("c1"), false);
});

test("a case that cannot be handed on stays, with its draft", async () => {
  for (const [code, told] of [["unavailable", "unavailable"], ["stale", "stale"], ["forbidden", "stale"], ["odd", "odd"]]) {
    const { cases, state, drafts } = setUp({ "case.leave": error(code) });
    drafts.set("c1", ["words"]);
    assert.equal(await cases.leave(state.conversations.get("c1"), "note"), told);
    assert.deepEqual(drafts.of("c1"), ["words"]);
    assert.equal(state.handedOn, false);
  }
});

test("a leave whose answer was lost is known to have come true by the offer it made", async () => {
  const { cases, state, answers } = setUp({ "case.leave": error("unavailable") });
  const asLeft = state.conversations.get("c1");
  await cases.leave(asLeft, "note");
  assert.equal(cases.confirmLeft(asLeft), false);
  state.sessionStarted(started({ offers: [LEFT] }));
  answers["case.leave"] = error("forbidden");
  assert.equal(await cases.leave(asLeft, "note"), null);
  assert.equal(state.handedOn, true);
});

test("an offer of a case that somebody else left proves nothing", async () => {
  const { cases, state } = setUp({ "case.leave": error("stale") });
  const asLeft = state.conversations.get("c1");
  state.offerMade(LEFT);
  assert.equal(await cases.leave(asLeft, "note"), "stale");
});

test("points are asked for once, and anew when an answer was given", async () => {
  const { cases, state, asked } = setUp({ "case.shares": SHARES });
  await cases.countShares("c1");
  assert.deepEqual(asked, []); // the log is not there yet
  state.log("c1").openedAt([message(1), message(2)], { highWater: 2, older: false });
  void cases.countShares("c1");
  await cases.countShares("c1");
  await settle();
  await cases.countShares("c1");
  assert.equal(asked.length, 1);
  assert.equal(state.shares.get("c1").shares[0].points, 2);
  state.messageReceived({ conversation: "c1", message: message(3) });
  await cases.countShares("c1");
  assert.equal(asked.length, 1);
  state.messageReceived({ conversation: "c1", message: message(4, { kind: "expert" }) });
  await cases.countShares("c1");
  assert.equal(asked.length, 2);
});

test("points that could not be had are asked for again after a while", async () => {
  const { cases, state, asked, answers, clock } = setUp({ "case.shares": error("unavailable") });
  state.log("c1").openedAt([message(1)], { highWater: 1, older: false });
  await cases.countShares("c1");
  assert.equal(state.shares.get("c1"), "failed");
  await cases.countShares("c1");
  assert.equal(asked.length, 1);
  answers["case.shares"] = SHARES;
  await clock.pass(15_000);
  await cases.countShares("c1");
  assert.equal(state.shares.get("c1").rule, 1);
});

test("points of a conversation that went meanwhile are not kept", async () => {
  const { cases, state } = setUp({ "case.shares": SHARES });
  state.log("c1").openedAt([message(1)], { highWater: 1, older: false });
  const counting = cases.countShares("c1");
  state.sessionStarted(started());
  await counting;
  assert.equal(state.shares.size, 0);
});
