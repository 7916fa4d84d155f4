"""Attacks on a finished certificate: false content under a valid signature, the issuer's own or another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lingtan.attest import KeyPair
from lingtan.services.demo.attacks.attack import Attack, Scene, forge, verify_file

__all__ = ["CONTENT_ATTACKS"]

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


def _from_nowhere(document: dict[str, Any]) -> None:
    """No credits at all: everything is said to be left over from before."""
    subject = document["credentialSubject"]
    subject["credits"] = []
    subject["allocation"].update(retiredG=0, carriedInG=subject["allocation"]["totalG"], carriedFrom=[], remainderG=0)


CONTENT_ATTACKS: tuple[Attack, ...] = (
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
    _false("the mean sold as a P96", lambda document: document["credentialSubject"]["policy"].update(basis="quantile", quantile=0.96)),
    _false("a year more than the footprint covers", _subject("claim.periodEnd", lambda day: str(int(day[:4]) + 1) + day[4:])),
    _false(
        "five hundred tonnes more, in words", _subject("claim.text.en", lambda text: text + " Five hundred tonnes more were cancelled.")
    ),
    _false("a Cyrillic letter in the holder's name", _subject("holder.name", lambda name: name.replace("C", "\u0421"))),
    _false("a remainder from nowhere", _from_nowhere),
    _false("a buffer that was not cancelled", _subject("policy.bufferG", lambda g: g + 1_000_000)),
)
