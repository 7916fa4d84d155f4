"""Seeded bugs: one text replacement in one module, loaded as a package of its own beside the real one."""

from __future__ import annotations

import importlib
import importlib.util
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import lingtan

SOURCE = Path(lingtan.__file__).parent


@dataclass(frozen=True)
class Mutant:
    """`old` becomes `new` in `module` of the package; `about` says what the bug would do to a customer.

    `seed` is a walk that is known to notice: tried first, to save time.
    """

    module: str
    old: str
    new: str
    about: str
    seed: int = 0


def seeded(path: Path) -> list[Mutant]:
    """The bugs of a list."""
    return [Mutant(**bug) for bug in tomllib.loads(path.read_text("utf-8"))["bug"]]


@cache
def _compiled(text: str, path: Path):
    return compile(text, str(path), "exec", dont_inherit=True)


class _Copy:
    """Finds and runs the modules of the mutated copy; unchanged ones are compiled once for all mutants."""

    def __init__(self, package: str, mutant: Mutant):
        self.package, self.mutant, self.name = package, mutant, f"mutant_{package}"

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self.name and not fullname.startswith(self.name + "."):
            return None
        inner = SOURCE.joinpath(self.package, *fullname.split(".")[1:])
        file = inner / "__init__.py" if inner.is_dir() else inner.with_suffix(".py")
        folders = [str(inner)] if inner.is_dir() else None
        return importlib.util.spec_from_file_location(fullname, file, loader=self, submodule_search_locations=folders)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        file = Path(module.__spec__.origin)
        text = file.read_text("utf-8")
        if file == SOURCE / self.package / self.mutant.module:
            text = text.replace(self.mutant.old, self.mutant.new)
        exec(_compiled(text.replace(f"lingtan.{self.package}", self.name), file), module.__dict__)


def load(package: str, mutant: Mutant):
    """The mutated package (`ledger` or `store`); only one of a kind at a time. `old` must stand in its module exactly once."""
    count = (SOURCE / package / mutant.module).read_text("utf-8").count(mutant.old)
    assert count == 1, f"{mutant.module}: {mutant.old!r} stands {count} times"
    copy = _Copy(package, mutant)
    for name in [name for name in sys.modules if name.split(".")[0] == copy.name]:
        del sys.modules[name]
    sys.meta_path.insert(0, copy)
    try:
        return importlib.import_module(copy.name)
    finally:
        sys.meta_path.remove(copy)


def first_killer(make_subject, walk, *, seeds: int, steps: int, hint: int = 0):
    """The first walk that notices, as its seed and what it noticed; None when every walk is content."""
    for seed in (hint, *range(seeds)):
        try:
            walk(make_subject(), seed, steps)
        except Exception as noticed:  # a mutant may fail in any way at all
            return seed, noticed
    return None
