"""A format of many files, as a folder or as a ZIP container: names and bytes, read without trust, written to the same bytes every time."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from lingtan.errors import InputError
from lingtan.files.archives import MOST_ARCHIVE_BYTES, open_archive
from lingtan.files.atomic import write_atomic
from lingtan.files.table import read_bytes

__all__ = ["json_bytes", "read_container", "write_container", "zip_bytes"]

_TIME = (1980, 1, 1, 0, 0, 0)
_MOST_FILES = 200_000


def read_container(path: Path) -> Mapping[str, bytes]:
    """The files of a folder or ZIP by their names inside it, sorted.

    Raises InputError `FILE_MISSING`, `FILE_NOT_READABLE`, `FILE_CORRUPT`, `ZIP_BOMB`.
    """
    if path.is_dir():
        return _folder(path)
    archive = open_archive(read_bytes(path), place=path.name)
    try:
        return {member.filename: archive.read(member) for member in sorted(archive.infolist(), key=_name) if not member.is_dir()}
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as exc:
        raise InputError("FILE_CORRUPT", place=path.name, detail=str(exc)) from exc


def _name(member: zipfile.ZipInfo) -> str:
    return member.filename


def _folder(path: Path) -> Mapping[str, bytes]:
    found = sorted(file for file in path.rglob("*") if file.is_file())
    size = sum(file.stat().st_size for file in found)
    if len(found) > _MOST_FILES or size > MOST_ARCHIVE_BYTES:
        raise InputError("ZIP_BOMB", place=str(path), bytes=size, limit=MOST_ARCHIVE_BYTES, members=len(found))
    return {file.relative_to(path).as_posix(): read_bytes(file) for file in found}


def write_container(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a ZIP atomically where the path ends in `.zip`, a folder otherwise (which may hold nothing else).

    Raises InputError `FILE_NOT_WRITABLE`, `EXCHANGE_FOLDER_NOT_EMPTY`.
    """
    if path.suffix.casefold() == ".zip":
        write_atomic(path, zip_bytes(files))
        return
    if path.exists() and (not path.is_dir() or {p.relative_to(path).as_posix() for p in path.rglob("*") if p.is_file()} - set(files)):
        raise InputError("EXCHANGE_FOLDER_NOT_EMPTY", place=str(path))
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path / name, data)


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """The container: names sorted, fixed times, stored, so that the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=_TIME)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def json_bytes(value: object) -> bytes:
    """JSON in UTF-8, keys in the given order; numbers are written so that they are read again with the same bits."""
    return (json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")
