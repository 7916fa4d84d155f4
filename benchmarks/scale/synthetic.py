"""Synthetic systems and portfolios of the size of a life cycle inventory database: hubs, sectors whose members feed one another, loops."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lingtan.lca import Portfolio, UncertainSystem, idents_of, lognormal_entries, mixed

#: Activities that feed one another; activities that everybody takes from (energy, transport, metals); links across sectors.
SECTOR, HUBS, ANYWHERE = 50, 150, 0.005
FLOWS = 8
#: Flows that exist; each has one characterisation factor.
KINDS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Technosphere (row, column, amount > 0 of the input) without the diagonal of ones, and flows (kind, column, amount)."""

    count: int
    row: npt.NDArray[np.int32]
    column: npt.NDArray[np.int32]
    amount: npt.NDArray[np.float64]
    kind: npt.NDArray[np.int32]
    flow_column: npt.NDArray[np.int32]
    flow: npt.NDArray[np.float64]
    factor: npt.NDArray[np.float64]


def inventory(count: int, *, seed: int = 1, inputs: float = 8.2) -> Inventory:
    """`count` activities with about `inputs` inputs each, taking between 2 % and 41 % of a unit's worth, and eight flows each."""
    random = np.random.default_rng(seed)
    size = int(inputs * count)
    column = np.sort(random.integers(0, count, size))
    hub = np.minimum((random.pareto(0.8, size) * 5).astype(np.int64), min(HUBS, count) - 1)
    sector = np.minimum(column // SECTOR * SECTOR + random.integers(0, SECTOR, size), count - 1)
    row = np.where(random.random(size) < 0.45, hub, sector)
    anywhere = random.random(size) < ANYWHERE
    row[anywhere] = random.integers(0, count, int(anywhere.sum()))
    places = np.unique((row * count + column)[row != column])
    row, column = places // count, places % count
    amount = random.lognormal(0.0, 1.5, len(row))
    total = np.bincount(column, amount, count)
    amount *= (random.uniform(0.02, 0.41, count) / np.maximum(total, 1e-300))[column]
    return Inventory(
        count=count,
        row=row.astype(np.int32),
        column=column.astype(np.int32),
        amount=amount,
        kind=np.concatenate([random.choice(KINDS, FLOWS, replace=False) for _ in range(count)]).astype(np.int32),
        flow_column=np.repeat(np.arange(count, dtype=np.int32), FLOWS),
        flow=random.lognormal(0.0, 1.0, FLOWS * count),
        factor=random.lognormal(0.0, 1.0, KINDS),
    )


def uncertain(made: Inventory, sigma: float) -> UncertainSystem:
    """The inventory as a system in which every input and flow has its own lognormal; the production of one unit is certain."""
    keys = tuple(f"a{i}" for i in range(made.count))
    ident = idents_of(keys)
    own = np.arange(made.count, dtype=np.int32)
    row, column = np.concatenate([own, made.row]), np.concatenate([own, made.column])
    amounts = np.concatenate([np.ones(made.count), -made.amount])
    kinds = idents_of(f"flow{k}" for k in range(KINDS))
    return UncertainSystem(
        keys=keys,
        inputs=lognormal_entries(amounts, np.where(row == column, 0.0, sigma), mixed(ident[column], ident[row])),
        row=row,
        column=column,
        flows=lognormal_entries(made.flow, sigma, mixed(ident[made.flow_column], kinds[made.kind])),
        flow_column=made.flow_column,
        flow_weight=made.factor[made.kind],
    )


def portfolio(products: int, lines: int, activities: int, parts: int, *, first: int = 0, own_sigma: float | None = None) -> Portfolio:
    """Products number `first` and following: each takes `lines` of `parts` parts, a part being an activity with a shared parameter."""
    random = np.random.default_rng([7, first])
    part = random.integers(0, parts, products * lines)
    catalogue = np.random.default_rng(8).integers(0, activities, parts).astype(np.int32)
    ident = None if own_sigma is None else random.integers(0, 2**63, len(part)).astype(np.uint64)
    return Portfolio(
        pointer=np.arange(products + 1, dtype=np.int64) * lines,
        activity=catalogue[part],
        amount=random.lognormal(-2.0, 1.0, len(part)),
        parameter=part.astype(np.int32),
        own_sigma=None if own_sigma is None else np.full(len(part), own_sigma),
        ident=ident,
    )
