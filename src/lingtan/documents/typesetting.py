"""Data and a template into PDF/A-3b: the same data, labels and time give the same bytes on every machine."""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lingtan.documents.fonts import covered, font_folder
from lingtan.errors import InputError

if TYPE_CHECKING:
    import typst

__all__ = ["check_glyphs", "typeset"]

_TEMPLATES = Path(__file__).parent / "templates"
_ONE_AT_A_TIME = threading.Lock()  # a typst.Compiler may not be entered twice
_UNDRAWN = frozenset({"attachment", "qr"})  # bytes of the attached record and the QR drawing: not set as text


@cache
def _compiler(template: str) -> typst.Compiler:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])
    return typst.Compiler(input=str(_TEMPLATES / template), root=str(_TEMPLATES), font_paths=fonts, ignore_system_fonts=True)


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key not in _UNDRAWN:
                yield from _texts(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}[{index}]")


def _drawable(character: str, known: frozenset[int]) -> bool:
    """Whether the typeface has the character, or its canonical parts (Ċ is set as C and a dot above); a line feed is white space."""
    if character == "\n" or ord(character) in known:
        return True
    parts = unicodedata.decomposition(character).split()
    return bool(parts) and not parts[0].startswith("<") and all(_drawable(chr(int(part, 16)), known) for part in parts)


def check_glyphs(data: Mapping[str, Any]) -> None:
    """Refuse text that the typeface cannot draw, control characters and direction overrides among it.

    Raises InputError `GLYPH_MISSING` naming the place, the text and the characters as U+XXXX.
    """
    known = covered()
    for path, text in _texts(data, ""):
        missing = sorted({character for character in text if not _drawable(character, known)})
        if missing:
            raise InputError("GLYPH_MISSING", place=path, characters=" ".join(f"U+{ord(c):04X}" for c in missing), text=ascii(text)[:120])


def typeset(template: str, data: Mapping[str, Any], *, created: datetime) -> bytes:
    """The PDF/A-3b of a template over its data; `created` (timezone-aware) is the document's only clock.

    `data` is JSON: it enters typst as one string of `sys.inputs`, never as source text, so nothing in it can be read as markup.
    Raises InputError `GLYPH_MISSING`, `FONT_DIGEST`, and `TYPESETTING` with typst's own words when a template does not compile.
    """
    import typst

    check_glyphs(data)
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)}
    try:
        with _ONE_AT_A_TIME:
            pdf = _compiler(template).compile(format="pdf", pdf_standards="a-3b", timestamp=created, sys_inputs=inputs)
    except typst.TypstError as exc:
        raise InputError("TYPESETTING", place=template, detail=exc.message) from exc
    if not isinstance(pdf, bytes):
        raise InputError("TYPESETTING", place=template, detail="no single file came back")
    return pdf
