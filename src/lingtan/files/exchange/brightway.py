"""Named systems as Brightway datapackages and back. Names ride along in a table of labels; the numbers stand in the arrays alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError
from lingtan.evidence import from_plain, to_plain
from lingtan.files.exchange.datapackage import Datapackage, MatrixGroup
from lingtan.files.exchange.fallback import Fallback, drawable
from lingtan.files.exchange.labels import LABELS, PackageLabels, foreign_labels
from lingtan.files.exchange.merged import MatrixEntries, matrix_entries
from lingtan.files.exchange.pairing import production_entries
from lingtan.lca.exchange import (
    ActivityLabel,
    EntryTable,
    FlowLabel,
    LawKind,
    MethodLabel,
    NamedSystem,
    entry_table,
    find_method,
    marginal,
)
from lingtan.messages import Message

__all__ = ["TECHNOSPHERE", "datapackage_of", "ids_of", "mixed_entries", "system_of_packages"]

TECHNOSPHERE, BIOSPHERE, FACTORS = "technosphere_matrix", "biosphere_matrix", "characterization_matrix"

Integers = npt.NDArray[np.int64]


def ids_of(system: NamedSystem) -> tuple[Integers, Integers]:
    """The ids of activities (and their products) and of flows in a datapackage: their keys where these are numbers, else 1, 2, 3 …"""
    keys = [label.key for label in system.activities] + [flow.key for flow in system.flows]
    numbers = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) <= 18]
    if len(set(numbers)) < len(keys):
        numbers = list(range(1, len(keys) + 1))
    split = len(system.activities)
    return np.array(numbers[:split], dtype=np.int64), np.array(numbers[split:], dtype=np.int64)


def datapackage_of(system: NamedSystem, *, name: str, method: str = "", fallbacks: Collection[Fallback] = ()) -> Datapackage:
    """The system as a datapackage that `bw2calc.LCA` scores alike; product ids are `ids_of`.

    Only one impact category can stand in it: `method`, or the only one. The others are left out. Distributions are each entry's own; that
    entries share a parameter is known to our labels only. Raises InputError `EXCHANGE_METHOD`, `EXCHANGE_NO_METHOD`, and
    `EXCHANGE_LAW_MIXED` for an entry whose parameters make no distribution that Brightway has, unless `CERTAIN` is given.
    """
    mixed = () if Fallback.CERTAIN in fallbacks else mixed_entries(system)
    if mixed:
        raise InputError("EXCHANGE_LAW_MIXED", place=mixed[0][0], parameters=mixed[0][1])
    activities, flows = ids_of(system)
    table, chosen = system.technosphere, find_method(system, method)
    reference = np.zeros(len(table), dtype=np.bool_)
    reference[system.production] = True
    weighed, at = system.factors, np.flatnonzero(system.factors.column == chosen)
    factors = entry_table(weighed.row[at], np.zeros(len(at)), weighed.amount[at], weighed.flip[at], weighed.laws[at])
    nature = system.biosphere
    groups = (
        _group("technosphere", TECHNOSPHERE, table, (activities[table.row], activities[table.column]), reference),
        _group("biosphere", BIOSPHERE, nature, (flows[nature.row], activities[nature.column])),
        _group("characterization", FACTORS, factors, (flows[factors.row], factors.column)),
    )
    labels = PackageLabels(
        activity_ids=tuple(activities.tolist()),
        activities=system.activities,
        flow_ids=tuple(flows.tolist()),
        flows=system.flows,
        method=system.methods[chosen],
        multipliers={str(entry): keys for entry, keys in system.multipliers.items()},
        parameters=dict(system.parameters),
    )
    return Datapackage(name=name, groups=groups, labels={LABELS: to_plain(labels)})


def mixed_entries(system: NamedSystem) -> tuple[tuple[str, str], ...]:
    """Entries whose parameters make no distribution that Brightway has: where each stands, and its parameters."""
    table = system.technosphere

    def is_mixed(keys: tuple[str, ...]) -> bool:
        return marginal(1.0, [system.parameters[key] for key in keys]) is None

    found: list[tuple[str, str]] = []
    for entry, keys in system.multipliers.items():
        if is_mixed(keys):
            ends = system.activities[int(table.column[entry])].key, system.activities[int(table.row[entry])].key
            found.append((" ← ".join(ends), ", ".join(keys)))
    found += [(label.key, ", ".join(label.flow_multipliers)) for label in system.activities if is_mixed(label.flow_multipliers)]
    return tuple(found)


def _group(
    name: str, matrix: str, table: EntryTable, ids: tuple[Integers, Integers], reference: npt.NDArray[np.bool_] | None = None
) -> MatrixGroup:
    drawn = bool((table.laws["uncertainty_type"] > LawKind.CERTAIN).any())
    return MatrixGroup(
        name=name,
        matrix=matrix,
        row=ids[0],
        column=ids[1],
        data=table.amount,
        laws=table.laws if drawn else None,
        flip=table.flip if table.flip.any() else None,
        reference=reference,
    )


def system_of_packages(packages: Sequence[Datapackage], *, fallbacks: Collection[Fallback] = ()) -> NamedSystem:
    """The system that these datapackages make together, as bw2calc would put it together; an impact category a package of factors.

    Raises InputError `EXCHANGE_EMPTY`, `EXCHANGE_NOT_SQUARE`, `EXCHANGE_PRODUCT`, `EXCHANGE_REGIONAL`, `EXCHANGE_LAW`, `BAD_RECORD`.
    """
    entries = matrix_entries(packages, TECHNOSPHERE)
    if not len(entries.table):
        raise InputError("EXCHANGE_EMPTY", place=TECHNOSPHERE)
    activities, products, production = production_entries(entries)
    own = [from_plain(PackageLabels, package.labels[LABELS], place=LABELS) for package in packages if LABELS in package.labels]
    single = own[0] if len(own) == 1 and len(packages) == 1 else None
    biosphere = matrix_entries(packages, BIOSPHERE).table
    methods, factors = _factors(packages)
    flow_ids = np.unique(np.concatenate([biosphere.row, *(table.row for table in factors)]))
    if single is not None:
        activities, products, production = _in_labels_order(single, activities, products, production)
        flow_ids = np.array(single.flow_ids, dtype=np.int64)
    technosphere, tech_notes = drawable(_numbered(entries.table, products, activities), TECHNOSPHERE, fallbacks)
    biosphere, bio_notes = drawable(_numbered(biosphere, flow_ids, activities), BIOSPHERE, fallbacks)
    names = _Names(own, foreign_labels(packages))
    return NamedSystem(
        activities=tuple(names.activity(number) for number in products.tolist()),
        flows=tuple(names.flow(number) for number in flow_ids.tolist()),
        methods=methods,
        technosphere=technosphere,
        biosphere=biosphere,
        factors=_stacked(factors, flow_ids),
        production=production,
        multipliers=_multipliers(single, entries),
        parameters=dict(single.parameters) if single else {},
        notes=(*tech_notes, *bio_notes, *_left_out(packages)),
    )


def _in_labels_order(
    labels: PackageLabels, activities: Integers, products: Integers, production: Integers
) -> tuple[Integers, Integers, Integers]:
    """The activities in the order of the labels, which is that of the graph they came from."""
    if set(labels.activity_ids) != set(products.tolist()):
        raise InputError("EXCHANGE_LABELS", place=LABELS)
    rank = {number: order for order, number in enumerate(labels.activity_ids)}
    order = np.array(sorted(range(len(products)), key=lambda i: rank[int(products[i])]), dtype=np.intp)
    return activities[order], products[order], production[order]


def _numbered(table: EntryTable, rows: Integers, columns: Integers) -> EntryTable:
    """Ids replaced by positions in `rows` and `columns`; entries of activities that the technosphere does not know fall away."""
    places = [_positions(rows, table.row), _positions(columns, table.column)]
    known = (places[0] >= 0) & (places[1] >= 0)
    return entry_table(places[0][known], places[1][known], table.amount[known], table.flip[known], table.laws[known])


def _positions(ids: Integers, wanted: Integers) -> Integers:
    order = np.argsort(ids, kind="stable")
    if not len(ids):
        return np.full(len(wanted), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(ids[order], wanted), len(ids) - 1)
    return np.where(ids[order][at] == wanted, order[at], -1).astype(np.int64)


def _factors(packages: Sequence[Datapackage]) -> tuple[tuple[MethodLabel, ...], list[EntryTable]]:
    methods: list[MethodLabel] = []
    tables: list[EntryTable] = []
    for package in packages:
        table = matrix_entries([package], FACTORS).table
        if not len(table):
            continue
        if len(np.unique(table.column)) > 1:
            raise InputError("EXCHANGE_REGIONAL", place=f"{package.name}: {FACTORS}", places=len(np.unique(table.column)))
        own = from_plain(PackageLabels, package.labels[LABELS], place=LABELS).method if LABELS in package.labels else None
        stated = next((g.rest["identifier"] for g in package.groups if g.matrix == FACTORS and g.rest.get("identifier")), package.name)
        name = " | ".join(str(part) for part in stated) if isinstance(stated, list) else str(stated)
        methods.append(own or MethodLabel(key=name, name=name))
        tables.append(table)
    return tuple(methods), tables


def _stacked(tables: Sequence[EntryTable], flows: Integers) -> EntryTable:
    one = np.zeros(1, dtype=np.int64)
    numbered = [_numbered(replace(table, column=np.zeros(len(table), dtype=np.int64)), flows, one) for table in tables]
    if not numbered:
        return entry_table([], [], [])
    column = np.concatenate([np.full(len(table), number, dtype=np.int64) for number, table in enumerate(numbered)])
    return EntryTable(
        row=np.concatenate([t.row for t in numbered]),
        column=column,
        amount=np.concatenate([t.amount for t in numbered]),
        flip=np.concatenate([t.flip for t in numbered]),
        laws=np.concatenate([t.laws for t in numbered]),
    )


class _Names:
    """What ids are called: our labels first, then others' tables, else the id itself."""

    def __init__(self, own: Sequence[PackageLabels], rows: Mapping[str, Mapping[str, str]]) -> None:
        self._activities = {number: label for o in own for number, label in zip(o.activity_ids, o.activities, strict=True)}
        self._flows = {number: label for o in own for number, label in zip(o.flow_ids, o.flows, strict=True)}
        self._rows = rows

    def activity(self, number: int) -> ActivityLabel:
        if number in self._activities:
            return self._activities[number]
        row = self._rows.get(str(number), {})
        name = row.get("name") or str(number)
        product = row.get("reference product") or row.get("product") or name
        return ActivityLabel(key=str(number), name=name, place=row.get("location", ""), unit=row.get("unit", ""), product=product)

    def flow(self, number: int) -> FlowLabel:
        if number in self._flows:
            return self._flows[number]
        row = self._rows.get(str(number), {})
        return FlowLabel(key=str(number), name=row.get("name") or str(number), unit=row.get("unit", ""), context=row.get("categories", ""))


def _multipliers(labels: PackageLabels | None, entries: MatrixEntries) -> dict[int, tuple[str, ...]]:
    if labels is None:
        return {}
    found = {int(entry): keys for entry, keys in labels.multipliers.items()}
    if any(not 0 <= entry < len(entries.table) for entry in found):
        raise InputError("EXCHANGE_LABELS", place=f"{LABELS}: multipliers")
    return found


def _left_out(packages: Sequence[Datapackage]) -> tuple[Message, ...]:
    known = {TECHNOSPHERE, BIOSPHERE, FACTORS}
    others: dict[str, Any] = {g.matrix: p.name for p in packages for g in p.groups if g.matrix not in known}
    return tuple(Message(code="EXCHANGE_LEFT_OUT", place=place, params={"what": matrix}) for matrix, place in others.items())
