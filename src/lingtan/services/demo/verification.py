"""The independent verifier on everything that the demo wrote: JSON, PDF, bundles, recomputation, status, a device's membership."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lingtan.attest import SerialOpening, SerialTree
from lingtan.services.demo.orders import Certified

__all__ = ["verify_all"]


def verify_all(out: Path, certified: Sequence[Certified]) -> list[dict[str, Any]]:
    """Each check with the verifier's answer: `valid` and its code."""
    status = str(out / "certificates" / "status.json")
    answers = []
    for one in certified:
        paths = one.paths
        answers.append(_ask("certificate (JSON), status", paths["json"], "--status", status))
        answers.append(_ask("certificate (PDF, zh)", paths["zh.pdf"]))
        answers.append(_ask("public bundle", paths["json"], "--bundle", paths["public.zip"]))
        answers.append(_ask("full bundle, recomputed", paths["json"], "--bundle", paths["full.zip"], "--recompute"))
        answers.append(_ask("one device's membership", paths["json"], *_membership(out, one)))
    return answers


def _membership(out: Path, one: Certified) -> tuple[str, ...]:
    """What the customer of the batch's last device holds: serial, secret and path."""
    body = json.loads(Path(one.paths["serials.json"]).read_bytes())
    openings = [SerialOpening(serial=s["serial"], secret=bytes.fromhex(s["secret"]), grams=s["grams"]) for s in body["serials"]]
    proof = SerialTree.build(body["manufacturer"], openings).membership(openings[-1].serial)
    path = out / "customer" / f"{proof.serial}.path.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(proof.path_json()), "utf-8")
    return ("--serial", proof.serial, "--secret", proof.secret.hex(), "--path", str(path))


def _ask(what: str, file: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "lingtan_verify", file, *arguments, "--json", "--lang", "en"]
    done = subprocess.run(command, capture_output=True, check=False, text=True, encoding="utf-8")
    answer = json.loads(done.stdout)
    return {"what": what, "file": Path(file).name, "valid": done.returncode == 0, "code": answer["code"]}
