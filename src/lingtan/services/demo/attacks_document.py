"""Attacks on a finished certificate: changed bytes, and false content under the issuer's own valid signature."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lingtan.attest import KeyPair, credential_bytes
from lingtan.services.demo.attack import Attack, Scene, forge, run_verifier, verify_file

__all__ = ["DOCUMENT_ATTACKS"]

Change = Callable[[dict[str, Any]], None]


def _false(name: str, change: Change, *, key: str | None = None) -> Attack:
    """The first certificate with false content, signed validly by the issuer (or by another key)."""

    def attempt(scene: Scene) -> tuple[str, str] | None:
        signer = scene.stage.issuer.key if key is None else KeyPair.synthetic(key)
        return verify_file(scene, f"{name}.json", forge(scene.certified[0].document, change, signer))

    return Attack(name=name, attempt=attempt)


def _subject(path: str, value: Callable[[Any], Any]) -> Change:
    """A change of one member of the subject, `a.b.0.c`."""

    def change(document: dict[str, Any]) -> None:
        *walk, last = ["credentialSubject", *path.split(".")]
        place: Any = document
        for step in walk:
            place = place[int(step)] if step.isdigit() else place[step]
        place[last] = value(place[last])

    return change


def _changed_byte(scene: Scene) -> tuple[str, str] | None:
    data = bytearray(credential_bytes(scene.certified[0].document))
    data[data.index(b'"meanMg":') + 9] ^= 1
    return verify_file(scene, "changed-byte.json", bytes(data))


def _changed_embedded_byte(scene: Scene) -> tuple[str, str] | None:
    """One byte of the JSON inside the PDF, packed again so that the PDF still opens."""
    pdf, wanted = Path(scene.certified[0].paths["en.pdf"]).read_bytes(), credential_bytes(scene.certified[0].document)
    for found in re.finditer(rb"stream\r?\n", pdf):
        end = pdf.index(b"endstream", found.end())
        body = pdf[found.end() : end]
        plain = wanted if wanted in body else _inflate(body)
        if plain == wanted:
            changed = wanted.replace(b'"meanMg":', b'"meanMg":1', 1)[: len(wanted)]
            packed = zlib.compress(changed, 9) if wanted not in body else changed
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


DOCUMENT_ATTACKS: tuple[Attack, ...] = (
    Attack(name="a changed byte of the certificate", attempt=_changed_byte),
    Attack(name="a changed byte of the JSON embedded in the PDF", attempt=_changed_embedded_byte),
    _false("forged key", lambda document: None, key="an attacker"),
    _false("a stage left out of the sum", _subject("footprint.stagesMg.use", lambda mg: mg - 1_000_000)),
    _false("one gram off", _subject("allocation.totalG", lambda g: g - 1)),
    _false("a smaller mean than the certifier verified", _subject("footprint.meanMg", lambda mg: mg - 5_000_000)),
    _false("more tonnes than serials", _subject("credits.0.tonnes", lambda t: t + 1)),
    _false("back-dated retirement", _subject("credits.0.retiredOn", lambda _: "2020-01-01")),
    _false("a retirement after the certificate", _subject("credits.0.retiredOn", lambda _: "2026-06-30")),
    _false("beneficiary mismatch", _subject("credits.0.beneficiary", lambda _: "Somebody Else Ltd")),
    _false("a vintage after the retirement", _subject("credits.0.vintageYear", lambda _: 2027)),
    _false("another device's statement", _subject("product.configurationDigest", lambda _: "sha256:" + "0" * 64)),
    _false("a claim of carbon neutrality", _subject("claim.text.en", lambda text: text + " This product is carbon neutral.")),
    _false("more devices than were counted", _subject("devices.count", lambda n: n + 1)),
    _false("a buffer that was not cancelled", _subject("policy.bufferG", lambda g: g + 1_000_000)),
    Attack(name="re-used range: two certificates on the same credits", attempt=_two_certificates),
)
