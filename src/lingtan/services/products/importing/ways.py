"""The page where products come in: the samples, the classes for a bill of materials, and an id for a table's job."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.product import available_packs
from lingtan.services.products.importing.samples import Sample, samples
from lingtan.services.products.importing.table_template import TABLE_COLUMNS

__all__ = ["WaysIn", "ways_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysIn:
    """What the page offers. `job` is the id that a table's job will have: the form sent twice is one job."""

    samples: tuple[Sample, ...]
    classes: tuple[str, ...]
    columns: tuple[str, ...]
    job: str


def ways_in(job: str) -> WaysIn:
    """The ways in."""
    return WaysIn(samples=samples(), classes=available_packs(), columns=TABLE_COLUMNS, job=job)
