"""Under which licences the house and everything in it may be used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

__all__ = ["LicenceList", "LicenceText", "PackageLicence", "licences"]

_PRODUCT = "lingtan"
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceText:
    """The whole text of a licence, and the name of its file."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageLicence:
    """A package that is installed, or served to the browser; `files` are those that are served."""

    name: str
    version: str
    licence: str
    files: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceList:
    """The licence of Lingtan itself, of what it serves to browsers, and of the Python packages beside it."""

    own: tuple[LicenceText, ...]
    vendored: tuple[PackageLicence, ...]
    texts: tuple[LicenceText, ...]
    packages: tuple[PackageLicence, ...]


@cache
def licences(vendor: Path) -> LicenceList:
    """All licences; `vendor` is the folder of vendored files, whose README lists them and whose `licences/` holds the texts."""
    own = [Path(str(file.locate())) for file in metadata.files(_PRODUCT) or () if "licenses" in file.parts]
    rows = _table((vendor / "README.md").read_text("utf-8"))
    packages = {found.name.lower(): _package(found) for found in metadata.distributions()}
    return LicenceList(
        own=_texts(own), texts=_texts((vendor / "licences").iterdir()),
        vendored=tuple(PackageLicence(files=row[0], name=row[1], version=row[2], licence=row[3]) for row in rows),
        packages=tuple(packages[name] for name in sorted(packages)),
    )  # fmt: skip


def _table(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines]


def _texts(paths: Iterable[Path]) -> tuple[LicenceText, ...]:
    return tuple(LicenceText(name=path.name, text=path.read_text("utf-8")) for path in sorted(paths))


def _package(found: metadata.Distribution) -> PackageLicence:
    said = found.metadata.json
    written = re.sub(r"\s+", " ", str(said.get("license_expression") or said.get("license") or ""))
    classes = [line.rsplit(" :: ", 1)[1] for line in said.get("classifier") or () if line.startswith("License ::")]
    licence = written if 0 < len(written) <= _LONGEST else ", ".join(classes) or "–"
    return PackageLicence(name=found.name, version=found.version, licence=licence)
