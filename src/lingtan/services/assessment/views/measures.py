"""The catalogue of measures as it is searched: by words, view, pillar, area, and by what stands behind a measure's figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.assessment import Area, Measured, Pillar, View
from lingtan.messages import Language
from lingtan.services.assessment.catalogue import CatalogueRow, measure_rows

__all__ = ["Area", "MeasureRow", "Measured", "MeasuresAsked", "MeasuresPage", "Pillar", "View", "measures_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresAsked:
    """What is looked for; None and empty: everything."""

    search: str = ""
    view: View | None = None
    pillar: Pillar | None = None
    area: Area | None = None
    measured: Measured | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A measure. `standing` is unverified unless its figure was metered somewhere; `figure` is of another plant."""

    id: str
    words: Mapping[Language, str]
    view: View
    pillar: Pillar
    area: Area
    measured: Measured
    standing: str
    figure: str
    source: str
    baseline: Mapping[Language, str]
    boundary: Mapping[Language, str]
    exclusions: Mapping[Language, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresPage:
    """The measures that were asked for, of `total`; `unverified_count` of all have no figure that was metered."""

    asked: MeasuresAsked
    rows: tuple[MeasureRow, ...]
    total: int
    unverified_count: int


def measures_page(asked: MeasuresAsked) -> MeasuresPage:
    """The measures with all that was asked."""
    rows = [_row(row) for row in measure_rows()]
    unverified = sum(row.measured is not Measured.MEASURED for row in rows)
    return MeasuresPage(asked=asked, rows=tuple(row for row in rows if _fits(row, asked)), total=len(rows), unverified_count=unverified)


def _row(row: CatalogueRow) -> MeasureRow:
    m, spaces = row.measure, {Language.EN: "; ", Language.ZH: "；"}
    return MeasureRow(
        id=m.id, words=m.title, view=m.view, pillar=m.pillar, area=m.area, measured=m.measured, figure=m.figure, source=m.source,
        standing="" if m.measured is Measured.MEASURED else "unverified", baseline=row.baseline, boundary=row.boundary,
        exclusions={language: space.join(one[language] for one in row.exclusions) for language, space in spaces.items()},
    )  # fmt: skip


def _fits(row: MeasureRow, asked: MeasuresAsked) -> bool:
    chosen = ((row.view, asked.view), (row.pillar, asked.pillar), (row.area, asked.area), (row.measured, asked.measured))
    said = " ".join((row.id, row.figure, row.source, *row.words.values(), *row.boundary.values())).casefold()
    return all(wanted in (None, is_) for is_, wanted in chosen) and asked.search.strip().casefold() in said
