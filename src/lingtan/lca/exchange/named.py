"""A process system with names, in arrays: what the files of other programs have in common, and what passes between them and the kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from lingtan.errors import KernelError
from lingtan.lca.exchange.laws import LAW, Laws, certain_laws
from lingtan.messages import Message
from lingtan.uncertainty import Parameter

__all__ = ["ActivityLabel", "EntryTable", "FlowLabel", "MethodLabel", "NamedSystem", "entry_table"]

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLabel:
    """An activity and its reference product. `unit` as the file writes it; `flow_multipliers` scale all its flows (`lca.Activity`)."""

    key: str
    name: str
    place: str = ""
    unit: str = ""
    product: str = ""
    flow_multipliers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLabel:
    """An exchange with nature, or an indicator of our own axis. `context` is the compartment or category."""

    key: str
    name: str
    unit: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodLabel:
    """An impact category: what its characterisation factors sum to, in `unit`."""

    key: str
    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EntryTable:
    """Entries of a matrix in the file's order, every array of shape (count,); entries of one place add up.

    `amount` in the row's unit per run of the column (per unit of the flow for factors); `flip` turns its sign in the matrix (an input of
    the technosphere). `laws` are records of stats_arrays, of the amount before it is turned.
    """

    row: Integers
    column: Integers
    amount: Floats
    flip: npt.NDArray[np.bool_]
    laws: Laws

    def __post_init__(self) -> None:
        for name in ("row", "column", "flip", "laws"):
            found = len(getattr(self, name))
            if found != len(self.amount):
                raise KernelError("ARRAYS_UNEQUAL", place=name, found=found, expected=len(self.amount))

    def __len__(self) -> int:
        return len(self.amount)

    @property
    def signed(self) -> Floats:
        """The amounts as they stand in the matrix, shape (count,)."""
        return np.where(self.flip, -self.amount, self.amount)


def entry_table(
    row: npt.ArrayLike, column: npt.ArrayLike, amount: npt.ArrayLike, flip: npt.ArrayLike | None = None, laws: Laws | None = None
) -> EntryTable:
    """A table of these columns; amounts are certain where no laws are given. Raises KernelError `ARRAYS_UNEQUAL`."""
    values = np.asarray(amount, dtype=np.float64).reshape(-1)
    turned = np.zeros(len(values), dtype=np.bool_) if flip is None else np.asarray(flip, dtype=np.bool_).reshape(-1)
    return EntryTable(
        row=np.asarray(row, dtype=np.int64).reshape(-1),
        column=np.asarray(column, dtype=np.int64).reshape(-1),
        amount=values,
        flip=turned,
        laws=certain_laws(values) if laws is None else laws.astype(LAW),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NamedSystem:
    """Activities, what they exchange with one another and with nature, and how impact categories weigh it.

    `technosphere` rows are products and columns activities, both by number of `activities`; `production[j]` is the entry that is activity
    j's own production. `biosphere` rows are `flows`; `factors` rows are `flows`, columns `methods`. `multipliers` names, by number of a
    technosphere entry, the parameters of mean 1 that scale it. `notes` are what a reader left out or assumed.
    Raises KernelError `ARRAYS_UNEQUAL`, `ACTIVITY_NUMBER`, `KEY_TWICE`.
    """

    activities: tuple[ActivityLabel, ...]
    flows: tuple[FlowLabel, ...]
    methods: tuple[MethodLabel, ...]
    technosphere: EntryTable
    biosphere: EntryTable
    factors: EntryTable
    production: Integers
    multipliers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        sizes = (len(self.activities), len(self.flows), len(self.methods))
        for name, table, rows, columns in (
            ("technosphere", self.technosphere, sizes[0], sizes[0]),
            ("biosphere", self.biosphere, sizes[1], sizes[0]),
            ("factors", self.factors, sizes[1], sizes[2]),
        ):
            for axis, numbers, count in (("row", table.row, rows), ("column", table.column, columns)):
                if numbers.size and not 0 <= int(numbers.min()) <= int(numbers.max()) < count:
                    low, high = int(numbers.min()), int(numbers.max())
                    raise KernelError("ACTIVITY_NUMBER", place=f"{name}.{axis}", low=low, high=high, count=count)
        for labels in (self.activities, self.flows, self.methods):
            seen: set[str] = set()
            for label in labels:
                if label.key in seen:
                    raise KernelError("KEY_TWICE", place=label.key)
                seen.add(label.key)

    @property
    def place_of(self) -> Mapping[str, int]:
        """The number of each activity by key."""
        return {label.key: number for number, label in enumerate(self.activities)}

    def noted(self, *notes: Message) -> NamedSystem:
        """The same system with these notes added."""
        return replace(self, notes=(*self.notes, *notes))
