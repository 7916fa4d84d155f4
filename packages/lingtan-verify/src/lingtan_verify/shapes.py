"""The shapes of docs/certificate.md: certificate, statement, status, trust list, and the files of a bundle."""

from __future__ import annotations

import re
from typing import Any

from lingtan_verify.schema import (
    Shape,
    array,
    choice,
    day,
    digest,
    digits,
    exactly,
    flag,
    hexadecimal,
    integer,
    mapping,
    matching,
    nullable,
    number,
    record,
    stamp,
    text,
)

__all__ = [
    "CERTIFICATE",
    "COMMITMENTS",
    "MANIFEST",
    "OPENINGS",
    "PATH",
    "SERIALS",
    "SITE_STATEMENT",
    "STAGES",
    "STAGES_FILE",
    "STATUS",
    "TRUST",
]

STAGES = ("materials", "assembly", "transport", "use", "end_of_life")
CONTEXT: list[Any] = ["https://www.w3.org/ns/credentials/v2", {"@vocab": "urn:lingtan:vocab:1#"}]
SERIAL_SCHEME = "lingtan-serial-1"
ROW_SCHEME = "lingtan-row-1"

_short = text(most=200)
_texts = array(text(), most=1000)
_party = record({"name": _short, "identifier": _short})
_issuer = record({"id": text(most=100), "name": _short})
_stages = record({stage: integer(least=-(2**53)) for stage in STAGES})
_share = number(0, 1)
_number = text(most=64)
_address = matching(r"https://[A-Za-z0-9.-]+(?::[0-9]+)?/[!-~]*", "https address")
_identity = matching(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "urn:uuid")

_proof = record(
    {
        "@context": exactly(CONTEXT),
        "type": exactly("DataIntegrityProof"),
        "cryptosuite": exactly("eddsa-jcs-2022"),
        "created": stamp,
        "verificationMethod": text(most=200),
        "proofPurpose": exactly("assertionMethod"),
        "proofValue": text(most=100),
    },
    optional=frozenset({"@context"}),
)


def _credential(kind: str, subject: Shape, **more: Shape) -> Shape:
    members: dict[str, Shape] = {
        "@context": exactly(CONTEXT),
        "id": _identity,
        "type": exactly(["VerifiableCredential", kind]),
        "issuer": _issuer,
        "validFrom": stamp,
        "credentialSubject": subject,
        "proof": _proof,
    }
    return record(members | more)


_WORK: dict[str, Shape] = {
    "levelOfAssurance": choice("limited", "reasonable"),
    "materialityPercent": number(0, 10, above=True),
    "criteria": array(text(), least=1, most=100),
    "accreditation": nullable(record({"body": _short, "number": _short, "scope": text(), "validUntil": day})),
    "sites": _texts,
    "sample": record({"population": integer(least=1), "drawn": integer(least=1)}),
    "qualifications": _texts,
    "findings": record(
        {"raised": integer(), "closed": integer(), "digest": digest, "openMinor": array(text(most=100), least=1, most=1000)},
        optional=frozenset({"openMinor"}),
    ),
    "signer": record({"name": _short, "competenceValidUntil": day}),
    "synthetic": flag,
}

_STATEMENT = _credential(
    "LingtanVerificationStatement",
    record(
        {
            "number": _number,
            "subject": _short,
            "configuration": _short,
            "configurationDigest": digest,
            "studyDigest": digest,
            "methodVersion": _short,
            "meanMg": integer(least=1),
            "stagesMg": _stages,
            "serviceYears": number(0, 100, above=True),
            "placeOfUse": _short,
            "gwpSet": _short,
        }
        | _WORK
    ),
    validUntil=stamp,
)

_clauses = array(text(most=100), most=1000)
SITE_STATEMENT = _credential(
    "LingtanSiteStatement",
    record(
        {
            "number": _number,
            "site": _short,
            "organisation": _short,
            "year": integer(least=1990),
            "boundary": text(),
            "standard": _short,
            "standardDigest": digest,
            "grade": _short,
            "gradeTitle": record({"en": _short, "zh": _short}),
            "clauses": record({"met": array(text(most=100), least=1, most=1000), "notMet": _clauses, "notAssessable": _clauses}),
            "clauseTitles": mapping(lambda rule: len(rule) <= 100, record({"en": text(), "zh": text()})),
            "assessmentDigest": digest,
            "factsDigest": digest,
            "methodVersion": _short,
        }
        | _WORK,
        optional=frozenset({"clauseTitles"}),
    ),
    validUntil=stamp,
)

_PRODUCT = record(
    {
        "manufacturer": _short,
        "model": _short,
        "configuration": _short,
        "configurationDigest": digest,
        "functionalUnit": text(),
        "serviceYears": number(0, 100, above=True),
        "placeOfUse": _short,
        "boundary": exactly(list(STAGES)),
        "exclusions": _texts,
    }
)

