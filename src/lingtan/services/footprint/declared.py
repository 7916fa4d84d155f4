"""`lingtan declared`: what makers' own sheets would say of devices known by their attributes, for comparison with published figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

from lingtan.errors import LingtanError
from lingtan.factors import FactorLibrary
from lingtan.files import read_csv_rows, write_atomic
from lingtan.messages import render, render_error
from lingtan.product import NotAssessable
from lingtan.product.declared import device_features, expect_sheet, load_calibration, load_scenario, read_device

__all__ = ["DECLARED_COLUMNS", "run_declared"]

DECLARED_COLUMNS = (
    "status", "reason", "sheet_p5_kg", "sheet_p50_kg", "sheet_p95_kg", "sheet_embodied_kg", "sheet_use_kg", "sheet_share_manufacturing",
    "sheet_share_transport", "sheet_share_use", "sheet_share_end_of_life", "earlier_tool_share", "tec_kwh_taken", "constants",
)  # fmt: skip


def run_declared(source: Path, target: Path, library: FactorLibrary, *, progress: Callable[[int, int], None]) -> tuple[dict[str, int], str]:
    """Add the expectation to every row of a CSV, atomically. Returns the count of rows by status and the digest of the constants.

    A class that is not modelled gets `not_assessable`, a row that cannot be read `error`, each with its reason; the run goes on.
    """
    header, rows = read_csv_rows(source)
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=[*header, *(name for name in DECLARED_COLUMNS if name not in header)], lineterminator="\n")
    writer.writeheader()
    counts: dict[str, int] = {}
    for index, (place, row) in enumerate(rows):
        result = _expected(row, library, place=place)
        counts[result["status"]] = counts.get(result["status"], 0) + 1
        writer.writerow({**row, **result})
        progress(index + 1, len(rows))
    write_atomic(target, out.getvalue().encode())
    return counts, load_calibration().digest


def _expected(row: Mapping[str, str], library: FactorLibrary, *, place: str) -> dict[str, str]:
    calibration = load_calibration()
    try:
        found = read_device(row, place=place)
        if isinstance(found, NotAssessable):
            return _empty("not_assessable", render(found.reason, "en"))
        features = device_features(found, library)
        seen = expect_sheet(features, calibration, load_scenario())
    except LingtanError as error:
        return _empty("error", render_error(error, "en"))
    quantiles = [*(seen.total.quantile(share) for share in (0.05, 0.5, 0.95)), seen.embodied.quantile(0.5), seen.use.quantile(0.5)]
    figures = [*quantiles, *seen.shares.values(), seen.earlier_share, features.tec_kwh or seen.expected_tec_kwh]
    notes = "; ".join(render(note, "en") for note in found.notes)
    cells = ["ok", notes, *(f"{figure:.4f}" for figure in figures), calibration.digest]
    return dict(zip(DECLARED_COLUMNS, cells, strict=True))


def _empty(status: str, reason: str) -> dict[str, str]:
    return dict.fromkeys(DECLARED_COLUMNS, "") | {"status": status, "reason": reason}
