"""Machine code is known again by what it was made from: a copy elsewhere finds it, a change of anything in it does not."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numba.core import config

from lingtan.compiled import before_compiling
from lingtan.compiled.kept import folder
from lingtan.compiled.text import text_of

TEXT = '''
"""A module."""
from __future__ import annotations
from typing import NamedTuple
import numpy as np
from lingtan.compiled import compiled, inner, lent

RATE = 3

class Pair(NamedTuple):
    left: np.ndarray
    right: np.ndarray

@inner
def added(a, n):
    """Sum."""
    return a + n * RATE

@lent
def total(pair: Pair, n: int) -> int:
    # a loop
    sum = 0
    for i in range(pair.left.size):
        sum = added(sum, pair.left[i]) + added(sum, 2) - added(sum, 5)
    return sum + n

def unrelated():
    return 1
'''


def module(path: Path, text: str = TEXT, name: str = "kept_example") -> ModuleType:
    """The text as a module from a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made


def said(path: Path, text: str = TEXT) -> str:
    return text_of(module(path, text).total.py_func, "")


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("    # a loop\n", "", True),  # a comment
        ('    """Sum."""\n', '    """The sum."""\n', True),  # what a function says of itself
        ("return 1", "return 2", True),  # a function that the loop does not call
        ("\nRATE", "\n\n\n\nRATE", True),  # further down
        ("RATE = 3", "RATE = 4", False),  # a constant that only a function called reads
        ("RATE = 3", "RATE = 3.0", False),  # of another type
        ("a + n * RATE", "a - n * RATE", False),  # the function called
        ("sum + n", "sum - n", False),  # itself
        ("    left: np.ndarray\n    right: np.ndarray", "    right: np.ndarray\n    left: np.ndarray", False),  # fields change sides
        ("@inner\n", "@lent\n", False),  # another way to compile
    ],
)
def test_what_decides_the_code_changes_its_name_and_nothing_else_does(tmp_path: Path, old: str, new: str, is_same: bool) -> None:
    assert old in TEXT
    assert (said(tmp_path / "a" / "kept_example.py") == said(tmp_path / "b" / "kept_example.py", TEXT.replace(old, new))) is is_same


def test_a_loop_that_reads_what_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="RATE"):
        said(tmp_path / "kept_example.py", TEXT.replace("RATE = 3", "RATE = object()"))
    with pytest.raises(TypeError, match="module"):
        said(tmp_path / "kept_example.py", TEXT.replace("RATE = 3", "import lingtan.errors as RATE"))


def test_a_copy_elsewhere_is_not_compiled_again_a_broken_entry_is_and_who_waits_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "CACHE_DIR", str(tmp_path / "cache"))
    told: list[str] = []
    before_compiling(lambda: told.append("wait"))
    numbers = np.arange(4)

    def called(made: Any) -> tuple[int, int]:
        result = made.total(made.Pair(numbers, numbers), 1)
        return result, sum(made.total.stats.cache_hits.values())

    first = called(module(tmp_path / "a" / "kept_example.py"))
    assert told == ["wait"]
    assert first[1] == 0
    assert called(module(tmp_path / "b" / "kept_example.py")) == (first[0], 1)
    kept = list(folder().iterdir())
    assert [one.suffix for one in kept] == [".nbc"]  # neither a lock nor a half of a file is left
    kept[0].write_bytes(kept[0].read_bytes()[:999])
    assert called(module(tmp_path / "c" / "kept_example.py")) == (first[0], 0)
    assert called(module(tmp_path / "d" / "kept_example.py")) == (first[0], 1)
    assert told == ["wait"]


def test_of_two_processes_that_want_the_same_one_compiles(tmp_path: Path) -> None:
    (tmp_path / "kept_example.py").write_text(TEXT)
    ask = """
import numpy as np, kept_example as made
made.total(made.Pair(np.arange(2), np.arange(2)), 1)
print(sum(made.total.stats.cache_hits.values()))
"""
    command = [sys.executable, "-c", ask]
    given = {**os.environ, "PYTHONPATH": str(tmp_path), "NUMBA_CACHE_DIR": str(tmp_path)}
    both = [subprocess.Popen(command, env=given, stdout=subprocess.PIPE) for _ in range(2)]
    assert sorted(one.communicate()[0].strip() for one in both) == [b"0", b"1"]


def test_numbers_written_in_calls_make_one_function_and_python_may_not_call_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "CACHE_DIR", str(tmp_path / "cache"))
    made = module(tmp_path / "kept_example.py")
    made.total(made.Pair(np.arange(4), np.arange(4)), 1)
    assert len(made.added.signatures) == 1
    with pytest.raises(TypeError, match="called by loops only"):
        made.added(1, 2)


def test_where_nothing_can_be_written_the_loop_runs_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(config, "CACHE_DIR", str(tmp_path / "file"))
    made = module(tmp_path / "kept_example.py")
    assert made.total(made.Pair(np.arange(2), np.arange(2)), 1) == -14  # by hand: 0 + 6 − 15 is −9, −6 − 3 − 6 is −15
