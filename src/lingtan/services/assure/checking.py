"""`lingtan statement check`: the checks on an evidence pack, and the guided sample."""

from __future__ import annotations

from pathlib import Path

from lingtan.assurance import Detected, EvidencePack, SampleItem, guided_sample, run_checks
from lingtan.evidence import digest_bytes, from_plain
from lingtan.files import read_bytes, read_json

__all__ = ["check_pack", "file_digest", "read_pack"]


def read_pack(path: Path) -> EvidencePack:
    """An evidence pack from its JSON file. Raises InputError naming the field that does not fit."""
    return from_plain(EvidencePack, read_json(path), place=path.name)


def file_digest(path: Path) -> str:
    """The digest under which a document enters the thread. Raises InputError `FILE_MISSING` or `FILE_NOT_READABLE`."""
    return digest_bytes(read_bytes(path))


def check_pack(pack: EvidencePack, *, sample: int, seed: int) -> tuple[tuple[Detected, ...], tuple[SampleItem, ...]]:
    """What the checks find in an evidence pack, largest effect first, and the documents to look at next."""
    found = run_checks(pack)
    return found, guided_sample(pack, size=sample, seed=seed, detected=found)
