// @ts-check
/**
 * How far a reply got. Receipts may come late and in any order, so what is known is never made less of: a message
 * that the customer has read was not "sent" afterwards, and not "failed" either.
 */

import { table } from "../table.js";

const RANKS = table({ queued: 0, sending: 0, ambiguous: 1, sent: 2, failed: 3, delivered: 4, read: 5 });

/** The customer has it: nothing lower can be true any more. */
const HAVING = 4;

/** @param {string | undefined} delivery */
const rank = (delivery) => RANKS[delivery ?? ""] ?? 0;

/**
 * Whether a receipt tells something that holds. A new try after a failure may go back to "queued".
 *
 * @param {string | undefined} known
 * @param {string} news
 */
export const holds = (known, news) => rank(known) < HAVING || rank(news) >= rank(known);

/**
 * Whether to keep what is known when the entry itself comes anew, which says little of its delivery.
 *
 * @param {string | undefined} known
 * @param {string | undefined} news
 */
export const knowsMore = (known, news) => rank(known) > rank(news);
