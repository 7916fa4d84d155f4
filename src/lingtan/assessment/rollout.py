"""Roll-out and renewable assets: what is planned, installed, metered and verified, by line and by function. Only what is verified counts.

Every row is an event that somebody of an organisation recorded at a time; rows are only added. A state is the latest event's, and it may go
back (a meter that failed, a verification withdrawn), which is an event too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from lingtan.assessment.measures import catalogue_measures
from lingtan.errors import InputError
from lingtan.evidence import from_plain

__all__ = [
    "AssetTotal",
    "Function",
    "RollEvent",
    "RollFile",
    "RollState",
    "RollTotal",
    "asset_totals",
    "roll_file",
    "roll_totals",
    "states",
]


class RollState(StrEnum):
    """How far a thing has come. Each state holds those before it."""

    PLANNED = "planned"
    INSTALLED = "installed"
    METERED = "metered"
    VERIFIED = "verified"
    REMOVED = "removed"


class Function(StrEnum):
    """研发, 生产, 运营: which function of the company a renewable asset serves."""

    RESEARCH = "research"
    PRODUCTION = "production"
    OPERATION = "operation"


@dataclass(frozen=True, slots=True, kw_only=True)
class RollEvent:
    """One recorded step of one thing (`subject`, e.g. an oven or an array) on one line or roof.

    `measure` is its entry of the catalogue or module; `function` is given for renewable assets only. `kw` is what is installed, `kwh` what
    was metered or saved in the year that the event closes. A verified row names who verified it and the document.
    """

    subject: str
    measure: str
    place: str
    state: RollState
    at: str
    organisation: str
    actor: str
    function: Function | None = None
    own: bool = True
    kw: float = 0.0
    kwh: float = 0.0
    document: str = ""
    verifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollFile:
    """A file of events. `lines` names the lines of each measure's scope, so that what is not even planned is counted too."""

    site: str
    synthetic: bool = False
    lines: Mapping[str, tuple[str, ...]] | None = None
    event: tuple[RollEvent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RollTotal:
    """One measure over its lines: how many stand in each state; `counted` is the verified ones, with the energy that counts. [kWh]"""

    measure: str
    in_scope: int
    by_state: Mapping[RollState, int]
    counted: int
    counted_kwh: float
    uncounted_kwh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetTotal:
    """Renewable assets of one function: installed power, and energy that is verified and that is not. [kW], [kWh]"""

    function: Function
    assets: int
    installed_kw: float
    verified_kwh: float
    unverified_kwh: float


def roll_file(data: Mapping[str, Any], *, place: str) -> RollFile:
    """The events of a file.

    Raises InputError `BAD_RECORD`, `ROLL_DATE`, `ROLL_NEGATIVE`, `ROLL_UNMETERED` for a verified row without its meter, document or
    verifier, and `ROLL_SELF` where the one who recorded it verified it.
    """
    read = from_plain(RollFile, data, place=place)
    for event in read.event:
        where = f"{place}: {event.subject} {event.at}"
        try:
            date.fromisoformat(event.at[:10])
        except ValueError as exc:
            raise InputError("ROLL_DATE", place=where, value=event.at) from exc
        if event.kw < 0 or event.kwh < 0:
            raise InputError("ROLL_NEGATIVE", place=where)
        if event.state is RollState.VERIFIED and not (_has_energy(event) and event.document and event.verifier):
            raise InputError("ROLL_UNMETERED", place=where, subject=event.subject)
        if event.state is RollState.VERIFIED and event.verifier == event.actor:
            raise InputError("ROLL_SELF", place=where, actor=event.actor)
    return read


def _has_energy(event: RollEvent) -> bool:
    """Whether the energy was metered, or the measure claims none (a meter, an inventory, a register)."""
    known = catalogue_measures().get(event.measure)
    return event.kwh > 0 or (known is not None and known.baseline == "none-needed")


def states(events: Sequence[RollEvent]) -> Mapping[str, RollEvent]:
    """The latest event of each thing; of two on one day, the later in the file."""
    latest: dict[str, RollEvent] = {}
    for event in sorted(events, key=lambda event: event.at[:10]):
        latest[event.subject] = event
    return latest


def roll_totals(file: RollFile) -> tuple[RollTotal, ...]:
    """Each measure's roll-out, by name."""
    latest = [event for event in states(file.event).values() if event.state is not RollState.REMOVED]
    scope = file.lines or {}
    found = []
    for name in sorted({*scope, *(event.measure for event in latest)}):
        own = [event for event in latest if event.measure == name]
        verified = [event for event in own if event.state is RollState.VERIFIED]
        found.append(
            RollTotal(
                measure=name, in_scope=len({*scope.get(name, ()), *(event.place for event in own)}),
                by_state={state: sum(event.state is state for event in own) for state in RollState if state is not RollState.REMOVED},
                counted=len(verified), counted_kwh=sum(event.kwh for event in verified),
                uncounted_kwh=sum(event.kwh for event in own if event.state is not RollState.VERIFIED),
            )
        )  # fmt: skip
    return tuple(found)


def asset_totals(file: RollFile) -> tuple[AssetTotal, ...]:
    """The register of renewable assets by function, all three of them: an empty one is seen."""
    latest = [event for event in states(file.event).values() if event.function and event.state is not RollState.REMOVED]
    found = []
    for function in Function:
        own = [event for event in latest if event.function is function]
        verified = [event for event in own if event.state is RollState.VERIFIED]
        found.append(
            AssetTotal(
                function=function, assets=len(own), installed_kw=sum(e.kw for e in own if e.state is not RollState.PLANNED),
                verified_kwh=sum(e.kwh for e in verified), unverified_kwh=sum(e.kwh for e in own if e.state is not RollState.VERIFIED),
            )
        )  # fmt: skip
    return tuple(found)
