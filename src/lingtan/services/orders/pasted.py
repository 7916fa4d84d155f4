"""Serial numbers pasted into a form, as the table that an upload would have been."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from lingtan.errors import InputError
from lingtan.files import ORDERS, CellOut, SheetOut, csv_bytes
from lingtan.services.credits.uploads import keep_upload
from lingtan.services.house.workspace import Workspace

__all__ = ["PastedDevices", "keep_pasted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedDevices:
    """Devices of one kind: their serials as they were pasted, and what holds for all of them. Years [a]."""

    serials: str
    model: str
    configuration: str
    service_years: float
    place_of_use: str
    delivery: str = "with_hardware"
    remaining_years: float | None = None


def keep_pasted(workspace: Workspace, pasted: PastedDevices, *, at: datetime) -> str:
    """Keep the table for preview and order; the key of the kept file. Raises InputError `SERIALS_MISSING`."""
    serials = [serial for serial in re.split(r"[\s,;，；、]+", pasted.serials) if serial]
    if not serials:
        raise InputError("SERIALS_MISSING", place="serials")
    said: dict[str, str | float | None] = {"model": pasted.model.strip(), "configuration": pasted.configuration.strip()}
    said |= {"service_years": pasted.service_years, "place_of_use": pasted.place_of_use.strip(), "delivery": pasted.delivery}
    said |= {"remaining_years": pasted.remaining_years}
    rows: list[list[CellOut]] = [[column.en for column in ORDERS.columns]]
    rows += [[serial if column.name == "serial" else said.get(column.name) for column in ORDERS.columns] for serial in serials]
    return keep_upload(workspace, "pasted.csv", csv_bytes(SheetOut(title=ORDERS.sheet, rows=rows)), at=at)
