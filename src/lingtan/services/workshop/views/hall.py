"""零碳车间 A workshop's boundary, its shared utilities, and its modules from pilot to scale; beside the catalogue of modules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lingtan.assessment import WorkshopView, workshop, workshop_file
from lingtan.assessment.workshop import WorkshopFile
from lingtan.files.trees import read_toml
from lingtan.services.assessment.catalogue import module_rows
from lingtan.services.house.workspace import Workspace
from lingtan.services.workshop.halls import HALLS
from lingtan.services.workshop.views.hall_rows import ModuleRow, PartRow, module_row
from lingtan.services.workshop.views.shop import ShopChoice

__all__ = ["HallPage", "hall_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HallPage:
    """A boundary; `hall` is empty where none is kept: the catalogue of modules is there all the same."""

    hall: str
    halls: tuple[ShopChoice, ...]
    found: WorkshopView | None
    parts: tuple[PartRow, ...]
    modules: tuple[ModuleRow, ...]

    @property
    def plans(self) -> tuple[ModuleRow, ...]:
        """The modules that this workshop wants."""
        return tuple(row for row in self.modules if row.plan)


def hall_page(workspace: Workspace, *, hall: str = "") -> HallPage:
    """The boundary named or the latest. Raises StoreError `SHOP_UNKNOWN`."""
    known = tuple(ShopChoice(shop=one, name=about.name, synthetic=about.synthetic) for one, about in HALLS.all(workspace))
    chosen = hall or (known[0].shop if known else "")
    file = _read(HALLS.folder(workspace, chosen)) if chosen else None
    found = workshop(file) if file else None
    plans = {plan.module.id: plan for plan in found.modules} if found else {}
    names = {one.id: one.title for one in module_rows()}
    rows = tuple(module_row(one, names, plans.get(one.id)) for one in module_rows())
    parts = tuple(PartRow(part=n, kwh=getattr(file.boundary, f"{n}_kwh")) for n in ("products", "idle", "scrap", "other")) if file else ()
    return HallPage(hall=chosen, halls=known, found=found, parts=parts, modules=rows)


@lru_cache(maxsize=16)
def _read(folder: Path) -> WorkshopFile:
    path = next(folder.glob("*.toml"))
    return workshop_file(read_toml(path), place=path.name)
