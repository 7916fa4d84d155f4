"""What the repository holds: no machine's paths, no registry's address, pins without addresses, a set-up that an old Python can read."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: Written in halves, so that this file does not find itself.
PATHS = [re.compile(r"(?<![\w.$}/-])/" + name + r"/[\w.-]") for name in ("wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers", "opt")]
HOSTS = re.compile(
    "|".join(
        ["pyp" + r"i\.org", "pythonho" + r"sted\.org", "npm" + r"js\.(org|com)", "--(extra-)?ind" + "ex-url", r"mir" + r"rors?\.[a-z]+\."]
    )
)


def tracked() -> list[Path]:
    """Tracked files, and new ones that git would offer to add."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"], check=True, capture_output=True, text=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data[:8192]:
            found.append((path, data.decode("utf-8", "replace")))
    return found


def test_no_machine_path_and_no_registry_address() -> None:
    found = []
    for path, text in texts():
        for number, line in enumerate(text.splitlines(), start=1):
            if HOSTS.search(line) or any(pattern.search(line) for pattern in PATHS):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert found == []


def test_pins_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text("ascii").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [line for line in pins if not re.fullmatch(r"[a-z0-9][a-z0-9-]*==[0-9][0-9A-Za-z.!]*", line)] == []
    names = [line.partition("==")[0] for line in pins]
    assert names == sorted(set(names))


def test_every_requirement_is_pinned() -> None:
    pins = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text("ascii").splitlines()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *(item for extra in project["optional-dependencies"].values() for item in extra)]
    names = {re.split(r"[\[<>=!~; ]", item)[0].lower().replace("_", "-") for item in wanted}
    assert sorted(names - pins - {"lingtan-verify"}) == []


def test_an_old_python_gets_as_far_as_being_told() -> None:
    ast.parse((ROOT / "dev.py").read_text("utf-8"), feature_version=(3, 6))
    imported = {
        (alias.name if isinstance(node, ast.Import) else node.module or "").partition(".")[0]
        for node in ast.walk(ast.parse((ROOT / "dev.py").read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported <= {"ensurepip", "hashlib", "os", "shutil", "subprocess", "sys", "tempfile", "venv"}


def test_no_lock_file_and_no_database_is_tracked() -> None:
    names = [path.name for path in tracked()]
    assert [name for name in names if name == "uv.lock" or name.endswith((".db", ".pyc", ".pem"))] == []


def test_both_packages_are_typed() -> None:
    assert (ROOT / "src" / "lingtan" / "py.typed").is_file()
    assert (ROOT / "packages" / "lingtan-verify" / "src" / "lingtan_verify" / "py.typed").is_file()


@pytest.mark.parametrize("folder", ["src", "packages"])
def test_nothing_is_left_unfinished(folder: str) -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|raise NotImplemented\w*)\b|# type: ignore(?!\[)|# noqa(?!:)")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if marks.search(line)
    ]
    assert found == []
