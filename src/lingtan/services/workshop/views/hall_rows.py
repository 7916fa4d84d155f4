"""Rows of a workshop's modules and of its boundary's parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.assessment import ModulePlan, WorkshopModule
from lingtan.assessment.workshop import Pilot
from lingtan.messages import Language

__all__ = ["ModuleRow", "PartRow", "module_row"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """A part of the meter: products, idling, scrap, the rest; or a utility's share. [kWh]"""

    part: str
    kwh: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleRow:
    """A module of the catalogue in words; `plan` is what this workshop does with it (None: nothing), what it `lacks` and `clashes` with."""

    module: WorkshopModule
    inputs: str
    needs: Mapping[Language, str]
    conflicts: Mapping[Language, str]
    lacks: Mapping[Language, str]
    clashes: Mapping[Language, str]
    plan: ModulePlan | None

    @property
    def pilot(self) -> Pilot | None:
        """The longest pilot of it."""
        return self.plan.pilot if self.plan else None

    @property
    def state(self) -> str:
        """What its pilots allow; `none` where there is none."""
        return self.plan.verdict.value if self.plan and self.plan.verdict else "none"

    @property
    def line(self) -> str:
        """Where it is tried."""
        return self.pilot.line if self.pilot else ""

    @property
    def months(self) -> int | None:
        """For how long. [month]."""
        return self.pilot.months if self.pilot else None

    @property
    def saved_kwh(self) -> float | None:
        """What the pilot saved. [kWh]."""
        return self.pilot.saved_kwh if self.pilot else None

    @property
    def saved_sd_kwh(self) -> float | None:
        """Its standard error. [kWh]."""
        return self.pilot.saved_sd_kwh if self.pilot else None


def module_row(one: WorkshopModule, names: Mapping[str, Mapping[Language, str]], plan: ModulePlan | None) -> ModuleRow:
    """The row of a module; `names` are the words of all."""
    needs, conflicts = _named(one.prerequisites, names), _named(one.conflicts, names)
    lacks, clashes = _named(plan.lacks if plan else (), names), _named(plan.conflicts if plan else (), names)
    return ModuleRow(module=one, inputs=", ".join(one.inputs), needs=needs, conflicts=conflicts, lacks=lacks, clashes=clashes, plan=plan)


def _named(ids: tuple[str, ...], names: Mapping[str, Mapping[Language, str]]) -> Mapping[Language, str]:
    return {language: "; ".join(names[one][language] for one in ids) for language in Language}
