"""No sentence stands in a template or a page module: every text is a code of the catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

import lingtan

WEB = Path(lingtan.__file__).parent / "web"
SPOKEN = {"aria-label", "title", "placeholder", "alt", "label", "data-confirm", "data-done", "data-error", "value"}
CODE = ("script", "code", "pre")
LETTER = re.compile("[A-Za-z\u3400-\u9fff]")
#: What is the same in every language: units, and names of formats and files.
UNITS = re.compile(r"\b(?:kg|mg|g|t|a|h|kWh|mm²|GB|MB|CO₂e|CO2e|UTC|XLSX|CSV|PDF|JSON|OpenAPI|Lingtan|trust\.json)\b")
#: A macro whose answer is a value for a stylesheet, not words.
VALUES = re.compile(r"\{% macro tone_of.*?endmacro %\}", re.DOTALL)
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"' + r"|'((?:[^'\\]|\\.)*)'")
#: Two words, a capitalised word, or Chinese.
WORDS = re.compile("[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+|[\u3400-\u9fff]")


class _Texts(HTMLParser):
    """Texts, and attributes that are read out or shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_code = tag in CODE
        # a button's value is sent, not shown
        spoken = SPOKEN - {"value"} if tag != "input" or dict(attrs).get("type") not in ("submit", "reset", "button") else SPOKEN
        self.found += [(self.getpos()[0], value) for name, value in attrs if name in spoken and value]

    def handle_endtag(self, tag: str) -> None:
        self._is_code = False

    def handle_data(self, data: str) -> None:
        if not self._is_code:
            self.found.append((self.getpos()[0], data))


def _lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def literals(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every literal of a template."""
    # what Jinja puts in keeps its lines, and stands for nothing
    plain = JINJA.sub(_lines, re.sub(r"<(/?)\{\{ heading \}\}", r"<\1h2", VALUES.sub(_lines, source)))
    reader = _Texts()
    reader.feed(plain)
    reader.close()
    yield from ((line, text.strip()) for line, text in reader.found if LETTER.search(UNITS.sub("", text)))
    for found in JINJA.finditer(source):
        if not found[0].startswith("{#"):
            line = source[: found.start()].count("\n") + 1
            for quoted in QUOTED.finditer(found[0]):
                text = quoted[1] or quoted[2] or ""
                if WORDS.search(UNITS.sub("", text)):
                    yield line, text


@pytest.mark.parametrize("path", sorted((WEB / "templates").rglob("*.html")), ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_template_holds_no_words(path: Path) -> None:
    assert list(literals(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello</p>",  # a text
        "<p>{{ name }} is here</p>",  # …around an expression
        "<p>零碳</p>",  # …in Chinese
        '<button aria-label="Copy">{{ icon }}</button>',  # read out
        '<input placeholder="a name">',  # shown in a field
        '<img alt="{{ x }} picture">',  # …or in place of a picture
        '{{ m.card_open("Open tasks") }}',  # an argument
        '{{ "Yes" if x else t("NO") }}',  # a branch
        '{% set title = "还没有" %}',  # a variable
    ],
)
def test_the_check_would_find_it(source: str) -> None:
    assert list(literals(source)) != []


@pytest.mark.parametrize("source", ["<p>{{ x }} kg CO₂e</p>", '<p class="a b">{{ t("A_B") }}</p>', "<b>{# a note #}·</b>", "<td>–</td>"])
def test_the_check_lets_pass(source: str) -> None:
    assert list(literals(source)) == []


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every string of a module that reads like words; docstrings are for developers."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
            and " " in UNITS.sub("", node.value).strip()
        ):
            if WORDS.search(UNITS.sub("", node.value)):
                yield node.lineno, node.value
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.search("[\u3400-\u9fff]", node.value)
            and id(node) not in docs
        ):
            yield node.lineno, node.value


MODULES = sorted([*(WEB / "pages").rglob("*.py"), *(WEB / "frame").rglob("*.py")])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_page_module_holds_no_sentence(path: Path) -> None:
    known = {"frame/headers.py", "frame/observe.py", "frame/rows.py"}  # a policy, the help of metrics, and tags: nobody reads them
    assert path.relative_to(WEB).as_posix() in known or list(sentences(path.read_text("utf-8"))) == []


def test_the_check_of_modules_would_find_it() -> None:
    assert list(sentences('x = f"Hello {you} there"\ny = "it is done"\nz = "零碳"')) != []
    assert list(sentences('"""A docstring of words."""\nx = "kg CO2e"')) == []
