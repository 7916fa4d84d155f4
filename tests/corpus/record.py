"""Writes the recorded corpus: full bundles of this method version, and the figures they must give for ever.

    python tests/corpus/record.py [--again]

A version's folder is written once: bundles of an old method stay as they are, and are refused by a newer one with `METHOD_VERSION`.
`--again` replaces the folder of the present version, which is only right before the version is released.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sys
import tempfile
from pathlib import Path

from flow import DEVICES, run

from lingtan import METHOD_VERSION
from lingtan.services.footprint.recompute import recompute

BUNDLES = Path(__file__).parent / "bundles"


def record(*, again: bool) -> Path:
    """The folder of the present version, filled."""
    folder = BUNDLES / METHOD_VERSION
    if folder.exists():
        if not again:
            raise SystemExit(f"{folder} is recorded already; a changed method needs a new METHOD_VERSION (or --again before release)")
        shutil.rmtree(folder)
    names = sorted(path.stem for path in DEVICES.glob("*.toml"))
    with tempfile.TemporaryDirectory() as scratch:
        exported = run(Path(scratch), f"sqlite:///{scratch}/corpus.db", names)
        folder.mkdir(parents=True)
        for name in names:
            bundle = Path(exported[name]["full.zip"])
            expected = recompute(bundle)
            if not expected["matches"]:
                raise SystemExit(f"{name} does not recompute here: {expected}")
            (folder / f"{name}.full.zip.gz").write_bytes(gzip.compress(bundle.read_bytes(), 9, mtime=0))
            certificate = json.loads(Path(exported[name]["json"]).read_bytes())["credentialSubject"]
            kept = {name: expected[name] for name in ("mean_mg", "stages_mg", "study_digest", "method_version")}
            figures = {"recompute": kept, "footprint": certificate["footprint"], "policy": certificate["policy"]}
            (folder / f"{name}.json").write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", "utf-8")
    return folder


if __name__ == "__main__":
    for path in sorted(record(again="--again" in sys.argv[1:]).iterdir()):
        print(path.relative_to(BUNDLES.parent), path.stat().st_size)
