"""Synthetic records from which the tests build orders, holdings and certificates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from lingtan.attest import CERTIFICATE_TYPE, KeyPair, Party, SerialOpening, SerialTree, derive_secret, sign_credential, statement_document
from lingtan.claims import Audience, ClaimFacts, ClaimRequest, ClaimType, Figures, Market, banned_words, require_cleared
from lingtan.evidence import Footprint, Quantiles, Stage, StatementOfFootprint, digest_json
from lingtan.neutrality import (
    BlockOrder,
    CertificateClaim,
    CertificateRecord,
    Confirmation,
    Entity,
    FootprintBasis,
    Policy,
    ProductDescription,
    allocate,
    confirm,
    covered_period,
    grams_per_serial,
    pick_blocks,
    read_holdings,
    require_grams,
    tonnes_to_retire,
    unsigned_certificate,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingRow:
    """A row from a plain mapping; cells are `place.column`."""

    place: str
    values: Mapping[str, object] = field(default_factory=dict)

    def value(self, column: str, /) -> object:
        return self.values.get(column)

    def cell(self, column: str, /) -> str:
        return f"{self.place}.{column}"


DIGEST = "sha256:" + "ab" * 32
TODAY = date(2026, 11, 22)
HOLDER = Entity(name="合成客户有限公司", identifier="91110000SYNTHETIC1")
CERTIFIER = KeyPair.synthetic("certifier")
ISSUER = KeyPair.synthetic("issuer")


def footprint(
    kg: float = 508.0, *, years: float = 5.0, place: str = "CN-BJ", sd_mg: int = 80_000_000, unit_share: float = 0.0
) -> Footprint:
    mean = round(kg * 1_000_000)
    stages = {Stage.ASSEMBLY: mean // 20, Stage.TRANSPORT: mean // 25, Stage.USE: mean // 5, Stage.END_OF_LIFE: mean // 100}
    stages = {Stage.MATERIALS: mean - sum(stages.values()), **stages}
    return Footprint(
        subject="Synthetic Book 14",
        configuration_digest="sha256:" + "c0" * 32,
        study_digest="sha256:" + "57" * 32,
        method_version="2026.1",
        gwp_set="AR6",
        service_years=years,
        place_of_use=place,
        stages_mg=stages,
        mean_mg=mean,
        sd_mg=sd_mg,
        quantiles=Quantiles(
            p2_5_mg=mean - 2 * sd_mg,
            p5_mg=round(mean - 1.6 * sd_mg),
            p50_mg=mean - 1,
            p95_mg=round(mean + 1.7 * sd_mg),
            p97_5_mg=mean + 2 * sd_mg,
            draws=1000,
            seed=7,
        ),
        variance_share_common=1 - unit_share,
        variance_share_sku=0.0,
        variance_share_unit=unit_share,
        primary_data_share=0.25,
    )


def credit_row(number: int = 1, **changes: object) -> MappingRow:
    values: dict[str, object] = {
        "programme": "VCS",
        "registry": "Synthetic registry",
        "project_id": "191",
        "project_name": "Synthetic wind farm",
        "project_type": "avoidance",
        "host_country": "CN",
        "methodology": "ACM0002 v20",
        "vintage_year": 2021,
        "serial": "12082-1001-1060-VCS-VCU-304-VER-CN-1-191-01012021-31122021-0",
        "tonnes": 60,
        "status": "active",
        "issued_on": date(2023, 3, 1),
        "acquired_from": "Synthetic Carbon Ltd",
        "acquired_on": date(2025, 5, 6),
        "evidence_digest": DIGEST,
        "labels": "CORSIA, CCP",
        "price_per_t": 70.5,
        "currency": "CNY",
    }
    return MappingRow(place=f"Credits!{number}", values=values | changes)


def order_row(serial: str, number: int = 1, /, **changes: object) -> MappingRow:
    values: dict[str, object] = {
        "serial": serial,
        "model": "Synthetic Book 14",
        "configuration": "base",
        "service_years": 5.0,
        "place_of_use": "CN-BJ",
        "delivery": "with_hardware",
    }
    return MappingRow(place=f"Order!{number}", values=values | changes)


def statement(
    figure: Footprint, *, signed: date = date(2026, 10, 1), until: date = date(2028, 9, 30), key: KeyPair = CERTIFIER, **changes: object
):
    subject = {
        "number": "S-2026-001",
        "subject": figure.subject,
        "configuration": "base",
        "configurationDigest": figure.configuration_digest,
        "studyDigest": figure.study_digest,
        "methodVersion": figure.method_version,
        "meanMg": figure.mean_mg,
        "stagesMg": {stage.value: figure.stages_mg[stage] for stage in Stage},
        "serviceYears": figure.service_years,
        "placeOfUse": figure.place_of_use,
        "gwpSet": figure.gwp_set,
        "levelOfAssurance": "limited",
        "materialityPercent": 5,
        "criteria": ["GB/T 24067-2024"],
        "accreditation": None,
        "sites": [],
        "sample": {"population": 10, "drawn": 3},
        "qualifications": [],
        "findings": {"raised": 1, "closed": 1, "digest": DIGEST},
        "signer": {"name": "Synthetic Signer", "competenceValidUntil": "2027-12-31"},
        "synthetic": True,
    } | changes
    document = statement_document(
        id="urn:uuid:00000000-0000-7000-8000-000000000001",
        issuer=Party(id=key.did, name="Synthetic Certifier"),
        valid_from=datetime(signed.year, signed.month, signed.day, 8, tzinfo=UTC),
        valid_until=datetime(until.year, until.month, until.day, 23, 59, 59, tzinfo=UTC),
        subject=subject,
    )
    signed_document = sign_credential(document, key, created=datetime(signed.year, signed.month, signed.day, 8, tzinfo=UTC))
    carrier = StatementOfFootprint(
        number="S-2026-001",
        statement_digest=digest_json(signed_document),
        study_digest=figure.study_digest,
        configuration_digest=figure.configuration_digest,
        subject=figure.subject,
        mean_mg=figure.mean_mg,
        certifier="Synthetic Certifier",
        level_of_assurance="limited",
        signed_on=signed,
        valid_until=until,
    )
    return carrier, signed_document


def confirmation(beneficiary: str = HOLDER.name, **changes: object) -> Confirmation:
    values = {
        "registry_reference": "R-778",
        "registry_url": "https://registry.example/retirement/778",
        "retired_on": date(2026, 11, 20),
        "reason": "Other: batch cancellation",
        "beneficiary": beneficiary,
        "evidence_digest": DIGEST,
    }
    return Confirmation(**(values | changes))


def certificate(
    kg: float = 508.0, *, count: int = 100, policy: Policy | None = None, batch_mg: int | None = None, figure: Footprint | None = None
):
    """A whole synthetic certificate: its record, the unsigned document, and what it was made of."""
    figure = figure or footprint(kg)
    carrier, statement_vc = statement(figure)
    need = require_grams(figure, count=count, policy=policy or Policy(), batch_quantile_mg=batch_mg)
    serials = tuple(f"SYN{index:06d}" for index in range(count))
    grams = grams_per_serial(need.required_g, serials)
    tree = SerialTree.build(
        "Synthetic Maker", [SerialOpening(serial=s, secret=derive_secret(b"m" * 32, "order", s), grams=grams[s]) for s in serials]
    )
    blocks = read_holdings(
        [
            credit_row(),
            credit_row(2, serial="12082-2001-9000-VCS-VCU-304-VER-CN-1-191-01012022-31122022-0", tonnes=7000, vintage_year=2022),
        ],
        on=TODAY,
    )
    picks = pick_blocks(blocks, tonnes_to_retire(need.required_g), order=BlockOrder.OLDEST_VINTAGE)
    lines = tuple(
        confirm(pick, confirmation(registry_reference=f"R-{i}"), holder=HOLDER, serials_root=tree.root) for i, pick in enumerate(picks)
    )
    allocation = allocate(need.required_g, count=count, retired_tonnes=sum(pick.tonnes for pick in picks))
    figures = Figures(
        model="Synthetic Book 14",
        count=count,
        service_years=figure.service_years,
        place_of_use=figure.place_of_use,
        statement=carrier.number,
        footprint_mg=figure.mean_mg,
        cancelled_g=allocation.total_g,
    )
    request = ClaimRequest(market=Market.CN, audience=Audience.B2B, claim_type=ClaimType.OFFSET, on=TODAY)
    cleared = require_cleared(request, ClaimFacts(figures=figures, standard="ISO 14067:2018"))
    start, end = covered_period(TODAY, figure.service_years)
    record = CertificateRecord(
        number="LT-2026-000001",
        version=1,
        replaces=None,
        synthetic=True,
        holder=HOLDER,
        payer=None,
        order="PO-1",
        product=ProductDescription(
            manufacturer="Synthetic Maker",
            model="Synthetic Book 14",
            configuration="base",
            functional_unit="one notebook over 5 years",
            exclusions=(),
        ),
        serials=tree,
        footprint=figure,
        basis=FootprintBasis(factors_digest=DIGEST, commitments_root=DIGEST, standard="ISO 14067:2018", data_year=2025),
        requirement=need,
        lines=lines,
        allocation=allocation,
        claim=CertificateClaim(
            standard="ISO 14067:2018",
            market="CN",
            audience="B2B",
            period_start=start,
            period_end=end,
            text_zh=cleared.text_zh,
            text_en=cleared.text_en,
            gate=cleared.pack,
        ),
        verify_address="https://verify.example/LT-2026-000001",
    )
    document = unsigned_certificate(
        record,
        id="urn:uuid:00000000-0000-7000-8000-000000000002",
        issuer=Party(id=ISSUER.did, name="Synthetic Issuer"),
        valid_from=datetime(2026, 11, 22, 9, tzinfo=UTC),
        statement=carrier,
        statement_document=statement_vc,
    )
    return SimpleNamespace(
        record=record, document=document, tree=tree, statement=carrier, statement_vc=statement_vc, need=need, allocation=allocation
    )


def banned(text: str) -> tuple[str, ...]:
    return banned_words(text, market=Market.CN, audience=Audience.B2B, on=TODAY, claim_type=ClaimType.OFFSET)


@pytest.fixture(scope="session")
def cases() -> SimpleNamespace:
    """The builders and constants above."""
    return SimpleNamespace(
        digest=DIGEST,
        today=TODAY,
        holder=HOLDER,
        issuer=ISSUER,
        certifier=CERTIFIER,
        certificate_type=CERTIFICATE_TYPE,
        footprint=footprint,
        credit_row=credit_row,
        order_row=order_row,
        statement=statement,
        confirmation=confirmation,
        certificate=certificate,
        banned=banned,
    )
