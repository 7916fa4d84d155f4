"""The page of one certificate: its document, the words the gate clears today, its standing and its editions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lingtan.claims import Audience
from lingtan.messages import Language
from lingtan.services.certificates.stages import StageFigure, stage_figures
from lingtan.services.certificates.views.editions import EditionRow, editions_of
from lingtan.services.certificates.views.listing import standing_of
from lingtan.services.certificates.views.paper import Paper, paper_of
from lingtan.services.certificates.views.shown import ShownClaim, shown_claim
from lingtan.services.certificates.views.visible import Sight, visible_certificate

__all__ = ["CertificateView", "certificate_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """The certificate as its page shows it. Footprint of one device [mg CO2e], allocation [g CO2e]."""

    number: str
    base: str
    issuer: str
    holder: str
    model: str
    order: str
    devices: int
    state: str
    successor: str
    mean_mg: int
    p5_mg: int
    p50_mg: int
    p95_mg: int
    stages: tuple[StageFigure, ...]
    allocated_g: int
    statement: str
    claim: ShownClaim
    paper: Paper
    editions: tuple[EditionRow, ...]
    verify_address: str
    as_holder: bool
    synthetic: bool


def certificate_page(sight: Sight, number: str, language: Language, *, at: datetime) -> CertificateView:
    """The certificate. Raises StoreError `CERTIFICATE_NOT_ISSUED`, also for one that is not theirs to see."""
    with sight.workspace.store() as store:
        fact, document = visible_certificate(store, sight, number)
        known = store.ledger.certificate(number)
        editions = editions_of(store, fact.by.organisation, number)
    said: Any = document["credentialSubject"]
    footprint, claim = said["footprint"], said["claim"]
    return CertificateView(
        number=number, base=number.partition(".")[0], issuer=document["issuer"]["name"], holder=said["holder"]["name"],
        model=said["product"]["model"], order=said["order"], devices=said["devices"]["count"], state=standing_of(known.state),
        successor=known.successor or "", mean_mg=footprint["meanMg"], p5_mg=footprint["p5Mg"], p50_mg=footprint["p50Mg"],
        p95_mg=footprint["p95Mg"], stages=stage_figures(footprint), allocated_g=said["allocation"]["totalG"],
        statement=said["statement"]["number"], paper=paper_of(document, language), editions=editions,
        claim=shown_claim(said, market=claim["market"], audience=Audience(claim["audience"]), on=at.date()),
        verify_address=said["verify"]["address"], as_holder=sight.as_holder, synthetic=said["synthetic"],
    )  # fmt: skip
