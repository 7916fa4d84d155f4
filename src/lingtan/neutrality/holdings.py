"""Credit holdings from a table: counts recomputed, overlaps refused with the earlier row named, nothing future or unissued."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from lingtan.errors import InputError, LedgerError, LingtanError
from lingtan.neutrality.credits import CorrespondingAdjustment, CreditBlock, ProjectType
from lingtan.neutrality.rows import Row, day, minor_units, optional_text, text, texts, whole
from lingtan.neutrality.serials import MAX_TONNES, Registry, SerialRange, check_count, opaque_range, parse_serial

__all__ = ["CREDIT_COLUMNS", "examine_holdings", "read_holdings"]

#: Columns of a holdings table, in template order. `serial` or the three `serial_…` columns; the rest but the last five are needed.
CREDIT_COLUMNS = (
    "programme",
    "registry",
    "project_id",
    "project_name",
    "project_type",
    "host_country",
    "methodology",
    "vintage_year",
    "serial",
    "serial_prefix",
    "serial_first",
    "serial_last",
    "tonnes",
    "status",
    "issued_on",
    "acquired_from",
    "acquired_on",
    "evidence_digest",
    "labels",
    "corresponding_adjustment",
    "price_per_t",
    "currency",
)

#: What a registry calls a credit that is there to be cancelled, in either language.
_HELD = frozenset({"issued", "active", "held", "available", "已签发", "持有", "可用"})

_Choice = TypeVar("_Choice", bound=StrEnum)


def read_holdings(rows: Iterable[Row], *, on: date, known: Sequence[CreditBlock] = ()) -> tuple[CreditBlock, ...]:
    """The blocks of a holdings table as of a day, in row order.

    `known` are the blocks already in the house. Raises InputError for a cell that cannot be read, `CREDIT_SERIAL_COUNT` for a stated
    count that is not the serials' own, `CREDIT_CONTRADICTS` where a row disagrees with its own serial; LedgerError `CREDIT_NOT_ISSUED`,
    `CREDIT_FUTURE`, and `CREDIT_SERIAL_OVERLAP` naming the earlier row.
    """
    blocks = []
    for found in examine_holdings(rows, on=on, known=known):
        if isinstance(found, LingtanError):
            raise found
        blocks.append(found)
    return tuple(blocks)


def examine_holdings(rows: Iterable[Row], *, on: date, known: Sequence[CreditBlock] = ()) -> Iterator[CreditBlock | LingtanError]:
    """Row by row the block, or what `read_holdings` would refuse it for; a refused row hinders none of the others."""
    shelves: dict[tuple[Registry, str], list[CreditBlock]] = {}
    for block in known:
        held = replace(block, place="")  # the cell of an earlier file is none of this one: the range itself is named
        insort(shelves.setdefault((held.registry, held.serials.series), []), held, key=_start)
    for row in rows:
        try:
            block = _block(row, on)
            _shelve(shelves.setdefault((block.registry, block.serials.series), []), block)
        except LingtanError as error:
            yield error
        else:
            yield block


def _shelve(shelf: list[CreditBlock], block: CreditBlock) -> None:
    at = bisect_right(shelf, block.serials.start, key=_start)
    # What stands on a shelf is disjoint, so only the two neighbours can overlap.
    for other in shelf[max(at - 1, 0) : at + 1]:
        if block.serials.overlaps(other.serials):
            raise LedgerError("CREDIT_SERIAL_OVERLAP", place=block.place, serial=block.key, earlier=other.place or other.key)
    shelf.insert(at, block)


def _start(block: CreditBlock) -> int:
    return block.serials.start


def _block(row: Row, on: date) -> CreditBlock:
    registry = _choice(row, "programme", Registry)
    serials, column = _serials(row, registry)
    check_count(serials, whole(row, "tonnes", least=1, greatest=MAX_TONNES), place=row.cell("tonnes"))
    vintage = whole(row, "vintage_year", least=1990, greatest=2100)
    issued_on = _issued(row, vintage, on)
    acquired_on = day(row, "acquired_on")
    if acquired_on > on:
        raise LedgerError("CREDIT_FUTURE", place=row.cell("acquired_on"), what=acquired_on.isoformat(), on=on.isoformat())
    block = CreditBlock(
        registry=registry,
        registry_name=text(row, "registry"),
        serials=serials,
        project_id=text(row, "project_id"),
        project_name=text(row, "project_name"),
        project_type=_choice(row, "project_type", ProjectType),
        host_country=_country(row),
        methodology=text(row, "methodology"),
        vintage_year=vintage,
        issued_on=issued_on,
        labels=texts(row, "labels"),
        corresponding_adjustment=(
            _choice(row, "corresponding_adjustment", CorrespondingAdjustment)
            if optional_text(row, "corresponding_adjustment")
            else CorrespondingAdjustment.NOT_STATED
        ),
        price_minor_per_t=minor_units(row, "price_per_t"),
        currency=_currency(row),
        acquired_from=text(row, "acquired_from"),
        acquired_on=acquired_on,
        evidence_digest=_digest(row),
        place=row.cell(column),
    )
    _agrees_with_its_serial(block, row)
    return block


def _serials(row: Row, registry: Registry) -> tuple[SerialRange, str]:
    whole_serial, prefix = optional_text(row, "serial"), optional_text(row, "serial_prefix")
    if whole_serial is not None and prefix is not None:
        raise InputError("CREDIT_SERIAL_BOTH", place=row.cell("serial_prefix"), serial=whole_serial)
    if whole_serial is not None:
        return parse_serial(registry, whole_serial, place=row.cell("serial")), "serial"
    if prefix is None:
        raise InputError("ROW_VALUE_MISSING", place=row.cell("serial"), column="serial")
    if registry is not Registry.CCER:
        # A known format given in parts could evade its own parser, and with it the overlap check.
        raise InputError("CREDIT_SERIAL_IN_PARTS", place=row.cell("serial_prefix"), registry=registry.value)
    first, last = text(row, "serial_first"), text(row, "serial_last")
    return opaque_range(prefix, first, last, registry=registry, place=row.cell("serial_prefix")), "serial_prefix"


def _issued(row: Row, vintage: int, on: date) -> date:
    status = text(row, "status")
    if status.casefold() not in _HELD:
        raise LedgerError("CREDIT_NOT_ISSUED", place=row.cell("status"), status=status)
    issued_on = day(row, "issued_on")
    if issued_on > on:
        raise LedgerError("CREDIT_FUTURE", place=row.cell("issued_on"), what=issued_on.isoformat(), on=on.isoformat())
    if vintage > issued_on.year:
        raise LedgerError("CREDIT_FUTURE", place=row.cell("vintage_year"), what=str(vintage), on=issued_on.isoformat())
    return issued_on


def _agrees_with_its_serial(block: CreditBlock, row: Row) -> None:
    serials = block.serials
    if serials.vintage_year is not None and serials.vintage_year != block.vintage_year:
        raise _contradiction(row, "vintage_year", str(block.vintage_year), str(serials.vintage_year))
    if serials.country is not None and serials.country != block.host_country:
        raise _contradiction(row, "host_country", block.host_country, serials.country)
    if serials.project is not None and _number(serials.project) != _number(block.project_id):
        raise _contradiction(row, "project_id", block.project_id, serials.project)


def _contradiction(row: Row, column: str, got: str, serial: str) -> InputError:
    return InputError("CREDIT_CONTRADICTS", place=row.cell(column), column=column, got=got, serial=serial)


def _number(project: str) -> str:
    """The digits a project id ends with, without padding: `VCS-0191` and `191` are one project."""
    digits = re.search(r"([0-9]+)$", project)
    return digits.group(1).lstrip("0") if digits else project


def _choice(row: Row, column: str, kind: type[_Choice]) -> _Choice:
    value = text(row, column)
    for item in kind:
        if value.casefold() == item.value.casefold():
            return item
    raise InputError("ROW_VALUE_CHOICE", place=row.cell(column), got=value, known=", ".join(kind))


def _country(row: Row) -> str:
    value = text(row, "host_country")
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise InputError("ROW_VALUE_KIND", place=row.cell("host_country"), want="ISO 3166-1 alpha-2 code", got=value)
    return value


def _currency(row: Row) -> str:
    value = optional_text(row, "currency") or "CNY"
    if not re.fullmatch(r"[A-Z]{3}", value):
        raise InputError("ROW_VALUE_KIND", place=row.cell("currency"), want="ISO 4217 code", got=value)
    return value


def _digest(row: Row) -> str:
    value = text(row, "evidence_digest")
    if not re.fullmatch(r"sha256:[0-9a-f]{64}", value):
        raise InputError("ROW_VALUE_KIND", place=row.cell("evidence_digest"), want="sha256:… of the registry record", got=value)
    return value
