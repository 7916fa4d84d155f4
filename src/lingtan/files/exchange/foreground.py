"""An XLSX foreground as a named system: its own activities on top of what they take from a supply. All that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lingtan.errors import InputError, LingtanError
from lingtan.files.exchange.fallback import Fallback, drawable
from lingtan.files.exchange.foreground_sheets import ActivityBlock, Foreground, Line
from lingtan.files.exchange.foreground_values import Values, named_parameters
from lingtan.files.exchange.formulas import Names
from lingtan.files.exchange.supply import Supplied, Supply, Wanted, nearest, unit_scale
from lingtan.files.problems import Problems
from lingtan.lca.exchange import ActivityLabel, EntryTable, NamedSystem, entry_table, scaled_laws
from lingtan.messages import Message

__all__ = ["system_of_foreground"]

_KINDS = ("production", "technosphere", "substitution", "biosphere")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """An entry to be: the activity it belongs to, the key at its other end, its amount in the supplier's unit."""

    column: int
    end: str
    amount: float
    flip: bool
    scale: float
    law: Any


def system_of_foreground(sheets: Foreground, supply: Supply, *, fallbacks: Collection[Fallback] = ()) -> NamedSystem:
    """The supply's system with the foreground's activities behind it.

    An exchange of the foreground's own database, or of none, is looked for among its activities first. Raises TableError with every cell
    that does not fit: `EXCHANGE_NOT_FOUND` (with the nearest names), `EXCHANGE_NOT_THERE`, `EXCHANGE_SEVERAL`, `EXCHANGE_UNIT`,
    `EXCHANGE_KIND`, `EXCHANGE_FORMULA`, `EXCHANGE_NAME`, `CELL_BLANK` and what cells raise.
    """
    reader = _Reader(sheets, supply, fallbacks)
    reader.read()
    reader.problems.check()
    return reader.joined()


