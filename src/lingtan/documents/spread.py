"""Quantiles and mean of a footprint on one line from zero."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingtan.documents.figures import kilograms
from lingtan.documents.labels import Labels

__all__ = ["spread_line"]


#: From here on the grams of a mark's label say nothing and have no room. [mg CO2e]
_WIDE_MG = 10**10


def spread_line(labels: Labels, marks_mg: Mapping[str, int], *, sd_mg: int) -> dict[str, Any]:
    """The line of the marks `p5`, `p50`, `mean`, `p95` [mg CO2e] under its heading.

    Places are fractions of the width; `box` is the width of a label. [pt].
    """
    is_wide = marks_mg["mean"] >= _WIDE_MG
    places = 0 if is_wide else 3
    top = max(*marks_mg.values(), marks_mg["mean"] + sd_mg, 1) * 1.06
    return {
        "heading": labels.heading("SPREAD"),
        "spread": {
            "low": marks_mg["p5"] / top,
            "high": marks_mg["p95"] / top,
            "box": 96 if is_wide else 60,
            "points": [
                {
                    "at": mg / top,
                    "name": labels.term(f"POINT_{name.upper()}"),
                    "kg": kilograms(mg, places=places),
                    "main": name == "mean",
                }
                for name, mg in marks_mg.items()
            ],
        },
    }
