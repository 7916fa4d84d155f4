"""Writes the committed case: `clean.json`, `planted.json` (20 errors), `documents.json` (what documents state), `key.json` (the answers).

    python examples/dry_run/write_case.py [SEED]

Checks read the first three; only tests, and you afterwards, read the key.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from generate import clean_pack
from plant import CASE, plant

from lingtan.evidence import to_plain

SEED = 2026


def write_case(folder: Path, seed: int) -> None:
    """Write the four files of a seed into a folder, byte for byte the same each time."""
    clean = clean_pack(seed)
    planted, key, contents = plant(clean, seed=seed, names=CASE)
    label = "SYNTHETIC: invented for a verifier's dry run; no figure is a measurement · 合成数据：为核查演练虚构"
    files = {
        "clean.json": to_plain(clean),
        "planted.json": to_plain(planted),
        "documents.json": {"label": label, "contents": contents},
        "key.json": {"label": label, "seed": seed, "planted": to_plain(key)},
    }
    for name, data in files.items():
        (folder / name).write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    write_case(Path(__file__).parent, int(sys.argv[1]) if len(sys.argv) > 1 else SEED)
