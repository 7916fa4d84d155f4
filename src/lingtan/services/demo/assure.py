"""The demo's verification: an engagement per study, a finding that is answered and closed, a statement signed by the certifier."""

from __future__ import annotations

from typing import Any

from lingtan.assurance import (
    AssuranceEvent,
    FindingAnswered,
    FindingClosed,
    FindingRaised,
    LevelOfAssurance,
    ReviewStarted,
    SampleSize,
    Severity,
    Submitted,
    VerificationWork,
    pack_digest,
)
from lingtan.product import DeviceFootprint
from lingtan.services.assure.engagement import record_event
from lingtan.services.assure.statement import sign_statement
from lingtan.services.assure.statement_files import write_statement
from lingtan.services.assure.workflow import draft
from lingtan.services.demo.opening import SCOPE, VALID_UNTIL, opening
from lingtan.services.demo.parties import ISSUER, Stage, clock
from lingtan.services.footprint.evidence import evidence_pack, write_evidence
from lingtan.services.footprint.study import freeze_study

__all__ = ["verify_study"]


def verify_study(stage: Stage, device: DeviceFootprint, *, name: str, minute: float) -> dict[str, Any]:
    """Freeze the study, write its evidence pack, and take it through to a signed statement, written as JSON and PDF."""
    study = freeze_study(stage.issuer, device, actor="preparer", at=clock(minute)).subject
    pack = evidence_pack(device, organisation=ISSUER, as_of=clock(minute).date())
    write_evidence(pack, stage.out / "evidence" / f"{name}.json")
    evidence = pack_digest(pack)
    thread: tuple[AssuranceEvent, ...] = (
        Submitted(at=clock(minute + 1), actor="preparer", study_digest=study, pack_digest=evidence),
        ReviewStarted(at=clock(minute + 2), actor="verifier"),
        FindingRaised(
            at=clock(minute + 3), actor="verifier", finding="F1", code="ASSUMPTION_SOURCE", place="attributes.tec_kwh",
            severity=Severity.MINOR, expected="a measured TEC", found="an assumed TEC",
        ),
        FindingAnswered(
            at=clock(minute + 4), actor="preparer", finding="F1", evidence_digest=evidence,
            text="Marked as assumed in study and declaration.",
        ),
        FindingClosed(at=clock(minute + 5), actor="verifier", finding="F1", reason="Shown as an estimate wherever it appears."),
    )  # fmt: skip
    record_event(stage.certifier, name, opening(name, minute + 0.5))
    for event in thread:
        record_event(stage.issuer if event.actor == "preparer" else stage.certifier, name, event)
    work = VerificationWork(
        number=f"SYN-{name}", level_of_assurance=LevelOfAssurance.LIMITED, materiality_percent=5.0, criteria=(SCOPE, "ISO 14067:2018"),
        sites=("desk review (synthetic)",), sample=SampleSize(population=len(device.figures.lines), drawn=10),
    )  # fmt: skip
    draft(stage.certifier, name, work, actor="verifier", at=clock(minute + 6))
    signed = sign_statement(stage.certifier, name, signer="verifier", at=clock(minute + 7), valid_until=VALID_UNTIL)
    write_statement(signed, stage.out / "statements")
    return signed
