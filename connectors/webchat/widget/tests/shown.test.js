import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { contrast, readableOn, textOn } from "../colour.js";
import { choose, dayOf, fill, LANGUAGES, listEntities, loadLocale } from "../locale.js";
import { readMessage } from "../protocol.js";
import { rows } from "../rows.js";
import { channelOf, readSession } from "../session.js";
import { codePoints, pieces, visible } from "../spans.js";
import { initialState, reduce } from "../state.js";
import { transcript } from "../transcript.js";

const NOON = new Date(2026, 1, 28, 12).getTime();
const message = (seq, from, minutes, more = {}) =>
  readMessage({ seq, from, at_ms: NOON + minutes * 60_000, text: `text ${seq}`, ...more });
const shown = (messages, ...events) => rows([{ type: "arrived", messages }, ...events].reduce(reduce, initialState()));

test("masked spans count code points", () => {
  const text = "\u{1f600} call 123 now";
  assert.deepEqual(pieces(text, [{ start: 7, end: 10, entity: "PHONE_NUMBER" }]), [
    { text: "\u{1f600} call ", entity: null },
    { text: "123", entity: "PHONE_NUMBER" },
    { text: " now", entity: null },
  ]);
});

test("overlapping spans and spans outside the text lose nothing", () => {
  const spans = [
    { start: 0, end: 3, entity: "A" },
    { start: 2, end: 4, entity: "B" },
    { start: 5, end: 99, entity: "C" },
    { start: 50, end: 60, entity: "D" },
  ];
  const cut = pieces("abcdefg", spans);
  assert.equal(cut.map((piece) => piece.text).join(""), "abcdefg");
  assert.deepEqual(cut.map((piece) => piece.entity), ["A", "B", null, "C"]);
});

test("controls and overrides of direction are made visible, line ends are not", () => {
  assert.equal(visible("a\u202eb\u0000c\nd\te"), "a\ufffdb\ufffdc\nd\te");
});

test("length is counted as the gateway counts it", () => {
  assert.equal(codePoints("a\u{1f600}b"), 3);
});

test("messages stand in groups under their day", () => {
  const found = shown([message(1, "me", 0), message(2, "me", 1), message(3, "expert", 2, { name: "Ana" }), message(4, "expert", 60, { name: "Ana" }), message(5, "me", 60 * 24)]);
  assert.deepEqual(found.map((row) => row.kind), ["day", "message", "message", "message", "message", "day", "message", "waiting"]);
  const groups = found.filter((row) => row.kind === "message").map((row) => [row.first, row.last]);
  assert.deepEqual(groups, [[true, false], [false, true], [true, true], [true, true], [true, true]]);
});

test("a change of the helper is told, the first helper is not", () => {
  const found = shown([message(1, "expert", 0, { name: "Ana" }), message(2, "me", 1), message(3, "expert", 2, { name: "Ben" })]);
  assert.deepEqual(found.filter((row) => row.kind === "helper").map((row) => row.name), ["Ben"]);
});

test("delivery is shown on the newest own message, trouble on every one", () => {
  const queued = (client_id, at) => ({ type: "queued", item: { client_id, text: "x", at_ms: NOON + at, failed: "forbidden" } });
  const found = shown([message(1, "me", 0), message(2, "me", 1)], { type: "receipt", up_to: 2, delivery: "delivered" });
  assert.deepEqual(found.filter((row) => row.kind === "message").map((row) => row.status), [null, "delivered"]);
  const failed = shown([message(1, "me", 0)], queued("c-1", 90_000), queued("c-2", 95_000));
  assert.deepEqual(failed.filter((row) => row.kind === "message").map((row) => row.status), [null, "failed", "failed"]);
});

test("a row keeps its key from sending to the log", () => {
  const queued = { type: "queued", item: { client_id: "c-1", text: "x", at_ms: NOON } };
  const key = (found) => found.find((row) => row.kind === "message").key;
  assert.equal(key(shown([], queued)), key(shown([], queued, { type: "sent", client_id: "c-1", seq: 1, at_ms: NOON })));
});

