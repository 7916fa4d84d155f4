"""Any figure of a certificate walks back to activity × factor × allocation with sources, and parts make their totals."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from clerk import inside, lingtan

from lingtan.quantities import CLIMATE

Node = dict[str, Any]


def _numbers(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield path
    elif isinstance(value, dict):
        for name, child in value.items():
            yield from _numbers(child, f"{path}.{name}" if path else name)


def _bundle(demo_run: Path, index: int) -> tuple[Path, dict[str, Any]]:
    summary = json.loads((demo_run / "out" / "summary.json").read_text("utf-8"))
    certificate = summary["certificates"][index]
    return Path(certificate["bundle"]), json.loads(Path(certificate["json"]).read_bytes())["credentialSubject"]


@pytest.fixture(scope="module", params=[1, 2], ids=["quantile", "mean with remainder"])
def told(request: pytest.FixtureRequest, demo_run: Path) -> dict[str, tuple[Any, Node]]:
    """Every numeric member of footprint, policy and allocation: its value in the certificate, and its walk back."""
    path, subject = _bundle(demo_run, request.param)
    walks = {}
    for section in ("footprint", "policy", "allocation"):
        for figure in _numbers(subject[section]):
            value = subject[section]
            for step in figure.split("."):
                value = value[step]
            answer = inside("explain", path, f"{section}.{figure}", "--json")
            assert answer.code == 0, f"{section}.{figure}: {answer.stdout}"
            walks[f"{section}.{figure}"] = (value, answer.json)
    return walks


def _all(node: Node) -> Iterator[Node]:
    yield node
    for part in node["parts"]:
        yield from _all(part)


def test_every_figure_of_the_certificate_can_be_asked_for(told: dict[str, tuple[Any, Node]]) -> None:
    assert {"footprint.meanMg", "footprint.stagesMg.use", "footprint.p95Mg", "footprint.seed", "footprint.primaryDataShare"} <= set(told)
    assert {"policy.requiredG", "policy.unitVarianceShare", "allocation.remainderG", "allocation.extraCount"} <= set(told)
    for figure, (value, node) in told.items():
        assert node["value"] == value, figure
        assert node["unit"], figure


def test_parts_sum_to_their_total(told: dict[str, tuple[Any, Node]]) -> None:
    """Exactly where both are whole milligrams or grams, to 1e-12 where they are not."""
    sums = 0
    for figure, (_, walk) in told.items():
        for node in _all(walk):
            if node["rule"]["code"] != "EXPLAIN_SUM" or not node["parts"]:
                continue
            sums += 1
            values = [part["value"] for part in node["parts"]]
            if all(isinstance(value, int) for value in (node["value"], *values)):
                assert sum(values) == node["value"], f"{figure}: {node['figure']}"
            else:
                assert abs(math.fsum(values) - node["value"]) <= 1e-12 * max(map(abs, [node["value"], *values])), (
                    f"{figure}: {node['figure']}"
                )
    assert sums > 100


def test_lines_are_activity_times_factor_times_allocation(told: dict[str, tuple[Any, Node]]) -> None:
    lines = [node for node in _all(told["footprint.meanMg"][1]) if node["rule"]["code"] == "EXPLAIN_LINE"]
    assert len(lines) > 30
    for line in lines:
        said = line["rule"]["params"]
        product = said["amount"] * said["intensity"] * said["allocation"] * 1e6
        assert abs(product - line["value"]) <= 0.5 * len(CLIMATE) + 1e-12 * abs(product), (
            "rounded to the milligram in each climate indicator"
        )
        assert said["activity"]
        assert said["unit"]
        (intensity,) = line["parts"]
        assert intensity["value"] == said["intensity"]
        assert line["source"], "where the amount comes from"
        assert line["mark"], "how well the amount is known"


def test_inputs_are_amount_times_the_score_below(told: dict[str, tuple[Any, Node]]) -> None:
    inputs = [node for node in _all(told["footprint.meanMg"][1]) if node["rule"]["code"] == "EXPLAIN_INPUT"]
    assert inputs, "some activity takes electricity"
    for node in inputs:
        (below,) = node["parts"]
        assert node["value"] == pytest.approx(node["rule"]["params"]["amount"] * below["value"], rel=1e-12)


#: Figures that are a setting or a share, not a sum of emissions: they end in what they are, not in factors.
SETTINGS = {
    "draws",
    "seed",
    "dataYear",
    "sdMg",
    "p5Mg",
    "p50Mg",
    "p95Mg",
    "primaryDataShare",
    "quantile",
    "unitVarianceShare",
    "carriedInG",
    "retiredG",
}


def test_every_walk_reaches_factors_with_sources(told: dict[str, tuple[Any, Node]]) -> None:
    for figure, (value, walk) in told.items():
        leaves = [node for node in _all(walk) if not node["parts"]]
        factors = [node for node in leaves if node["rule"]["code"] == "EXPLAIN_FACTOR"]
        for leaf in factors:
            assert leaf["source"], f"{figure}: {leaf['figure']} has no source"
            assert {"factor", "place", "year", "gsd", "steps"} <= set(leaf["rule"]["params"])
        if figure.rsplit(".", maxsplit=1)[-1] not in SETTINGS and value:
            assert factors, f"{figure} does not reach a factor"
            assert any(node["rule"]["code"] == "EXPLAIN_LINE" for node in _all(walk)), figure


def test_credits_end_in_the_registry_s_reference(told: dict[str, tuple[Any, Node]]) -> None:
    value, walk = told["allocation.retiredG"]
    assert sum(part["value"] for part in walk["parts"]) == value
    for part in walk["parts"]:
        assert part["rule"]["code"] == "EXPLAIN_CREDIT"
        assert "registry" in part["source"]
        assert "sha256:" in part["source"]


def test_a_stage_and_a_single_factor_can_be_asked_for_by_name(demo_run: Path) -> None:
    path, _ = _bundle(demo_run, 0)
    mean = inside("explain", path, "meanMg", "--json").json
    leaf = next(node for node in _all(mean) if node["rule"]["code"] == "EXPLAIN_FACTOR")
    assert inside("explain", path, leaf["figure"], "--json").json["source"] == leaf["source"]


def test_the_walk_is_readable_in_both_languages(demo_run: Path) -> None:
    path, _ = _bundle(demo_run, 0)
    for lang in ("en", "zh"):
        shown = lingtan("explain", path, "requiredG", "--depth", "12", "--least", "0.05", "--lang", lang)
        assert shown.code == 0
        assert "↳" in shown.stdout, "sources are shown"
        assert "EXPLAIN_" not in shown.stdout, "a code without its sentence"
