"""A row of a declarations list made fit for the model: rules that look at attributes only, each noted on the row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from lingtan.messages import Message
from lingtan.product.attributes_only import SUBCATEGORIES, NotAssessable, RowSpec, spec_from_row
from lingtan.product.impute import complete
from lingtan.product.pack_file import load_class_pack

__all__ = ["read_device"]

_INCHES = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d{1,2})?)\s*(?:[-\s]?inch\b|-?in\b|[”\"″]|英寸)", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"^(?:[A-Za-z]{3,9}\.?[-\s']+|\d{1,2}/(?:\d{1,2}/)?)(\d{2})$")
_SCREENED = ("laptop", "monitor", "all_in_one", "tablet", "phone")
#: A stated weight below or above these multiples of what a screen of its size weighs is a slip (a head without its stand, pounds, grams).
_WEIGHT_FROM, _WEIGHT_TO = 0.45, 2.5


def read_device(row: Mapping[str, str], *, place: str) -> RowSpec | NotAssessable:
    """The row as a specification, after four rules.

    A screen size written in the name counts where its column is empty; the place `NA` means North America; a date with two digits for its
    year means this century; a weight out of proportion to the screen counts as not stated. Raises what `spec_from_row` raises.
    """
    cells = dict(row)
    notes: list[Message] = []
    named = _INCHES.search(cells.get("name") or "")
    kind = SUBCATEGORIES.get((cells.get("subcategory") or "").strip().casefold())
    if kind in (*_SCREENED, "desktop") and not _stated(cells.get("screen_size")) and named:
        cells["screen_size"] = named.group(1)
        notes.append(Message(code="ROW_SCREEN_FROM_NAME", params={"screen": named.group(1)}, place=f"{place}:screen_size"))
    if (cells.get("use_location") or "").strip() == "NA":
        cells["use_location"] = "North America"
        notes.append(Message(code="ROW_PLACE_NA", params={}, place=f"{place}:use_location"))
    short = _SHORT_YEAR.match((cells.get("report_date") or "").strip())
    if short:
        cells["report_date"] = f"20{short.group(1)}"
        notes.append(Message(code="ROW_SHORT_YEAR", params={"year": cells["report_date"]}, place=f"{place}:report_date"))
    read = spec_from_row(cells, place=place)
    if isinstance(read, NotAssessable):
        return read
    attributes = read.spec.attributes
    if attributes.mass_kg is not None and attributes.screen_size_in is not None and attributes.device_class in _SCREENED:
        pack = load_class_pack(attributes.device_class)
        usual = complete(replace(attributes, mass_kg=None), pack).numbers["mass_kg"].value
        if usual > 0 and not _WEIGHT_FROM * usual <= attributes.mass_kg <= _WEIGHT_TO * usual:
            params = {"mass": attributes.mass_kg, "usual": round(usual, 2)}
            notes.append(Message(code="ROW_WEIGHT_IMPLAUSIBLE", params=params, place=f"{place}:weight"))
            attributes = replace(attributes, mass_kg=None)
    return RowSpec(spec=replace(read.spec, attributes=attributes), notes=(*read.notes, *notes))


def _stated(text: str | None) -> bool:
    return bool((text or "").strip().strip("0."))
