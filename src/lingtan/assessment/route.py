"""The cheapest road to a grade: which levers, how much of each, at the least yearly cost, and what no lever can buy.

A mixed-integer program over levers and clauses, solved by HiGHS to a gap of zero, and then not believed: the levers are applied to the
facts and the standard is asked again (`verdict`). Derived facts are ratios of sums, so a threshold on a ratio is a linear row:
above / below ≥ t  ⇔  above − t · below ≥ 0 for below > 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lingtan.assessment.derived import Form, Ratio
from lingtan.assessment.facts import DocumentRow, FactsFile, QuantityRow, StatementRow
from lingtan.assessment.standard import Standard
from lingtan.assessment.verdict import assess
from lingtan.assessment.vocabulary import Quality
from lingtan.errors import InputError
from lingtan.rules import Condition, FactValue, Lever, Operator, Result, Rule, holds, missing_facts

__all__ = ["Blocked", "Route", "Step", "cheapest_route"]

#: Room on every threshold, relative to its row's largest number: twice what HiGHS may leave an integer short of itself.
_MARGIN = 2e-6
#: What "more than" asks beyond the threshold, in the unit of the fact.
_MORE = 1e-6
_NOTHING = 2e-6
_IDLE = 1e-9
_ATTRIBUTES = Form(
    terms={"electricity_kwh": 1.0, "own_renewable_kwh": -1.0, "green_power_kwh": -1.0, "certificates_kwh": -1.0},
)
_ABOVE = frozenset({Operator.AT_LEAST, Operator.MORE_THAN})
_ORDER = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One lever taken. [unit of the lever], [yuan/a]"""

    lever: str
    amount: float
    unit: str
    yearly_yuan: float
    standing: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A clause that no lever here can bring: what it needs, or that its text is not public."""

    rule: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The cheapest road to a grade, or what blocks it. `verified` says that the standard, asked again after the steps, gives the grade.

    Yearly cost is negative where the levers save more than they cost. [yuan/a], [points]; `facts` are the quantities after the steps.
    """

    grade: str
    reached_already: bool
    feasible: bool
    steps: tuple[Step, ...]
    yearly_yuan: float
    points: float | None
    blocked: tuple[Blocked, ...]
    verified: bool
    facts: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """coefficients · (levers as shares of their limits) ≥ least, when the clause `rule` counts as met."""

    rule: str
    coefficients: NDArray[np.float64]
    least: float


def cheapest_route(standard: Standard, file: FactsFile, forms: Mapping[str, Ratio], levers: Sequence[Lever], *, grade: str) -> Route:
    """The levers of least yearly cost that bring the grade. Interactions of levers are those of the arithmetic of totals and of `excludes`.

    Raises InputError `ASSESS_GRADE_UNKNOWN`, and `ASSESS_GRADE_TEXT` for a grade that is not public.
    """
    target = standard.grade(grade)
    if not target.public or (target.least_points is not None and not standard.points):
        raise InputError("ASSESS_GRADE_TEXT", place=f"{standard.pack.name}.{grade}", grade=grade, asks_for=target.asks_for or "points")
    now = assess(standard, file, forms)
    results = {clause.verdict.rule: clause.verdict.result for clause in now.clauses}
    if next(g for g in now.grades if g.id == grade).result is Result.MET:
        return _answer(grade, file, forms, (), now.points, reached_already=True, verified=True)
    wanted = [standard.rule(name) for name in target.rules]
    counted = [standard.rule(name) for name in standard.points] if target.least_points is not None else []
    rows: list[_Row] = []
    blocked: list[Blocked] = []
    barred: set[str] = set()
    for rule in {rule.id: rule for rule in (*wanted, *counted)}.values():
        made, needs = _rows_of(rule, file, forms, levers, results[rule.id])
        rows += made
        if needs:
            barred.add(rule.id)
            if rule.id in target.rules:
                blocked.append(Blocked(rule=rule.id, needs=needs))
    if blocked:
        return _answer(grade, file, forms, (), now.points, blocked=tuple(blocked))
    solved = _solve(standard, levers, rows, must=frozenset(target.rules), barred=barred, least_points=target.least_points, file=file)
    if solved is None:
        short = tuple(Blocked(rule=rule.id, needs=()) for rule in wanted if not _alone(rule, rows))
        return _answer(grade, file, forms, (), now.points, blocked=short)
    steps = tuple(
        (lever, (share if lever.changes else 1.0) * lever.limit) for lever, share in zip(levers, solved, strict=True) if share is not None
    )
    after = _applied(file, steps)
    then = assess(standard, after, forms)
    verified = next(g for g in then.grades if g.id == grade).result is Result.MET
    return _answer(grade, after, forms, steps, then.points, verified=verified)


