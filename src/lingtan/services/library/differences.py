"""Two editions of a library side by side: what came, what went, what changed, member by member."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lingtan.evidence import to_plain
from lingtan.factors import Factor

__all__ = ["Difference", "Differences", "Kind", "differences"]


class Kind(StrEnum):
    """What happened to a factor from the earlier edition to the later one."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One factor that is not the same. Values without inputs [kg CO2e/unit]; `change` = new ÷ old − 1 [-], None where it has no meaning.

    `members` names what changed; a changed value tells nothing of its effect on a product, which only recomputing shows.
    """

    kind: Kind
    id: str
    activity: str
    place: str
    year: int
    unit: str
    old_value: float | None
    new_value: float | None
    change: float | None
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Every factor of two editions that is not the same, and how many are. `is_excerpt`: the earlier one holds only what a study used."""

    earlier: str
    later: str
    rows: tuple[Difference, ...]
    same: int
    is_excerpt: bool


def differences(old: dict[str, Factor], new: dict[str, Factor], *, earlier: str, later: str, is_excerpt: bool) -> Differences:
    """Factors by id. Of an excerpt nothing can have been added, so only what it holds is compared."""
    names = old.keys() if is_excerpt else old.keys() | new.keys()
    rows = [row for name in sorted(names) if (row := _difference(old.get(name), new.get(name))) is not None]
    return Differences(earlier=earlier, later=later, rows=tuple(rows), same=len(names) - len(rows), is_excerpt=is_excerpt)


def _difference(old: Factor | None, new: Factor | None) -> Difference | None:
    shown = new or old
    if shown is None or old == new:
        return None
    kind = Kind.ADDED if old is None else Kind.REMOVED if new is None else Kind.CHANGED
    change = new.value / old.value - 1 if old and new and old.value and old.unit is new.unit else None
    return Difference(
        kind=kind, id=shown.id, activity=shown.activity, place=shown.place, year=shown.year, unit=shown.unit.value,
        old_value=old.value if old else None, new_value=new.value if new else None, change=change, members=_members(old, new),
    )  # fmt: skip


def _members(old: Factor | None, new: Factor | None) -> tuple[str, ...]:
    one, other = to_plain(old), to_plain(new)
    if not isinstance(one, dict) or not isinstance(other, dict):
        return ()
    return tuple(sorted(name for name in one if one[name] != other[name]))
