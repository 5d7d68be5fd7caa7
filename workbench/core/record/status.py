"""The states a decision goes through, from draft to retired."""

from __future__ import annotations

from typing import Literal, get_args

Status = Literal["draft", "proposed", "accepted", "rejected", "superseded", "retired"]
STATUSES: tuple[str, ...] = get_args(Status)

IN_FORCE = frozenset({"proposed", "accepted"})
"""Statuses in which triggers and review dates are looked at."""
OVER = frozenset({"superseded", "retired", "rejected"})
"""Statuses of what is in force no more and will not be again by itself: no day is waited for."""
