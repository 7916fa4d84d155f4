"""Terms that count one after another: as they are asked for, and as a plan states them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import JSON
from lingtan.messages import Message
from lingtan.scheduling.objective import Rank, Term
from lingtan.scheduling.ranks.ranked import Stage

__all__ = ["ranks_asked", "ranks_stated", "wrong_ranks"]

_FIELDS = {Term.MOVED: "moved_count", Term.TARDINESS: "weighted_tardiness_min"}


def ranks_asked(texts: Sequence[str]) -> tuple[Rank, ...]:
    """Ranks of `TERM`, `TERM:5%` or `TERM:30`. Raises InputError `SCHEDULE_RANK`."""
    found = []
    for text in texts:
        name, _, tolerance = text.partition(":")
        share = tolerance.endswith("%")
        try:
            value = float(tolerance.removesuffix("%") or 0)
            term = Term(name.strip().casefold())
            found.append(Rank(term=term, tolerance_share=value / 100) if share else Rank(term=term, tolerance=int(value)))
        except (ValueError, OverflowError) as exc:
            raise InputError("SCHEDULE_RANK", place="--rank", got=text) from exc
    return tuple(found)


def ranks_stated(stages: Sequence[Stage]) -> list[JSON]:
    """The ranks of a plan as it is written down."""
    return [
        {
            "term": one.rank.term.value,
            "tolerance_share": one.rank.tolerance_share,
            "tolerance": one.rank.tolerance,
            "best": one.best,
            "limit": one.limit,
            "value": one.value,
        }
        for one in stages
    ]


def wrong_ranks(record: Mapping[str, Any], terms: Mapping[str, float]) -> list[Message]:
    """Ranks whose value is not the term's, whose limit is not that of their best, or that are beyond it. Reads what is written only."""
    found: list[Message] = []
    for one in record.get("ranks", ()):
        value = terms.get(_FIELDS.get(Term(one["term"]), f"{one['term']}_min"), -1)
        limit = one["best"] + int(one["best"] * one["tolerance_share"]) + one["tolerance"]
        if not one["best"] <= one["value"] <= one["limit"] or one["value"] != value or one["limit"] != limit:
            params: dict[str, int | float | str] = {"said": one["value"], "found": value, "limit": one["limit"]}
            found.append(Message(code="SCHEDULE_CHECK_RANK", place=str(one["term"]), params=params))
    return found
