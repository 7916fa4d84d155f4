"""The facts of a site: quantities, statements and documents, each with its source and who recorded it when; and levers given by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lingtan.assessment.derived import Ratio, derived
from lingtan.assessment.vocabulary import Kind, Quality, item
from lingtan.errors import InputError
from lingtan.evidence import digest_record, from_plain
from lingtan.rules import FactValue, Lever

__all__ = ["DocumentRow", "FactsFile", "LeverRow", "QuantityRow", "StatementRow", "facts_file"]

#: A kilowatt-hour of attributes more than was used is a kilowatt-hour claimed twice. [kWh]
_SLACK_KWH = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityRow:
    """A number in the unit of the vocabulary, how it is known, and where it is from. Empty authors are those of the file."""

    name: str
    value: float
    quality: Quality
    source: str
    organisation: str = ""
    actor: str = ""
    recorded_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A yes or no, a word, a date or a list of words."""

    name: str
    value: Any
    source: str
    organisation: str = ""
    actor: str = ""
    recorded_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document that fills an evidence slot: title and number, and the digest of the file where it is at hand."""

    slot: str
    title: str
    reference: str
    digest: str = ""
    organisation: str = ""
    actor: str = ""
    recorded_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverRow:
    """Something that can be done or bought for the standard, with what it costs (`rules.Lever`)."""

    name: str
    unit: str
    limit: float
    yuan_per_unit: float
    standing: str
    source: str
    fixed_yuan: float = 0.0
    whole: bool = False
    changes: Mapping[str, float] | None = None
    states: Mapping[str, Any] | None = None
    documents: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsFile:
    """A site's facts for one year."""

    site: str
    year: int
    organisation: str
    actor: str
    recorded_at: str
    synthetic: bool = False
    quantity: tuple[QuantityRow, ...] = ()
    statement: tuple[StatementRow, ...] = ()
    document: tuple[DocumentRow, ...] = ()
    lever: tuple[LeverRow, ...] = ()

    @property
    def known(self) -> Mapping[str, QuantityRow]:
        """Quantities that are evidence: planned ones are forecasts and left out (METHODS 11)."""
        return {row.name: row for row in self.quantity if row.quality is not Quality.PLANNED}

    @property
    def values(self) -> Mapping[str, float]:
        """Values of the known quantities."""
        return {name: row.value for name, row in self.known.items()}

    @property
    def statements(self) -> Mapping[str, FactValue]:
        """Statements by name."""
        return {row.name: _value(row.value, f"statement {row.name}") for row in self.statement}

    def facts(self, forms: Mapping[str, Ratio]) -> Mapping[str, FactValue]:
        """Everything that rules may ask about: quantities, what derives from them, statements."""
        return {**self.values, **derived(forms, self.values), **self.statements}

    @property
    def evidence(self) -> Mapping[str, str]:
        """Evidence slots that are filled: digest of the file, or of the row that names the document."""
        return {row.slot: row.digest or digest_record(row) for row in self.document}

    @property
    def levers(self) -> tuple[Lever, ...]:
        """The levers of the file."""
        return tuple(
            Lever(
                name=row.name, unit=row.unit, limit=row.limit, yuan_per_unit=row.yuan_per_unit, standing=row.standing, source=row.source,
                fixed_yuan=row.fixed_yuan, whole=row.whole, changes=row.changes or {},
                states={name: _value(value, f"lever {row.name}") for name, value in (row.states or {}).items()},
                documents=row.documents, excludes=row.excludes,
            )
            for row in self.lever
        )  # fmt: skip


def facts_file(data: Mapping[str, Any], *, place: str) -> FactsFile:
    """The facts of a file, each name known, given once and of its kind.

    Raises InputError `BAD_RECORD`, `ASSESS_FACT_UNKNOWN`, `ASSESS_FACT_TWICE`, `ASSESS_FACT_KIND`, `ASSESS_FACT_NEGATIVE`, and
    `ASSESS_ATTRIBUTES` where more renewable kilowatt-hours are claimed than were used.
    """
    read = from_plain(FactsFile, data, place=place)
    _check_dates(read, place)
    rows = [(row.name, Kind.QUANTITY) for row in read.quantity] + [(row.name, Kind.STATEMENT) for row in read.statement]
    rows += [(row.slot, Kind.DOCUMENT) for row in read.document]
    seen: set[str] = set()
    for name, kind in rows:
        where = f"{place}: {kind.value} {name}"
        if name in seen:
            raise InputError("ASSESS_FACT_TWICE", place=where, name=name)
        if item(name, place=where).kind is not kind:
            raise InputError("ASSESS_FACT_KIND", place=where, name=name, kind=item(name, place=where).kind.value)
        seen.add(name)
    for row in read.quantity:
        if not 0 <= row.value < 1e15:
            raise InputError("ASSESS_FACT_NEGATIVE", place=f"{place}: quantity {row.name}", value=row.value)
    for given in read.lever:
        for name in given.changes or {}:
            item(name, place=f"{place}: lever {given.name}")
    values = read.values
    claimed = sum(values.get(name, 0.0) for name in ("own_renewable_kwh", "green_power_kwh", "certificates_kwh"))
    if claimed > values.get("electricity_kwh", claimed) + _SLACK_KWH:
        raise InputError("ASSESS_ATTRIBUTES", place=place, claimed=claimed, used=values["electricity_kwh"])
    return read


def _check_dates(read: FactsFile, place: str) -> None:
    times = [row.recorded_at for row in read.quantity] + [row.recorded_at for row in read.statement]
    times += [row.recorded_at for row in read.document]
    for given in {read.recorded_at, *(time for time in times if time)}:
        try:
            datetime.fromisoformat(given)
        except ValueError as exc:
            raise InputError("ASSESS_DATE", place=place, value=given) from exc


def _value(value: Any, place: str) -> FactValue:
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return frozenset(value)
    if isinstance(value, bool | int | float | str | date) and not isinstance(value, datetime):
        return value
    raise InputError("ASSESS_FACT_KIND", place=place, name=place, kind="statement")
