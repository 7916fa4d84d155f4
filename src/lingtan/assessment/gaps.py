"""缺口清单 The gap list: which meter, bill, supplier's datum or document is missing, what it is worth, and who has it.

Worth in kilograms is the standard deviation that the year's market-based carbon would lose: |∂carbon/∂quantity| × value × (relative
standard deviation as the quantity is known now − as a meter or bill would give it). Worth in points is what the clauses that wait carry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lingtan.assessment.derived import Ratio
from lingtan.assessment.facts import FactsFile
from lingtan.assessment.standard import Standard
from lingtan.assessment.verdict import Assessment
from lingtan.assessment.vocabulary import Item, Kind, Origin, Owner, Quality, item, relative_sd, vocabulary
from lingtan.messages import Language
from lingtan.rules import Condition, Result, Rule, missing_facts

__all__ = ["Gap", "GapKind", "gaps"]


class GapKind(StrEnum):
    """What is to be done about a gap."""

    MISSING = "missing"
    WEAK = "weak"
    UNMET = "unmet"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing to get. `opens` names the clauses that wait for it or rest on it, `for_grade` those of them that the grade needs.

    Worth: standard deviation of the year's carbon [kg CO2] (None: not a quantity of the carbon, or no estimate), and the points of the
    clauses that wait for it (None: not known).
    """

    name: str
    kind: GapKind
    item: Item | None
    origin: Origin
    owner: Owner
    opens: tuple[str, ...]
    for_grade: tuple[str, ...]
    worth_kg: float | None
    worth_points: float | None
    asks_for: str = ""
    indicator: Mapping[Language, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What every gap is weighed with."""

    standard: Standard
    file: FactsFile
    forms: Mapping[str, Ratio]
    estimates: Mapping[str, float]
    needed: frozenset[str]


def gaps(
    standard: Standard, assessment: Assessment, file: FactsFile, forms: Mapping[str, Ratio], *, grade: str, estimates: Mapping[str, float]
) -> tuple[Gap, ...]:
    """The gaps for a grade: first what it needs most clauses of, then what takes most doubt away, then by name.

    `estimates` are values that the site's model has for quantities nobody has measured yet, in the unit of the vocabulary.
    Raises InputError `ASSESS_GRADE_UNKNOWN`.
    """
    needed = frozenset(standard.grade(grade).rules) or frozenset(rule.id for rule in standard.pack.rules)
    results = {clause.verdict.rule: clause.verdict.result for clause in assessment.clauses}
    facts, evidence = file.facts(forms), file.evidence
    context = _Context(standard=standard, file=file, forms=forms, estimates=estimates, needed=needed)
    waits: dict[str, set[str]] = {}
    for rule in standard.pack.rules:
        if rule.public and results[rule.id] is Result.NOT_ASSESSABLE:
            for name in _missing(rule, facts, evidence, forms, file):
                waits.setdefault(name, set()).add(rule.id)
    found = [_gap(context, name, GapKind.MISSING, rules) for name, rules in waits.items()]
    found += [
        _gap(context, name, GapKind.WEAK, _rest_on(standard, forms, name))
        for name, row in file.known.items()
        if row.quality is Quality.ESTIMATED and (_slope(forms, name) or 0.0) * row.value
    ]
    found += [_of_rule(standard, rule, results[rule.id], needed) for rule in standard.pack.rules if _stands(rule, results[rule.id])]
    return tuple(sorted(found, key=lambda gap: (-len(gap.for_grade), gap.kind is GapKind.TEXT, -(gap.worth_kg or 0.0), gap.name)))


def _stands(rule: Rule, result: Result) -> bool:
    return not rule.public or result is Result.NOT_MET


def _missing(
    rule: Rule, facts: Mapping[str, object], evidence: Mapping[str, str], forms: Mapping[str, Ratio], file: FactsFile
) -> Iterable[str]:
    """What a clause waits for, derived facts taken apart into their quantities."""
    conditions: tuple[Condition, ...] = (*rule.when, *rule.require)
    for condition in conditions:
        for name in missing_facts(condition, facts):  # type: ignore[arg-type]  # only names are looked at
            if name in forms:
                yield from (need for need in forms[name].needs if need not in file.known)
            else:
                yield name
    yield from (slot for slot in rule.evidence if slot not in evidence)


def _rest_on(standard: Standard, forms: Mapping[str, Ratio], name: str) -> set[str]:
    """Clauses that are judged with a quantity, itself or in what derives from it."""
    return {
        rule.id
        for rule in standard.pack.rules
        for condition in rule.require
        if name == condition.fact or (condition.fact in forms and name in forms[condition.fact].needs)
    }


def _slope(forms: Mapping[str, Ratio], name: str) -> float | None:
    """Tonnes of market-based carbon per unit of a quantity; None where the carbon does not depend on it."""
    return forms["residual_t"].above.terms.get(name)


def _gap(context: _Context, name: str, kind: GapKind, rules: set[str]) -> Gap:
    known, file = item(name, place=name), context.file
    slope, row = _slope(context.forms, name), file.known.get(name)
    planned = {other.name: other.value for other in file.quantity if other.quality is Quality.PLANNED}
    value = row.value if row else planned.get(name, context.estimates.get(name))
    worth = None
    if known.kind is Kind.QUANTITY and slope is not None and value is not None:
        best = relative_sd(Quality.BILLED if known.origin is Origin.BILL else Quality.METERED)
        worth = abs(slope) * value * max(relative_sd(row.quality if row else None) - best, 0.0) * 1000
    return Gap(
        name=name, kind=kind, item=known, origin=known.origin, owner=known.owner, opens=tuple(sorted(rules)),
        for_grade=tuple(sorted(rules & context.needed)), worth_kg=worth, worth_points=_points(context.standard, rules),
    )  # fmt: skip


def _of_rule(standard: Standard, rule: Rule, result: Result, needed: frozenset[str]) -> Gap:
    """A clause that is not met, or one whose text is not public: then its text is what is missing."""
    unmet = result is Result.NOT_MET
    facts = [condition.fact for condition in rule.require if condition.fact in vocabulary()]
    known = vocabulary()[facts[0]] if unmet and facts else None
    return Gap(
        name=rule.id, kind=GapKind.UNMET if unmet else GapKind.TEXT, item=known, origin=known.origin if known else Origin.DOCUMENT,
        owner=known.owner if known else Owner.MANAGEMENT if unmet else Owner.PUBLISHER, opens=(rule.id,),
        for_grade=(rule.id,) if rule.id in needed else (), worth_kg=None, worth_points=_points(standard, {rule.id}),
        asks_for=rule.asks_for, indicator=rule.indicator,
    )  # fmt: skip


def _points(standard: Standard, rules: set[str]) -> float | None:
    return sum(standard.points.get(name, 0.0) for name in rules) if standard.points else None
