"""One certificate of each form, built with lingtan.attest alone; everything in it is synthetic."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from lingtan.attest import (
    BundleKind,
    CertificateState,
    CertificateStatus,
    KeyPair,
    Manifest,
    Party,
    RowOpening,
    RowTree,
    SerialOpening,
    SerialTree,
    StatementState,
    StatementStatus,
    TrustedKey,
    TrustList,
    certificate_document,
    credential_bytes,
    derive_secret,
    sign_credential,
    statement_document,
    status_document,
)
from lingtan.claims import Figures, lawful_wording
from lingtan.evidence import canonical_bytes, digest_bytes, digest_json

MASTER = b"synthetic master secret, 32 byte"
MAKER = "Example Computer 示例电脑"
STAGES = {"materials": 180_000_000, "assembly": 10_000_001, "transport": 5_000_000, "use": 60_000_000, "end_of_life": 1_000_122}
DIGEST = digest_json("synthetic")


def moment(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 8, tzinfo=UTC)


def statement_body(study: str, configuration: str) -> dict:
    return {
        "number": "VS-1",
        "subject": "Notebook 13",
        "configuration": "16GB/512GB",
        "configurationDigest": configuration,
        "studyDigest": study,
        "methodVersion": "lingtan-2026.1",
        "meanMg": sum(STAGES.values()),
        "stagesMg": STAGES,
        "serviceYears": 4.0,
        "placeOfUse": "CN-BJ",
        "gwpSet": "AR6",
        "levelOfAssurance": "limited",
        "materialityPercent": 5.0,
        "criteria": ["GB/T 24067-2024"],
        "accreditation": None,
        "sites": ["Hefei"],
        "sample": {"population": 10, "drawn": 4},
        "qualifications": [],
        "findings": {"raised": 2, "closed": 2, "digest": DIGEST},
        "signer": {"name": "Synthetic Person", "competenceValidUntil": "2027-06-30"},
        "synthetic": True,
    }


def certificate_body(serials: SerialTree, rows: RowTree, factors: list, study: str, configuration: str, evidence: str) -> dict:
    mean = sum(STAGES.values())
    count = len(serials.openings)
    required = -(-mean * count // 1000)
    base, extra = divmod(required, count)
    covered = {"model": "Notebook 13", "count": count, "service_years": 4.0, "place_of_use": "CN-BJ", "statement": "VS-1"}
    said = lawful_wording(Figures(**covered, footprint_mg=mean, cancelled_g=required))
    return {
        "number": "LT-2026-1",
        "version": 1,
        "replaces": None,
        "methodVersion": "lingtan-2026.1",
        "synthetic": True,
        "holder": {"name": "示例客户有限公司", "identifier": "SYN-91110000"},
        "payer": None,
        "order": "ORDER-1",
        "product": {
            "manufacturer": MAKER,
            "model": "Notebook 13",
            "configuration": "16GB/512GB",
            "configurationDigest": configuration,
            "functionalUnit": "one notebook over 4 years",
            "serviceYears": 4.0,
            "placeOfUse": "CN-BJ",
            "boundary": list(STAGES),
            "exclusions": [],
        },
        "devices": {"count": count, "serialsRoot": serials.root, "scheme": "lingtan-serial-1"},
        "footprint": {
            "studyDigest": study,
            "factorsDigest": digest_json(factors),
            "commitmentsRoot": rows.root,
            "standard": "ISO 14067:2018",
            "gwpSet": "AR6",
            "dataYear": 2025,
            "meanMg": mean,
            "sdMg": 40_000_000,
            "p5Mg": 200_000_000,
            "p50Mg": 250_000_000,
            "p95Mg": 330_000_000,
            "draws": 1000,
            "seed": 7,
            "stagesMg": STAGES,
            "primaryDataShare": 0.25,
        },
        "policy": {
            "basis": "mean",
            "quantile": None,
            "batchMg": mean * count,
            "meanBatchMg": mean * count,
            "requiredG": required,
            "bufferG": 0,
            "unitVarianceShare": 0.3,
        },
        "credits": [
            {
                "programme": "SYN",
                "registry": "Synthetic registry",
                "projectId": "SYN-1",
                "projectName": "Synthetic project",
                "projectType": "removal",
                "hostCountry": "CN",
                "methodology": "SYN-M1",
                "vintageYear": 2024,
                "serialPrefix": "SYN-1-2024-",
                "serialFirst": "0007",
                "serialLast": "0008",
                "tonnes": 2,
                "retiredOn": "2026-11-01",
                "reason": "offset",
                "beneficiary": f"holders of batch {serials.root}",
                "registryReference": "R-1",
                "registryUrl": "https://registry.example/R-1",
                "evidenceDigest": evidence,
                "labels": ["SYN-label"],
                "correspondingAdjustment": "none",
            }
        ],
        "allocation": {
            "totalG": required,
            "retiredG": 2_000_000,
            "carriedInG": 0,
            "carriedFrom": [],
            "remainderG": 2_000_000 - required,
            "remainderRule": "same-beneficiary",
            "baseG": base,
            "extraCount": extra,
        },
        "claim": {
            "type": "offset",
            "standard": "METHODS 22",
            "market": "CN",
            "audience": "B2B",
            "periodStart": "2026-11-20",
            "periodEnd": "2030-11-19",
            "text": {"zh": said.zh, "en": said.en},
            "gate": "claims-cn@2026.1",
        },
        "verify": {"address": "https://verify.example/LT-2026-1"},
    }


def build() -> SimpleNamespace:
    issuer, certifier = KeyPair.synthetic("issuer"), KeyPair.synthetic("certifier")
    names = [f"PF-{n:04d}" for n in range(5)]
    mean = sum(STAGES.values())
    base, extra = divmod(-(-mean * len(names) // 1000), len(names))
    serials = SerialTree.build(
        MAKER,
        [
            SerialOpening(serial=name, secret=derive_secret(MASTER, "ORDER-1", name), grams=base + (index < extra))
            for index, name in enumerate(names)
        ],
    )
    rows = RowTree.build(RowOpening(salt=derive_secret(MASTER, "row", str(n)), row={"part": f"P{n}", "mass_g": n + 0.5}) for n in range(7))
    study, spec = {"subject": "Notebook 13", "mean_mg": mean, "stages_mg": STAGES}, {"model": "Notebook 13", "mass_g": 1290.5}
    records = [{"id": "cn-grid-2024", "value": 0.5777}, {"id": "gold", "value": 12.5}]
    factors = [{"id": record["id"], "digest": digest_json(record)} for record in records]
    paper = b"synthetic registry document"
    statement = sign_credential(
        statement_document(
            id="urn:uuid:00000000-0000-4000-8000-000000000002",
            issuer=Party(id=certifier.did, name="Example Certifier 示例核查"),
            valid_from=moment(2026, 10, 1),
            valid_until=moment(2027, 10, 1),
            subject=statement_body(digest_json(study), digest_json(spec)),
        ),
        certifier,
        created=moment(2026, 10, 1),
    )
    certificate = sign_credential(
        certificate_document(
            id="urn:uuid:00000000-0000-4000-8000-000000000001",
            issuer=Party(id=issuer.did, name="Example Issuer 示例签发方"),
            valid_from=moment(2026, 11, 20),
            valid_until=moment(2030, 11, 20),
            subject=certificate_body(serials, rows, factors, digest_json(study), digest_json(spec), digest_bytes(paper)),
            statement=statement,
        ),
        issuer,
        created=moment(2026, 11, 20),
    )
    status = sign_credential(
        status_document(
            id="urn:uuid:00000000-0000-4000-8000-000000000003",
            issuer=Party(id=issuer.did, name="Example Issuer 示例签发方"),
            valid_from=moment(2026, 11, 21),
            as_of=moment(2026, 11, 21),
            certificates=[CertificateStatus(number="LT-2026-1", version=1, status=CertificateState.VALID, since=date(2026, 11, 20))],
            statements=[StatementStatus(number="VS-1", status=StatementState.VALID, since=date(2026, 10, 1))],
        ),
        issuer,
        created=moment(2026, 11, 21),
    )
    trust = TrustList(
        issuers=(TrustedKey(key=issuer.did, name="Example Issuer 示例签发方", valid_from=moment(2020, 1, 1)),),
        certifiers=(TrustedKey(key=certifier.did, name="Example Certifier 示例核查", valid_from=moment(2020, 1, 1)),),
        synthetic=True,
    )
    files = {
        "certificate.json": credential_bytes(certificate),
        "stages.json": canonical_bytes({"stagesMg": STAGES, "meanMg": mean, "factors": factors}),
        "commitments.json": canonical_bytes(rows.commitments_json()),
        "study.json": canonical_bytes(study),
        "spec.json": canonical_bytes(spec),
        "class_pack.json": b"{}",
        "factors.json": canonical_bytes({"records": records, "sources": []}),
        "openings.json": canonical_bytes(rows.openings_json()),
        "serials.json": canonical_bytes(serials.to_json()),
        "evidence/registry.pdf": paper,
    }
    files["manifest.json"] = Manifest.of(BundleKind.FULL, "LT-2026-1", "lingtan-2026.1", files).to_bytes()
    return SimpleNamespace(
        issuer=issuer, certifier=certifier, serials=serials, rows=rows, statement=statement, certificate=certificate, status=status,
        trust=trust, files=files,
    )  # fmt: skip


@pytest.fixture(scope="session")
def signed() -> SimpleNamespace:
    return build()


@pytest.fixture
def build_again():
    return build
