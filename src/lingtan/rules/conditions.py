"""The small predicate language of rule packs: one fact, one operator, one threshold; no expressions, no eval.

    {fact = "vintage_year", operator = "at_least", threshold = 2020}
    {fact = "retired_on", operator = "at_most", than = "period_end", plus_months = 12}

`than` names another fact that stands in for the threshold, moved by `plus` (a number) or `plus_months` (a date).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from lingtan.errors import InputError

__all__ = ["Condition", "FactValue", "Operator", "add_months", "describe", "holds", "missing_facts"]

FactValue: TypeAlias = bool | int | float | str | date | frozenset[str]

#: Days of each month in a common year.
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Operator(StrEnum):
    """How a fact is compared with its threshold. Order operators take two numbers or two dates, `contains` a set and a text."""

    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    ONE_OF = "one_of"
    NONE_OF = "none_of"
    CONTAINS = "contains"


_ORDER = frozenset({Operator.AT_LEAST, Operator.AT_MOST, Operator.MORE_THAN, Operator.LESS_THAN})
_SET = frozenset({Operator.ONE_OF, Operator.NONE_OF})


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One comparison. Exactly one of `threshold` and `than` is given; both shifts are zero unless `than` is.

    Raises InputError `RULE_CONDITION` when the parts do not fit together.
    """

    fact: str
    operator: Operator
    threshold: FactValue | None = None
    than: str | None = None
    plus: float = 0.0
    plus_months: int = 0

    def __post_init__(self) -> None:
        if (self.threshold is None) == (self.than is None):
            raise InputError("RULE_CONDITION", place=self.fact, detail="give exactly one of threshold and than")
        if self.than is None and (self.plus or self.plus_months):
            raise InputError("RULE_CONDITION", place=self.fact, detail="plus and plus_months shift another fact; give than")
        if self.operator in _SET and not isinstance(self.threshold, frozenset):
            raise InputError("RULE_CONDITION", place=self.fact, detail=f"{self.operator.value} needs a list of texts as threshold")
        if self.operator not in _SET and isinstance(self.threshold, frozenset):
            raise InputError("RULE_CONDITION", place=self.fact, detail=f"{self.operator.value} needs one value, not a list")
        if self.operator is Operator.CONTAINS and not (isinstance(self.threshold, str) or self.than):
            raise InputError("RULE_CONDITION", place=self.fact, detail="contains needs a text as threshold")


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later; the month's last day where it has fewer days."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    leap = month == 1 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, month + 1, min(day.day, _MONTH_DAYS[month] + leap))


def missing_facts(condition: Condition, facts: Mapping[str, FactValue]) -> tuple[str, ...]:
    """Names of the facts that the condition needs and the mapping lacks."""
    needed = (condition.fact,) if condition.than is None else (condition.fact, condition.than)
    return tuple(name for name in needed if name not in facts)


def holds(condition: Condition, facts: Mapping[str, FactValue]) -> bool:
    """Whether the condition holds. Raises InputError `FACT_TYPE` when a fact is of a kind that the operator cannot compare."""
    got = facts[condition.fact]
    want = _threshold(condition, facts)
    if condition.operator in _ORDER:
        return _ordered(condition, got, want)
    if condition.operator in _SET:
        values = got if isinstance(got, frozenset) else frozenset({_text(condition.fact, got)})
        allowed = want if isinstance(want, frozenset) else frozenset({_text(condition.fact, want)})
        return values <= allowed if condition.operator is Operator.ONE_OF else not (values & allowed)
    if condition.operator is Operator.CONTAINS:
        if not isinstance(got, frozenset):
            raise _type_error(condition.fact, "a set of texts", got)
        return want in got
    if _kind(got) != _kind(want):
        raise _type_error(condition.fact, _kind(want), got)
    return (got == want) is (condition.operator is Operator.EQUALS)


def describe(condition: Condition) -> str:
    """The condition in its own words, for messages and pages: `vintage_year at_least 2020`."""
    if condition.than is None:
        threshold = condition.threshold
        shown = ", ".join(sorted(threshold)) if isinstance(threshold, frozenset) else str(threshold)
        return f"{condition.fact} {condition.operator.value} {shown}"
    shift = f" {condition.plus:+g}" if condition.plus else f" {condition.plus_months:+d} months" if condition.plus_months else ""
    return f"{condition.fact} {condition.operator.value} {condition.than}{shift}"


def _threshold(condition: Condition, facts: Mapping[str, FactValue]) -> FactValue:
    if condition.than is None:
        assert condition.threshold is not None  # held by Condition.__post_init__
        return condition.threshold
    base = facts[condition.than]
    if condition.plus_months:
        if not isinstance(base, date):
            raise _type_error(condition.than, "date", base)
        return add_months(base, condition.plus_months)
    if condition.plus:
        if isinstance(base, bool) or not isinstance(base, int | float):
            raise _type_error(condition.than, "number", base)
        return base + condition.plus
    return base


def _ordered(condition: Condition, got: FactValue, want: FactValue) -> bool:
    below, above = _compare(condition.fact, got, want)
    match condition.operator:
        case Operator.AT_LEAST:
            return not below
        case Operator.AT_MOST:
            return not above
        case Operator.MORE_THAN:
            return above
        case _:
            return below


def _compare(fact: str, got: FactValue, want: FactValue) -> tuple[bool, bool]:
    if _kind(got) == _kind(want) == "date" and isinstance(got, date) and isinstance(want, date):
        return got < want, got > want
    if _kind(got) == _kind(want) == "number" and isinstance(got, int | float) and isinstance(want, int | float) and not math.isnan(got):
        return got < want, got > want
    raise _type_error(fact, _kind(want), got)


def _kind(value: FactValue) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, datetime):
        return "moment"  # a date has no hour: the two do not compare
    if isinstance(value, date):
        return "date"
    return "a set of texts" if isinstance(value, frozenset) else "text"


def _text(fact: str, value: FactValue) -> str:
    if not isinstance(value, str):
        raise _type_error(fact, "text", value)
    return value


def _type_error(fact: str, want: str, got: FactValue) -> InputError:
    return InputError("FACT_TYPE", place=fact, want=want, got=_kind(got))
