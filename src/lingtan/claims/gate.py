"""The claim gate: before a sentence reaches a PDF, a page, an API or a badge (METHODS 17, 20, 22, 23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lingtan.claims.lint import WordFinding, lint
from lingtan.claims.market import Audience, ClaimType, Market
from lingtan.claims.packs import Ban, ClaimPack, Severity, load_claim_pack
from lingtan.claims.wording import Figures, Wording, footprint_wording, lawful_wording, neutral_wording
from lingtan.errors import ClaimError, InputError
from lingtan.messages import Message
from lingtan.rules import FactValue, Verdict, evaluate, load_pack, passes

__all__ = ["Blocked", "ClaimFacts", "ClaimRequest", "Cleared", "gate", "require_cleared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRequest:
    """Market × audience × claim type × day on which the sentence is published."""

    market: Market
    audience: Audience
    claim_type: ClaimType
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """What is known of the claim.

    `figures.statement` is empty where no verification statement is in force; `figures.cancelled_g` counts registry-confirmed grams only.
    Baseline and achieved reduction are per device [g CO2e]. `evidence` maps the slots `management_plan`, `public_report`, `statement`,
    `public_plan`, `independent_check` and `approved_certifier` to digests. Raises InputError `CLAIM_FIGURES`.
    """

    figures: Figures
    standard: str
    baseline_g: int | None = None
    achieved_reduction_g: int | None = None
    has_management_plan: bool = False
    has_targets: bool = False
    has_public_report: bool = False
    evidence: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        f = self.figures
        if f.count < 1 or f.footprint_mg <= 0 or f.cancelled_g < 0:
            raise InputError("CLAIM_FIGURES", place=f.model, count=f.count, footprint_mg=f.footprint_mg, cancelled_g=f.cancelled_g)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """The sentence that may be published, the packs that cleared it, and what a person should still look at."""

    request: ClaimRequest
    text_zh: str
    text_en: str
    pack: str
    pack_digest: str
    verdicts: tuple[Verdict, ...]
    reviews: tuple[WordFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """Why the claim may not be made, and what may be said instead (None where not even the footprint is verified)."""

    request: ClaimRequest
    code: str
    reason: Message
    alternative: Wording | None
    pack: str
    verdicts: tuple[Verdict, ...]


def gate(request: ClaimRequest, facts: ClaimFacts) -> Cleared | Blocked:
    """The cleared sentence, or the reason and the lawful alternative.

    A superlative, or a claim type the house does not word itself, is never cleared here: it has no numeric verdict (METHODS 23).
    """
    pack = load_claim_pack(request.market)
    answer = _Answer(request=request, pack=pack)
    if not facts.figures.statement.strip():
        return answer.blocked("CLAIM_NOT_VERIFIED", None)
    wording = lawful_wording(facts.figures) if facts.figures.cancelled_g else footprint_wording(facts.figures)
    for ban in pack.bans:
        if _applies(ban, request, facts):
            return answer.blocked(ban.code, wording, since=ban.since.isoformat(), source=ban.source_id)
    if request.claim_type is ClaimType.CARBON_NEUTRAL:
        return _neutral(answer, facts, wording)
    return _worded(answer, facts, wording)


def require_cleared(request: ClaimRequest, facts: ClaimFacts) -> Cleared:
    """The cleared sentence. Raises ClaimError with the code of the block."""
    answer = gate(request, facts)
    if isinstance(answer, Blocked):
        place = f"{request.market.value}/{request.audience.value}/{request.claim_type.value}"
        raise ClaimError(answer.code, place=place, **answer.reason.params)
    return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """The two ways out of the gate, for one request under one pack."""

    request: ClaimRequest
    pack: ClaimPack

    def cleared(self, wording: Wording, verdicts: tuple[Verdict, ...] = ()) -> Cleared | Blocked:
        # The gate's own words pass the linter like anybody's: a model name may hold what may not be said.
        request = self.request
        findings = [
            finding
            for text in (wording.zh, wording.en)
            for finding in lint(text, request.market, request.audience, request.on, claim_type=request.claim_type)
        ]
        words = dict.fromkeys(finding.word for finding in findings if finding.severity is Severity.BLOCK)
        if words:
            return self.blocked("CLAIM_WORDS", None, verdicts, words=", ".join(words))
        return Cleared(
            request=request,
            text_zh=wording.zh,
            text_en=wording.en,
            pack=self.pack.reference,
            pack_digest=self.pack.digest,
            verdicts=verdicts,
            reviews=tuple(dict.fromkeys(findings)),
        )

    def blocked(self, code: str, alternative: Wording | None, verdicts: tuple[Verdict, ...] = (), **params: str) -> Blocked:
        named = {**params, "market": self.request.market.value, "audience": self.request.audience.value}
        return Blocked(
            request=self.request,
            code=code,
            reason=Message(code=code, params=named),
            alternative=alternative,
            pack=self.pack.reference,
            verdicts=verdicts,
        )


def _neutral(answer: _Answer, facts: ClaimFacts, alternative: Wording) -> Cleared | Blocked:
    conditions = load_pack("claim-neutral")
    verdicts = evaluate(conditions, _rule_facts(facts), evidence=facts.evidence)
    if not passes(verdicts):
        missing = ", ".join(verdict.rule for verdict in verdicts if not passes((verdict,)))
        return answer.blocked("CLAIM_NOT_NEUTRAL", alternative, verdicts, missing=missing, pack=conditions.reference)
    reduction_g = facts.achieved_reduction_g or 0
    return answer.cleared(neutral_wording(facts.figures, standard=facts.standard, reduction_g=reduction_g), verdicts)


def _worded(answer: _Answer, facts: ClaimFacts, wording: Wording) -> Cleared | Blocked:
    match answer.request.claim_type:
        case ClaimType.FOOTPRINT:
            return answer.cleared(footprint_wording(facts.figures))
        case ClaimType.OFFSET if facts.figures.cancelled_g:
            return answer.cleared(wording)
        case ClaimType.OFFSET:
            return answer.blocked("CLAIM_NOTHING_CANCELLED", wording)
        case other:
            return answer.blocked("CLAIM_NEEDS_REVIEW", wording, type=other.value)


def _applies(ban: Ban, request: ClaimRequest, facts: ClaimFacts) -> bool:
    if request.claim_type not in ban.types or request.audience not in ban.audiences or request.on < ban.since:
        return False
    return not ban.unless or any(slot not in facts.evidence for slot in ban.unless)


def _rule_facts(facts: ClaimFacts) -> Mapping[str, FactValue]:
    f = facts.figures
    known: dict[str, FactValue] = {
        "has_management_plan": facts.has_management_plan,
        "has_targets": facts.has_targets,
        "has_public_report": facts.has_public_report,
        "has_statement": bool(f.statement.strip()),
        "footprint_mg": f.footprint_mg * f.count,
        "cancelled_mg": f.cancelled_g * 1000,
    }
    if facts.baseline_g is not None:
        known["baseline_g"] = facts.baseline_g
    if facts.achieved_reduction_g is not None:
        known["achieved_reduction_g"] = facts.achieved_reduction_g
    return known
