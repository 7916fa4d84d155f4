"""A certificate's record: everything gathered, with the words that the claim gate cleared."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from lingtan.claims import ClaimFacts, ClaimRequest, ClaimType, Figures, market_of, require_cleared
from lingtan.evidence import digest_json
from lingtan.factors import FactorLibrary, factor_list
from lingtan.neutrality import CertificateClaim, CertificateRecord, FootprintBasis, ProductDescription, allocate, covered_period
from lingtan.services.certificates.material import Material
from lingtan.services.certificates.publication import Edition, Publication
from lingtan.services.house.workspace import Workspace

__all__ = ["certificate_record"]

STANDARD = "GB/T 24067-2024; ISO 14067:2018"
CLAIM_STANDARD = "Statement of cancellation; no neutrality standard claimed"


@lru_cache(maxsize=32)
def _factors_digest(library: FactorLibrary) -> str:
    """The digest of a library's factor list; a batch of certificates rests on few libraries."""
    return digest_json(factor_list(library))


def certificate_record(
    workspace: Workspace, material: Material, publication: Publication, edition: Edition, *, on: date
) -> CertificateRecord:
    """Everything the certificate says. Raises ClaimError with the block's code when the claim may not be made."""
    c, device = material.cancellation, material.device
    f, spec, order = device.footprint, device.inventory.spec.attributes, c.order
    figures = Figures(
        model=spec.model,
        count=c.lot.count,
        service_years=f.service_years,
        place_of_use=f.place_of_use,
        statement=c.statement_number,
        footprint_mg=f.mean_mg,
        cancelled_g=c.requirement.required_g,
    )
    request = ClaimRequest(market=market_of(publication.market), audience=publication.audience, claim_type=ClaimType.OFFSET, on=on)
    cleared = require_cleared(request, ClaimFacts(figures=figures, standard=CLAIM_STANDARD))
    start, end = covered_period(on, f.service_years)
    tonnes = sum(line.pick.tonnes for line in material.lines)
    tail = material.serials.root.removeprefix("sha256:")[:20]
    study = device.study
    return CertificateRecord(
        number=edition.number, version=edition.version, replaces=edition.replaces,
        synthetic=workspace.profile.synthetic or study.synthetic, holder=order.holder,
        payer=order.payer, order=order.number, serials=material.serials, footprint=f, requirement=c.requirement, lines=material.lines,
        product=ProductDescription(
            manufacturer=spec.manufacturer, model=spec.model, configuration=spec.configuration,
            functional_unit=f"{study.functional_unit_zh} / {study.functional_unit_en}", exclusions=study.exclusions,
        ),
        basis=FootprintBasis(
            factors_digest=_factors_digest(device.library), commitments_root=material.rows.root,
            standard=STANDARD, data_year=study.data_year,
        ),
        allocation=allocate(c.requirement.required_g, count=c.lot.count, retired_tonnes=tonnes, carried_in_g=c.carried_in_g),
        carried_from=c.carried_from,
        claim=CertificateClaim(
            standard=CLAIM_STANDARD, market=publication.market, audience=publication.audience.value, period_start=start, period_end=end,
            text_zh=cleared.text_zh, text_en=cleared.text_en, gate=cleared.pack,
        ),
        verify_address=f"{workspace.profile.verify_base}/{edition.number}?r={tail}",
    )  # fmt: skip
