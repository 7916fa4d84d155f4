"""Boundaries of workshops with their shared utilities, modules and pilots (零碳车间), kept as they were sent."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from lingtan.assessment import workshop_file
from lingtan.files.trees import read_toml
from lingtan.services.demo.examples import example
from lingtan.services.house.workspace import Workspace
from lingtan.services.work.shelf import About, Shelf
from lingtan.services.workshop.keeping import KeptShop

__all__ = ["HALLS", "add_hall", "add_hall_sample", "drop_hall", "hall_template"]

HALLS = Shelf(room="halls", unknown="SHOP_UNKNOWN")
_HALL = "hefei-board-shop.workshop.toml"


def add_hall(workspace: Workspace, name: str, data: bytes, *, actor: str, at: datetime) -> KeptShop:
    """Keep a workshop's boundary with its modules and pilots. Raises InputError as `workshop_file`."""

    def look(folder: Path) -> About:
        found = workshop_file(read_toml(folder / name), place=name)
        return About(name=found.name, actor=actor, at=at, synthetic=found.synthetic)

    return KeptShop(shop=HALLS.put(workspace, {name: data}, look))


def add_hall_sample(workspace: Workspace, *, actor: str, at: datetime) -> KeptShop:
    """Keep the invented boundary of a board shop with ten lines. Synthetic."""
    return add_hall(workspace, _HALL, hall_template(), actor=actor, at=at)


def hall_template() -> bytes:
    """A whole file to change: the invented board shop."""
    return example(f"sites/{_HALL}").read_bytes()


def drop_hall(workspace: Workspace, hall: str) -> KeptShop:
    """Remove a boundary. Raises StoreError `SHOP_UNKNOWN`."""
    HALLS.drop(workspace, hall)
    return KeptShop(shop=hall)
