"""The house stays readable: files, rooms and services keep their sizes."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "lingtan"
MOST_LINES, MOST_LINES_OF_A_SERVICE, MOST_FILES_OF_A_ROOM = 450, 80, 25


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def python_files() -> list[Path]:
    homes = [ROOT / "src", ROOT / "packages", ROOT / "tests", ROOT / "tools", ROOT / "campaigns", ROOT / "benchmarks"]
    return [*sorted(p for home in homes for p in home.rglob("*.py")), ROOT / "dev.py"]


def test_no_file_is_longer_than_a_reader_holds_in_mind() -> None:
    assert {str(p.relative_to(ROOT)): lines(p) for p in python_files() if lines(p) > MOST_LINES} == {}


def test_no_service_does_more_than_load_ask_and_record() -> None:
    services = sorted((SOURCE / "services").rglob("*.py"))
    assert {str(p.relative_to(ROOT)): lines(p) for p in services if lines(p) > MOST_LINES_OF_A_SERVICE} == {}


@pytest.mark.parametrize("room", sorted(p.name for p in SOURCE.iterdir() if p.is_dir() and p.name != "__pycache__"))
def test_no_room_has_more_files_than_a_newcomer_can_scan(room: str) -> None:
    for folder in [SOURCE / room, *(p for p in (SOURCE / room).rglob("*") if p.is_dir() and p.name != "__pycache__")]:
        assert len(list(folder.glob("*.py"))) <= MOST_FILES_OF_A_ROOM, folder


def test_the_long_and_the_slow_have_homes_of_their_own() -> None:
    for home in ("tests", "campaigns", "benchmarks", "changelog.d"):
        assert (ROOT / home).is_dir()