class _Reader:
    def __init__(self, sheets: Foreground, supply: Supply, fallbacks: Collection[Fallback]) -> None:
        self.sheets, self.supply, self.fallbacks = sheets, supply, fallbacks
        self.values, self.problems = Values(sheets.cells), Problems()
        self.labels = [self._label(block) for block in sheets.activities]
        self.technosphere: list[_Entry] = []
        self.biosphere: list[_Entry] = []
        self.production: dict[int, int] = {}
        self.notes: list[Message] = []

    def _label(self, block: ActivityBlock) -> ActivityLabel:
        fields = block.fields
        code = fields.text("code") or block.name
        place, unit = fields.text("location"), fields.text("unit")
        key = f"{self.sheets.database or self.sheets.name}/{code}"
        return ActivityLabel(key=key, name=block.name, place=place, unit=unit, product=fields.text("reference product") or block.name)

    def read(self) -> None:
        """Every activity's exchanges."""
        seen: dict[str, str] = {}
        for label, block in zip(self.labels, self.sheets.activities, strict=True):
            if label.key in seen:
                self.problems.add("EXCHANGE_TWICE", block.fields.place, name=label.name, first=seen[label.key])
            seen[label.key] = block.fields.place
        try:
            project = named_parameters(self.sheets.project, self.values, None)
            database = named_parameters(self.sheets.parameters, self.values, project)
        except LingtanError as refused:
            self.problems.add_error(refused)
            return
        for number, block in enumerate(self.sheets.activities):
            self._read_activity(number, block, database)

    def _read_activity(self, number: int, block: ActivityBlock, around: Names) -> None:
        try:
            names = named_parameters(block.parameters, self.values, around)
            default = self.values.number(block.fields, "production amount")
        except LingtanError as refused:
            self.problems.add_error(refused)
            return
        for line in block.exchanges:
            try:
                self._read_exchange(number, line, names)
            except LingtanError as refused:
                self.problems.add_error(refused)
        if number not in self.production:
            amount = 1.0 if default is None else default
            law = self.values.law(Line(sheet="", cells={}, places={}, place=""), amount)
            self._put_production(number, amount, law)

    def _put_production(self, number: int, amount: float, law: Any) -> None:
        self.production[number] = len(self.technosphere)
        self.technosphere.append(_Entry(column=number, end=self.labels[number].key, amount=amount, flip=False, scale=1.0, law=law))

    def _read_exchange(self, number: int, line: Line, names: Names) -> None:
        kind = line.text("type").casefold()
        if kind not in _KINDS:
            raise InputError("EXCHANGE_KIND", place=line.where("type"), found=kind or "—", kinds=", ".join(_KINDS))
        amount = self.values.amount(line, names)
        if amount is None:
            raise InputError("CELL_BLANK", place=line.where("amount"), column="amount", header="amount")
        law = self.values.law(line, amount)
        if kind == "production" and number not in self.production:
            self._put_production(number, amount, law)
            return
        if not line.text("name"):
            raise InputError("CELL_BLANK", place=line.where("name"), column="name", header="name")
        wanted = Wanted(
            name=line.text("name"),
            product=line.text("reference product"),
            place=line.text("location"),
            categories=line.text("categories"),
            where=line.where("name"),
            where_place=line.where("location"),
        )
        is_flow = kind == "biosphere"
        found = self.supply.flow(wanted) if is_flow else self._product(wanted, line.text("database"))
        if found is not None:
            scale = unit_scale(line.text("unit"), found.unit, place=line.where("unit"))
            entry = _Entry(column=number, end=found.key, amount=amount, flip=kind == "technosphere", scale=scale, law=law)
            (self.biosphere if is_flow else self.technosphere).append(entry)

    def _product(self, wanted: Wanted, database: str) -> Supplied | None:
        """The foreground's own activity or the supply's; None where the input is cut off with leave."""
        own = [a for a in self.labels if wanted.name.casefold() in (a.name.casefold(), a.product.casefold())]
        own = [a for a in own if not wanted.place or a.place.casefold() == wanted.place.casefold()]
        is_own = database.casefold() == self.sheets.database.casefold() if database else bool(own)
        if is_own and not own:
            near = nearest(wanted.name, [a.name for a in self.labels])
            raise InputError("EXCHANGE_NOT_FOUND", place=wanted.where, name=wanted.name, near=near)
        if is_own and len(own) > 1:
            raise InputError("EXCHANGE_SEVERAL", place=wanted.where, name=wanted.name, count=len(own), near=", ".join(a.place for a in own))
        if is_own:
            return Supplied(key=own[0].key, unit=own[0].unit)
        try:
            return self.supply.product(wanted)
        except InputError as refused:
            if refused.code != "EXCHANGE_NOT_FOUND" or Fallback.CUT_OFF not in self.fallbacks:
                raise
            self.notes.append(Message(code="EXCHANGE_CUT_OFF", place=wanted.where, params={"flow": wanted.name}))
            return None

    def joined(self) -> NamedSystem:
        """Both systems as one."""
        system = self.supply.system()
        count = len(system.activities)
        rows = {a.key: n for n, a in enumerate((*system.activities, *self.labels))}
        flows = {f.key: n for n, f in enumerate(system.flows)}
        technosphere, tech_notes = drawable(_table(self.technosphere, rows, count), self.sheets.name, self.fallbacks)
        biosphere, bio_notes = drawable(_table(self.biosphere, flows, count), self.sheets.name, self.fallbacks)
        own = np.array([self.production[n] for n in range(len(self.labels))], dtype=np.int64) + len(system.technosphere)
        return replace(
            system,
            activities=(*system.activities, *self.labels),
            technosphere=_both(system.technosphere, technosphere),
            biosphere=_both(system.biosphere, biosphere),
            production=np.concatenate([system.production, own]),
            notes=(*system.notes, *self.notes, *tech_notes, *bio_notes),
        )


def _table(entries: list[_Entry], rows: dict[str, int], count: int) -> EntryTable:
    scale = np.array([e.scale for e in entries], dtype=np.float64)
    amount = np.array([e.amount for e in entries], dtype=np.float64) * scale
    laws = scaled_laws(np.concatenate([e.law for e in entries]), scale) if entries else None
    return entry_table([rows[e.end] for e in entries], [count + e.column for e in entries], amount, [e.flip for e in entries], laws)


def _both(first: EntryTable, second: EntryTable) -> EntryTable:
    return EntryTable(
        row=np.concatenate([first.row, second.row]),
        column=np.concatenate([first.column, second.column]),
        amount=np.concatenate([first.amount, second.amount]),
        flip=np.concatenate([first.flip, second.flip]),
        laws=np.concatenate([first.laws, second.laws]),
    )
