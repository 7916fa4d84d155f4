"""The facts that standards ask for: what each is, where it comes from, who has it, and how well a quantity is known by its evidence."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from lingtan.errors import InputError
from lingtan.messages import Language

__all__ = ["Item", "Kind", "Origin", "Owner", "Quality", "item", "relative_sd", "vocabulary"]


class Kind(StrEnum):
    """What a fact is: a number with a unit, a statement, or a document that fills an evidence slot."""

    QUANTITY = "quantity"
    STATEMENT = "statement"
    DOCUMENT = "document"


class Origin(StrEnum):
    """Where a fact comes from."""

    METER = "meter"
    BILL = "bill"
    SUPPLIER = "supplier"
    DOCUMENT = "document"


class Owner(StrEnum):
    """Who in a plant usually has it."""

    ENERGY = "energy"
    FINANCE = "finance"
    PROCUREMENT = "procurement"
    QUALITY = "quality"
    OPERATIONS = "operations"
    MANAGEMENT = "management"
    PUBLISHER = "publisher"


class Quality(StrEnum):
    """How a quantity is known. A planned one is a forecast and never evidence (METHODS 11)."""

    METERED = "metered"
    BILLED = "billed"
    ESTIMATED = "estimated"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One fact of the vocabulary."""

    name: str
    kind: Kind
    origin: Origin
    owner: Owner
    unit: str
    label: Mapping[Language, str]


@cache
def _file() -> Mapping[str, object]:
    return tomllib.loads(files("lingtan.assessment").joinpath("vocabulary.toml").read_text("utf-8"))


@cache
def vocabulary() -> Mapping[str, Item]:
    """Every fact by name, in the order of the file."""
    rows = _file()["item"]
    assert isinstance(rows, list)
    return {
        row["name"]: Item(
            name=row["name"], kind=Kind(row["kind"]), origin=Origin(row["from"]), owner=Owner(row["owner"]), unit=row.get("unit", ""),
            label={Language.EN: row["label_en"], Language.ZH: row["label_zh"]},
        )
        for row in rows
    }  # fmt: skip


def item(name: str, *, place: str) -> Item:
    """The fact of this name. Raises InputError `ASSESS_FACT_UNKNOWN`."""
    found = vocabulary().get(name)
    if found is None:
        raise InputError("ASSESS_FACT_UNKNOWN", place=place, name=name)
    return found


def relative_sd(quality: Quality | None) -> float:
    """Relative standard uncertainty of a quantity known in this way; None is one that nobody has. [1]"""
    table = _file()["uncertainty"]
    assert isinstance(table, dict)
    name = "missing" if quality is None else "estimated" if quality is Quality.PLANNED else quality.value
    return float(table[name])
