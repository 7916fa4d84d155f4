"""A case to assess: a site file, its facts, and a standard with what its owner added."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lingtan.assessment import FactsFile, Ratio, Standard, facts_file, overlaid, ratios, standard
from lingtan.factory import SiteFile, site_file
from lingtan.files.trees import read_toml

__all__ = ["Case", "open_case"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What verdicts, gaps and routes are worked from."""

    path: Path
    site: SiteFile
    facts: FactsFile
    standard: Standard
    forms: Mapping[str, Ratio]


def open_case(site: Path, name: str, *, facts: Path | None = None, own: Path | None = None) -> Case:
    """The case of a site file. Facts stand beside it (`NAME.facts.toml`) unless named; without any, everything is a gap.

    `own` is the file of whoever has the standard's text. Raises InputError as its readers, `ASSESS_STANDARD_UNKNOWN`.
    """
    file = site_file(read_toml(site), place=site.name)
    beside = facts or site.with_suffix(".facts.toml")
    known = facts_file(read_toml(beside), place=beside.name) if facts or beside.exists() else _empty(file)
    chosen = standard(name)
    return Case(
        path=site, site=file, facts=known, standard=overlaid(chosen, read_toml(own), place=own.name) if own else chosen,
        forms=ratios(location_kg_per_kwh=file.carbon.location_kg_per_kwh, market_kg_per_kwh=file.carbon.market_kg_per_kwh),
    )  # fmt: skip


def _empty(file: SiteFile) -> FactsFile:
    return FactsFile(site=file.name, year=file.year, organisation="", actor="", recorded_at="", synthetic=file.synthetic)
