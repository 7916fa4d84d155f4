"""Records of documents: labelled synthetic, complete, and internally consistent."""

from __future__ import annotations

import hashlib

import pytest


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


CERTIFIER = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
ISSUER = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQXJPt5ebBiFNU"
STAGES = {"materials": 158_402_117, "assembly": 6_120_450, "transport": 12_880_903, "use": 78_113_662, "end_of_life": 1_204_008}
MEAN = sum(STAGES.values())


@pytest.fixture
def statement() -> dict:
    """A verification statement credential (docs/certificate.md §2)."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2", {"@vocab": "urn:lingtan:vocab:1#"}],
        "id": "urn:uuid:0199c0de-1111-7000-8000-000000000001",
        "type": ["VerifiableCredential", "LingtanVerificationStatement"],
        "issuer": {
            "id": CERTIFIER,
            "name": "示例核查机构 Example Verification Body (synthetic)",
        },
        "validFrom": "2026-09-01T00:00:00Z",
        "validUntil": "2028-09-01T00:00:00Z",
        "credentialSubject": {
            "number": "VS-2026-0007",
            "subject": "ThinkPad X13",
            "configuration": "X13-i5-16-512",
            "configurationDigest": _digest("configuration"),
            "studyDigest": _digest("study"),
            "methodVersion": "lingtan-2026.1",
            "meanMg": MEAN,
            "stagesMg": STAGES,
            "serviceYears": 4,
            "placeOfUse": "CN-BJ",
            "gwpSet": "AR6",
            "levelOfAssurance": "limited",
            "materialityPercent": 5,
            "criteria": ["ISO 14067:2018", "GB/T 24067-2024"],
            "accreditation": {
                "body": "示例认可机构 Example Accreditation (synthetic)",
                "number": "ACC-000",
                "scope": "ISO 14067 electronics",
                "validUntil": "2027-12-31",
            },
            "sites": ["合肥示例工厂 Hefei example plant", "深圳示例贴片厂 Shenzhen example SMT"],
            "sample": {"population": 412, "drawn": 37},
            "qualifications": ["The panel supplier's figure was not site-visited."],
            "findings": {"raised": 20, "closed": 20, "digest": _digest("findings")},
            "signer": {"name": "李核查 Li Hecha", "competenceValidUntil": "2027-06-30"},
            "synthetic": True,
        },
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "created": "2026-09-01T08:00:00Z",
            "verificationMethod": f"{CERTIFIER}#{CERTIFIER[8:]}",
            "proofPurpose": "assertionMethod",
            "proofValue": "z2YwC8z3ap7yx1nZYCg4L3j3ApHsF8kgPdSb5xoS1VR7vPG3F561B52hYnQF9iseabecm3ijx4K1FBTQsCZahKZme",
        },
    }


@pytest.fixture
def certificate(statement: dict) -> dict:
    """A cancellation statement credential (docs/certificate.md §1): 1,000 devices at the mean, two credit lines."""
    count = 1000
    batch = MEAN * count
    required = -(-batch // 1000)
    retired = 258
    credit = {
        "programme": "CCER",
        "registry": "全国温室气体自愿减排注册登记系统",
        "projectId": "CCER-00-000123",
        "projectName": "内蒙古示例造林碳汇项目（合成）",
        "projectType": "removal",
        "hostCountry": "CN",
        "methodology": "CCER-14-001-V01",
        "vintageYear": 2024,
        "serialPrefix": "CN-CCER-SYN-000123-2024",
        "serialFirst": "900000000000000001",
        "serialLast": "900000000000000200",
        "tonnes": 200,
        "retiredOn": "2026-09-10",
        "reason": "自愿抵销产品碳足迹",
        "beneficiary": "示例科技（北京）有限公司",
        "registryReference": "ZX-2026-0009913",
        "registryUrl": "https://registry.example/retirements/ZX-2026-0009913",
        "evidenceDigest": _digest("registry document"),
        "labels": [],
        "correspondingAdjustment": "not_applicable",
    }
    other = credit | {
        "programme": "VCS",
        "registry": "Verra Registry",
        "projectId": "VCS-0000",
        "projectName": "Example Grassland Restoration Programme of Activities, Phase II (synthetic)",
        "projectType": "reduction",
        "hostCountry": "MN",
        "methodology": "VM0000 v1.2",
        "serialPrefix": "00000-000000000-VCS-VCU-000-VER-MN-14-0000-01012023-31122023",
        "serialFirst": "41",
        "serialLast": "98",
        "tonnes": 58,
        "labels": ["CCP"],
        "correspondingAdjustment": "not_authorised",
    }
    total_kg, foot_kg = required / 1000, MEAN / 1e6
    subject = {
        "number": "LT-2026-000042",
        "version": 1,
        "replaces": None,
        "methodVersion": "lingtan-2026.1",
        "synthetic": True,
        "holder": {"name": "示例科技（北京）有限公司", "identifier": "91110000SYNTHETIC1"},
        "payer": None,
        "order": "SO-2026-88231",
        "product": {
            "manufacturer": "Lenovo",
            "model": "ThinkPad X13",
            "configuration": "X13-i5-16-512",
            "configurationDigest": _digest("configuration"),
            "functionalUnit": "One notebook computer, used 4 years in an office",
            "serviceYears": 4,
            "placeOfUse": "CN-BJ",
            "boundary": list(STAGES),
            "exclusions": ["capital_goods", "employee_travel"],
        },
        "devices": {"count": count, "serialsRoot": _digest("serials"), "scheme": "lingtan-serial-1"},
        "footprint": {
            "studyDigest": _digest("study"),
            "factorsDigest": _digest("factors"),
            "commitmentsRoot": _digest("rows"),
            "standard": "ISO 14067:2018 · GB/T 24067-2024",
            "gwpSet": "AR6",
            "dataYear": 2025,
            "meanMg": MEAN,
            "sdMg": 41_883_219,
            "p5Mg": 196_500_111,
            "p50Mg": 252_204_873,
            "p95Mg": 331_889_020,
            "draws": 10_000,
            "seed": 20260901,
            "stagesMg": STAGES,
            "primaryDataShare": 0.214,
        },
        "statement": {"number": "VS-2026-0007", "digest": _digest("statement")},
        "policy": {
            "basis": "mean",
            "quantile": None,
            "batchMg": batch,
            "meanBatchMg": batch,
            "requiredG": required,
            "bufferG": 0,
            "unitVarianceShare": 0.3,
        },
        "credits": [credit, other],
        "allocation": {
            "totalG": required,
            "retiredG": retired * 10**6,
            "carriedInG": 0,
            "carriedFrom": [],
            "remainderG": retired * 10**6 - required,
            "remainderRule": "same-beneficiary",
            "baseG": required // count,
            "extraCount": required % count,
        },
        "claim": {
            "type": "offset",
            "standard": "ISO 14068-1:2023",
            "market": "CN",
            "audience": "B2B",
            "periodStart": "2026-09-15",
            "periodEnd": "2030-09-14",
            "text": {
                "zh": f"本批 {count:,} 台设备单台生命周期碳足迹 {foot_kg:.1f} kg CO₂e；"
                f"已另行注销 {total_kg:,.3f} kg CO₂e 碳信用（不代表产品零排放）。",
                "en": f"The life-cycle footprint of each of these {count:,} devices is {foot_kg:.1f} kg CO₂e; "
                f"carbon credits of {total_kg:,.3f} kg CO₂e were cancelled separately (the product does not have zero emissions).",
            },
            "gate": "claim-gate-2026.1",
        },
        "verify": {"address": "https://verify.lingtan.example/c/LT-2026-000042"},
    }
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2", {"@vocab": "urn:lingtan:vocab:1#"}],
        "id": "urn:uuid:0199c0de-2222-7000-8000-000000000042",
        "type": ["VerifiableCredential", "LingtanCancellationStatement"],
        "issuer": {"id": ISSUER, "name": "示例服务商 Example Service (synthetic)"},
        "validFrom": "2026-09-15T02:00:00Z",
        "validUntil": "2030-09-14T23:59:59Z",
        "credentialStatus": {"id": "urn:lingtan:status:LT-2026-000042", "type": "LingtanStatusEntry"},
        "credentialSubject": subject,
        "evidence": [statement],
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "created": "2026-09-15T02:00:00Z",
            "verificationMethod": f"{ISSUER}#{ISSUER[8:]}",
            "proofPurpose": "assertionMethod",
            "proofValue": "z3yTqj5b8W3qVnR6BdYx7Jb2UuZgqk1h9mC5fS8aXwE4LtPv6oD2NcKrM7iHsGyQJpA1zFxBnV8uTeRwYdCkLmS9q",
        },
    }


@pytest.fixture
def declaration() -> dict:
    """A declaration (docs/certificate.md §6)."""
    components = {
        "mainboard": 61_203_551,
        "display": 38_500_120,
        "ssd": 21_870_004,
        "dram": 17_332_190,
        "enclosure": 11_904_833,
        "battery": 5_391_419,
        "adapter": 2_200_000,
    }

    def share(mg: int) -> float:
        return mg / MEAN

    return {
        "number": "DEC-2026-0013",
        "issuedOn": "2026-08-20",
        "manufacturer": "Lenovo",
        "model": "ThinkPad X13",
        "configuration": "X13-i5-16-512",
        "functionalUnit": "One notebook computer, used 4 years in an office",
        "serviceYears": 4,
        "placeOfUse": "CN-BJ",
        "gwpSet": "AR6",
        "methodVersion": "lingtan-2026.1",
        "standard": "ISO 14067:2018 · GB/T 24067-2024",
        "meanMg": MEAN,
        "sdMg": 41_883_219,
        "p5Mg": 196_500_111,
        "p50Mg": 252_204_873,
        "p95Mg": 331_889_020,
        "draws": 10_000,
        "seed": 20260901,
        "stages": [{"stage": name, "mg": mg, "share": share(mg), "estimatedMg": mg // 3} for name, mg in STAGES.items()],
        "components": [{"component": name, "mg": mg, "share": share(mg)} for name, mg in components.items()],
        "indicatorsMg": {
            "fossil": MEAN - 1_500_000,
            "biogenic_release": 2_000_000,
            "biogenic_uptake": -1_900_000,
            "land_use": 400_000,
            "aircraft": 1_000_000,
        },
        "assumptions": [
            {"code": "service_years", "value": 4, "unit": "a", "mark": "declared", "source": "order"},
            {
                "code": "tec_kwh",
                "value": 24.3,
                "unit": "kWh/a",
                "mark": "literature",
                "source": "ENERGY STAR typical energy consumption, product list",
            },
            {"code": "die_mm2", "value": 182.5, "unit": "mm2", "mark": "imputed", "source": "class pack notebook 2026.1"},
            {"code": "air_share", "value": 0.5, "unit": "", "mark": "assumed", "source": "class pack notebook 2026.1"},
            {
                "code": "electricity_factor",
                "value": 0.5777,
                "unit": "kg/kWh",
                "mark": "literature",
                "source": "China life-cycle electricity factor 2024",
            },
        ],
        "primaryDataShare": 0.214,
        "dataQualityRating": 2.6,
        "limitations": ["LIMIT_USE_FORECAST", "LIMIT_NO_COMPARISON"],
        "synthetic": True,
        "studyDigest": _digest("study"),
    }
