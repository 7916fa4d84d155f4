"""The verifier's dry run: a labelled synthetic evidence pack with 20 planted errors, and what the checks and the guided sample find."""

from __future__ import annotations

import json
from typing import Any

from lingtan.assurance import inspect_documents
from lingtan.services.assure.checking import check_pack, read_pack
from lingtan.services.demo.examples import example

__all__ = ["dry_run"]

SAMPLE = 10
SEED = 1


def dry_run() -> dict[str, Any]:
    """Planted and found errors, by name, and what is found in the clean pack. No check reads the key; it only counts here."""
    clean, _ = check_pack(read_pack(example("dry_run/clean.json")), sample=SAMPLE, seed=SEED)
    pack = read_pack(example("dry_run/planted.json"))
    found, drawn = check_pack(pack, sample=SAMPLE, seed=SEED)
    found = (*found, *inspect_documents(pack, drawn, json.loads(example("dry_run/documents.json").read_bytes())))
    hits = {(item.code, item.place) for item in found}
    key = json.loads(example("dry_run/key.json").read_bytes())["planted"]
    caught = [error["name"] for error in key if any((code, place) in hits for code in error["codes"] for place in error["places"])]
    missed = [error["name"] for error in key if error["name"] not in caught]
    return {"planted": len(key), "found": len(caught), "missed": missed, "false_alarms_in_clean_pack": len(clean), "findings": len(found)}
