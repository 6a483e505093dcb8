// @ts-check
/**
 * Names and payloads of the realtime events of an expert: the same table as the gateway's `realtime/protocol.py`;
 * a test compares the two. Facts are past tense, commands imperative. Times are Unix milliseconds.
 *
 * @typedef {{entity: string, n: number}} Placeholder
 * @typedef {string | Placeholder} Part
 *
 * @typedef {object} Author
 * @property {string} id
 * @property {string} name
 * @property {boolean} me
 *
 * @typedef {object} Content
 * @property {string} [kind] absent when withheld or revoked
 * @property {Part[]} [text]
 * @property {Record<string, Part[]>} [fields]
 * @property {Record<string, unknown>} [data]
 *
 * @typedef {object} Message
 * @property {number} seq
 * @property {string} kind customer, expert, event or business
 * @property {number} at_ms
 * @property {number} received_at_ms
 * @property {Content} content
 * @property {Author} [author]
 * @property {string} [client_id] only on the reader's own messages
 * @property {string} [delivery] queued, sending, sent, delivered, read, failed or ambiguous
 * @property {string} [delivery_reason]
 * @property {boolean} [edited]
 * @property {boolean} [revoked]
 * @property {boolean} [withheld]
 * @property {number} [reply_to]
 * @property {string[]} [reactions]
 * @property {{code: string} & Record<string, unknown>} [event]
 *
 * @typedef {object} Case
 * @property {number} number
 * @property {string} state offered, held, resolved or settled
 * @property {number} token
 * @property {Author} [holder]
 *
 * @typedef {object} Capabilities
 * @property {number} text_limit
 * @property {string} text_unit characters, bytes or utf16
 * @property {string[]} receipts
 * @property {boolean} typing
 *
 * @typedef {object} LastEntry
 * @property {number} seq
 * @property {string} kind
 * @property {number} at_ms
 * @property {Part[]} preview
 *
 * @typedef {object} Conversation
 * @property {string} conversation
 * @property {{id: string, name: string}} brand
 * @property {{id: string, kind: string}} channel
 * @property {Case} case
 * @property {number} high_water
 * @property {number} read
 * @property {Part[]} customer
 * @property {number} [waiting_since_ms]
 * @property {number} [patience_ends_ms] only while somebody waits
 * @property {boolean} [shared] others are offered the case as well
 * @property {number} [window_ends_ms]
 * @property {number} [reopen_until_ms]
 * @property {LastEntry} [last]
 * @property {(Placeholder & {sendable: boolean})[]} placeholders
 * @property {Capabilities} capabilities
 *
 * @typedef {object} Offer
 * @property {string} conversation
 * @property {{id: string, name: string}} brand
 * @property {{id: string, kind: string}} channel
 * @property {number} case_number
 * @property {number} offered_at_ms
 * @property {number} [waiting_since_ms]
 * @property {number} [window_ends_ms]
 * @property {number} messages
 * @property {Part[]} preview
 * @property {Part[]} customer
 * @property {boolean} first_look
 * @property {string} why
 *
 * @typedef {object} Started
 * @property {number} protocol
 * @property {number} now_ms
 * @property {{id: string, name: string}} expert
 * @property {{id: string, name: string, tier: string}[]} brands
 * @property {Offer[]} offers
 * @property {Conversation[]} mine
 *
 * @typedef {{conversation: Conversation, messages: Message[], more: boolean}} OpenedPage
 *
 * @typedef {object} Failure
 * @property {false} ok
 * @property {{code: string, text?: string, retry_after_s?: number}} error
 *
 * @typedef {({ok: true} & Record<string, any>) | Failure} Answer
 */

export const PROTOCOL_VERSION = 1;
export const EXPERT_NAMESPACE = "/expert";
export const SOCKET_PATH = "socket.io";

// From the gateway
export const SESSION_STARTED = "session.started";
export const OFFER_MADE = "offer.made";
export const OFFER_WITHDRAWN = "offer.withdrawn";
export const MESSAGE_RECEIVED = "message.received";
export const MESSAGE_CHANGED = "message.changed";
export const RECEIPT_RECEIVED = "receipt.received";
export const CONVERSATION_CHANGED = "conversation.changed";
export const SERVER_GOING_AWAY = "server.going_away";
export const SESSION_ENDED = "session.ended";
export const UPGRADE_REQUIRED = "upgrade.required";

// To the gateway
export const CASE_ACCEPT = "case.accept";
export const CASE_RESOLVE = "case.resolve";
export const CASE_LEAVE = "case.leave";
export const CASE_SHARES = "case.shares";
export const CONVERSATION_OPEN = "conversation.open";
export const CONVERSATION_READ = "conversation.read";
export const MESSAGE_SEND = "message.send";
export const TYPING = "typing";
