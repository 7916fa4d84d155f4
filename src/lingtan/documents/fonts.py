"""The one typeface of Lingtan's documents, pinned by digest, and the characters it can draw."""

from __future__ import annotations

import hashlib
import struct
from functools import cache
from pathlib import Path

from lingtan.errors import InputError

__all__ = ["FONT_FAMILY", "FONT_SHA256", "covered", "font_folder", "read_cmap"]

FONT_FAMILY = "Noto Sans SC"

#: SHA-256 of NotoSansSC-Regular.otf in the wheel pylopdf-fonts-zh-cn 0.1.1 (OFL 1.1). Another file would give other bytes.
FONT_SHA256 = "faa6c9df652116dde789d351359f3d7e5d2285a2b2a1f04a2d7244df706d5ea9"

_SUBSCRIPTS = range(0x2080, 0x208A)  # drawn as lowered digits by theme.typ; the font itself has no CO₂


@cache
def font_folder() -> str:
    """The folder of the typeface. Raises InputError `FONT_DIGEST` when the file is not the pinned one."""
    from pylopdf_fonts_zh_cn import sans_path

    path = Path(sans_path())
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != FONT_SHA256:
        raise InputError("FONT_DIGEST", place=path.name, expected=FONT_SHA256, found=found)
    return str(path.parent)


def read_cmap(font: bytes) -> frozenset[int]:
    """Code points that an OpenType file maps to a glyph other than `.notdef` (its format-12 `cmap` subtables).

    Source: OpenType specification, `cmap` — Character to Glyph Index Mapping Table, format 12.
    """
    tables = {
        font[12 + 16 * i : 16 + 16 * i]: struct.unpack_from(">II", font, 20 + 16 * i) for i in range(struct.unpack_from(">H", font, 4)[0])
    }
    start = tables[b"cmap"][0]
    points: set[int] = set()
    for index in range(struct.unpack_from(">H", font, start + 2)[0]):
        subtable = start + struct.unpack_from(">HHI", font, start + 4 + 8 * index)[2]
        if struct.unpack_from(">H", font, subtable)[0] != 12:
            continue
        for group in range(struct.unpack_from(">I", font, subtable + 12)[0]):
            first, last, glyph = struct.unpack_from(">III", font, subtable + 16 + 12 * group)
            points.update(range(first + (glyph == 0), last + 1))
    return frozenset(points)


@cache
def covered() -> frozenset[int]:
    """Code points a document may contain: the typeface's own, plus subscript digits, which the theme lowers."""
    font_folder()
    from pylopdf_fonts_zh_cn import sans_path

    return read_cmap(Path(sans_path()).read_bytes()) | frozenset(_SUBSCRIPTS)