def _answer(
    grade: str, file: FactsFile, forms: Mapping[str, Ratio], steps: Sequence[tuple[Lever, float]], points: float | None, *,
    blocked: tuple[Blocked, ...] = (), reached_already: bool = False, verified: bool = False,
) -> Route:  # fmt: skip
    taken = tuple(
        Step(
            lever=lever.name, amount=amount, unit=lever.unit, yearly_yuan=amount * lever.yuan_per_unit + lever.fixed_yuan,
            standing=lever.standing, source=lever.source,
        )
        for lever, amount in steps
    )  # fmt: skip
    numbers = {name: value for name, value in file.facts(forms).items() if isinstance(value, int | float) and not isinstance(value, bool)}
    return Route(
        grade=grade, reached_already=reached_already, feasible=reached_already or verified, steps=taken,
        yearly_yuan=sum(step.yearly_yuan for step in taken), points=points, blocked=blocked, verified=verified, facts=numbers,
    )  # fmt: skip


def _rows_of(
    rule: Rule, file: FactsFile, forms: Mapping[str, Ratio], levers: Sequence[Lever], result: Result
) -> tuple[list[_Row], tuple[str, ...]]:
    """The rows that make a clause met, and what nothing here can bring."""
    if not rule.public:
        return [], (rule.asks_for,)
    facts = file.facts(forms)
    if rule.when and not any(missing_facts(c, facts) for c in rule.when) and not all(holds(c, facts) for c in rule.when):
        return [], ()  # it does not apply, and no lever makes it
    rows: list[_Row] = []
    needs: list[str] = []
    for slot in rule.evidence:
        if slot not in file.evidence:
            _take_one(rule.id, slot, [slot in lever.documents for lever in levers], rows, needs)
    for condition in (*rule.when, *rule.require):
        ratio = forms.get(condition.fact) or Ratio(above=Form(terms={condition.fact: 1.0}))
        numeric = (
            condition.operator in _ORDER and isinstance(condition.threshold, int | float) and not isinstance(condition.threshold, bool)
        )
        if numeric and all(name in file.known for name in ratio.needs):
            row = _threshold_row(rule.id, condition, ratio, file, levers)
            if row.coefficients.any():
                rows.append(row)
            elif not holds(condition, facts):
                needs.append(condition.fact)
        elif numeric and condition.fact in forms:
            needs += [name for name in ratio.needs if name not in file.known]
        elif missing_facts(condition, facts) or not holds(condition, facts):
            able = [_would_hold(condition, facts, lever) for lever in levers]
            _take_one(rule.id, condition.fact, able, rows, needs)
    return rows, tuple(dict.fromkeys(needs)) if result is not Result.MET else ()


def _is_number(value: FactValue | None) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _take_one(rule: str, name: str, able: Sequence[bool], rows: list[_Row], needs: list[str]) -> None:
    """At least one of the levers that bring a document or a statement. Its column stands behind those of the amounts."""
    if any(able):
        rows.append(_Row(rule=rule, coefficients=np.concatenate([np.zeros(len(able)), np.array(able, dtype=float)]), least=1.0))
    else:
        needs.append(name)


def _would_hold(condition: Condition, facts: Mapping[str, FactValue], lever: Lever) -> bool:
    if condition.fact not in lever.states:
        return False
    stated = {**facts, **{name: _joined(facts.get(name), value) for name, value in lever.states.items()}}
    return not missing_facts(condition, stated) and holds(condition, stated)


def _joined(old: FactValue | None, new: FactValue) -> FactValue:
    """What a lever states takes the place of what was; lists of words add up."""
    return old | new if isinstance(old, frozenset) and isinstance(new, frozenset) else new


def _threshold_row(rule: str, condition: Condition, ratio: Ratio, file: FactsFile, levers: Sequence[Lever]) -> _Row:
    """A threshold on a ratio of sums as a row over the levers, scaled by its largest number."""
    threshold = condition.threshold
    assert isinstance(threshold, int | float)  # asked by the caller
    up = condition.operator in _ABOVE
    strict = _MORE if condition.operator in (Operator.MORE_THAN, Operator.LESS_THAN) else 0.0
    bound = threshold + strict if up else threshold - strict
    form = ratio.above.plus(ratio.below, -bound)
    if not up:
        form = Form().plus(form, -1.0)
    amounts = np.array([lever.limit * _slope(form, lever) for lever in levers])
    constant = form.value(file.values)
    scale = max(abs(constant), float(np.abs(amounts).max(initial=0.0)), 1e-300)
    return _Row(rule=rule, coefficients=np.concatenate([amounts / scale, np.zeros(len(levers))]), least=-constant / scale + _MARGIN)


def _slope(form: Form, lever: Lever) -> float:
    return sum(form.terms.get(name, 0.0) * change for name, change in lever.changes.items())


