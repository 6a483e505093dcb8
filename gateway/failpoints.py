"""
Named points at which a test may kill this process, to prove that nothing is lost or sent twice.

``RAPPORT_FAIL_POINT=name:k`` ends the process without any clean-up when ``name`` is reached for the k-th time. The
variable is read once, at import; without it ``reach`` does nothing.
"""

from __future__ import annotations

import os
import signal

NAMES = (
    "inbound.before_commit",
    "inbound.after_commit",
    "inbound.before_answer",
    "reply.before_commit",
    "reply.after_commit",
    "send.after_sending_mark",
    "send.after_platform_answer",
    "send.after_record",
    "receipt.before_raise",
    "receipt.after_raise",
)

_name, _, _count = os.environ.get("RAPPORT_FAIL_POINT", "").partition(":")
_left = int(_count or 1) if _name else 0
if _name and _name not in NAMES:
    raise SystemExit(f"RAPPORT_FAIL_POINT names no fail point: {_name!r}; there are: {', '.join(NAMES)}")


def reach(name: str) -> None:
    """Pass a fail point."""
    global _left
    if _left and name == _name:
        _left -= 1
        if not _left:
            os.kill(os.getpid(), signal.SIGKILL)
