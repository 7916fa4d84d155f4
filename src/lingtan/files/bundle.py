"""Evidence bundles: ZIP files whose bytes are a function of their contents (docs/certificate.md section 4), read without trust."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lingtan.errors import InputError
from lingtan.evidence import JSON, digest_bytes, refuse_forecast
from lingtan.files.archives import open_archive

if TYPE_CHECKING:
    from lingtan.attest import BundleKind  # signatures weigh 10 MB, and most who read or write files need none

__all__ = ["MANIFEST", "Bundle", "bundle_bytes", "bundle_from_bytes", "read_bundle"]

MANIFEST = "manifest.json"
_TIME = (1980, 1, 1, 0, 0, 0)
_MOST_FILES = 2_000
#: Lower-case names in folders, without anything a file system or a shell reads otherwise.
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]*(?:/[a-z0-9][a-z0-9_.-]*)*")
_LONGEST_NAME = 200
#: The files of a full bundle that a plan's figures could stand in.
_STUDIED = ("spec.json", "study.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The files of a bundle by name, without its manifest; every digest was checked."""

    kind: BundleKind
    number: str
    method_version: str
    files: Mapping[str, bytes]

    def json(self, name: str) -> JSON:
        """A file as JSON. Raises InputError `BUNDLE_FILE_MISSING` or `BUNDLE_JSON`."""
        if name not in self.files:
            raise InputError("BUNDLE_FILE_MISSING", place=name, name=name)
        return _parse(self.files[name], name)


def bundle_bytes(bundle: Bundle) -> bytes:
    """The one byte string of a bundle: names sorted, fixed times, stored, manifest first.

    Raises InputError `BUNDLE_NAME`, AttestError `BUNDLE_FILES` for a file that is missing or that this kind may not hold, and MethodError
    `FORECAST_NOT_CERTIFIED` for a study of a plan's figures.
    """
    from lingtan.attest import Manifest

    for name in bundle.files:
        _check_name(name)
    for name in _STUDIED:
        if name in bundle.files:
            refuse_forecast(bundle.json(name), place=name)
    manifest = Manifest.of(bundle.kind, bundle.number, bundle.method_version, bundle.files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        _add(archive, MANIFEST, manifest.to_bytes())
        for name in sorted(bundle.files):
            _add(archive, name, bundle.files[name])
    return out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=_TIME)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def read_bundle(path: Path) -> Bundle:
    """The bundle in a file; see `bundle_from_bytes`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as exc:
        raise InputError("FILE_MISSING", place=str(path)) from exc
    except OSError as exc:
        raise InputError("FILE_NOT_READABLE", place=str(path), detail=exc.strerror or str(exc)) from exc
    return bundle_from_bytes(data, place=path.name)


def bundle_from_bytes(data: bytes, *, place: str) -> Bundle:
    """The bundle, refused unless its bytes are exactly those that its contents give.

    That one rule leaves no room for second copies of a name, comments, bytes before, between or behind the entries, links, other times
    or compression. Nothing is ever extracted to a path. Raises InputError `FILE_CORRUPT`, `ZIP_BOMB`, `BUNDLE_NAME`,
    `BUNDLE_NAME_TWICE`, `BUNDLE_TOO_MANY`, `BUNDLE_MANIFEST`, `BUNDLE_FILE_MISSING`, `BUNDLE_FILE_EXTRA`, `BUNDLE_DIGEST` or
    `BUNDLE_NOT_CANONICAL`, and AttestError `BUNDLE_FILES`.
    """
    contents = _contents(data, place)
    if MANIFEST not in contents:
        raise InputError("BUNDLE_FILE_MISSING", place=place, name=MANIFEST)
    manifest = _parse(contents.pop(MANIFEST), MANIFEST)
    bundle, digests = _from_manifest(manifest, contents, place)
    for name in sorted(set(digests) | set(contents)):
        if name not in contents:
            raise InputError("BUNDLE_FILE_MISSING", place=place, name=name)
        if name not in digests:
            raise InputError("BUNDLE_FILE_EXTRA", place=place, name=name)
        if digest_bytes(contents[name]) != digests[name]:
            raise InputError("BUNDLE_DIGEST", place=place, name=name)
    if bundle_bytes(bundle) != data:
        raise InputError("BUNDLE_NOT_CANONICAL", place=place)
    return bundle


def _contents(data: bytes, place: str) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    with open_archive(data, place=place) as archive:
        members = archive.infolist()
        if len(members) > _MOST_FILES:
            raise InputError("BUNDLE_TOO_MANY", place=place, count=len(members), limit=_MOST_FILES)
        for member in members:
            _check_name(member.filename)
            if member.filename in contents:
                raise InputError("BUNDLE_NAME_TWICE", place=place, name=member.filename)
            if member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1:
                raise InputError("BUNDLE_NOT_CANONICAL", place=place)
            try:
                contents[member.filename] = archive.read(member)
            except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as exc:
                raise InputError("FILE_CORRUPT", place=place, detail=str(exc)) from exc
    return contents


def _check_name(name: str) -> None:
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name) or ".." in name:
        raise InputError("BUNDLE_NAME", place=name[:80], name=name[:80])


def _from_manifest(manifest: JSON, contents: Mapping[str, bytes], place: str) -> tuple[Bundle, Mapping[str, str]]:
    from lingtan.attest import BundleKind

    members = {"kind": str, "number": str, "methodVersion": str, "files": dict}
    if not isinstance(manifest, dict) or set(manifest) != set(members):
        raise InputError("BUNDLE_MANIFEST", place=place, field="kind, number, methodVersion, files")
    for name, kind in members.items():
        if not isinstance(manifest[name], kind):
            raise InputError("BUNDLE_MANIFEST", place=place, field=name)
    if manifest["kind"] not in set(BundleKind):
        raise InputError("BUNDLE_MANIFEST", place=place, field="kind")
    bundle = Bundle(kind=BundleKind(manifest["kind"]), number=manifest["number"], method_version=manifest["methodVersion"], files=contents)
    return bundle, cast("Mapping[str, str]", manifest["files"])


def _parse(data: bytes, name: str) -> JSON:
    try:
        return cast("JSON", json.loads(data.decode("utf-8"), object_pairs_hook=_once))
    except (ValueError, RecursionError) as exc:
        raise InputError("BUNDLE_JSON", place=name, detail=str(exc)[:200]) from exc


def _once(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    """An object whose names stand once each: two readers of a repeated name may see two different documents (RFC 8259 section 4)."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found