def _solve(
    standard: Standard, levers: Sequence[Lever], rows: Sequence[_Row], *, must: frozenset[str], barred: set[str],
    least_points: float | None, file: FactsFile,
) -> list[float | None] | None:  # fmt: skip
    """Share of each lever's limit at least cost, None for one that is not taken; None in all where there is no way.

    Columns: shares of limits, whether taken, whether an optional clause is met.
    """
    from scipy import optimize

    count = len(levers)
    optional = [name for name in standard.points if name not in must] if least_points is not None else []
    width = 2 * count + len(optional)
    table: list[NDArray[np.float64]] = []
    lower: list[float] = []

    def add(row: NDArray[np.float64], least: float) -> None:
        table.append(row)
        lower.append(least)

    for index, lever in enumerate(levers):
        linked = np.zeros(width)
        linked[[index, count + index]] = -1.0, 1.0
        add(linked, 0.0)  # nothing of a lever that is not taken
        if lever.whole:
            add(-linked, 0.0)
    for group in sorted({name for lever in levers for name in lever.excludes}):
        together = np.zeros(width)
        together[[count + i for i, lever in enumerate(levers) if group in lever.excludes]] = -1.0
        add(together, -1.0)
    if all(name in file.known for name in _ATTRIBUTES.terms):
        row = _threshold_row("", Condition(fact="", operator=Operator.AT_LEAST, threshold=0.0), Ratio(above=_ATTRIBUTES), file, levers)
        add(np.concatenate([row.coefficients, np.zeros(len(optional))]), row.least - _MARGIN)
    for row in rows:
        full = np.concatenate([row.coefficients, np.zeros(len(optional))])
        if row.rule in must:
            add(full, row.least)
        elif row.rule in optional:
            worst = float(np.minimum(row.coefficients, 0).sum())
            full[2 * count + optional.index(row.rule)] = -(row.least - worst)
            add(full, worst)
    if least_points is not None:
        sure = sum(standard.points.get(name, 0.0) for name in must)
        add(np.concatenate([np.zeros(2 * count), [standard.points[name] for name in optional]]), least_points - sure)
    cost = np.array(
        [*(lever.limit * lever.yuan_per_unit for lever in levers), *(lever.fixed_yuan for lever in levers), *([0.0] * len(optional))]
    )
    upper = np.ones(width)
    upper[[2 * count + index for index, name in enumerate(optional) if name in barred]] = 0.0
    scale = float(np.abs(cost).max(initial=0.0)) or 1.0
    # A lever that costs nothing is still left alone where nothing needs it.
    idle = np.repeat([0.0, _IDLE, 0.0], [count, count, len(optional)])
    whole = np.repeat([0, 1], [count, count + len(optional)])
    limits = optimize.LinearConstraint(np.array(table).reshape(-1, width), np.array(lower), np.inf)
    found = optimize.milp(
        cost / scale + idle, integrality=whole, bounds=optimize.Bounds(np.zeros(width), upper), constraints=limits,
        options={"mip_rel_gap": 0.0},
    )  # fmt: skip
    if found.x is None:
        return None
    shares, taken = np.clip(found.x[:count], 0.0, 1.0), found.x[count : 2 * count] > 0.5
    acts = [bool(lever.states or lever.documents) for lever in levers]
    return [float(share) if (on and act) or share > _NOTHING else None for share, on, act in zip(shares, taken, acts, strict=True)]


def _alone(rule: Rule, rows: Sequence[_Row]) -> bool:
    """Whether the levers at their best could bring this clause if it stood alone."""
    best = [float(np.maximum(row.coefficients, 0).sum()) >= row.least for row in rows if row.rule == rule.id]
    return all(best)


def _applied(file: FactsFile, steps: Sequence[tuple[Lever, float]]) -> FactsFile:
    """The facts as they would be after the steps, for the standard to judge; the rows say that they are levers' doing."""
    values = dict(file.values)
    statements = dict(file.statements)
    slots: set[str] = set(file.evidence)
    for lever, amount in steps:
        for name, change in lever.changes.items():
            values[name] = values.get(name, 0.0) + change * amount
        for name, value in lever.states.items():
            statements[name] = _joined(statements.get(name), value)
        slots |= set(lever.documents)
    quantity = tuple(
        QuantityRow(name=name, value=value, quality=file.known[name].quality if name in file.known else Quality.ESTIMATED, source="route")
        for name, value in values.items()
    )
    statement = tuple(
        StatementRow(name=name, value=sorted(value) if isinstance(value, frozenset) else value, source="route")
        for name, value in statements.items()
    )
    new = tuple(DocumentRow(slot=slot, title="route", reference="route") for slot in sorted(slots - set(file.evidence)))
    return replace(file, quantity=quantity, statement=statement, document=(*file.document, *new))
