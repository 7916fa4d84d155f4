"""Workshops of an organisation: the months of their meters, kept as they were sent."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from lingtan.errors import InputError
from lingtan.files.trees import read_toml
from lingtan.services.demo.examples import example
from lingtan.services.house.workspace import Workspace
from lingtan.services.work.shelf import About, Shelf
from lingtan.services.workshop.shop import OpenedShop, open_shop
from lingtan.services.workshop.synthetic import write_synthetic
from lingtan.services.workshop.views.meters import month_rows

__all__ = ["SHOPS", "KeptShop", "add_shop", "add_shop_sample", "drop_shop", "kept_shop", "shop_template"]

SHOPS = Shelf(room="shops", unknown="SHOP_UNKNOWN")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptShop:
    """A workshop that is kept, or was until now."""

    shop: str


def add_shop(workspace: Workspace, name: str, files: Mapping[str, bytes], *, actor: str, at: datetime) -> KeptShop:
    """Keep a workshop's file `name` and its tables. Raises InputError `SHOP_FILE_MISSING` for a table not sent, and as `open_shop`."""

    def look(folder: Path) -> About:
        tables = read_toml(folder / name)
        for wanted in filter(None, (str(tables.get("months", "")), str(tables.get("baseline", "")))):
            if wanted not in files or wanted == name:  # also an address that leads out of the folder
                raise InputError("SHOP_FILE_MISSING", place=name, file=wanted[:80])
        found = open_shop(folder / name)
        month_rows(found)
        return About(name=found.workshop.name, actor=actor, at=at, synthetic=found.workshop.synthetic)

    return KeptShop(shop=SHOPS.put(workspace, files, look))


def add_shop_sample(workspace: Workspace, *, actor: str, at: datetime) -> KeptShop:
    """Keep the invented board shop. Synthetic."""
    files = shop_template()
    return add_shop(workspace, next(iter(files)), files, actor=actor, at=at)


@cache
def shop_template() -> Mapping[str, bytes]:
    """A whole workshop to change: the invented board shop, its file first, a year before its module and a year after. Synthetic."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(path) for path in write_synthetic(example("factory-board-shop.toml"), Path(folder), seed=1).values()]
        return MappingProxyType({path.name: path.read_bytes() for path in paths})


def drop_shop(workspace: Workspace, shop: str) -> KeptShop:
    """Remove a workshop with its thread. Raises StoreError `SHOP_UNKNOWN`."""
    SHOPS.drop(workspace, shop)
    return KeptShop(shop=shop)


@lru_cache(maxsize=16)
def kept_shop(folder: Path) -> OpenedShop:
    """The workshop in a shelf's folder, which is named by its bytes."""
    return open_shop(next(folder.glob("*.toml")))
