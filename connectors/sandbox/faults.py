"""Orders for faults: what shall go wrong next, how often, and for whom. Each platform has kinds of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

# what any platform may do to an answer of its own, once it has taken the message
ANSWER_FAULTS: Mapping[str, str] = {
    "drop_response": "taken, then the connection breaks before the answer",
    "truncate": "taken, the answer ends in the middle",
    "huge_answer": "taken, the answer is far too long",
    "compressed_bomb": "taken, the answer is small and unpacks to far too much",
    "slow_drip": "taken, the answer comes one byte at a time",
    "slow": "taken, the answer comes late",
    "hang": "taken, no answer ever",
}
DEFAULT_SECONDS: Mapping[str, float] = {"slow_drip": 0.5, "slow": 3.0, "delay": 3.0}


class FaultOrder(msgspec.Struct, kw_only=True):
    """
    One order.

    ``times`` is how often it is still to be carried out; ``None`` means until it is cancelled. ``customer`` limits
    it to one customer, by any of their names on the platform. ``seconds`` belongs to what is slow, ``size`` to
    ``batch`` and ``reorder``.
    """

    kind: str
    times: int | None = 1
    customer: str | None = None
    seconds: float = 0.0
    size: int = 2


class FaultBook:
    """All orders that stand, oldest first, of the kinds in ``faults``. ``changed`` is called after every change."""

    def __init__(self, faults: Mapping[str, str], changed: Callable[[], None] = lambda: None) -> None:
        self._faults = faults
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
        if kind not in self._faults:
            raise ValueError(f"no fault is called {kind!r}; there are: {', '.join(self._faults)}")
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
