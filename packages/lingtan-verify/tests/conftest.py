"""A small independent maker of certificates: signs with `cryptography` alone, so that these tests need neither lingtan nor the network."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import zipfile
import zlib
from copy import deepcopy
from pathlib import Path

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lingtan_verify.cli import main
from lingtan_verify.wording import cleared_sentences

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
CONTEXT = ["https://www.w3.org/ns/credentials/v2", {"@vocab": "urn:lingtan:vocab:1#"}]
NOW = "2026-11-22T12:00:00Z"


def digest(value) -> str:
    return "sha256:" + hashlib.sha256(rfc8785.dumps(value)).hexdigest()


def base58(data: bytes) -> str:
    number, out = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        out = ALPHABET[rest] + out
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + out


class Key:
    def __init__(self, label: str) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(label.encode()).digest())
        self.did = "did:key:" + base58(b"\xed\x01" + self.private.public_key().public_bytes_raw())

    def sign(self, document: dict, created: str) -> dict:
        document = {name: value for name, value in document.items() if name != "proof"}
        options = {
            "@context": document["@context"],
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "created": created,
            "verificationMethod": self.did + "#" + self.did.removeprefix("did:key:"),
            "proofPurpose": "assertionMethod",
        }
        message = hashlib.sha256(rfc8785.dumps(options)).digest() + hashlib.sha256(rfc8785.dumps(document)).digest()
        return document | {"proof": options | {"proofValue": base58(self.private.sign(message))}}


def merkle(leaves: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.1, in the words of its recursive definition (the verifier goes level by level)."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + merkle(leaves[:split]) + merkle(leaves[split:])).digest()


def merkle_path(leaves: list[bytes], index: int) -> list[bytes]:
    if len(leaves) == 1:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if index < split:
        return [*merkle_path(leaves[:split], index), merkle(leaves[split:])]
    return [*merkle_path(leaves[split:], index - split), merkle(leaves[:split])]


def committed(scheme: str, *parts: bytes) -> bytes:
    return hashlib.sha256(b"\0".join((scheme.encode(), *parts))).digest()


class World:
    """Everything behind one certificate, all synthetic, open to change before it is signed."""

    maker = "Example Computer 示例电脑"
    names = ("PF-0002", "PF-0001", "PF-0003")

    def __init__(self, tag: str = "a", *, first: int = 1) -> None:
        self.issuer, self.certifier, self.stranger = Key("issuer"), Key("certifier"), Key("stranger")
        self.tag = tag
        self.serials = [
            {"serial": name + tag, "secret": hashlib.sha256((name + tag).encode()).hexdigest(), "grams": 256_000 + (number == 0)}
            for number, name in enumerate(sorted(self.names))
        ]
        self.rows = [{"salt": hashlib.sha256(b"salt%d" % n).hexdigest(), "row": {"part": f"P{n}", "mass_g": n + 0.5}} for n in range(5)]
        self.spec = {"model": "Notebook 13", "mass_g": 1290.5}
        self.factors = [{"id": "cn-grid-2024", "value": 0.5777}, {"id": "gold", "value": 12.5}]
        self.evidence = {"evidence/registry.pdf": b"synthetic registry document " + tag.encode()}
        self.stages = {
            "materials": 180_000_000,
            "assembly": 10_000_001,
            "transport": 5_000_000,
            "use": 60_000_000,
            "end_of_life": 1_000_122,
        }
        self.study = {"subject": "Notebook 13", "mean_mg": 256_000_123, "stages_mg": self.stages, "seed": 7, "offsets_included": False}
        self.subject = self._subject(first)
        self.statement = self._statement()
        self.valid_from, self.valid_until, self.created = "2026-11-20T08:00:00Z", "2030-11-20T00:00:00Z", "2026-11-20T08:00:05Z"
        self.issuer_name, self.signing_key = "Example Issuer 示例签发方", self.issuer
        self.certifier_name, self.certifying_key = "Example Certifier 示例核查", self.certifier
        self.statement_from, self.statement_until, self.statement_created = (
            "2026-10-01T00:00:00Z",
            "2027-10-01T00:00:00Z",
            "2026-10-01T00:00:00Z",
        )
        self.reseal = True
        self.after = lambda document: document

    def leaves(self) -> list[bytes]:
        return [committed("lingtan-serial-1", bytes.fromhex(s["secret"]), self.maker.encode(), s["serial"].encode()) for s in self.serials]

    def row_leaves(self) -> list[bytes]:
        return [committed("lingtan-row-1", bytes.fromhex(r["salt"]), rfc8785.dumps(r["row"])) for r in self.rows]

    def listed_factors(self) -> list[dict]:
        return [{"id": one["id"], "digest": digest(one)} for one in self.factors]

    def _subject(self, first: int) -> dict:
        return {
            "number": f"LT-2026-{self.tag}",
            "version": 1,
            "replaces": None,
            "methodVersion": "lingtan-2026.1",
            "synthetic": True,
            "holder": {"name": "示例客户有限公司", "identifier": "SYN-91110000"},
            "payer": None,
            "order": "ORDER-1",
            "product": {
                "manufacturer": self.maker,
                "model": "Notebook 13",
                "configuration": "16GB/512GB",
                "configurationDigest": digest(self.spec),
                "functionalUnit": "one notebook over 4 years",
                "serviceYears": 4,
                "placeOfUse": "CN-BJ",
                "boundary": ["materials", "assembly", "transport", "use", "end_of_life"],
                "exclusions": [],
            },
            "devices": {"count": 3, "serialsRoot": "sha256:" + merkle(self.leaves()).hex(), "scheme": "lingtan-serial-1"},
            "footprint": {
                "studyDigest": digest(self.study),
                "factorsDigest": digest(self.listed_factors()),
                "commitmentsRoot": "sha256:" + merkle(self.row_leaves()).hex(),
                "standard": "ISO 14067:2018",
                "gwpSet": "AR6",
                "dataYear": 2025,
                "meanMg": 256_000_123,
                "sdMg": 40_000_000,
                "p5Mg": 200_000_000,
                "p50Mg": 250_000_000,
                "p95Mg": 330_000_000,
                "draws": 1000,
                "seed": 7,
                "stagesMg": dict(self.stages),
                "primaryDataShare": 0.25,
            },
            "statement": {"number": "VS-1", "digest": ""},
            "policy": {
                "basis": "mean",
                "quantile": None,
                "batchMg": 768_000_369,
                "meanBatchMg": 768_000_369,
                "requiredG": 768_001,
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
                    "serialFirst": str(first),
                    "serialLast": str(first),
                    "tonnes": 1,
                    "retiredOn": "2026-11-01",
                    "reason": "offset",
                    "beneficiary": "For 示例客户有限公司, synthetic",
                    "registryReference": "R-1",
                    "registryUrl": "https://registry.example/R-1",
                    "evidenceDigest": "sha256:" + hashlib.sha256(self.evidence["evidence/registry.pdf"]).hexdigest(),
                    "labels": [],
                    "correspondingAdjustment": "none",
                }
            ],
            "allocation": {
                "totalG": 768_001,
                "retiredG": 1_000_000,
                "carriedInG": 0,
                "carriedFrom": [],
                "remainderG": 231_999,
                "remainderRule": "same-beneficiary",
                "baseG": 256_000,
                "extraCount": 1,
            },
            "claim": {
                "type": "offset",
                "standard": "METHODS 22",
                "market": "CN",
                "audience": "B2B",
                "periodStart": "2026-11-20",
                "periodEnd": "2030-11-19",
                "text": {"zh": "", "en": ""},  # empty: the cleared sentences, put in when the certificate is made
                "gate": "claims-cn-1",
            },
            "verify": {"address": ""},
        }

    def _statement(self) -> dict:
        return {
            "number": "VS-1",
            "subject": "Notebook 13",
            "configuration": "16GB/512GB",
            "configurationDigest": digest(self.spec),
            "studyDigest": digest(self.study),
            "methodVersion": "lingtan-2026.1",
            "meanMg": 256_000_123,
            "stagesMg": dict(self.stages),
            "serviceYears": 4,
            "placeOfUse": "CN-BJ",
            "gwpSet": "AR6",
            "levelOfAssurance": "limited",
            "materialityPercent": 5,
            "criteria": ["GB/T 24067-2024"],
            "accreditation": {"body": "SYN-AB", "number": "A-1", "scope": "products", "validUntil": "2027-12-31"},
            "sites": ["Hefei"],
            "sample": {"population": 10, "drawn": 4},
            "qualifications": [],
            "findings": {"raised": 2, "closed": 2, "digest": digest([])},
            "signer": {"name": "Synthetic Person", "competenceValidUntil": "2027-06-30"},
            "synthetic": True,
        }

    def signed_statement(self) -> dict:
        return self.certifying_key.sign(
            {
                "@context": CONTEXT,
                "id": "urn:uuid:00000000-0000-4000-8000-000000000002",
                "type": ["VerifiableCredential", "LingtanVerificationStatement"],
                "issuer": {"id": self.certifying_key.did, "name": self.certifier_name},
                "validFrom": self.statement_from,
                "validUntil": self.statement_until,
                "credentialSubject": self.statement,
            },
            self.statement_created,
        )

    def document(self) -> dict:
        statement, subject = self.signed_statement(), deepcopy(self.subject)
        if self.reseal:
            subject["statement"] = {"number": statement["credentialSubject"]["number"], "digest": digest(statement)}
        with contextlib.suppress(TypeError, ValueError):  # of a member of a wrong kind, which is what that test is about
            texts = subject["claim"]["text"]
            texts.update({name: said for name, said in cleared_sentences(subject).items() if texts[name] == ""})
        subject["verify"]["address"] = subject["verify"]["address"] or f"https://verify.example/c/{subject['number']}"
        unsigned = {
            "@context": CONTEXT,
            "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
            "type": ["VerifiableCredential", "LingtanCancellationStatement"],
            "issuer": {"id": self.signing_key.did, "name": self.issuer_name},
            "validFrom": self.valid_from,
            "validUntil": self.valid_until,
            "credentialStatus": {"id": f"urn:lingtan:status:{subject['number']}", "type": "LingtanStatusEntry"},
            "credentialSubject": subject,
            "evidence": [statement],
        }
        return self.signing_key.sign(self.after(unsigned), self.created)

    def certificate(self) -> bytes:
        return rfc8785.dumps(self.document())

    def trust(self) -> dict:
        def entry(key: Key, name: str) -> dict:
            return {"key": key.did, "name": name, "validFrom": "2020-01-01T00:00:00Z", "validUntil": None, "revokedFrom": None}

        return {
            "issuers": [entry(self.issuer, "Example Issuer 示例签发方")],
            "certifiers": [entry(self.certifier, "Example Certifier 示例核查")],
            "synthetic": True,
        }

    def status(self, *, state: str = "valid", statement: str = "valid", key: Key | None = None, **body) -> bytes:
        signer = key or self.issuer
        entry = {"number": self.subject["number"], "version": 1, "status": state, "since": "2026-11-21", "by": None, "reason": None}
        subject = {
            "asOf": "2026-11-22T00:00:00Z",
            "certificates": [entry],
            "statements": [{"number": "VS-1", "status": statement, "since": "2026-11-21"}],
        } | body
        return rfc8785.dumps(
            signer.sign(
                {
                    "@context": CONTEXT,
                    "id": "urn:uuid:00000000-0000-4000-8000-000000000003",
                    "type": ["VerifiableCredential", "LingtanStatusList"],
                    "issuer": {"id": signer.did, "name": self.issuer_name},
                    "validFrom": "2026-11-22T00:00:00Z",
                    "credentialSubject": subject,
                },
                "2026-11-22T00:00:01Z",
            )
        )

    def files(self, kind: str) -> dict[str, bytes]:
        stages = {"stagesMg": self.stages, "meanMg": 256_000_123, "factors": self.listed_factors()}
        found = {
            "certificate.json": self.certificate(),
            "stages.json": rfc8785.dumps(stages),
            "commitments.json": rfc8785.dumps({"scheme": "lingtan-row-1", "rows": [leaf.hex() for leaf in self.row_leaves()]}),
        }
        if kind == "full":
            found |= self.evidence | {
                "study.json": rfc8785.dumps(self.study),
                "spec.json": rfc8785.dumps(self.spec),
                "class_pack.json": b"{}",
                "factors.json": rfc8785.dumps({"records": self.factors, "sources": []}),
                "openings.json": rfc8785.dumps({"scheme": "lingtan-row-1", "rows": self.rows}),
                "serials.json": rfc8785.dumps({"scheme": "lingtan-serial-1", "manufacturer": self.maker, "serials": self.serials}),
            }
        return found

    def bundle(self, kind: str = "public", *, change=None) -> bytes:
        files = self.files(kind)
        if change is not None:
            change(files)
        listed = {name: "sha256:" + hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "manifest.json"}
        manifest = {"kind": kind, "number": self.subject["number"], "methodVersion": "lingtan-2026.1", "files": listed}
        return stored({"manifest.json": rfc8785.dumps(manifest)} | files)

    def path(self, index: int) -> bytes:
        steps = [step.hex() for step in merkle_path(self.leaves(), index)]
        return rfc8785.dumps({"scheme": "lingtan-serial-1", "index": index, "size": len(self.serials), "path": steps})


def stored(files: dict[str, bytes], method: int = zipfile.ZIP_STORED, *, mode: int = 0o644) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name in sorted(files, key=lambda one: (one != "manifest.json", one)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr, entry.create_system = mode << 16, 3
            archive.writestr(entry, files[name], method)
    return buffer.getvalue()


def pdf(records: list[tuple[str, bytes]], *, packed: bool = False, flate: bool = True, tail: bytes = b"", head: bytes = b"") -> bytes:
    """A PDF that lists each (name, content) as attachment, plainly or with its objects packed in an object stream."""
    bodies: dict[int, bytes] = {}
    tree: list[bytes] = []
    streams: dict[int, bytes] = {}
    for number, (name, content) in enumerate(records):
        spec, file = 10 + 2 * number, 11 + 2 * number
        data = zlib.compress(content) if flate else content
        coding = b"/Filter /FlateDecode " if flate else b""
        size = b"/Params << /Size %d >>" % len(content)
        streams[file] = b"<< /Type /EmbeddedFile %s%s /Length %d >>\nstream\n%s\nendstream" % (coding, size, len(data), data)
        bodies[spec] = b"<< /Type /Filespec /F (%s) /UF (%s) /EF << /F %d 0 R /UF %d 0 R >> >>" % (name.encode(), name.encode(), file, file)
        tree.append(b"(%s) %d 0 R" % (name.encode(), spec))
    bodies[1] = b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 3 0 R >> >>"
    bodies[2] = b"<< /Type /Pages /Kids [] /Count 0 >>"
    bodies[3] = b"<< /Names [" + b" ".join(tree) + b"] >>"
    if packed:
        offsets, body = [], b""
        for number, value in bodies.items():
            offsets.append(b"%d %d" % (number, len(body)))
            body += value + b" "
        table = b" ".join(offsets) + b" "
        data = zlib.compress(table + body)
        streams[90] = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length 91 0 R >>\nstream\r\n%s\nendstream" % (
            len(bodies),
            len(table),
            data,
        )
        bodies = {91: b"%d" % len(data)}
    everything = b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in (bodies | streams).items())
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + head + everything + b"trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n" + tail


class Shop:
    """Writes files into a folder and runs the command there."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture) -> None:
        self.folder, self.capsys = folder, capsys
        self.world = World()
        self.put("trust.json", json.dumps(self.world.trust()).encode())

    def put(self, name: str, data: bytes) -> str:
        path = self.folder / name
        path.write_bytes(data)
        return str(path)

    def run(self, *arguments: str) -> tuple[int, dict]:
        code = main([*arguments, "--json", "--at", NOW])
        out = self.capsys.readouterr().out
        return code, json.loads(out) if out else {}

    def codes(self, data: bytes, *arguments: str, name: str = "certificate.json") -> list[str]:
        """The reason codes for these bytes; asserts that exit code and verdict agree."""
        code, answer = self.run(self.put(name, data), *arguments)
        assert (code, answer["valid"]) in ((0, True), (3, False))
        assert answer["valid"] == (answer["code"] == "VALID") == (not answer["reasons"])
        return [reason["code"] for reason in answer["reasons"]]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def make_world():
    return World


@pytest.fixture
def shop(tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.delenv("LINGTAN_TRUST", raising=False)
    folder = tmp_path / "shop"
    folder.mkdir()
    return Shop(folder, capsys)


@pytest.fixture
def make_pdf():
    return pdf


@pytest.fixture
def make_zip():
    return stored


@pytest.fixture
def make_merkle():
    return merkle, merkle_path
