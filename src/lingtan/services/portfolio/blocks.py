"""One block of a portfolio scored: the same function here and on a cluster."""

from __future__ import annotations

import hashlib
import threading
from functools import lru_cache

import numpy as np

from lingtan import METHOD_VERSION
from lingtan.errors import LingtanError, MethodError
from lingtan.evidence import canonical_bytes
from lingtan.files.portfolio import ResultBlock, RowBlock, result_block
from lingtan.messages import render, render_error
from lingtan.product import Inventory, NotAssessable, build_inventory, load_class_pack, spec_from_row
from lingtan.product.portfolio import LineDesk, LineTable, Supply, compile_inventories, compile_lines, score_compiled
from lingtan.services.portfolio.settings import Settings

__all__ = ["Block", "score_block"]

Block = RowBlock | LineTable
#: A cluster's worker may have several threads; nodes and draws of a run grow in one at a time.
_TURN = threading.Lock()


def score_block(settings: Settings, block: Block) -> ResultBlock:
    """The results of a block. Raises MethodError `PORTFOLIO_VERSION` on a worker of another version."""
    if settings.method_version != METHOD_VERSION:
        raise MethodError("PORTFOLIO_VERSION", wanted=settings.method_version, installed=METHOD_VERSION)
    with _TURN:
        desk = _desk(settings)
        return _lines(settings, block, desk) if isinstance(block, LineTable) else _rows(settings, block, desk.supply)


@lru_cache(maxsize=2)
def _desk(settings: Settings) -> LineDesk:
    """Nodes and draws that the blocks of one run share in this process."""
    return LineDesk(settings.library, Supply(seed=settings.seed, draws=settings.draws))


def _rows(settings: Settings, block: RowBlock, supply: Supply) -> ResultBlock:
    read = [_read(settings, row, place) for place, row in block.rows]
    inventories = [inventory for _, _, inventory in read if inventory is not None]
    scored = score_compiled(compile_inventories(inventories, supply), supply, workers=settings.workers)
    inputs = [hashlib.sha256(canonical_bytes(dict(row))).digest() for _, row in block.rows]
    carried = {name: [row[name] for _, row in block.rows] for name in block.rows[0][1]}
    reasons = [(status, said) for status, said, _ in read]
    return result_block(carried, reasons=reasons, scored=scored, digests=settings.row_digests(inputs))


def _read(settings: Settings, row: dict[str, str], place: str) -> tuple[str, str, Inventory | None]:
    try:
        found = spec_from_row(row, place=place)
        if isinstance(found, NotAssessable):
            return "not_assessable", render(found.reason, settings.language), None
        pack = load_class_pack(found.spec.attributes.device_class)
        inventory = build_inventory(found.spec, pack, settings.library)
    except LingtanError as error:
        return "error", render_error(error, settings.language), None
    return "ok", "; ".join(render(note, settings.language) for note in found.notes), inventory


def _lines(settings: Settings, table: LineTable, desk: LineDesk) -> ResultBlock:
    found = compile_lines(table, desk, run=settings.digest)
    scored = score_compiled(found.compiled, desk.supply, workers=settings.workers)
    reasons = [("ok", "") if error is None else ("error", render_error(error, settings.language)) for error in found.reasons]
    counts = {"lines": np.diff(table.pointer)}
    return result_block({"sku": list(table.skus)}, reasons=reasons, scored=scored, digests=found.digests, counts=counts)
