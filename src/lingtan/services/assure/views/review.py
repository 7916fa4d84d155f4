"""A pack as the checks see it: what they detect, with its weight, and which documents to open or to ask for."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.assurance import Detected, EvidencePack, SampleItem, Severity, guided_sample, run_checks, severity
from lingtan.errors import InputError
from lingtan.messages import Message
from lingtan.services.assure.views.evidence_lines import EvidenceLine, evidence_lines

__all__ = ["Objection", "PackReview", "review_pack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """What a check detected. `effect_mg` is its size in the mean [mg CO2e], 0 where it cannot be told."""

    number: int
    code: str
    place: str
    expected: str
    found: str
    effect_mg: int
    severity: Severity
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReview:
    """Objections by size of effect, lines by size, the documents to open next; `no_sample` says why none was drawn."""

    pack: str
    name: str
    organisation: str
    subject: str
    study: str
    mean_mg: int
    synthetic: bool
    objections: tuple[Objection, ...]
    lines: tuple[EvidenceLine, ...]
    documents: int
    sample: tuple[SampleItem, ...]
    no_sample: Message | None


def review_pack(pack: EvidencePack, digest: str, *, size: int = 10, seed: int = 1) -> PackReview:
    """Everything that can be said of a pack before a document is opened; `size` is lowered to the number of documented lines."""
    found = run_checks(pack)
    sample, refusal = _sampled(pack, size, seed, found)
    objections = tuple(_objection(pack, number, detected) for number, detected in enumerate(found, start=1))
    return PackReview(
        pack=digest, name=pack.id, organisation=pack.organisation, subject=pack.study.subject, study=pack.study.study_digest,
        mean_mg=pack.study.mean_mg, synthetic=pack.synthetic, objections=objections,
        lines=evidence_lines(pack), documents=len(pack.documents), sample=sample, no_sample=refusal,
    )  # fmt: skip


def _objection(pack: EvidencePack, number: int, detected: Detected) -> Objection:
    weight = severity(detected, mean_mg=pack.study.mean_mg, materiality_percent=pack.study.materiality_percent)
    return Objection(
        number=number, code=detected.code, place=detected.place, expected=detected.expected, found=detected.found,
        effect_mg=detected.effect_mg, severity=weight, message=detected.message(),
    )  # fmt: skip


def _sampled(pack: EvidencePack, size: int, seed: int, found: tuple[Detected, ...]) -> tuple[tuple[SampleItem, ...], Message | None]:
    kept = {document.id for document in pack.documents}
    documented = sum(line.document in kept for line in pack.lines)
    try:
        return guided_sample(pack, size=min(size, max(documented, 1)), seed=seed, detected=found), None
    except InputError as error:  # nothing to open
        return (), Message(code=error.code, params=error.params, place=error.place)
