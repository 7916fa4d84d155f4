"""Places: countries (ISO 3166-1), Chinese provinces (ISO 3166-2:CN) under their regional grids, and a few regions of makers' sheets.

Codes: `CN-BJ` a province, `CN-NORTH` a grid region (ours), `CN` a country (alpha-2), `EU`, `RER` (Europe), `NAM` (North America), `ASIA`,
`GLO` the world. Names are CLDR's (by way of babel 2.18, data Unicode-3.0); the grid regions are those of the electricity factors of the
Ministry of Ecology and Environment: North holds Shandong and the whole of Inner Mongolia (whose east belongs to the Northeast grid),
Southwest holds Tibet, which the provincial table does not cover.
"""

from __future__ import annotations

import csv
import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from lingtan.errors import InputError

__all__ = ["Place", "PlaceKind", "all_places", "ancestors", "find_place"]


class PlaceKind(StrEnum):
    """How large a place is, from a province to the world."""

    PROVINCE = "province"
    GRID = "grid"
    COUNTRY = "country"
    REGION = "region"
    WORLD = "world"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place; `parent` is the next larger one a factor may be taken from, empty for the world."""

    code: str
    name_en: str
    name_zh: str
    kind: PlaceKind
    parent: str


def find_place(text: str, *, place: str | None = None) -> Place:
    """The place that a code, an alpha-3 code, an English or Chinese name, or a sheet's alias (`WW`, `Worldwide`, `UK`) means.

    `place` is the cell the error names. Raises InputError `PLACE_UNKNOWN` with the nearest names.
    """
    key = _key(text)
    found = _names().get(key)
    if found is None:
        near = difflib.get_close_matches(key, _names(), n=3, cutoff=0.6)
        nearest = ", ".join(dict.fromkeys(f"{_names()[n].name_en} ({_names()[n].code})" for n in near))
        raise InputError("PLACE_UNKNOWN", place=place, text=text.strip(), nearest=nearest or "-")
    return found


def ancestors(code: str) -> tuple[str, ...]:
    """The place itself and the larger places it lies in, nearest first: `CN-BJ` → `("CN-BJ", "CN-NORTH", "CN", "GLO")`.

    Raises InputError `PLACE_UNKNOWN` for what is not a code.
    """
    places = all_places()
    if code not in places:
        raise InputError("PLACE_UNKNOWN", place=None, text=code, nearest="-")
    chain = [code]
    while parent := places[chain[-1]].parent:
        chain.append(parent)
    return tuple(chain)


@cache
def all_places() -> Mapping[str, Place]:
    """Every place by code, in the order of the data file."""
    return {
        row["code"]: Place(
            code=row["code"], name_en=row["name_en"], name_zh=row["name_zh"], kind=PlaceKind(row["kind"]), parent=row["parent"]
        )
        for row in _rows()
    }


@cache
def _names() -> Mapping[str, Place]:
    """Every place by each of its names, normalised; codes win over names, and names over aliases."""
    names: dict[str, Place] = {}
    columns = ("code", "alpha3", "name_en", "name_zh", "aliases")
    for column in columns:
        for row in _rows():
            for name in row[column].split(";"):
                if name:
                    names.setdefault(_key(name), all_places()[row["code"]])
    return names


def _key(text: str) -> str:
    """The text without case, accents and surplus spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.replace("’", "'").casefold().split())


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = files("lingtan.quantities").joinpath("data", "places.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
