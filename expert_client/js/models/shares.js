// @ts-check
/**
 * Who contributed what to a case.
 *
 * @typedef {import("../protocol.js").Author} Author
 * @typedef {import("../protocol.js").Conversation} Conversation
 * @typedef {import("../protocol.js").Message} Message
 *
 * @typedef {object} Share
 * @property {Author} expert
 * @property {number} points
 * @property {number} percent
 *
 * @typedef {object} Shares
 * @property {number} rule
 * @property {Share[]} shares
 */

/** @param {Shares} shares @returns {{points: number, percent: number, total: number}} what the reader has of it */
export function mine({ shares }) {
  const own = shares.find((one) => one.expert.me);
  const total = shares.reduce((sum, one) => sum + one.points, 0);
  return { points: own?.points ?? 0, percent: own?.percent ?? 0, total };
}

/** The most points first, then by name. @param {Shares} shares @returns {Share[]} */
export const byPoints = ({ shares }) =>
  [...shares].sort((a, b) => b.points - a.points || (a.expert.name < b.expert.name ? -1 : 1));

/**
 * What the points depend on: as long as it is the same, they are.
 *
 * @param {Conversation} conversation
 * @param {Message[]} messages
 */
export function basis({ case: { number, state } }, messages) {
  const answer = messages.findLast((one) => one.kind === "expert");
  return `${number} ${state} ${answer?.seq ?? 0}`;
}
