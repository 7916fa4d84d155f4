"""A small language for the shape of JSON: every member is named, unknown ones are refused, integers are integers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

from lingtan_verify.names import mixed_scripts
from lingtan_verify.reason import Reason, Reasons

__all__ = [
    "Shape",
    "array",
    "choice",
    "day",
    "digest",
    "exactly",
    "flag",
    "hexadecimal",
    "integer",
    "mapping",
    "matching",
    "nullable",
    "number",
    "record",
    "stamp",
    "text",
]

Shape: TypeAlias = Callable[[Any, str], Reasons]

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
_STAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
#: Control, zero-width and direction-changing characters: what a reader cannot see must not be signed.
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
LONGEST = 2000


def record(members: Mapping[str, Shape], *, optional: frozenset[str] = frozenset()) -> Shape:
    """An object with exactly these members; those in `optional` may be absent."""

    def check(value: Any, place: str) -> Reasons:
        if not isinstance(value, dict):
            yield Reason("WRONG_TYPE", place, {"want": "object"})
            return
        for name in sorted(set(value) - set(members)):
            yield Reason("UNKNOWN_MEMBER", f"{place}.{name}")
        for name, shape in members.items():
            if name in value:
                yield from shape(value[name], f"{place}.{name}")
            elif name not in optional:
                yield Reason("MISSING_MEMBER", f"{place}.{name}")

    return check


def mapping(key: Callable[[str], bool], shape: Shape) -> Shape:
    """An object whose names all satisfy `key`."""

    def check(value: Any, place: str) -> Reasons:
        if not isinstance(value, dict):
            yield Reason("WRONG_TYPE", place, {"want": "object"})
            return
        for name, item in value.items():
            if not key(name):
                yield Reason("UNKNOWN_MEMBER", f"{place}.{name}")
            yield from shape(item, f"{place}.{name}")

    return check


def array(item: Shape, *, least: int = 0, most: int = 10_000_000) -> Shape:
    """A list of between `least` and `most` items."""

    def check(value: Any, place: str) -> Reasons:
        if not isinstance(value, list):
            yield Reason("WRONG_TYPE", place, {"want": "array"})
        elif not least <= len(value) <= most:
            yield Reason("WRONG_LENGTH", place, {"length": len(value)})
        else:
            for index, one in enumerate(value):
                yield from item(one, f"{place}[{index}]")

    return check


def text(*, most: int = LONGEST, empty: bool = False, lines: bool = False) -> Shape:
    """Readable text: not blank, no control, zero-width or direction-changing characters, no word of two alphabets that look alike."""

    def check(value: Any, place: str) -> Reasons:
        if not isinstance(value, str):
            yield Reason("WRONG_TYPE", place, {"want": "text"})
        elif len(value) > most or not (empty or value.strip()):
            yield Reason("WRONG_LENGTH", place, {"length": len(value)})
        elif _UNSEEN.search(value.replace("\n", "") if lines else value):
            yield Reason("UNSEEN_CHARACTER", place)
        elif mixed_scripts(value):
            yield Reason("MIXED_SCRIPTS", place)

    return check


def integer(*, least: int = 0) -> Shape:
    """A JSON integer, never a fraction or an exponent."""

    def check(value: Any, place: str) -> Reasons:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Reason("WRONG_TYPE", place, {"want": "integer"})
        elif value < least:
            yield Reason("OUT_OF_RANGE", place, {"value": value})

    return check


def number(least: float, most: float, *, above: bool = False) -> Shape:
    """A number in [least, most], or in (least, most] when `above`."""

    def check(value: Any, place: str) -> Reasons:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield Reason("WRONG_TYPE", place, {"want": "number"})
        elif not least <= value <= most or (above and value == least):
            yield Reason("OUT_OF_RANGE", place, {"value": value})

    return check


def flag(value: Any, place: str) -> Reasons:
    """`true` or `false`."""
    if not isinstance(value, bool):
        yield Reason("WRONG_TYPE", place, {"want": "boolean"})


def exactly(wanted: Any) -> Shape:
    """This very value."""

    def check(value: Any, place: str) -> Reasons:
        if type(value) is not type(wanted) or value != wanted:
            yield Reason("WRONG_VALUE", place)

    return check


def choice(*wanted: str) -> Shape:
    """One of these texts."""

    def check(value: Any, place: str) -> Reasons:
        if value not in wanted:
            yield Reason("WRONG_VALUE", place)

    return check


def nullable(shape: Shape) -> Shape:
    """`null`, or this."""

    def check(value: Any, place: str) -> Reasons:
        if value is not None:
            yield from shape(value, place)

    return check


def _matching(pattern: re.Pattern[str], want: str, parse: Callable[[str], object] | None = None) -> Shape:
    def check(value: Any, place: str) -> Reasons:
        try:
            fits = isinstance(value, str) and pattern.fullmatch(value) is not None
            if fits and parse is not None:
                parse(value)
        except ValueError:
            fits = False
        if not fits:
            yield Reason("WRONG_TYPE", place, {"want": want})

    return check


digest: Shape = _matching(_DIGEST, "sha256 digest")
stamp: Shape = _matching(_STAMP, "YYYY-MM-DDTHH:MM:SSZ", datetime.fromisoformat)
day: Shape = _matching(_DAY, "YYYY-MM-DD", date.fromisoformat)
hexadecimal: Shape = _matching(re.compile(r"[0-9a-f]{64}", re.ASCII), "64 hexadecimal digits")


def matching(pattern: str, want: str) -> Shape:
    """A text that is all of this pattern; `want` says in words what it is."""
    return _matching(re.compile(pattern, re.ASCII), want)


def digits(*, most: int = 30) -> Shape:
    """Decimal digits as text: serial numbers of credits, beyond 2⁵³ too."""
    return _matching(re.compile(rf"[0-9]{{1,{most}}}", re.ASCII), "digits")
