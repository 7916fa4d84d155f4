"""Certificates shown together: no gram, range, batch or device may stand in two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from lingtan_verify.identities import credit_ranges
from lingtan_verify.reason import Reason

__all__ = ["Shown", "reused"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One certificate of several: its place among them, digest, issuer, subject and, from a full bundle, its devices."""

    index: int
    digest: str
    issuer: str
    subject: dict[str, Any]
    devices: set[tuple[str, str]] = field(default_factory=set)


def reused(shown: Sequence[Shown]) -> list[tuple[int, Reason]]:
    """(index, reason) for every certificate that uses what another one uses, or that another one replaces."""
    distinct = list({one.digest: one for one in reversed(shown)}.values())
    found: list[tuple[int, Reason]] = []
    superseded = {
        one.index: other for one in distinct for other in distinct if other.issuer == one.issuer and _replaces(other.subject, one.subject)
    }
    found += [(index, Reason("REPLACED_BY_SHOWN", "number", {"by": other.subject["number"]})) for index, other in superseded.items()]
    current = [one for one in distinct if one.index not in superseded]
    for one, other in combinations(current, 2):
        for code in _shared(one, other):
            found.append((one.index, Reason(code, "number", {"other": other.subject["number"]})))
            found.append((other.index, Reason(code, "number", {"other": one.subject["number"]})))
    found += _ranges(current)
    return found + _remainders(distinct, current)


def _remainders(distinct: Sequence[Shown], current: Sequence[Shown]) -> list[tuple[int, Reason]]:
    """Grams carried in were left over, for the same holder, by the certificate that they are said to come from, where it is shown."""
    found: list[tuple[int, Reason]] = []
    for source in distinct:
        number, left = source.subject["number"], source.subject["allocation"]["remainderG"]
        drawing = [(one, _carried(one, number)) for one in current if one.issuer == source.issuer and _carried(one, number)]
        drawn = sum(grams for _, grams in drawing)
        for one, _ in drawing:
            if one.subject["holder"] != source.subject["holder"]:
                found.append((one.index, Reason("REMAINDER_OF_ANOTHER", "allocation.carriedFrom", {"other": number})))
            if drawn > left:
                values = {"other": number, "left": left, "drawn": drawn}
                found.append((one.index, Reason("REMAINDER_REUSED", "allocation.carriedFrom", values)))
    return found


def _carried(one: Shown, number: str) -> int:
    return sum(part["grams"] for part in one.subject["allocation"]["carriedFrom"] if part["number"] == number)


def _replaces(later: dict[str, Any], earlier: dict[str, Any]) -> bool:
    return bool(later["version"] > earlier["version"] and earlier["number"] in (later["number"], later["replaces"]))


def _shared(one: Shown, other: Shown) -> list[str]:
    codes = []
    if (one.issuer, one.subject["number"], one.subject["version"]) == (other.issuer, other.subject["number"], other.subject["version"]):
        codes.append("NUMBER_REUSED")
    if one.subject["devices"]["serialsRoot"] == other.subject["devices"]["serialsRoot"]:
        codes.append("BATCH_REUSED")
    if one.devices & other.devices:
        codes.append("DEVICE_REUSED")
    return codes


def _ranges(current: Sequence[Shown]) -> list[tuple[int, Reason]]:
    every = sorted(((key, one) for one in current for _, key in credit_ranges(one.subject)), key=lambda item: item[0])
    found: dict[tuple[int, str], Reason] = {}
    open_ranges: list[tuple[tuple[str, int, int], Shown]] = []
    for key, one in every:
        open_ranges = [(other_key, other) for other_key, other in open_ranges if other_key[0] == key[0] and other_key[2] >= key[1]]
        for _, other in open_ranges:
            if one is not other:
                for mine, theirs in ((one, other), (other, one)):
                    found[mine.index, theirs.subject["number"]] = Reason("RANGE_REUSED", "credits", {"other": theirs.subject["number"]})
        open_ranges.append((key, one))
    return [(index, reason) for (index, _), reason in found.items()]
