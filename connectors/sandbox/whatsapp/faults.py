"""Orders for faults: what shall go wrong next, how often, and for whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

SEND_FAULTS: Mapping[str, str] = {
    "rate_limit": "429, code 130429: too many messages from this number",
    "pair_limit": "400, code 131056: too many messages to this customer",
    "unavailable": "503, code 2: not taken, try later",
    "server_error": "500, code 131000: not taken",
    "expired": "401, code 190: the token has expired",
    "window_closed": "400, code 131047: more than 24 hours since the customer wrote",
    "undeliverable": "400, code 131026: this customer cannot receive it",
    "redirect": "302 to somewhere else, not taken",
    "lost_request": "the connection breaks, not taken",
    "drop_response": "taken, then the connection breaks before the answer",
    "error_after_accept": "taken, then 500",
    "ok_with_error": "200 with an error in it, not taken",
    "ok_without_id": "taken, 200 without the id of the message",
    "truncate": "taken, the answer ends in the middle",
    "huge_answer": "taken, the answer is far too long",
    "compressed_bomb": "taken, the answer is small and unpacks to far too much",
    "slow_drip": "taken, the answer comes one byte at a time",
    "slow": "taken, the answer comes late",
    "hang": "taken, no answer ever",
    "status_first": "taken, the statuses come before the answer",
    "failed_status": "taken, then a failed status, code 131047",
    "no_statuses": "taken, no status ever",
}
WEBHOOK_FAULTS: Mapping[str, str] = {
    "duplicate": "the same webhook twice",
    "reorder": "the next webhooks in reverse order",
    "batch": "the next updates in one webhook",
    "delay": "the next webhook late",
    "bad_signature": "the next webhook signed with another secret, then properly again",
}
FAULTS: Mapping[str, str] = {**SEND_FAULTS, **WEBHOOK_FAULTS}

DEFAULT_SECONDS: Mapping[str, float] = {"slow_drip": 0.5, "slow": 3.0, "delay": 3.0}


class FaultOrder(msgspec.Struct, kw_only=True):
    """
    One order.

    ``times`` is how often it is still to be carried out; ``None`` means until it is cancelled. ``customer`` limits
    it to one ``wa_id`` or user id. ``seconds`` belongs to what is slow, ``size`` to ``batch`` and ``reorder``.
    """

    kind: str
    times: int | None = 1
    customer: str | None = None
    seconds: float = 0.0
    size: int = 2


class FaultBook:
    """All orders that stand, oldest first. ``changed`` is called after every change."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._orders: list[FaultOrder] = []
        self._changed = changed

    def order(
        self,
        kind: str,
        *,
        times: int | None = 1,
        customer: str | None = None,
        seconds: float | None = None,
        size: int = 2,
    ) -> FaultOrder:
        """Add an order; an unknown kind, or a number that cannot be, is a ``ValueError``."""
        if kind not in FAULTS:
            raise ValueError(f"no fault is called {kind!r}; there are: {', '.join(FAULTS)}")
        wait = DEFAULT_SECONDS.get(kind, 0.0) if seconds is None else seconds
        if (times is not None and times < 1) or not 0 <= wait <= 3600 or not 2 <= size <= 1000:
            raise ValueError("times is 1 or more, seconds 0 to 3600, size 2 to 1000")
        made = FaultOrder(kind=kind, times=times, customer=customer, seconds=wait, size=size)
        self._orders.append(made)
        self._changed()
        return made

    def take(self, kinds: Mapping[str, str], names: tuple[str, ...]) -> FaultOrder | None:
        """Use up one time of the oldest order of these kinds that is for one of these names, or for anybody."""
        for order in self._orders:
            if order.kind in kinds and (order.customer is None or order.customer in names):
                if order.times is not None:
                    order.times -= 1
                    if order.times == 0:
                        self._orders.remove(order)
                self._changed()
                return order
        return None

    def standing(self) -> list[FaultOrder]:
        return list(self._orders)

    def cancel(self) -> None:
        self._orders.clear()
        self._changed()
