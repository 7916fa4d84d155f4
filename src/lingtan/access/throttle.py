"""How often somebody may try: moving windows of the `limits` library, in the memory of the one server process.

The clock is the library's: how fast requests come is a matter of this process, not of the record.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from lingtan.errors import AccessError

__all__ = ["LIMITS", "Rule", "Throttle"]


class Rule(StrEnum):
    """What is counted; each rule has its own window and its own counts."""

    LOGIN_ACCOUNT = "login_account"
    LOGIN_ADDRESS = "login_address"
    SETUP = "setup"
    VERIFY = "verify"
    API = "api"


#: An office behind one address logs in more often than one account does.
LIMITS: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.LOGIN_ACCOUNT: "10 per 15 minutes",
        Rule.LOGIN_ADDRESS: "60 per 15 minutes",
        Rule.SETUP: "10 per 15 minutes",
        Rule.VERIFY: "60 per minute",
        Rule.API: "600 per minute",
    }
)


class Throttle:
    """Counts what comes, by rule and by who comes. `limits` in the library's words, `10 per 15 minutes`, replace those of `LIMITS`."""

    def __init__(self, limits: Mapping[Rule, str] | None = None) -> None:
        self._windows = {rule: parse(text) for rule, text in {**LIMITS, **(limits or {})}.items()}
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, rule: Rule | str, who: str, *, at: datetime) -> None:
        """Counts one more. Raises AccessError `TOO_MANY_REQUESTS` with the seconds to wait from `at`."""
        rule = Rule(rule)
        window, key = self._windows[rule], _key(who)
        if not self._limiter.hit(window, rule.value, key):
            left = self._limiter.get_window_stats(window, rule.value, key).reset_time - at.timestamp()
            raise AccessError("TOO_MANY_REQUESTS", place=rule.value, seconds=max(1, math.ceil(left)))

    def forget(self, rule: Rule, who: str) -> None:
        """Begins anew for somebody, after it has shown who it is."""
        self._limiter.clear(self._windows[rule], rule.value, _key(who))


def _key(who: str) -> str:
    """A short key, whatever a stranger typed."""
    return hashlib.sha256(who.encode("utf-8", "surrogatepass")).hexdigest()[:32]
