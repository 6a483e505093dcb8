// @ts-check
/** Words about who has a case: patience, handing on, what happened before, shares. */

import { table } from "../table.js";

/** @param {number} count */
const points = (count) => (count === 1 ? "1 point" : `${count} points`);

/** How contributions are counted, by the number of the published rule. @type {Record<string, string | undefined>} */
const RULES = table({
  1: "The rule: one point for each turn of the customer that was answered, one for resolving.",
});

export const patience = {
  promised: (/** @type {string} */ time) => `Yours · the customer is promised an answer by ${time}, then others are offered it`,
  due: (/** @type {string} */ time) => `The promised time, ${time}, has come: others are offered this case soon. It is still yours until somebody takes it.`,
  shared: "Others are offered this case now. It is still yours until somebody takes it.",
  rowPromised: (/** @type {string} */ span) => `Promised within ${span}`,
  rowDue: "Offered to others soon",
  rowShared: "Offered to others too",
};

export const leaving = {
  action: "Leave and share",
  title: "Leave this case and share the reward?",
  text: "Others are offered it at once, and nobody counts it against you.",
  split: (/** @type {number} */ own, /** @type {number} */ total, /** @type {string} */ percent) =>
    own ? `You keep ${own} of ${points(total)} so far: ${percent}.`
    : total ? `You have no points so far; others have ${points(total)}.`
    : "Nobody has points in this case yet.",
  kept: "Points earned are never taken away.",
  noSplit: "The split so far could not be fetched. Leaving does not change it.",
  counting: "Counting the points so far…",
  note: "Note for the next expert (optional)",
  noteHint: "Personal data in it is hidden, as in messages. The customer does not see it.",
  left: (/** @type {string} */ count) => `${count} characters left`,
  waiting: "A message of yours is still waiting to be sent. Leave once it is out.",
  yes: "Leave and share",
  leaving: "Leaving…",
  no: "Keep it",
  done: "Handed on. The points you earned stay yours.",
  errors: table({
    stale: "The case is no longer with you. Your note is kept here.",
    unavailable: "That did not get through. Your note is kept here. Try again.",
    other: "The case could not be handed on. Your note is kept here.",
  }),
};

export const catchUp = {
  title: "What happened before you",
  from: (/** @type {string} */ who) => `The case was with ${who}.`,
  messages: (/** @type {number} */ count, /** @type {boolean} */ whole) =>
    !whole ? `At least ${count} messages so far; the earliest are not loaded.`
    : count === 1 ? "1 message so far." : `${count} messages so far.`,
  first: (/** @type {string} */ when) => `It began · ${when}`,
  answer: (/** @type {string} */ who, /** @type {string} */ when) => `Last answer · ${who} · ${when}`,
  noAnswer: "No answer was given yet.",
  unanswered: (/** @type {number} */ count) => (count === 1 ? "Not answered yet" : `Not answered yet: ${count} messages`),
  allAnswered: "Everything was answered.",
  more: (/** @type {number} */ count) => `and ${count} more`,
};

export const shares = {
  title: "Shares so far",
  points,
  none: "Nobody has points yet.",
  failed: "The points could not be fetched.",
  rule: (/** @type {number} */ rule) => RULES[rule] ?? "Counted by the platform's published rule.",
};
