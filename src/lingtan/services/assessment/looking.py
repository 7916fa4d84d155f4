"""Files that come beside a site, read whole before they are kept."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path

from lingtan.assessment import assess, facts_file, overlaid, ratios, standard, standard_names
from lingtan.files.trees import read_toml
from lingtan.services.assessment.park import park_view

__all__ = ["Part", "looked_at"]

#: Verdicts are worked out to see whether they can be; the grid's factors don't matter for that.
_ANY = ratios(location_kg_per_kwh=1.0, market_kg_per_kwh=1.0)


class Part(StrEnum):
    """What is kept beside a site: facts and documents, roll-out of measures, clauses and points from a text that its owner holds."""

    FACTS = "facts"
    ROLLOUT = "rollout"
    OWN = "own"


def looked_at(part: Part, name: str, data: bytes) -> str:
    """Of an own text the name of its standard, else nothing. Raises InputError as the reader, by the place in the file `name`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return _look(part, path)


def _look(part: Part, path: Path) -> str:
    """Refuse what can't be read; of an own text, the name of its standard."""
    if part is Part.ROLLOUT:
        park_view(path)
        return ""
    tables = read_toml(path)
    if part is Part.OWN:
        base = standard(str(tables.get("standard", "")))
        overlaid(base, tables, place=path.name)
        return base.pack.name
    file = facts_file(tables, place=path.name)
    for name in standard_names():
        assess(standard(name), file, _ANY)
    return ""
