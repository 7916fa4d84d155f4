"""Which meter a drift most probably comes from: down the tree, as long as one meter behind carries most of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.energy import MeterTree
from lingtan.factory.running.drift import Alarm, Drift

__all__ = ["Cause", "probable_cause"]

#: A meter behind carries a drift when it accounts for this share of it.
_MOST_OF_IT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """The meter, and the share of the drift that it accounts for; `is_unmetered` where meters behind it do not say what it is. [1]"""

    meter: str
    share: float
    is_unmetered: bool


def probable_cause(tree: MeterTree, drifts: Mapping[str, Drift], alarm: Alarm) -> Cause:
    """The meter that carries the drift between its first and last day; `drifts` are those of all meters with a baseline."""
    at, share, behind = alarm.meter, 1.0, False
    while True:
        known = [key for key in tree.behind.get(at, ()) if key in drifts]
        shares = {key: drifts[key].excess_kwh(alarm.since, alarm.last) / alarm.size_kwh for key in known}
        most = max(shares, key=lambda key: shares[key], default=None)
        behind = bool(known)
        if most is None or shares[most] < _MOST_OF_IT:
            return Cause(meter=at, share=share, is_unmetered=behind)
        at, share = most, shares[most]
