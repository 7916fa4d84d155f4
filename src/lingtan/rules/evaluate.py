"""Verdicts: met, not met, or not assessable with what is needed. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lingtan.evidence import Standing
from lingtan.messages import Message
from lingtan.rules.conditions import Condition, FactValue, describe, holds, missing_facts
from lingtan.rules.record import Rule, RulePack

__all__ = ["Result", "Verdict", "evaluate", "passes"]


class Result(StrEnum):
    """What a rule says of the facts. A rule that does not apply is met, and its message says so."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One rule's answer, with the sentence behind it (`code`, `params`) and the digests of the evidence it rests on.

    A plain record: it goes into a store and comes back equal.
    """

    rule: str
    clause: str
    result: Result
    code: str
    params: Mapping[str, str]
    evidence: tuple[str, ...]
    advisory: bool
    standing: Standing

    @property
    def message(self) -> Message:
        """The sentence of the verdict, for the edge to render."""
        return Message(code=self.code, params=dict(self.params), place=self.rule)


def evaluate(pack: RulePack, facts: Mapping[str, FactValue], *, evidence: Mapping[str, str] | None = None) -> tuple[Verdict, ...]:
    """Each rule's verdict in the pack's order. `evidence` maps slot names to digests.

    A missing fact or evidence slot gives *not assessable* and names what is missing; so does every rule whose text is not public.
    Raises InputError `FACT_TYPE` for a fact of the wrong kind.
    """
    given = evidence or {}
    return tuple(_verdict(rule, facts, given) for rule in pack.rules)


def passes(verdicts: Iterable[Verdict]) -> bool:
    """Whether every deciding rule is met. *Not assessable* does not pass; advisory rules do not decide."""
    return all(verdict.result is Result.MET for verdict in verdicts if not verdict.advisory)


def _verdict(rule: Rule, facts: Mapping[str, FactValue], evidence: Mapping[str, str]) -> Verdict:
    if not rule.public:
        return _answer(rule, Result.NOT_ASSESSABLE, "RULE_NOT_PUBLIC", {"asks_for": rule.asks_for})
    missing = _missing(rule.when, facts)
    if not missing:
        if not all(holds(condition, facts) for condition in rule.when):
            return _answer(rule, Result.MET, "RULE_DOES_NOT_APPLY", {})
        missing = _missing(rule.require, facts)
        failed = [c for c in rule.require if not missing_facts(c, facts) and not holds(c, facts)]
        if failed:
            return _answer(rule, Result.NOT_MET, "RULE_NOT_MET", _failure(failed[0], facts) | {"clause": rule.clause})
    slots = tuple(slot for slot in rule.evidence if slot not in evidence)
    if missing or slots:
        return _answer(rule, Result.NOT_ASSESSABLE, "RULE_NEEDS", {"missing": ", ".join((*missing, *slots))})
    digests = tuple(evidence[slot] for slot in rule.evidence)
    return _answer(rule, Result.MET, "RULE_MET", {"clause": rule.clause}, digests)


def _missing(conditions: Iterable[Condition], facts: Mapping[str, FactValue]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for condition in conditions for name in missing_facts(condition, facts)))


def _failure(condition: Condition, facts: Mapping[str, FactValue]) -> dict[str, str]:
    got = facts[condition.fact]
    return {"want": describe(condition), "got": ", ".join(sorted(got)) if isinstance(got, frozenset) else str(got)}


def _answer(rule: Rule, result: Result, code: str, params: Mapping[str, str], evidence: tuple[str, ...] = ()) -> Verdict:
    return Verdict(
        rule=rule.id,
        clause=rule.clause,
        result=result,
        code=code,
        params={"rule": rule.id, **params},
        evidence=evidence,
        advisory=rule.advisory,
        standing=rule.standing,
    )
