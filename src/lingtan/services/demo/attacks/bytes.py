"""Attacks on the bytes of a certificate, and one range under two certificates."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path
from typing import Any

from lingtan.attest import credential_bytes
from lingtan.services.demo.attacks.attack import Attack, Scene, forge, run_verifier, verify_file

__all__ = ["BYTE_ATTACKS"]


def _one_digit(data: bytes) -> bytes:
    """The certificate with one digit of the seed changed, which no other figure of it is computed from."""
    at = data.index(b'"seed":') + len(b'"seed":')
    return data[:at] + (b"1" if data[at : at + 1] != b"1" else b"2") + data[at + 1 :]


def _changed_byte(scene: Scene) -> tuple[str, str] | None:
    return verify_file(scene, "changed-byte.json", _one_digit(credential_bytes(scene.certified[0].document)))


def _changed_embedded_byte(scene: Scene) -> tuple[str, str] | None:
    """One byte of the JSON inside the PDF, packed again so that the PDF still opens."""
    pdf, wanted = Path(scene.certified[0].paths["en.pdf"]).read_bytes(), credential_bytes(scene.certified[0].document)
    for found in re.finditer(rb"stream\r?\n", pdf):
        end = pdf.index(b"endstream", found.end())
        body = pdf[found.end() : end]
        plain = wanted if wanted in body else _inflate(body)
        if plain == wanted:
            changed = _one_digit(wanted)
            packed = body.replace(wanted, changed) if wanted in body else zlib.compress(changed, 9)
            return verify_file(scene, "changed-embedded.pdf", pdf[: found.end()] + packed.ljust(len(body), b"\n") + pdf[end:])
    return None


def _inflate(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body)
    except zlib.error:
        return b""


def _two_certificates(scene: Scene) -> tuple[str, str] | None:
    """The same credit range under two certificates, both signed."""
    second: dict[str, Any] = json.loads(json.dumps(scene.certified[1].document))
    first = scene.certified[0].document["credentialSubject"]["credits"]

    def change(document: dict[str, Any]) -> None:
        document["credentialSubject"]["number"] = "LT-2026-000099"
        document["credentialSubject"]["credits"] = first

    forged = forge(second | {"id": "urn:uuid:00000000-0000-4000-8000-000000000099"}, change, scene.stage.issuer.key)
    path = scene.folder / "reused-range.json"
    path.write_bytes(credential_bytes(forged))
    return run_verifier(scene, scene.certified[0].paths["json"], str(path))


BYTE_ATTACKS: tuple[Attack, ...] = (
    Attack(name="a changed byte of the certificate", attempt=_changed_byte),
    Attack(name="a changed byte of the JSON embedded in the PDF", attempt=_changed_embedded_byte),
    Attack(name="re-used range: two certificates on the same credits", attempt=_two_certificates),
)
