"""A new factor release: every live study again, by cause, and the statements it moves too far."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from clerk import lingtan

from lingtan.services.demo.serving import prepare_demo

SYNTHETIC = [None, "electricity", "electricity_life_cycle", 0.5, "kg", "kWh", *[None] * 9, "CO2e", "AR6"]
SOURCE = ["SYN-R", "Synthetic release for a test", "nobody: synthetic", 2026, "page 1", "CC0-1.0", "synthetic"]


def pack(folder: Path, place: str) -> Path:
    """A release with one factor more: synthetic electricity of 2025 at a place."""
    file = folder / "release.xlsx"
    assert lingtan("template", "factors", file).code == 0
    book = openpyxl.load_workbook(file)
    book["Factors"].append([*SYNTHETIC, place, 2025, "synthetic mix", "SYN-R", "table 1", "CC0-1.0", "synthetic", "2-1-1-2-3", 1.2, None])
    book["Sources"].append(SOURCE)
    book.save(file)
    return file


@pytest.fixture
def maker(story: Path) -> tuple[object, ...]:
    return "--home", story / "maker", "--db", f"sqlite:///{story / 'house.db'}", "--json"


def studies(*arguments: object) -> list[dict[str, Any]]:
    said = lingtan("factors", "release", *arguments)
    assert said.code == 0, said.stderr
    found: list[dict[str, Any]] = json.loads(said.stdout)
    return found


def test_the_present_library_moves_nothing(maker: tuple[object, ...]) -> None:
    found = studies(*maker)
    assert found
    assert all(one["effect"]["before_mg"] == one["effect"]["after_mg"] == one["recorded_mg"] for one in found)
    assert not any(due["is_beyond"] for one in found for due in one["statements"])


def test_a_release_is_told_by_the_factor_that_moved_and_sums_exactly(maker: tuple[object, ...], tmp_path: Path) -> None:
    found = studies(pack(tmp_path, "CN"), *maker)
    moved = [one for one in found if one["effect"]["effects"]]
    assert moved
    for one in moved:
        effect = one["effect"]
        assert sum(part["mg"] for part in effect["effects"]) == effect["after_mg"] - effect["before_mg"]
        assert {part["activity"] for part in effect["effects"]} == {"electricity"}
        assert effect["before_mg"] == one["recorded_mg"]


def test_a_withdrawn_statement_is_never_due(maker: tuple[object, ...], tmp_path: Path) -> None:
    """The story ends with its statement withdrawn."""
    found = studies(pack(tmp_path, "CN"), "--threshold", 0, *maker)
    assert [due for one in found for due in one["statements"]] == []


def test_a_statement_beyond_its_threshold_is_named(made_once: Callable[[str, Callable[[Path], None]], Path], tmp_path: Path) -> None:
    """The demo's two verified studies; one is used in Beijing, whose electricity the release changes."""
    home = made_once("web-demo", lambda folder: prepare_demo(folder, f"sqlite:///{folder / 'lingtan.db'}"))
    at = ("--home", home / "organisations" / "issuer", "--db", f"sqlite:///{home / 'lingtan.db'}", "--json")
    release = pack(tmp_path, "CN-BJ")
    for threshold, expected in ((0, True), (99, False)):
        moved = next(one for one in studies(release, "--threshold", threshold, *at) if one["effect"]["effects"])
        assert [(due["threshold_percent"], due["is_beyond"]) for due in moved["statements"]] == [(threshold, expected)]
    stated = next(one for one in studies(release, *at) if one["effect"]["effects"])["statements"]
    assert [due["threshold_percent"] for due in stated] == [5.0]
