"""
Names and payloads of every realtime event: one table for the server, the expert client and the widget.

Facts from the server are past tense; commands from a client are imperative and always acknowledged with
``{"ok": true, ...}`` or ``{"ok": false, "error": {"code", "text"}}``. ``expert_client/js/protocol.js`` holds the
same names; a test compares the two. Times are Unix milliseconds (``*_ms``). Unknown events are ignored by both
sides, so that a new server can talk to an old client.
"""

from __future__ import annotations

from typing import Final

PROTOCOL_VERSION: Final = 1
EXPERT_NAMESPACE: Final = "/expert"
VISITOR_NAMESPACE: Final = "/visitor"
SOCKET_PATH: Final = "socket.io"

# To experts ----------------------------------------------------------------------------------------------------
SESSION_STARTED: Final = "session.started"
"""{protocol, now_ms, expert: {id, name}, brands: [{id, name, tier}], offers: [Offer], mine: [Conversation]}"""
OFFER_MADE: Final = "offer.made"
"""Offer. A second offer for the same conversation replaces the first (a new preview)."""
OFFER_WITHDRAWN: Final = "offer.withdrawn"
"""{conversation, reason}; reason: ``taken`` (by another expert), ``accepted`` (by you), ``closed``"""
MESSAGE_RECEIVED: Final = "message.received"
"""{conversation, message: Message}: one more entry of the log of a conversation you hold"""
MESSAGE_CHANGED: Final = "message.changed"
"""{conversation, message: Message}: an entry already shown looks different now (edited, revoked, masked further)"""
RECEIPT_RECEIVED: Final = "receipt.received"
"""{conversation, seq, delivery, reason?}: how far one of our messages got"""
CONVERSATION_CHANGED: Final = "conversation.changed"
"""Conversation: holder, case state, window or placeholders changed"""
SERVER_GOING_AWAY: Final = "server.going_away"
"""{}: reconnect after a short random wait"""
SESSION_ENDED: Final = "session.ended"
"""{reason}: ``signed_out`` or ``revoked``; do not reconnect"""
UPGRADE_REQUIRED: Final = "upgrade.required"
"""{protocol}: this client is too old; keep unsent text, then reload"""

# From experts --------------------------------------------------------------------------------------------------
CASE_ACCEPT: Final = "case.accept"
"""{conversation} -> {conversation: Conversation}; errors: taken, gone, forbidden"""
CASE_RESOLVE: Final = "case.resolve"
"""{conversation, token} -> {conversation: Conversation}; errors: stale, forbidden"""
CASE_LEAVE: Final = "case.leave"
"""{conversation, token, note?: text} -> {}: hand the case on; errors: stale, forbidden"""
CASE_SHARES: Final = "case.shares"
"""
{conversation} -> {rule: 1, shares: [{expert: {id, name, me}, points, percent}]}: what everybody who worked on the case
has contributed so far, by the published rule
"""
CONVERSATION_OPEN: Final = "conversation.open"
"""
{conversation, after?: seq, before?: seq, limit?: 1..200} ->
{conversation: Conversation, messages: [Message], more: bool}. ``after``: entries with a greater seq, oldest first
(resume by cursor). ``before``: older entries. Neither: the newest ``limit``.
"""
CONVERSATION_READ: Final = "conversation.read"
"""{conversation, seq} -> {}: the expert has seen the log up to ``seq``"""
MESSAGE_SEND: Final = "message.send"
"""
{conversation, token, client_id, parts: [text | {entity, n}], after?: seq} -> {seq, message: Message}.
The same ``client_id`` again returns the same answer. Errors: stale (no longer the holder), forbidden, too_long,
unknown_placeholder, not_sendable (a placeholder whose value is not kept), forbidden_content (a card number), empty,
unavailable (try again).
"""
VALUE_REVEAL: Final = "value.reveal"
"""
{conversation, entity, n, reason} -> {value, expires_ms}: certified experts only; on the brand's audit log. The client
forgets the value at ``expires_ms``. Errors: forbidden, malformed (no reason), slow_down
"""
TYPING: Final = "typing"
"""{conversation} -> {}: shown to the customer where the channel can"""

# To visitors ---------------------------------------------------------------------------------------------------
VISITOR_STARTED: Final = "visitor.started"
"""{protocol, now_ms, high_water: seq, messages: [VisitorMessage], read: seq}"""
# MESSAGE_RECEIVED: {message: VisitorMessage}; MESSAGE_CHANGED likewise; RECEIPT_RECEIVED: {up_to: seq, delivery}
TYPING_SHOWN: Final = "typing.shown"
"""{}: the expert writes; take it down after six seconds"""

# From visitors -------------------------------------------------------------------------------------------------
# MESSAGE_SEND: {client_id, text} -> {seq, at_ms}; errors: too_long, empty, slow_down {retry_after_s}, unavailable
VISITOR_READ: Final = "visitor.read"
"""{seq} -> {}"""
VISITOR_RESUME: Final = "visitor.resume"
"""{after: seq} -> {messages: [VisitorMessage]}"""

# Shapes --------------------------------------------------------------------------------------------------------
# Part           text | {"entity": "PHONE_NUMBER", "n": 1}      shown as [phone 1]
# Message        {seq, kind, at_ms, received_at_ms, content, author?, delivery?, delivery_reason?, edited, revoked,
#                 withheld, reply_to?: seq, reactions?: [text], event?: {code, ...}}
#                kind: "customer" | "expert" | "event" | "business" (the brand answered elsewhere)
#                author (expert, business): {id, name, me: bool}
#                client_id? (expert, to the one who sent it): matches what the client still shows as waiting
#                delivery (expert): queued | sending | sent | delivered | read | failed | ambiguous
#                content: {kind: "text", text: [Part]} or {kind: "media" | "location" | ..., fields: {name: [Part]},
#                          data: {...}} as in connectors/events.py; {} when withheld or revoked
# Case           {number, state: "offered" | "held" | "resolved" | "settled", token, holder?: {id, name, me}}
# Conversation   {conversation, brand: {id, name}, channel: {id, kind}, case: Case, high_water, read, customer: [Part],
#                 waiting_since_ms?, patience_ends_ms?, shared: bool, window_ends_ms?, reopen_until_ms?,
#                 last?: {seq, kind, at_ms, preview: [Part]},
#                 placeholders: [{entity, n, sendable, revealable}],
#                 capabilities: {text_limit, text_unit, receipts, typing}}
# Offer          {conversation, brand, channel, case_number, offered_at_ms, waiting_since_ms, window_ends_ms?,
#                 messages: count, preview: [Part], customer: [Part], first_look: bool, why: code}
#                why: "new", "returned" (the customer was here before), "handed_over" (patience ran out), "left"
# VisitorMessage {seq, from: "me" | "expert" | "brand", at_ms, text, name?, masked: [{start, end, entity}], client_id?,
#                 delivery?} masked spans count code points of ``text``: what the expert cannot see
# Error codes    shared: forbidden, unknown_conversation, malformed, unavailable, slow_down, too_old
