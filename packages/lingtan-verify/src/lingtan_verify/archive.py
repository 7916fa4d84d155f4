"""Reading a bundle's ZIP: stored files only, plain names, none twice; so nothing can swell, escape or shadow.

A bundle has one byte string only (docs/certificate.md, section 4): `manifest.json` first, the other names sorted, fixed times, nothing
before, between or behind. It is built again here, without `zipfile`, and compared.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib

from lingtan_verify.reason import RefusalError

__all__ = ["read_archive"]

MAX_FILES = 10_000
MAX_BYTES = 512 * 2**20
_NAME = re.compile(r"(?!.*(?:^|/)\.{1,2}(?:/|$))[^/\\\x00-\x1f:]+(?:/[^/\\\x00-\x1f:]+)*")


def read_archive(data: bytes, place: str) -> dict[str, bytes]:
    """Name → bytes. Raises RefusalError `TOO_LARGE`, `BAD_ZIP`, `ZIP_NAME`, `ZIP_TWICE`, `ZIP_NOT_STORED`, `ZIP_NOT_CANONICAL`."""
    if len(data) > MAX_BYTES:
        raise RefusalError("TOO_LARGE", place, limit=MAX_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check(entries, place, len(data))
            files = {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as exc:
        raise RefusalError("BAD_ZIP", place) from exc
    if _built(files) != data:
        raise RefusalError("ZIP_NOT_CANONICAL", place)
    return files


def _built(files: dict[str, bytes]) -> bytes:
    """The one byte string of these files (APPNOTE 4.3.7, 4.3.12 and 4.3.16: local headers, central directory, end record)."""
    body, directory = bytearray(), bytearray()
    for name in sorted(files, key=lambda one: (one != "manifest.json", one)):
        data, raw = files[name], name.encode()
        flags = 0 if name.isascii() else 0x800
        # version 2.0, flags, stored, 1980-01-01 00:00, CRC-32, sizes, lengths of name and extra field
        common = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(raw), 0)
        # comment, disk, internal attributes; a plain file of mode 644; offset of the local header
        directory += b"PK\x01\x02" + struct.pack("<BB", 20, 3) + common + struct.pack("<HHHII", 0, 0, 0, 0o644 << 16, len(body)) + raw
        body += b"PK\x03\x04" + common + raw + data
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory + b"PK\x05\x06" + end)


def _check(entries: list[zipfile.ZipInfo], place: str, size: int) -> None:
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > size:
        raise RefusalError("TOO_LARGE", place, limit=size)
    seen: set[str] = set()
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if not _NAME.fullmatch(entry.filename) or entry.is_dir() or kind not in (0, stat.S_IFREG):
            raise RefusalError("ZIP_NAME", entry.filename)
        if entry.filename.casefold() in seen:
            raise RefusalError("ZIP_TWICE", entry.filename)
        seen.add(entry.filename.casefold())
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 0x1 or entry.compress_size != entry.file_size:
            raise RefusalError("ZIP_NOT_STORED", entry.filename)
