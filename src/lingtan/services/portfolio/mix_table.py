"""The saved products as a table whose units a person fills in, for the change of a mix."""

from __future__ import annotations

from lingtan.files import SheetOut, csv_bytes
from lingtan.services.footprint.mix import MIX_COLUMNS
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.record import CURRENT, KIND

__all__ = ["mix_table"]

#: More rows than this nobody fills in by hand.
_MOST = 10_000


def mix_table(workspace: Workspace) -> bytes:
    """A CSV of product, units (1 each) and mean_kg as it was last saved."""
    with workspace.store() as store:
        found = store.catalogue(
            KIND, organisation=workspace.profile.organisation, state=CURRENT, order="label", descending=False, limit=_MOST
        )
    rows = [(entry.label, 1, (entry.amount or 0) / 1e6) for entry in found.rows]
    return csv_bytes(SheetOut(title="mix", rows=[MIX_COLUMNS, *rows]))
