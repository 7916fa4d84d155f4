"""The verifier stands alone: standard library, cryptography and rfc8785; nothing of lingtan; nothing else installed."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest

import lingtan_verify

SOURCE = Path(lingtan_verify.__file__).parent
HERE = Path(__file__).parent
ALLOWED = {"cryptography", "rfc8785", "lingtan_verify"}
#: What `cryptography` itself brings.
BROUGHT = {"cffi", "_cffi_backend", "pycparser"}
DEPENDENCIES = ("cryptography", "cffi", "pycparser", "rfc8785")
TEST_TOOLS = ("pytest", "iniconfig", "packaging", "pluggy", "pygments")


#: What turns every byte says nothing new in another environment.
LEFT_OUT = "not no_byte and not damage and not every_member and not every_byte"


def test_the_source_imports_nothing_else():
    for path in SOURCE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module] if isinstance(node, ast.ImportFrom) else []
            )
            for name in names:
                top = name.split(".")[0]
                assert top in sys.stdlib_module_names or top in ALLOWED, f"{path.name}: {name}"


def test_the_package_declares_these_two_dependencies_only():
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert sorted(need.split(">")[0] for need in project["dependencies"]) == ["cryptography", "rfc8785"]


GUARD = """
import sys

class Guard:
    def find_spec(self, name, path=None, target=None):
        top = name.split(".")[0]
        if top not in sys.stdlib_module_names and top not in ALLOWED:
            raise ImportError("not allowed here: " + name)

sys.meta_path.insert(0, Guard())
from lingtan_verify.cli import main
raise SystemExit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("form", ["json", "pdf", "zip"])
def test_a_whole_verification_runs_with_every_other_import_barred(shop, make_pdf, form):
    world = shop.world
    data = {"json": world.certificate(), "pdf": make_pdf([("certificate.json", world.certificate())]), "zip": world.bundle("full")}[form]
    program = f"ALLOWED = {ALLOWED | BROUGHT!r}\n" + GUARD
    arguments = [shop.put(f"c.{form}", data), "--json", "--at", "2026-11-22", "--status", shop.put("status.json", world.status())]
    done = subprocess.run([sys.executable, "-I", "-c", program, *arguments], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["code"] == "VALID"


def copied(name: str, site: Path) -> None:
    """Copies an installed distribution, file by file as its RECORD lists them."""
    found = distribution(name)
    for file in found.files or ():
        origin = Path(str(found.locate_file(file)))
        if ".." in file.parts or not origin.is_file() or "__pycache__" in file.parts:
            continue
        target = site / Path(*file.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, target)


@pytest.mark.skipif(os.environ.get("LINGTAN_VERIFY_ALONE") == "1", reason="this is the run inside the empty environment")
def test_the_tests_pass_in_an_empty_environment_with_the_two_dependencies(tmp_path):
    """A fresh venv without pip, and into it nothing but this package, its dependencies and pytest. No network."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True, timeout=120)
    site = next((tmp_path / "venv").glob("[Ll]ib*/**/site-packages"))
    for name in (*DEPENDENCIES, *TEST_TOOLS):
        copied(name, site)
    shutil.copytree(SOURCE, site / "lingtan_verify", ignore=shutil.ignore_patterns("__pycache__"))
    tests = tmp_path / "lingtan-verify" / "tests"
    shutil.copytree(HERE, tests, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copyfile(HERE.parent / name, tests.parent / name)
    python = next(path for name in ("bin/python", "Scripts/python.exe") if (path := tmp_path / "venv" / name).exists())
    probe = subprocess.run([str(python), "-I", "-c", "import lingtan"], capture_output=True, check=False)
    assert probe.returncode != 0, "lingtan is not to be found in there"
    environment = {"LINGTAN_VERIFY_ALONE": "1", "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    command = [
        str(python),
        "-I",
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--import-mode=importlib",
        str(tests),
        "-k",
        "not flipped",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tests.parent, env=environment, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert "passed" in done.stdout
