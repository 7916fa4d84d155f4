"""Makers' sheets from a declarations file: what may be predicted from, and beside it what is predicted."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from lingtan.errors import LingtanError
from lingtan.factors import FactorLibrary
from lingtan.product import NotAssessable
from lingtan.product.declared import Features, SheetRow, device_features, read_device


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One published sheet. `row` holds its cells, `features` what our model sees of its attributes; the rest is what was declared."""

    row: dict[str, str]
    features: Features
    source: str
    family: str
    total_kg: float
    use_kg: float | None
    shares: dict[str, float] | None
    sigma: float | None

    @property
    def device_class(self) -> str:
        return self.features.device_class

    @property
    def maker(self) -> str:
        return self.features.maker

    @property
    def embodied_kg(self) -> float | None:
        return self.total_kg - self.use_kg if self.use_kg is not None else None

    def declared(self, target: str) -> float | None:
        return {"total": self.total_kg, "use": self.use_kg, "embodied": self.embodied_kg}[target]

    def without_tec(self) -> Sheet:
        return replace(self, features=replace(self.features, tec_kwh=None), row=self.row | {"yearly_tec": ""})

    def fitted(self) -> SheetRow:
        split = self.shares or {}
        return SheetRow(
            features=self.features,
            total_kg=self.total_kg,
            use_kg=self.use_kg,
            transport_kg=self.total_kg * split["transport"] if split else None,
            end_of_life_kg=self.total_kg * split["end_of_life"] if split else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """All that could be read, once per source; and what was left out, with its reason."""

    sheets: tuple[Sheet, ...]
    rows: int
    duplicates: int
    refused: tuple[str, ...]
    sha256: str


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _shares(row: dict[str, str]) -> dict[str, float] | None:
    """The four stage shares where they sum to 1 within 0.02; a list's other rows have a slip in one of them."""
    names = {"manufacturing": "manufacturing", "transport": "transport", "use": "use", "end_of_life": "eol"}
    found = {name: _number(row[f"gwp_{column}_ratio"]) for name, column in names.items()}
    shares = {name: value for name, value in found.items() if value is not None}
    return shares if len(shares) == len(names) and abs(sum(shares.values()) - 1.0) <= 0.02 else None


def read_sheets(path: Path, library: FactorLibrary) -> Sheets:
    """Every assessable row with a total. Rows that share source address and class count once (the first)."""
    raw = path.read_bytes()
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines()))
    found: dict[tuple[str, str], Sheet] = {}
    refused: list[str] = []
    duplicates = 0
    for number, row in enumerate(rows, start=2):
        total = _number(row["gwp_total"])
        try:
            read = read_device(row, place=f"row {number}")
            if isinstance(read, NotAssessable) or not total:
                refused.append(f"row {number}: {row['subcategory'] or 'no class'}{'' if total else ', no total'}")
                continue
            features = device_features(read, library)
        except LingtanError as error:
            refused.append(f"row {number}: {error.code} @ {error.place}")
            continue
        source = row["sources"].strip() or f"{row['manufacturer']}|{row['name']}|{row['report_date']}"
        share = _number(row["gwp_use_ratio"])
        sheet = Sheet(
            row=row,
            features=features,
            source=source,
            family=" ".join(row["name"].split()[:2]),
            total_kg=total,
            use_kg=total * share if share is not None and 0.0 < share < 1.0 else None,
            shares=_shares(row),
            sigma=_number(row["gwp_error_ratio"]),
        )
        if (source, sheet.device_class) in found:
            duplicates += 1
        else:
            found[source, sheet.device_class] = sheet
    return Sheets(
        sheets=tuple(found.values()),
        rows=len(rows),
        duplicates=duplicates,
        refused=tuple(refused),
        sha256=hashlib.sha256(raw).hexdigest(),
    )
