"""`lingtan portfolio`: many devices known by their attributes, one row in, one row out, whatever a row holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path

from lingtan.errors import LingtanError
from lingtan.evidence import Stage
from lingtan.factors import FactorLibrary
from lingtan.files import read_csv_rows, write_atomic
from lingtan.messages import render, render_error
from lingtan.product import NotAssessable, build_inventory, footprint, load_class_pack, spec_from_row

__all__ = ["RESULT_COLUMNS", "run_portfolio"]

RESULT_COLUMNS = (
    "status", "reason", "mean_kg", "p5_kg", "p50_kg", "p95_kg", "share_manufacturing", "share_transport", "share_use", "share_eol"
)  # fmt: skip


def run_portfolio(
    source: Path, target: Path, library: FactorLibrary, *, seed: int, draws: int, progress: Callable[[int, int], None]
) -> dict[str, int]:
    """Assess every row of a CSV and write it with the result columns added, atomically. Returns the count of rows by status.

    A class that is not modelled gets `not_assessable`, a row that cannot be read `error`, each with its reason; the run goes on.
    """
    header, rows = read_csv_rows(source)
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=[*header, *(name for name in RESULT_COLUMNS if name not in header)], lineterminator="\n")
    writer.writeheader()
    counts: dict[str, int] = {}
    for index, (place, row) in enumerate(rows):
        result = _assess(row, library, place=place, seed=seed, draws=draws)
        counts[result["status"]] = counts.get(result["status"], 0) + 1
        writer.writerow({**row, **result})
        progress(index + 1, len(rows))
    write_atomic(target, out.getvalue().encode())
    return counts


def _assess(row: Mapping[str, str], library: FactorLibrary, *, place: str, seed: int, draws: int) -> dict[str, str]:
    try:
        found = spec_from_row(row, place=place)
        if isinstance(found, NotAssessable):
            return _empty("not_assessable", render(found.reason, "en"))
        pack = load_class_pack(found.spec.attributes.device_class)
        carrier = footprint(build_inventory(found.spec, pack, library), seed=seed, draws=draws).footprint
    except LingtanError as error:
        return _empty("error", render_error(error, "en"))
    share = {stage: mg / carrier.mean_mg for stage, mg in carrier.stages_mg.items()}
    figures = [carrier.mean_mg, carrier.quantiles.p5_mg, carrier.quantiles.p50_mg, carrier.quantiles.p95_mg]
    shares = [share[Stage.MATERIALS] + share[Stage.ASSEMBLY], share[Stage.TRANSPORT], share[Stage.USE], share[Stage.END_OF_LIFE]]
    notes = "; ".join(render(note, "en") for note in found.notes)
    return dict(zip(RESULT_COLUMNS, ["ok", notes, *(f"{mg / 1e6:.6f}" for mg in figures), *(f"{s:.6f}" for s in shares)], strict=True))


def _empty(status: str, reason: str) -> dict[str, str]:
    return dict.fromkeys(RESULT_COLUMNS, "") | {"status": status, "reason": reason}
