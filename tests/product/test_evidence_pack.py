"""The evidence pack of a study: the verifier's own checks agree with what the product room computed, line by line."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest

from lingtan.assurance import run_checks
from lingtan.evidence import from_plain, to_plain
from lingtan.factors import load_library
from lingtan.files import read_device
from lingtan.product import assess, load_class_pack, starting_pack

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("thinkpad-*.toml"))
PERIOD = (date(2024, 1, 1), date(2024, 12, 31))


def pack_of(path):
    spec = read_device(path)
    device = assess(spec, load_class_pack(spec.attributes.device_class), load_library(), seed=1, draws=2_000)
    return device, starting_pack(device, name="EP", organisation="Maker", period=PERIOD, as_of=date(2026, 6, 8))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_checks_find_nothing_in_a_study_that_is_right(path):
    device, pack = pack_of(path)
    assert run_checks(pack) == ()
    assert sum(line.mg for line in pack.lines) == device.footprint.mean_mg


def test_a_pack_travels_as_json_and_shows_what_is_changed_in_it():
    _, pack = pack_of(EXAMPLES[0])
    assert from_plain(type(pack), to_plain(pack)) == pack
    line = max(pack.lines, key=lambda line: line.mg)
    forged = dataclasses.replace(line, mg=line.mg - 5_000_000)
    changed = dataclasses.replace(pack, lines=tuple(forged if one is line else one for one in pack.lines))
    assert {found.code for found in run_checks(changed)} >= {"LINE_PRODUCT", "STAGE_SUM"}
