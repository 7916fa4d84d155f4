"""An attack on the demo: what is tried, and how it was met."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lingtan.attest import KeyPair, credential_bytes, parse_stamp, sign_credential
from lingtan.errors import LingtanError
from lingtan.messages import render_error
from lingtan.product import DeviceFootprint
from lingtan.services.demo.orders import Certified
from lingtan.services.demo.parties import Stage

__all__ = ["Attack", "Scene", "forge", "refused_by_house", "run_verifier", "verify_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What an attacker has: a finished small demo of its own, and the issuer's key (the issuer may be the attacker)."""

    stage: Stage
    device: DeviceFootprint
    certified: Sequence[Certified]
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """A name and the attempt; the attempt returns the code and sentence of the refusal, or None when it went through."""

    name: str
    attempt: Callable[[Scene], tuple[str, str] | None]


def refused_by_house(attempt: Callable[[], object]) -> tuple[str, str] | None:
    """The house's refusal, or None when the attempt went through."""
    try:
        attempt()
    except LingtanError as error:
        return error.code, render_error(error, "en")
    return None


def forge(document: dict[str, Any], change: Callable[[dict[str, Any]], None], key: KeyPair) -> dict[str, Any]:
    """The document with false content under a valid signature of the key."""
    false: dict[str, Any] = json.loads(json.dumps(document))
    created = parse_stamp(false.pop("proof")["created"], place="proof")
    change(false)
    false["issuer"]["id"] = key.did
    return sign_credential(false, key, created=created)


def verify_file(scene: Scene, name: str, document: dict[str, Any] | bytes, *arguments: str) -> tuple[str, str] | None:
    """The refusal of `lingtan-verify`, run as its own process, for a file with these bytes; None when it says valid."""
    path = scene.folder / name
    path.write_bytes(document if isinstance(document, bytes) else credential_bytes(document))
    return run_verifier(scene, str(path), *arguments)


def run_verifier(scene: Scene, *arguments: str) -> tuple[str, str] | None:
    """The refusal of `lingtan-verify` with the demo's trust list; None when it says valid."""
    trust = str(scene.stage.out / "trust.json")
    command = [sys.executable, "-m", "lingtan_verify", *arguments, "--trust", trust, "--json", "--lang", "en"]
    done = subprocess.run(command, capture_output=True, check=False, text=True, encoding="utf-8")
    if done.returncode == 0:
        return None
    answer = json.loads(done.stdout)
    return answer["code"], answer["reasons"][0]["text"]
