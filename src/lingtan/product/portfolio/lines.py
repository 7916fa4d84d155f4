"""Tables of lines, `sku, activity, place, year, amount`: configurations as their makers' systems know them, with no model between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from lingtan.errors import InputError, KernelError, LingtanError
from lingtan.evidence import MAX_SAFE_INTEGER, Stage
from lingtan.factors import FactorLibrary
from lingtan.lca import Portfolio, idents_of, mixed
from lingtan.product.background import Background
from lingtan.product.breakdown import estimated_nodes
from lingtan.product.portfolio.scored import STAGES, Compiled
from lingtan.product.portfolio.supply import Supply
from lingtan.quantities import convert, find_place
from lingtan.uncertainty import Parameter, Scope, Shape, log_sd
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["Asked", "CompiledLines", "LineDesk", "LineTable", "compile_lines"]

#: A GSD of a line lies in this range. [-]
_GSD = (1.0, 20.0)
_LARGEST = 1e300


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing that lines ask for, as the table says it. `year` is None where it is blank or no whole number.

    A line with a `parameter` shares its doubt with all lines that name it; with a `gsd` alone [-] it has a doubt of its own.
    """

    activity: str
    place: str
    year: int | None
    unit: str = ""
    stage: str = ""
    parameter: str = ""
    gsd: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTable:
    """Products with their lines. Product p has the lines `pointer[p] … pointer[p + 1] − 1`, number `first_line + …` of the file.

    Line k takes `amount[k]` of `asked[what[k]]`; an amount that is missing or no number is NaN.
    """

    name: str
    first_line: int
    skus: Sequence[str]
    pointer: npt.NDArray[np.int64]
    what: npt.NDArray[np.int32]
    amount: FloatArray
    asked: Sequence[Asked]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What an `Asked` came to: a node (−1: refused), its amounts' scale, its multipliers' row, the largest amount to be scored.

    `estimated`: the node's factor, or one upstream of it, is an estimate; how an amount is known the table does not say.
    """

    digest: bytes
    node: int = -1
    scale: float = 1.0
    row: int = -1
    own_sigma: float = 0.0
    stage: int = -1
    estimated: bool = False
    largest: float = 0.0
    refused: LingtanError | None = None


class LineDesk:
    """Answers to what lines ask for, each found once: a library's nodes on one supply."""

    def __init__(self, library: FactorLibrary, supply: Supply) -> None:
        self.library, self.supply = library, supply
        self._known: dict[Asked, _Answer] = {}

    def answer(self, one: Asked) -> _Answer:
        """What is known of it, or why nothing is."""
        if one not in self._known:
            try:
                self._known[one] = self._found(one)
            except LingtanError as error:
                self._known[one] = _Answer(digest=_digest(one), refused=error)
        return self._known[one]

    def _found(self, one: Asked) -> _Answer:
        year = _checked(one)
        place = find_place(one.place).code
        background = Background(library=self.library, year=year, production_year=year)
        key = background.node(one.activity, place, year=year)
        row, own = -1, 0.0
        if one.gsd is not None and one.gsd > 1.0 and one.parameter:
            shared = Parameter(key=f"portfolio/{one.parameter}", shape=Shape.LOGNORMAL, spread=one.gsd, scope=Scope.COMMON)
            row = self.supply.row((shared,))
        elif one.gsd is not None and one.gsd > 1.0:
            own = log_sd(one.gsd)
        node = self.supply.node(background.graph(), background.parameters, key)
        kg = float(np.abs(self.supply.climate()[node]).max())
        return _Answer(
            digest=_digest(one),
            node=node,
            scale=convert(1.0, one.unit, background.activities[key].unit, place=one.activity) if one.unit else 1.0,
            row=row,
            own_sigma=own,
            stage=STAGES.index(Stage(one.stage)) if one.stage else -1,
            estimated=key in estimated_nodes(background.resolved, background.graph()),
            largest=min(MAX_SAFE_INTEGER / 1e7 / kg, _LARGEST) if kg else _LARGEST,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledLines:
    """The products that can be scored, compiled; for every product of the table why it cannot be (or None), and its digest."""

    compiled: Compiled
    reasons: tuple[LingtanError | None, ...]
    digests: tuple[str, ...]


def compile_lines(table: LineTable, desk: LineDesk, *, run: bytes = b"") -> CompiledLines:
    """The table on the nodes and multipliers that all products share.

    A product with one bad line is refused whole, never scored without it. Its digest is SHA-256 over `run`, its name, a zero byte, and its
    lines in their order: SHA-256[:16] of what is asked, and the amount as binary64, little-endian.
    """
    answers = [desk.answer(one) for one in table.asked]
    node = np.array([one.node for one in answers], dtype=np.int32)[table.what]
    amount = table.amount
    if any(one.scale != 1.0 for one in answers):
        amount = amount * np.array([one.scale for one in answers])[table.what]
    bad = np.flatnonzero((node < 0) | ~(np.abs(amount) <= np.array([one.largest for one in answers])[table.what]))
    reasons = _reasons(table, answers, bad)
    whole = np.array([reason is None for reason in reasons], dtype=bool)
    count = np.diff(table.pointer)
    kept = slice(None) if whole.all() else np.repeat(whole, count)
    what = table.what[kept]
    sigma = np.array([one.own_sigma for one in answers])
    own = sigma[what] if desk.supply.draws and sigma.any() else None
    portfolio = Portfolio(
        pointer=np.concatenate([[0], np.cumsum(count[whole])]).astype(np.int64),
        activity=node[kept],
        amount=amount[kept],
        parameter=np.array([one.row for one in answers], dtype=np.int32)[what],
        own_sigma=own,
        ident=None if own is None else _idents(table)[kept],
    )
    stage, estimated = ([getattr(one, name) for one in answers] for name in ("stage", "estimated"))
    compiled = Compiled(portfolio=portfolio, stage=np.array(stage, dtype=np.int8)[what], estimated=np.array(estimated, dtype=bool)[what])
    return CompiledLines(compiled=compiled, reasons=reasons, digests=_digests(table, [one.digest for one in answers], run))


def _checked(one: Asked) -> int:
    """The year, once nothing is missing."""
    for column, text in (("activity", one.activity), ("place", one.place)):
        if not text:
            raise InputError("PORTFOLIO_CELL", column=column, value="")
    if one.year is None or not 1900 <= one.year <= 2200:
        raise InputError("PORTFOLIO_CELL", column="year", value="" if one.year is None else str(one.year))
    if one.stage and one.stage not in set(Stage):
        raise InputError("PORTFOLIO_CELL", column="stage", value=one.stage)
    is_doubtful = one.gsd is not None and not _GSD[0] <= one.gsd <= _GSD[1]
    if is_doubtful or (one.parameter and one.gsd is None):
        raise InputError("PORTFOLIO_CELL", column="gsd", value="" if one.gsd is None else str(one.gsd))
    return one.year


def _reasons(table: LineTable, answers: Sequence[_Answer], bad: npt.NDArray[np.intp]) -> tuple[LingtanError | None, ...]:
    """Why a product is refused: the first of its lines that cannot be used."""
    reasons: list[LingtanError | None] = [None] * len(table.skus)
    products = np.searchsorted(table.pointer, bad, side="right") - 1
    for at, product in zip(bad[::-1].tolist(), products[::-1].tolist(), strict=True):
        refused, place = answers[int(table.what[at])].refused, f"{table.name}!{table.first_line + at}"
        reasons[product] = _placed(refused, place) if refused else _bad_amount(float(table.amount[at]), place)
    for product, sku in enumerate(table.skus):
        if not sku:
            place = f"{table.name}!{table.first_line + int(table.pointer[product])}"
            reasons[product] = InputError("PORTFOLIO_CELL", place=place, column="sku", value="")
    return tuple(reasons)


def _placed(refused: LingtanError, place: str) -> LingtanError:
    """The refusal of what many lines ask for, at the line that asks; what it was about stands behind the line."""
    return type(refused)(refused.code, place=f"{place} {refused.place}" if refused.place else place, **refused.params)


def _bad_amount(value: float, place: str) -> LingtanError:
    if np.isfinite(value):
        return KernelError("LINE_TOO_LARGE", place=place, value=value)
    return InputError("PORTFOLIO_CELL", place=place, column="amount", value=str(value))


def _idents(table: LineTable) -> npt.NDArray[np.uint64]:
    """What a line's own doubt is drawn by: its product and its number in it, whatever stands around them."""
    count = np.diff(table.pointer)
    number = np.arange(len(table.amount), dtype=np.int64) - np.repeat(table.pointer[:-1], count)
    return mixed(np.repeat(idents_of(table.skus), count), number.astype(np.uint64))


def _digest(one: Asked) -> bytes:
    gsd = "" if one.gsd is None else float(one.gsd).hex()
    said = (one.activity, one.place, str(one.year), one.unit, one.stage, one.parameter, gsd)
    return sha256("\x1f".join(said).encode()).digest()[:16]


def _digests(table: LineTable, of_asked: Sequence[bytes], run: bytes) -> tuple[str, ...]:
    lines = np.empty(len(table.amount), dtype=[("what", "V16"), ("amount", "<f8")])
    lines["what"] = np.frombuffer(b"".join(of_asked), dtype="V16")[table.what]
    lines["amount"] = table.amount
    data, bounds = lines.data.cast("B"), (table.pointer * lines.dtype.itemsize).tolist()
    found = []
    for sku, first, last in zip(table.skus, bounds, bounds[1:], strict=False):
        one = sha256(run + sku.encode() + b"\0")
        one.update(data[first:last])
        found.append(f"sha256:{one.hexdigest()}")
    return tuple(found)
