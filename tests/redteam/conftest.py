"""One small certified stage, made once; the attacks on documents forge its certificate with the trusted keys themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lingtan.attest import KeyPair, credential_bytes, parse_stamp, sign_credential
from lingtan.evidence import digest_json
from lingtan.services.demo.attacks.attack import Scene
from lingtan.services.demo.attacks.suite import set_scene
from lingtan.services.demo.examples import example
from lingtan.services.footprint.device import device_from_file, footprint_of
from lingtan.services.footprint.library import library_with
from lingtan_verify.trust import Trust
from lingtan_verify.verify import Request, verify

NOW = "2026-12-01T00:00:00Z"
ISSUER, CERTIFIER = KeyPair.synthetic("demo issuer"), KeyPair.synthetic("demo certifier")


@dataclass
class Forgery:
    """A certificate taken apart: change what you like, then sign statement and certificate with the trusted keys."""

    document: dict[str, Any]
    trust: dict[str, Any]
    created: str
    statement_created: str

    @property
    def subject(self) -> dict[str, Any]:
        return self.document["credentialSubject"]

    @property
    def statement(self) -> dict[str, Any]:
        return self.document["evidence"][0]

    def signed(self) -> bytes:
        statement = {name: value for name, value in self.statement.items() if name != "proof"}
        statement = sign_credential(statement, CERTIFIER, created=parse_stamp(self.statement_created, place="test"))
        self.document["evidence"] = [statement]
        self.subject["statement"] = {"number": statement["credentialSubject"]["number"], "digest": digest_json(statement)}
        unsigned = {name: value for name, value in self.document.items() if name != "proof"}
        return credential_bytes(sign_credential(unsigned, ISSUER, created=parse_stamp(self.created, place="test")))


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Two certified orders of three devices: the second carries in what the first left over."""
    device = footprint_of(device_from_file(example("thinkpad-x13.toml")), library_with(), seed=20220608, draws=400)
    return set_scene(tmp_path_factory.mktemp("redteam") / "stage", device)


@pytest.fixture
def forged(scene: Scene, tmp_path: Path) -> Callable[..., list[str]]:
    """The reasons of `lingtan-verify` against a changed certificate of the scene (the second, with 1 as the last argument)."""

    def codes(change: Callable[[Forgery], object], which: int = 0) -> list[str]:
        document = json.loads(json.dumps(scene.certified[which].document))
        trust = json.loads((scene.stage.out / "trust.json").read_bytes())
        created = document["proof"]["created"], document["evidence"][0]["proof"]["created"]
        forgery = Forgery(document, trust, *created)
        change(forgery)
        path = tmp_path / "c.json"
        path.write_bytes(forgery.signed())
        found = verify(path, Request(Trust.parse(json.dumps(forgery.trust).encode(), "option", "trust.json"), NOW))
        return [reason.code for reason in found.reasons]

    return codes
