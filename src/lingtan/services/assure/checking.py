"""`lingtan statement check`: the checks on an evidence pack, and the guided sample."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lingtan.assurance import Detected, EvidencePack, SampleItem, guided_sample, run_checks
from lingtan.evidence import from_plain
from lingtan.files import read_bytes

__all__ = ["check_pack", "read_pack"]


def read_pack(path: Path) -> EvidencePack:
    """An evidence pack from its JSON file. Raises InputError naming the field that does not fit."""
    data: Any = json.loads(read_bytes(path))
    return from_plain(EvidencePack, data, place=path.name)


def check_pack(pack: EvidencePack, *, sample: int, seed: int) -> tuple[tuple[Detected, ...], tuple[SampleItem, ...]]:
    """What the checks find in an evidence pack, largest effect first, and the documents to look at next."""
    found = run_checks(pack)
    return found, guided_sample(pack, size=sample, seed=seed, detected=found)
