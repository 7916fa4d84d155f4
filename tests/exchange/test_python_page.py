"""The page for notebooks runs as it stands, and its figures are those of the command line."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "python.md").read_text("utf-8")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The names that the page's blocks leave behind, run in a folder of their own with the examples beside it."""
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "examples").symlink_to(ROOT / "examples")
    names = {}
    before = Path.cwd()
    os.chdir(folder)
    try:
        for block in re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL):
            exec(compile(block, "docs/python.md", "exec"), names)  # the page is the program
    finally:
        os.chdir(before)
    return names


def test_every_block_of_the_page_runs(page):
    assert page["counts"] == {"ok": 2}
    assert "nobody" in page["text"]
    assert page["graph_of"](page["back"]) == page["graph_of"](page["system"])


def test_a_notebook_shows_the_figures_of_the_command_line(page):
    command = [str(Path(sys.executable).parent / "lingtan"), "footprint", "examples/thinkpad-x13.toml", "--draws", "2000", "--json"]
    shown = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout)
    found = page["result"].footprint
    assert (found.mean_mg, found.quantiles.p95_mg / 1e6, found.study_digest) == (shown["mean_mg"], shown["p95_kg"], shown["study_digest"])


def test_draws_of_the_device_are_those_behind_its_quantiles_and_sum_over_stages(page):
    drawn, found = page["drawn"], page["result"].footprint
    assert sum(drawn.by_group.values()) == pytest.approx(drawn.total, rel=1e-12)
    ordered = sorted(drawn.total)
    assert ordered[99] <= found.quantiles.p5_mg / 1e6 <= ordered[100]


def test_the_exchanged_device_scores_its_certified_mean(page):
    scored = page["lt"].scores(page["back"])[page["back"].activities[-1].key]
    assert scored == pytest.approx(page["result"].footprint.mean_mg / 1e6, abs=1e-4)
    assert page["samples"].mean() == pytest.approx(scored, rel=0.1)
