"""Parts of a whole as a table with bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lingtan.documents.figures import grouped, kilograms, per_cent
from lingtan.documents.labels import Labels
from lingtan.documents.reader import Reader
from lingtan.evidence import Stage

__all__ = ["Part", "share_table", "untold"]


#: Width of a digit as the table sets it. [mm]
_DIGIT_MM = 1.65


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a footprint: its mass [mg CO2e] and how much of it rests on estimates [mg CO2e]."""

    name: str
    mg: int
    estimated_mg: int = 0


def untold(labels: Labels, stages_mg: Reader) -> list[Part]:
    """The stages of a record that does not tell its estimates apart: hatched whole, for what is not known to be known is an estimate."""
    figures = {stage: stages_mg.integer(stage.value) for stage in Stage}
    return [Part(name=labels.choice("STAGE", stage.value), mg=mg, estimated_mg=mg) for stage, mg in figures.items()]


def share_table(
    labels: Labels, first: str, parts: Sequence[Part], *, whole_mg: int, total: bool, name_width_mm: int = 26
) -> dict[str, Any]:
    """The parts with their share of the whole; the widest bar has length 1, the estimated part of each is told apart.

    A negative part (an uptake) has no bar. `first` is the label of the first column; with `total` a last row repeats the whole.
    """
    widest = max((part.mg for part in parts), default=0)
    rows = []
    for part in parts:
        length = max(part.mg, 0) / widest if widest > 0 else 0.0
        hatched = length * min(max(part.estimated_mg / part.mg, 0.0), 1.0) if part.mg > 0 else 0.0
        rows.append(
            {
                "name": part.name,
                "solid": length - hatched,
                "hatched": hatched,
                "share": per_cent(part.mg / whole_mg if whole_mg else 0.0),
                "kg": kilograms(part.mg),
                "mg": grouped(part.mg),
            }
        )
    whole = {"name": labels.term("TOTAL"), "share": per_cent(1.0), "kg": kilograms(whole_mg), "mg": grouped(whole_mg)}
    figures = (*(part.mg for part in parts), whole_mg)
    kg_digits, mg_digits = (max(len(shown(mg)) for mg in figures) for shown in (kilograms, grouped))
    return {
        "columns": [labels.term(code) for code in (first, "SHARE", "COLUMN_KG", "COLUMN_MG")],
        "rows": rows,
        "total": whole if total else None,
        "name_width": name_width_mm,
        "kg_width": max(20.0, _DIGIT_MM * kg_digits + 4.0),
        "mg_width": max(28.0, _DIGIT_MM * mg_digits + 4.0),
    }
