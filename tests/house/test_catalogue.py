"""Every code that is raised has its sentence in both languages, with the way out; and no sentence waits for a code that nobody raises."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from lingtan import errors
from lingtan.messages import Language, catalog
from lingtan.messages.catalog import Kind

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "lingtan"
TREE = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.LingtanError)}
#: What else takes a code as its first argument: `Problems.add` of files.
CARRIERS = TREE | {"add"}
CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")
#: The beginning of codes that are made of a value: `label("STATE_", view.state)`.
PREFIX = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*_")


@dataclass(frozen=True)
class Use:
    """A code where it is raised; `params` is None where they are not written out as literals."""

    code: str
    where: str
    params: frozenset[str] | None


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def _literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _error_use(call: ast.Call, where: str) -> Use | None:
    code = _literal(call.args[0]) if call.args else None
    if code is None or not CODE.fullmatch(code):
        return None
    names = {keyword.arg for keyword in call.keywords}
    return Use(code, where, None if None in names else frozenset(str(n) for n in names) - {"place"})


def _message_use(call: ast.Call, where: str) -> Use | None:
    arguments = {keyword.arg: keyword.value for keyword in call.keywords}
    code = _literal(arguments.get("code"))
    if code is None:
        return None
    params = arguments.get("params")
    if params is None:
        return Use(code, where, frozenset())
    if isinstance(params, ast.Dict) and all(_literal(key) is not None for key in params.keys):
        return Use(code, where, frozenset(str(_literal(key)) for key in params.keys))
    return Use(code, where, None)


@cache
def uses() -> tuple[Use, ...]:
    """Codes in `XError("CODE", …)` and `Message(code="CODE", …)` over the whole source."""
    found: list[Use] = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                name = _name(node.func)
                use = _message_use(node, where) if name == "Message" else _error_use(node, where) if name in CARRIERS else None
                if use is not None:
                    found.append(use)
    return tuple(found)


@cache
def words() -> tuple[frozenset[str], frozenset[str]]:
    """Every string of the source, and the constant beginnings of its f-strings (`STAGE_{…}`), with the TOML data's strings."""
    whole: set[str] = set()
    starts: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
                if PREFIX.fullmatch(node.value):
                    starts.add(node.value)
            elif isinstance(node, ast.JoinedStr) and node.values and (start := _literal(node.values[0])):
                starts.add(start)
    for path in [path for ending in ("toml", "typ", "html", "js") for path in SOURCE.rglob(f"*.{ending}")]:
        if path.parent.name not in ("catalogues", "vendor"):
            parts = {part for line in path.read_text("utf-8").splitlines() for part in re.split("[\"'`]", line)}
            whole |= parts
            starts |= {part for part in parts if PREFIX.fullmatch(part)}
    return frozenset(whole), frozenset(start for start in starts if start.isupper() and len(start) > 3)


def test_every_raised_code_has_an_entry() -> None:
    assert sorted({f"{use.code} in {use.where}" for use in uses() if use.code not in catalog()}) == []


def test_every_entry_is_used() -> None:
    whole, starts = words()
    unused = [code for code in catalog() if code not in whole and not any(code.startswith(start) for start in starts)]
    assert unused == []


def test_every_placeholder_is_filled_where_the_code_is_raised() -> None:
    missing = []
    for use in uses():
        entry = catalog().get(use.code)
        if entry is not None and use.params is not None:
            lacking = entry.placeholders(Language.EN) - use.params
            if lacking:
                missing.append(f"{use.code} in {use.where}: {', '.join(sorted(lacking))}")
    assert missing == []


@pytest.mark.parametrize("room", sorted(path.stem for path in (SOURCE / "messages" / "catalogues").glob("*.toml")))
def test_both_languages_say_the_same_and_errors_show_the_way_out(room: str) -> None:
    problems = defaultdict(list)
    for code, entry in catalog().items():
        if entry.room != room:
            continue
        if entry.placeholders(Language.EN) != entry.placeholders(Language.ZH):
            problems["placeholders differ"].append(code)
        if not all(text.strip() for text in entry.text.values()):
            problems["empty sentence"].append(code)
        if entry.kind is Kind.ERROR and not all(text.strip() for text in entry.fix.values()):
            problems["no way out"].append(code)
        if not code.replace("_", "").isalnum() or code.upper() != code:
            problems["not UPPER_SNAKE"].append(code)
        if entry.kind is Kind.ERROR and not any("\u4e00" <= letter <= "\u9fff" for letter in entry.text[Language.ZH]):
            problems["not Chinese"].append(code)
    assert dict(problems) == {}
