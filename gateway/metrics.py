"""Every figure the gateway counts, in one place, with its name and its labels."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()


def _counter(name: str, text: str, *labels: str) -> Counter:
    return Counter(f"rapport_{name}", text, labels, registry=REGISTRY)


def _gauge(name: str, text: str, *labels: str) -> Gauge:
    return Gauge(f"rapport_{name}", text, labels, registry=REGISTRY)


class Metrics:
    """The gateway's metrics. Labels are channel ids, kinds and short codes: never anything of a customer."""

    inbound_messages = _counter("inbound_messages", "Customer messages made durable", "channel")
    inbound_duplicates = _counter("inbound_duplicates", "Customer messages that a platform delivered again", "channel")
    webhook_refusals = _counter("webhook_refusals", "Webhook calls refused, by reason", "channel", "reason")
    webhook_oversize = _counter("webhook_oversize", "Webhook bodies over the limit: possible loss, look", "channel")
    quarantined = _counter("quarantined", "Bodies kept because they were not understood", "channel")
    ignored_events = _counter("ignored_events", "Events of no use to us", "channel", "what")
    account_notices = _counter("account_notices", "Notices of a platform about a channel", "channel", "code")
    withheld = _counter("withheld_messages", "Messages that could not be masked at once", "channel")
    replies = _counter("replies", "Replies of experts made durable", "brand")
    sends = _counter("sends", "Attempts to send, by outcome", "channel", "outcome")
    ambiguous = _counter("ambiguous_sends", "Sends of unknown outcome, and how they were settled", "channel", "settled")
    dead_letters = _counter("dead_letters", "Messages given up on", "channel", "code")
    receipts = _counter("receipts", "Receipts of platforms, by rank", "channel", "rank")
    foreign_receipts = _counter("foreign_receipts", "Receipts for messages that are not ours", "channel")
    reveals = _counter("reveals", "Values revealed to certified experts", "brand", "entity")
    reveals_throttled = _counter("reveals_throttled", "Reveals refused because there were too many", "brand")
    sockets = _gauge("sockets", "Connected sockets", "kind")
    agenda_due = _counter("agenda_items", "Items of the agenda carried out, by what", "what")
    agenda_errors = _counter("agenda_errors", "Items of the agenda that failed and will fall due again", "what")
    loop_lag = Histogram(
        "rapport_loop_lag_seconds",
        "How late the event loop runs",
        buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5),
        registry=REGISTRY,
    )


METRICS = Metrics()
