// @ts-check
/** Every word that the client shows, in one place. Another language is another object of this shape. */

import { table } from "./table.js";
import { catchUp, leaving, patience, shares } from "./texts/continuity.js";
import { EVENTS } from "./texts/events.js";
import { CHANNELS, ENTITIES, FIELDS, MEDIA, NUMBERS } from "./texts/names.js";

/** @param {string} code */
const words = (code) => code.replace(/[_.-]+/g, " ").toLowerCase();

export const texts = {
  product: "Rapport",
  skip: "Skip to the conversation",
  screens: { mine: "Mine", offers: "Offers", me: "Me" },
  navigation: "Lists",
  unreadTitle: (/** @type {number} */ count) => `(${count}) Rapport`,
  unread: "Unread",
  yourself: "You: ",
  says: (/** @type {string} */ who) => `${who}: `,
  draft: "Draft: ",
  back: "Back to the list",
  close: "Close",
  cancel: "Cancel",
  dismiss: "Dismiss",

  entity: (/** @type {string} */ entity) => ENTITIES[entity]?.[0] ?? words(entity),
  placeholder: (/** @type {{entity: string, n: number}} */ { entity, n }) =>
    `[${ENTITIES[entity]?.[0] ?? words(entity)} ${n}]`,
  placeholderSpoken: (/** @type {{entity: string, n: number}} */ { entity, n }) =>
    `${ENTITIES[entity]?.[1] ?? words(entity)} ${NUMBERS[n] ?? n}`,
  channel: (/** @type {string} */ kind) => CHANNELS[kind] ?? words(kind),
  customer: "Customer",
  hiddenCharacter: (/** @type {string} */ name) => `Invisible character ${name}`,

  line: {
    connecting: "Connecting…",
    upToDate: (/** @type {string} */ time) => `Up to date as of ${time}`,
    lastKnown: (/** @type {string} */ time) => `Offline. Last word at ${time}`,
    offline: "No connection. What you read may be old; what you send waits here and goes out by itself.",
    retry: "Try now",
  },

  ending: {
    signed_out: ["You are signed out", "Ask for a new link to go on working. The page you came from cannot be used twice."],
    revoked: ["Your access has ended", "The brand or the platform ended this session. If that surprises you, ask for a new link."],
    too_old: ["A newer version is ready", "Your drafts and unsent messages are kept on this device. Reload to go on."],
    reload: "Reload",
  },

  mine: {
    title: "Mine",
    held: "With you",
    resolved: "Resolved",
    empty: "Nothing is waiting for you.",
    emptyHint: "Accept an offer, and the conversation stays with you until it is done.",
    toOffers: "See offers",
    loading: "Loading your conversations…",
  },
  states: {
    waiting: "Waiting for you",
    answered: "Waiting for customer",
    resolved: "Resolved",
    lost: "No longer with you",
  },
  waitingSince: (/** @type {string} */ span) => `Customer waiting for ${span}`,
  windowLeft: (/** @type {string} */ span) => `${span} left to reply`,
  windowShort: (/** @type {string} */ span) => `${span} left`,
  windowOver: "Reply window closed",
  moreAbove: (/** @type {number} */ count) => (count === 1 ? "1 change ↑" : `${count} changes ↑`),

  offers: {
    title: "Offers",
    empty: "No offers just now.",
    emptyHint: "New ones appear here by themselves. There is nothing you must take.",
    accept: "Accept",
    accepting: "Accepting…",
    notNow: "Not now",
    waits: (/** @type {string} */ span) => `Waiting ${span}`,
    until: (/** @type {string} */ time) => `Reply until ${time}`,
    noWindow: "No time limit",
    messages: (/** @type {number} */ count) => (count === 1 ? "1 message" : `${count} messages`),
    firstLook: "First look for you",
    why: table({
      new: "New case",
      returned: "This customer was here before",
      handed_over: "The customer has waited longer than promised; you would take over from another expert",
      left: "Handed on by the expert who had it, perhaps with a note",
    }),
    gone: table({ taken: "Taken by another expert", closed: "No longer needed" }),
    failed: "That did not get through. Try again.",
    setAside: (/** @type {number} */ count) => (count === 1 ? "1 offer put aside" : `${count} offers put aside`),
    showAgain: "Show again",
  },

  conversation: {
    title: "Conversation",
    none: "Choose a conversation",
    noneHint: "Everything you accept stays with you, over as many short visits as you like.",
    loading: "Loading the conversation…",
    unreachable: "The conversation will load as soon as there is a connection.",
    failed: "This conversation is not yours to see.",
    log: "Messages",
    older: "Show earlier messages",
    loadingOlder: "Loading earlier messages…",
    new: "New since you were here",
    jump: (/** @type {number} */ count) => (count === 0 ? "Jump to latest" : count === 1 ? "1 new message" : `${count} new messages`),
    details: "Details",
    you: "You",
    youAsObject: "you",
    anotherExpert: "Another expert",
    anotherExpertAsObject: "another expert",
    business: (/** @type {string} */ brand) => `${brand} wrote`,
    edited: "edited",
    revoked: "The customer took this message back.",
    withheld: "Held back while it is checked for personal data. It appears here once that is done.",
    replyTo: "In reply to",
    earlierMessage: "an earlier message",
    reactions: "Reactions",
  },

  delivery: table({
    waiting: "Waiting to be sent", queued: "Queued", sending: "Sending", sent: "Sent", delivered: "Delivered",
    read: "Read", failed: "Not delivered", ambiguous: "Not sure whether it arrived",
  }),
  deliveryReason: (/** @type {string} */ word, /** @type {string} */ reason) => `${word}: ${reason}`,
  reason: (/** @type {string} */ code) => `the channel answered ${code}`,
  reasons: table({
    failed: "", unproven: "", not_sendable: "a hidden value could not be sent on",
    window_closed: "the reply window had closed", blocked: "the customer cannot be reached",
    opted_out: "the customer asked not to be written to", gave_up: "the channel did not answer for too long",
  }),
  noReceipts: "This channel does not report whether messages arrive.",
  notTaken: "Not sent. There was no answer.",
  retry: "Retry",
  edit: "Edit",

  content: {
    media: (/** @type {string} */ media) => MEDIA[media] ?? "File",
    kinds: table({
      media: "File", location: "Location", contacts: "Contact card", choice: "Chose", form: "Filled-in form",
      order: "Order", unsupported: "Something this channel does not pass on",
    }),
    unknown: "A message of a kind this version cannot show",
    field: (/** @type {string} */ name) => {
      const [first, second] = name.split(".");
      const label = FIELDS[second ?? first] ?? words(second ?? first);
      return label.charAt(0).toUpperCase() + label.slice(1);
    },
    unfetched: "The file could not be fetched.",
    notShown: "Files are not shown yet.",
    item: (/** @type {string} */ quantity, /** @type {string} */ product) => `${quantity} × ${product}`,
  },

  /** What happened, as a line in the conversation. */
  event: (/** @type {string} */ code, /** @type {string} */ who, /** @type {string} */ from = "") =>
    EVENTS[code]?.(who, from) ?? "Something changed in this conversation",
  noteFrom: (/** @type {string} */ who) => `Note from ${who}`,

  patience,
  leaving,
  catchUp,
  shares,

  composer: {
    label: (/** @type {string} */ to) => `Reply to ${to}`,
    hint: "Write a reply",
    insert: "Insert a hidden value",
    insertShort: "Hidden value",
    menu: "Hidden values",
    nothing: "Nothing is hidden in this conversation.",
    notKept: "value not kept",
    send: "Send, keep open",
    resolve: "Resolve",
    left: (/** @type {string} */ count) => `${count} characters left`,
    over: (/** @type {string} */ count) => `${count} characters too long for this channel`,
    valuesCount: "The real values may be longer.",
    lookalike: (/** @type {string} */ label) => `“${label}” is plain text: the customer would see it just so.`,
    makeChip: "Insert the real value",
    copy: "Copy my text",
    discard: "Discard",
    copied: "Copied",
    blocked: {
      lost: "This conversation is no longer with you. What you earned stays yours.",
      taken: (/** @type {string} */ who) => `Taken by another expert${who && `, ${who}`}. What you earned stays yours.`,
      resolved: (/** @type {string} */ until) =>
        until ? `Resolved. If the customer writes before ${until}, it comes back to you.` : "Resolved. If the customer writes again soon, it comes back to you.",
      window_closed: (/** @type {string} */ channel, /** @type {string} */ at) =>
        `The reply window of ${channel} closed at ${at}. It opens again when the customer writes. Your draft is kept.`,
    },
    keptText: "What you had written is kept below.",
  },
  notices: table({
    stale: "Not sent: the conversation went to another expert meanwhile. Your text is back in the composer.",
    forbidden: "Not sent: this conversation is not yours to answer. Your text is back in the composer.",
    unknown_conversation: "Not sent: this conversation is gone. Your text is back in the composer.",
    too_long: "Not sent: too long for this channel. Shorten it and send again.",
    unknown_placeholder: "Not sent: one of the hidden values does not belong to this conversation.",
    not_sendable: "Not sent: one of the hidden values was not kept, so it cannot be sent on.",
    empty: "Not sent: there was no text.",
    forbidden_content: "Not sent: the text holds something that must not be sent, such as a card number. Change it and send again.",
    other: "Not sent: the message was refused. Your text is back in the composer.",
  }),
  resolving: {
    title: "Resolve this case?",
    text: "The customer can still write. If they do so soon, the same case comes back to you.",
    unanswered: "The customer's last message has no answer yet.",
    waiting: "A message of yours is still waiting to be sent. Resolve once it is out.",
    yes: "Resolve the case",
    no: "Keep it open",
    errors: table({
      stale: "The case is no longer with you.", forbidden: "The case is not yours to resolve.",
      unavailable: "That did not get through. Try again.", other: "The case could not be resolved.",
    }),
  },

  details: {
    title: "Details",
    brand: "Brand", channel: "Channel", case: "Case", state: "State", waiting: "Waiting since",
    window: "Reply until", receipts: "Delivery marks",
    hidden: "Hidden from you",
    hiddenHint: "Choose one to put it into your reply. The customer receives the real value; you never see it.",
    nothingHidden: "Nothing so far.",
    noWindow: "No time limit",
  },

  me: {
    title: "Me",
    brands: "Brands you help",
    tiers: table({ qualified: "Qualified", certified: "Certified" }),
    settings: "Settings",
    theme: "Appearance",
    themes: { system: "As the system", light: "Light", dark: "Dark" },
    enterSends: "Enter sends the message",
    enterSendsHint: "Otherwise Enter makes a new line. Ctrl or ⌘ with Enter always sends.",
    singleKeys: "Single-letter shortcuts",
    singleKeysHint: "They work only while you are not writing.",
    shortcuts: "Keyboard shortcuts",
    signOut: "Sign out",
    signOutHint: "Drafts and unsent messages on this device are removed.",
    freedom: "Come and go as you like. Declining, leaving or being away never counts against you.",
  },

  shortcuts: {
    title: "Keyboard shortcuts",
    off: "Single letters are switched off under Me.",
    rows: /** @type {[string[], string][]} */ ([
      [["j", "k"], "Next and previous in the list"],
      [["Enter", "o"], "Open"],
      [["r"], "Write a reply"],
      [["["], "In a reply: insert a hidden value"],
      [["Ctrl Enter", "⌘ Enter"], "Send"],
      [["e"], "Resolve"],
      [["t"], leaving.action],
      [["a"], "Accept the offer in focus"],
      [["g m", "g o", "g e"], "Mine, Offers, Me"],
      [["Esc"], "Leave the composer, then back to the list"],
      [["?"], "This sheet"],
    ]),
  },
};
