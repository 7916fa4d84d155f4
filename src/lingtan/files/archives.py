"""Opening other people's ZIP containers without being blown up by them."""

from __future__ import annotations

import io
import zipfile

from lingtan.errors import InputError

__all__ = ["MOST_ARCHIVE_BYTES", "open_archive"]

#: Most bytes a container may unpack to. A table of 10⁵ rows and 20 columns stays below.
MOST_ARCHIVE_BYTES = 256 * 1024 * 1024
_MOST_MEMBERS = 20_000
_MOST_RATIO = 400
_RATIO_MATTERS_FROM = 16 * 1024 * 1024


def open_archive(data: bytes, *, place: str) -> zipfile.ZipFile:
    """The container, after looking at its directory only. Raises InputError `FILE_CORRUPT` or `ZIP_BOMB`.

    The sizes it declares bound what can be read from it: `zipfile` never returns more bytes of a member than its directory states.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as exc:
        raise InputError("FILE_CORRUPT", place=place, detail=str(exc)) from exc
    unpacked = sum(member.file_size for member in members)
    bomb = unpacked > _RATIO_MATTERS_FROM and unpacked > _MOST_RATIO * len(data)
    if unpacked > MOST_ARCHIVE_BYTES or len(members) > _MOST_MEMBERS or bomb:
        raise InputError("ZIP_BOMB", place=place, bytes=unpacked, limit=MOST_ARCHIVE_BYTES, members=len(members))
    return archive
