"""Whether a block may be cancelled for this claim, judged at the day of cancellation and kept with the version that judged it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lingtan.errors import MethodError
from lingtan.neutrality.credits import CreditBlock
from lingtan.rules import FactValue, Result, RulePack, Verdict, evaluate, passes

__all__ = ["Eligibility", "assess", "credit_facts", "require_eligible"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """The verdicts on one block, with the pack, its digest and the day of cancellation they hold for."""

    block: str
    pack: str
    pack_digest: str
    cancelled_on: date
    verdicts: tuple[Verdict, ...]

    @property
    def eligible(self) -> bool:
        """Whether every deciding rule is met."""
        return passes(self.verdicts)


def credit_facts(
    block: CreditBlock, *, cancelled_on: date, period_end: date | None = None, purpose: str = "voluntary"
) -> Mapping[str, FactValue]:
    """The typed facts of a block that rule packs speak of."""
    facts: dict[str, FactValue] = {
        "programme": block.registry.value,
        "project_type": block.project_type.value,
        "host_country": block.host_country,
        "methodology": block.methodology,
        "vintage_year": block.vintage_year,
        "issued_on": block.issued_on,
        "cancelled_on": cancelled_on,
        "cancelled_year": cancelled_on.year,
        "labels": frozenset(block.labels),
        "corresponding_adjustment": block.corresponding_adjustment.value,
        "purpose": purpose,
    }
    if period_end is not None:
        facts["period_end"] = period_end
    return facts


def assess(
    block: CreditBlock, pack: RulePack, *, cancelled_on: date, period_end: date | None = None, purpose: str = "voluntary"
) -> Eligibility:
    """The block's eligibility under the pack at the day of cancellation (not today: rules and windows move)."""
    facts = credit_facts(block, cancelled_on=cancelled_on, period_end=period_end, purpose=purpose)
    verdicts = evaluate(pack, facts, evidence={"registry_record": block.evidence_digest})
    return Eligibility(block=block.key, pack=pack.reference, pack_digest=pack.digest, cancelled_on=cancelled_on, verdicts=verdicts)


def require_eligible(eligibility: Eligibility) -> None:
    """Raises MethodError `CREDIT_NOT_ELIGIBLE` naming the first deciding rule that is not met or not assessable."""
    for verdict in eligibility.verdicts:
        if verdict.result is not Result.MET and not verdict.advisory:
            raise MethodError(
                "CREDIT_NOT_ELIGIBLE",
                place=eligibility.block,
                pack=eligibility.pack,
                rule=verdict.rule,
                result=verdict.result.value,
                on=eligibility.cancelled_on.isoformat(),
            )