test("keys are unique, also when times run backwards", () => {
  const keys = shown([message(1, "me", 0), message(2, "me", 60 * 24), message(3, "me", 0)]).map((row) => row.key);
  assert.equal(new Set(keys).size, keys.length);
});

test("any brand colour reads", () => {
  for (const colour of ["#14665a", "#ffd500", "#ffffff", "#000000", "#777777", "#ff0000", "#00ff00", "#0000ff", "#f8bbd0"]) {
    assert.ok(contrast(textOn(colour), colour) >= 4.5, colour);
    for (const surface of ["#f2f5f3", "#202725"]) {
      assert.ok(contrast(readableOn(colour, surface), surface) >= 4.5, `${colour} on ${surface}`);
    }
  }
  assert.equal(readableOn("#14665a", "#ffffff"), "#14665a");
});

test("the first wish with texts wins", () => {
  assert.deepEqual(choose([null, "", "xx", "not a tag!", "de-AT", "fr"]), { tag: "de-AT", language: "de" });
  assert.deepEqual(choose(["constructor", "pt-BR"]), { tag: "pt-BR", language: "pt" });
  assert.deepEqual(choose([]), { tag: "en", language: "en" });
});

test("every language has all texts with the same places to fill", async () => {
  const english = (await loadLocale(["en"])).texts;
  const places = (text) => (text.match(/\{\w+\}/g) ?? []).sort().join();
  for (const language of Object.keys(LANGUAGES)) {
    const { texts, language: loaded } = await loadLocale([language]);
    assert.equal(loaded, language);
    assert.deepEqual(Object.keys(texts), Object.keys(english));
    for (const [name, text] of Object.entries(texts)) {
      if (typeof text === "string") {
        assert.equal(places(text), places(english[name]), `${language}.${name}`);
        assert.ok(text.trim(), `${language}.${name}`);
      }
    }
  }
});

test("unknown entity types are named in general, and no value is filled in twice", async () => {
  const locale = await loadLocale(["en"]);
  assert.equal(listEntities(locale, ["PHONE_NUMBER", "XX_TAX", "YY_TAX"]), "phone number, personal detail");
  assert.equal(fill("{a} and {b}", { a: "{b}" }), "{b} and {b}");
});

test("days near are named, days far have a date", async () => {
  const locale = await loadLocale(["en"]);
  assert.equal(dayOf(locale, NOON, NOON + 3_600_000), "Today");
  assert.equal(dayOf(locale, NOON - 86_400_000, NOON), "Yesterday");
  assert.match(dayOf(locale, NOON - 400 * 86_400_000, NOON), /2025/);
});

test("the channel is the end of the base's path", () => {
  assert.equal(channelOf("https://gateway.example/widget/acme/site/"), "acme/site");
  assert.equal(channelOf("https://gateway.example/behind/proxy/widget/acme/site-2/"), "acme/site-2");
});

test("a session is read with care", () => {
  const base = "https://gateway.example/widget/acme/site/";
  const read = readSession({ visitor: "v1", settings: { colour: "red; --x: 1" }, socket: { path: "socket.io" } }, base);
  assert.deepEqual(read.socket, { url: "https://gateway.example", path: "/socket.io", namespace: "/visitor" });
  assert.equal(read.settings.colour, "#14665a");
  assert.throws(() => readSession({ settings: {} }, base));
});

test("a copy holds names and texts", () => {
  const text = transcript([message(1, "me", 0), message(2, "expert", 1)], ({ from }) => from, "en");
  assert.match(text, /me\ntext 1\n\n.*expert\ntext 2\n/);
});

test("no module makes HTML or code of a text, or sets a style in line", () => {
  const folder = new URL("../", import.meta.url);
  const files = ["", "view/", "texts/"].flatMap((part) =>
    readdirSync(new URL(part, folder)).filter((name) => name.endsWith(".js")).map((name) => part + name),
  );
  assert.ok(files.length > 25);
  const banned = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|\beval\(|new Function|srcdoc|document\.cookie/;
  for (const name of files) {
    assert.doesNotMatch(readFileSync(new URL(name, folder), "utf8"), banned, name);
  }
});
