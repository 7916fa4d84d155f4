"""Files of other programs opened by what they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from lingtan.errors import InputError
from lingtan.files.exchange.brightway import datapackage_of, system_of_packages
from lingtan.files.exchange.containers import read_container
from lingtan.files.exchange.datapackage import METADATA, package_files, package_from_files
from lingtan.files.exchange.fallback import Fallback
from lingtan.files.exchange.foreground import system_of_foreground
from lingtan.files.exchange.foreground_sheets import read_foreground
from lingtan.files.exchange.openlca_entities import FOLDERS, SCHEMA_FILE
from lingtan.files.exchange.openlca_read import system_of_openlca
from lingtan.files.exchange.openlca_write import openlca_files
from lingtan.files.exchange.supply import Supply
from lingtan.files.table import read_bytes
from lingtan.lca.exchange import NamedSystem

__all__ = ["ExchangeKind", "files_of", "read_foreground_file", "read_system", "system_of_files"]


class ExchangeKind(StrEnum):
    """A format that systems are exchanged in."""

    BRIGHTWAY = "brightway"
    OPENLCA = "openlca"


def read_system(paths: Sequence[Path], *, fallbacks: Collection[Fallback] = ()) -> tuple[ExchangeKind, NamedSystem]:
    """The system of an openLCA package, or of Brightway datapackages together (a database and its impact methods).

    Raises InputError `EXCHANGE_KIND_UNKNOWN`, `EXCHANGE_FILES`, and as the format's reader.
    """
    contents = [(path.name, read_container(path)) for path in paths]
    kinds = [_kind(files, name) for name, files in contents]
    for kind, (name, _) in zip(kinds, contents, strict=True):
        if len(contents) > 1 and kind is not ExchangeKind.BRIGHTWAY:
            raise InputError("EXCHANGE_FILES", place=name, kind=kind.value)
    if kinds[0] is ExchangeKind.OPENLCA:
        return kinds[0], system_of_files(contents[0][1], kinds[0], place=contents[0][0], fallbacks=fallbacks)
    with _whole(", ".join(name for name, _ in contents)):
        packages = [package_from_files(files, place=name) for name, files in contents]
        return kinds[0], system_of_packages(packages, fallbacks=fallbacks)


@contextmanager
def _whole(place: str) -> Iterator[None]:
    """A file whose values are not of the kinds that its format promises is refused, not stumbled over."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError) as exc:
        raise InputError("FILE_CORRUPT", place=place, detail=f"{type(exc).__name__}: {exc}"[:200]) from exc


def _kind(files: Mapping[str, bytes], name: str) -> ExchangeKind:
    if METADATA in files:
        return ExchangeKind.BRIGHTWAY
    if SCHEMA_FILE in files or any(file.partition("/")[0] in FOLDERS.values() for file in files):
        return ExchangeKind.OPENLCA
    raise InputError("EXCHANGE_KIND_UNKNOWN", place=name)


def system_of_files(files: Mapping[str, bytes], kind: ExchangeKind, *, place: str, fallbacks: Collection[Fallback] = ()) -> NamedSystem:
    """The system of one package's files. Raises InputError as the format's reader."""
    with _whole(place):
        if kind is ExchangeKind.OPENLCA:
            return system_of_openlca(files, place=place, fallbacks=fallbacks)
        return system_of_packages([package_from_files(files, place=place)], fallbacks=fallbacks)


def read_foreground_file(path: Path, supply: Callable[[], Supply], *, fallbacks: Collection[Fallback] = ()) -> tuple[NamedSystem, int]:
    """An XLSX foreground on top of its supply, and how many of the last activities are its own.

    Raises InputError as `read_foreground`, TableError as `system_of_foreground`.
    """
    sheets = read_foreground(read_bytes(path), name=path.name)
    return system_of_foreground(sheets, supply(), fallbacks=fallbacks), len(sheets.activities)


def files_of(
    system: NamedSystem, kind: ExchangeKind, *, name: str, method: str = "", fallbacks: Collection[Fallback] = ()
) -> Mapping[str, bytes]:
    """The system's files in a format.

    Raises InputError, for a datapackage: `EXCHANGE_METHOD`, `EXCHANGE_NO_METHOD` (it holds one method), `EXCHANGE_LAW_MIXED`.
    """
    if kind is ExchangeKind.OPENLCA:
        return openlca_files(system)
    return package_files(datapackage_of(system, name=name, method=method, fallbacks=fallbacks))
