"""The form of a project in a file (TOML): money spent, saved and kept up over years, with the state's incentives and its owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from lingtan.energy.proforma import MACRS, Incentives, Project
from lingtan.errors import InputError
from lingtan.evidence import from_plain

__all__ = ["FinanceFile", "OwnerTable", "Writing", "finance_file"]


class Writing(StrEnum):
    """How the basis is written off: not at all, by the 5- or 7-year table, or in equal parts over the horizon."""

    NONE = "none"
    MACRS5 = "macrs5"
    MACRS7 = "macrs7"
    STRAIGHT = "straight"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerTable:
    """`[owner]`: a developer who owns and is paid a level sum. [1/a], [1]."""

    discount_share: float
    tax_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FinanceFile:
    """A whole file: `[project]` with `[project.incentives]`, what is still bought a year, what the plant makes in year one, the owner."""

    project: Project
    writing: Writing = Writing.NONE
    bill_per_year: float = 0.0
    energy_kwh: float = 0.0
    owner: OwnerTable | None = None
    currency: str = "CNY"


def finance_file(data: Mapping[str, Any], *, place: str) -> FinanceFile:
    """The file with its schedule written out. Raises InputError `BAD_RECORD`, and as `Project` and `Incentives`."""
    read = from_plain(FinanceFile, data, place=place)
    if read.project.incentives.schedule_share and read.writing is not Writing.NONE:
        raise InputError("FINANCE_SCHEDULE", place=f"{place}: writing")
    if read.writing is Writing.NONE:
        return read
    years = read.project.horizon_years
    schedules = {Writing.MACRS5: MACRS[5], Writing.MACRS7: MACRS[7], Writing.STRAIGHT: (1 / years,) * years}
    terms: Incentives = replace(read.project.incentives, schedule_share=schedules[read.writing])
    return replace(read, project=replace(read.project, incentives=terms))
