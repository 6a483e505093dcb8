import assert from "node:assert/strict";
import { test } from "node:test";

import { catchUp } from "../js/models/catch_up.js";
import { patience } from "../js/models/patience.js";
import { byPoints, mine } from "../js/models/shares.js";
import { timeline } from "../js/models/timeline.js";
import { texts } from "../js/texts.js";
import { conversation, message } from "./fake.js";

const ANA = { id: "e1", name: "Ana", me: true };
const BEN = { id: "e2", name: "Ben", me: false };
const CLEO = { id: "e3", name: "Cleo", me: false };

const event = (seq, code, expert, more = {}) =>
  message(seq, { kind: "event", content: {}, event: { code, case: 1, ...(expert && { expert }), ...more } });
const answer = (seq, author) => message(seq, { kind: "expert", author });
const seqs = (messages) => messages.map((one) => one.seq);

test("patience is shown only while a customer waits for us", () => {
  const waits = { waiting_since_ms: 10, patience_ends_ms: 100, shared: false };
  assert.equal(patience(conversation("c", waits), 99), "promised");
  assert.equal(patience(conversation("c", waits), 100), "due");
  assert.equal(patience(conversation("c", { ...waits, shared: true }), 1), "shared");
  assert.equal(patience(conversation("c"), 1), "none");
  assert.equal(patience(conversation("c", { patience_ends_ms: 100 }), 1), "none");
  const one = conversation("c").case;
  assert.equal(patience(conversation("c", { ...waits, case: { ...one, holder: BEN } }), 1), "none");
  assert.equal(patience(conversation("c", { ...waits, shared: true, case: { ...one, state: "resolved" } }), 1), "none");
});

test("whoever takes a case from another is told what happened before", () => {
  const log = [
    message(1), message(2), event(3, "accepted", BEN), answer(4, BEN), message(5), message(6, { revoked: true }),
    message(7, { kind: "business" }), message(8), event(9, "shared", BEN), event(10, "accepted", ANA, { from: BEN }), message(11),
  ];
  const found = catchUp(log, false);
  assert.equal(found.from.name, "Ben");
  assert.deepEqual([found.seq, found.opensAt, found.messages, found.whole, found.used], [10, 10, 6, true, false]);
  assert.deepEqual([found.first.seq, found.answer.seq], [1, 4]);
  assert.deepEqual(seqs(found.unanswered), [5, 8]);
});

test("who is first, or takes back what they left, needs no telling", () => {
  assert.equal(catchUp([message(1), event(2, "accepted", ANA)], false), null);
  assert.equal(catchUp([message(1), event(2, "accepted", ANA), event(3, "left", ANA), event(4, "accepted", ANA)], false), null);
  assert.equal(catchUp([message(1), event(2, "accepted", BEN)], false), null);
  assert.equal(catchUp([], false), null);
});

test("a note right in front is where to begin; one further up is told again", () => {
  const left = event(3, "left", BEN, { note: ["lost parcel"] });
  const near = catchUp([message(1), event(2, "accepted", BEN), left, event(4, "accepted", ANA)], false);
  assert.deepEqual([near.from.name, near.opensAt, near.note], ["Ben", 3, undefined]);
  const far = catchUp([message(1), event(2, "accepted", BEN), left, message(4), event(5, "accepted", ANA)], false);
  assert.deepEqual([far.opensAt, far.note], [5, ["lost parcel"]]);
});

test("a note of somebody before the last one is not taken for theirs", () => {
  const log = [
    message(1), event(2, "accepted", CLEO), event(3, "left", CLEO, { note: ["old"] }), event(4, "accepted", BEN),
    event(5, "shared", BEN), event(6, "accepted", ANA, { from: BEN }),
  ];
  assert.deepEqual([catchUp(log, false).from.name, catchUp(log, false).note], ["Ben", undefined]);
});

test("an earlier case is not counted, and a log that begins in the middle says so", () => {
  const log = [
    message(1), event(2, "resolved", CLEO), event(3, "settled"), message(4), event(5, "left", BEN, { case: 2 }),
    event(6, "accepted", ANA, { case: 2 }),
  ];
  const found = catchUp(log, true);
  assert.deepEqual([found.messages, found.whole, found.first.seq], [1, true, 4]);
  const cut = catchUp(log.slice(3), true);
  assert.deepEqual([cut.messages, cut.whole, cut.first], [1, false, undefined]);
});

test("after our own answer the thread opens where it always does", () => {
  const log = [message(1), event(2, "left", BEN), event(3, "accepted", ANA), answer(4, ANA)];
  assert.equal(catchUp(log, false).used, true);
});

test("the card stands below the line of who took over, and nothing in front of it is new", () => {
  const log = [message(1), message(2), event(3, "accepted", ANA, { from: BEN }), message(4)];
  const items = timeline({
    messages: log, waiting: [], newAfter: 1, newUpTo: 4, catchUp: catchUp(log, false), dayOf: () => "day",
  });
  assert.deepEqual(items.map((item) => item.key).slice(1), ["seq 1", "seq 2", "seq 3", "catch up", "new", "seq 4"]);
});

test("events say who did what, and no blame", () => {
  assert.equal(texts.event("accepted", "Ben", "Ana"), "Ben took over from Ana");
  assert.equal(texts.event("accepted", "", "Ana"), "Another expert took over from Ana");
  assert.equal(texts.event("accepted", "Ben"), "Ben accepted");
  assert.match(texts.event("left", "Ana"), /^Ana handed the case on/);
  assert.match(texts.event("shared", "Ana"), /^Others are offered/);
});

test("shares are put in words", () => {
  const shares = { rule: 1, shares: [{ expert: BEN, points: 1, percent: 33 }, { expert: ANA, points: 2, percent: 67 }] };
  const own = mine(shares);
  assert.equal(texts.leaving.split(own.points, own.total, "67%"), "You keep 2 of 3 points so far: 67%.");
  assert.deepEqual(byPoints(shares).map((one) => one.expert.name), ["Ana", "Ben"]);
  const none = mine({ rule: 1, shares: shares.shares.slice(0, 1) });
  assert.equal(texts.leaving.split(none.points, none.total, "0%"), "You have no points so far; others have 1 point.");
  assert.equal(texts.leaving.split(0, 0, "0%"), "Nobody has points in this case yet.");
  assert.match(texts.shares.rule(1), /one point for each turn/);
  assert.doesNotMatch(texts.shares.rule(2), /one point/);
});
