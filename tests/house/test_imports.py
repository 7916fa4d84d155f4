"""Who imports whom: no circles, nothing dead, and nothing heavy before it is needed."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]
#: Where a user enters: every module must be reachable from here.
DOORS = ("lingtan.cli.main", "lingtan.notebook")
#: Alembic finds its scripts by their folder, not by import.
LOADED_BY_PATH = ("lingtan.store.migrations", "lingtan.access.migrations")
HEAVY = (
    "numpy",
    "scipy",
    "numba",
    "sqlalchemy",
    "alembic",
    "pint",
    "pvlib",
    "piqp",
    "clarabel",
    "openpyxl",
    "typst",
    "pandas",
    "segno",
    "fastapi",
    "jinja2",
    "uvicorn",
    "dbos",
    "structlog",
    "authlib",
    "argon2",
)


@cache
def imports() -> dict[str, frozenset[str]]:
    """Imports between modules of the house; a module's own packages count as imported, as Python runs them first."""
    graph = grimp.build_graph("lingtan", cache_dir=None)
    return {module: frozenset(graph.find_modules_directly_imported_by(module)) for module in graph.modules}


@cache
def imports_at_load() -> dict[str, frozenset[str]]:
    """The same without imports inside functions, which run when both modules are complete."""
    graph = grimp.build_graph("lingtan", cache_dir=None, exclude_type_checking_imports=True)
    edges = {}
    for module in graph.modules:
        base = ROOT / "src" / Path(*module.split("."))
        path = base.with_suffix(".py") if base.with_suffix(".py").is_file() else base / "__init__.py"
        functions = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        inside = {line for f in functions for line in range(f.lineno, (f.end_lineno or f.lineno) + 1)}
        edges[module] = frozenset(
            other
            for other in graph.find_modules_directly_imported_by(module)
            if any(detail["line_number"] not in inside for detail in graph.get_import_details(importer=module, imported=other))
        )
    return edges


def test_no_two_modules_import_each_other_however_indirectly() -> None:
    edges = imports_at_load()
    seen: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    circles: list[list[str]] = []

    def visit(module: str) -> None:  # Tarjan 1972
        seen[module] = low[module] = len(seen)
        stack.append(module)
        for other in sorted(edges[module]):
            if other not in seen:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], seen[other])
        if low[module] == seen[module]:
            group = [stack.pop()]
            while group[-1] != module:
                group.append(stack.pop())
            if len(group) > 1:
                circles.append(sorted(group))

    for module in sorted(edges):
        if module not in seen:
            visit(module)
    assert circles == []


def test_every_module_is_reachable_from_a_door() -> None:
    edges = imports()
    reached: set[str] = set()
    waiting = list(DOORS)
    while waiting:
        module = waiting.pop()
        if module in reached:
            continue
        reached.add(module)
        parts = module.split(".")
        waiting.extend([*edges[module], *(".".join(parts[:n]) for n in range(1, len(parts)))])
    assert sorted(module for module in set(edges) - reached if not module.startswith(LOADED_BY_PATH)) == []


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, json\n"
        "sys.argv = ['lingtan', '--help']\n"
        "from lingtan.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit as end:\n    assert end.code in (0, None), end.code\n"
        "print('\\n' + json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = json.loads(done.stdout.strip().splitlines()[-1])
    assert sorted(set(loaded) & set(HEAVY)) == []
