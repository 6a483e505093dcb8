// @ts-check
/** What happened, as a line in the conversation. */

import { table } from "../table.js";

/** @type {Record<string, ((who: string, from: string) => string) | undefined>} */
export const EVENTS = table({
  offered: () => "Offered to experts",
  accepted: (who, from) => (from ? `${who || "Another expert"} took over from ${from}` : who ? `${who} accepted` : "Accepted"),
  shared: () => "Others are offered the case as well",
  resolved: (who) => (who ? `${who} resolved the case` : "Resolved"),
  reopened: () => "The customer came back: the case is open again",
  settled: () => "The case is settled",
  handed_over: (who) => (who ? `Handed over to ${who}` : "Handed over to another expert"),
  left: (who) => `${who || "The expert"} handed the case on and shares the reward`,
  revoked: () => "The customer took a message back",
  edited: () => "The customer changed a message",
  escalated: () => "Passed on to the contact centre",
  abandoned: () => "The customer did not come back",
  window_closing: () => "The reply window closes soon",
  window_closed: () => "The reply window has closed",
  opted_out: () => "The customer asked not to be written to",
  opted_in: () => "The customer may be written to again",
  revealed: (who) => (who ? `${who} looked at a hidden value` : "A hidden value was looked at"),
});