_FOOTPRINT = record(
    {
        "studyDigest": digest,
        "factorsDigest": digest,
        "commitmentsRoot": digest,
        "standard": _short,
        "gwpSet": _short,
        "dataYear": integer(least=1990),
        "meanMg": integer(least=1),
        "sdMg": integer(),
        "p5Mg": integer(least=-(2**53)),
        "p50Mg": integer(least=-(2**53)),
        "p95Mg": integer(least=1),
        "draws": integer(least=1),
        "seed": integer(),
        "stagesMg": _stages,
        "primaryDataShare": _share,
    }
)

_CREDIT = record(
    {
        "programme": _short,
        "registry": _short,
        "projectId": _short,
        "projectName": _short,
        "projectType": choice("avoidance", "reduction", "removal"),
        "hostCountry": matching("[A-Z]{2}", "ISO 3166-1 alpha-2 code"),
        "methodology": _short,
        "vintageYear": integer(least=1990),
        "serialPrefix": _short,
        "serialFirst": digits(),
        "serialLast": digits(),
        "tonnes": integer(least=1),
        "retiredOn": day,
        "reason": text(),
        "beneficiary": text(),
        "registryReference": _short,
        "registryUrl": _address,
        "evidenceDigest": digest,
        "labels": _texts,
        "correspondingAdjustment": text(),
    }
)

_SUBJECT = record(
    {
        "number": _number,
        "version": integer(least=1),
        "replaces": nullable(_number),
        "methodVersion": _short,
        "synthetic": flag,
        "holder": _party,
        "payer": nullable(_party),
        "order": _short,
        "product": _PRODUCT,
        "devices": record({"count": integer(least=1), "serialsRoot": digest, "scheme": exactly(SERIAL_SCHEME)}),
        "footprint": _FOOTPRINT,
        "statement": record({"number": _number, "digest": digest}),
        "policy": record(
            {
                "basis": choice("mean", "quantile"),
                "quantile": nullable(number(0.5, 0.9999)),
                "batchMg": integer(least=1),
                "meanBatchMg": integer(least=1),
                "requiredG": integer(least=1),
                "bufferG": integer(),
                "unitVarianceShare": _share,
            }
        ),
        "credits": array(_CREDIT, most=10_000),
        "allocation": record(
            {
                "totalG": integer(least=1),
                "retiredG": integer(),
                "carriedInG": integer(),
                "carriedFrom": array(record({"number": _number, "grams": integer(least=1)}), most=1000),
                "remainderG": integer(),
                "remainderRule": exactly("same-beneficiary"),
                "baseG": integer(),
                "extraCount": integer(),
            }
        ),
        "claim": record(
            {
                "type": exactly("offset"),
                "standard": _short,
                "market": text(most=10),
                "audience": choice("B2B", "B2C"),
                "periodStart": day,
                "periodEnd": day,
                "text": record({"zh": text(lines=True), "en": text(lines=True)}),
                "gate": text(),
            }
        ),
        "verify": record({"address": _address}),
    }
)

CERTIFICATE = _credential(
    "LingtanCancellationStatement",
    _SUBJECT,
    validUntil=stamp,
    credentialStatus=record({"id": text(most=200), "type": exactly("LingtanStatusEntry")}),
    evidence=array(_STATEMENT, least=1, most=1),
)

STATUS = _credential(
    "LingtanStatusList",
    record(
        {
            "asOf": stamp,
            "certificates": array(
                record(
                    {
                        "number": _number,
                        "version": integer(least=1),
                        "status": choice("valid", "replaced", "revoked"),
                        "since": day,
                        "by": nullable(_number),
                        "reason": nullable(text()),
                    }
                )
            ),
            "statements": array(record({"number": _number, "status": choice("valid", "withdrawn"), "since": day})),
        }
    ),
)

_TRUSTED = record(
    {"key": text(most=100), "name": _short, "validFrom": stamp, "validUntil": nullable(stamp), "revokedFrom": nullable(stamp)}
)
TRUST = record({"issuers": array(_TRUSTED), "certifiers": array(_TRUSTED), "synthetic": flag})

_FILE_NAME = re.compile(r"[A-Za-z0-9_.-]+(?:/[^/\\\x00-\x1f]+)*")
MANIFEST = record(
    {
        "kind": choice("public", "full"),
        "number": _number,
        "methodVersion": _short,
        "files": mapping(lambda name: _FILE_NAME.fullmatch(name) is not None, digest),
    }
)
STAGES_FILE = record({"stagesMg": _stages, "meanMg": integer(least=1), "factors": array(record({"id": _short, "digest": digest}))})
COMMITMENTS = record({"scheme": exactly(ROW_SCHEME), "rows": array(hexadecimal, least=1)})


def _anything(_value: Any, _place: str) -> Any:
    return iter(())


OPENINGS = record({"scheme": exactly(ROW_SCHEME), "rows": array(record({"salt": hexadecimal, "row": _anything}), least=1)})
SERIALS = record(
    {
        "scheme": exactly(SERIAL_SCHEME),
        "manufacturer": _short,
        "serials": array(record({"serial": text(most=100), "secret": hexadecimal, "grams": integer()}), least=1),
    }
)
PATH = record({"scheme": exactly(SERIAL_SCHEME), "index": integer(), "size": integer(least=1), "path": array(hexadecimal, most=64)})
