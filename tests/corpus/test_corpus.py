"""Recorded bundles recompute for ever, or are refused with `METHOD_VERSION`; whatever the threads and the processor."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from machine import environment, settings

from lingtan import METHOD_VERSION
from lingtan.errors import MethodError
from lingtan.services.footprint.recompute import recompute

BUNDLES = Path(__file__).parent / "bundles"
RECORDED = sorted(BUNDLES.glob("*/*.full.zip.gz"))
WANTED = {"laptop-attributes", "laptop-bom", "monitor", "server"}
PROGRAM = """
import json, sys
from pathlib import Path
from lingtan.services.footprint.recompute import recompute
print(json.dumps({Path(name).name: recompute(Path(name)) for name in sys.argv[1:]}))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    folder = tmp_path_factory.mktemp("corpus")
    found = {}
    for path in RECORDED:
        target = folder / path.parent.name / path.name.removesuffix(".gz")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(gzip.decompress(path.read_bytes()))
        found[path] = target
    return found


def test_the_present_method_has_its_corpus() -> None:
    names = {path.name.removesuffix(".full.zip.gz") for path in RECORDED if path.parent.name == METHOD_VERSION}
    assert names >= WANTED, "python tests/corpus/record.py"


@pytest.mark.parametrize("setting", settings())
def test_recorded_bundles_recompute_under_any_setting(unpacked: dict[Path, Path], setting: str) -> None:
    present = {path: bundle for path, bundle in unpacked.items() if path.parent.name == METHOD_VERSION}
    assert present
    command = [sys.executable, "-c", PROGRAM, *map(str, present.values())]
    done = subprocess.run(command, env=environment(settings()[setting]), capture_output=True, text=True, check=True, timeout=300)
    found = json.loads(done.stdout)
    for path, bundle in present.items():
        recorded = json.loads(path.with_name(path.name.replace(".full.zip.gz", ".json")).read_text("utf-8"))
        answer = found[bundle.name]
        assert {name: answer[name] for name in recorded["recompute"]} == recorded["recompute"], path.name
        assert answer["matches"] is True
        assert answer["mean_mg"] == recorded["footprint"]["meanMg"] == sum(recorded["footprint"]["stagesMg"].values())


def test_bundles_of_another_method_are_refused(unpacked: dict[Path, Path]) -> None:
    for path, bundle in unpacked.items():
        if path.parent.name != METHOD_VERSION:
            with pytest.raises(MethodError) as caught:
                recompute(bundle)
            assert caught.value.code == "METHOD_VERSION"


def test_the_corpus_is_small_and_says_that_it_is_synthetic(unpacked: dict[Path, Path]) -> None:
    import zipfile

    for path, bundle in unpacked.items():
        assert path.stat().st_size < 60_000
        with zipfile.ZipFile(bundle) as archive:
            assert json.loads(archive.read("certificate.json"))["credentialSubject"]["synthetic"] is True
