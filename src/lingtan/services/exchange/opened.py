"""Any file that `lingtan exchange` takes, as a named system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lingtan.errors import InputError
from lingtan.factors import FactorLibrary
from lingtan.files.exchange import Fallback, LibrarySupply, SystemSupply, read_foreground_file, read_system
from lingtan.lca.exchange import NamedSystem, named_from_graph
from lingtan.product import build_inventory, latest_electricity_year, load_class_pack
from lingtan.product.breakdown.as_process import device_key, device_process
from lingtan.services.footprint.device import device_from_file

__all__ = ["Opened", "open_exchange"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a file is, its system, keys of what it is about (a foreground's own activities, a device), and the leaves that were given."""

    kind: str
    system: NamedSystem
    own: tuple[str, ...] = ()
    leaves: tuple[Fallback, ...] = ()


def open_exchange(
    paths: Sequence[Path], library: FactorLibrary, *, link: Path | None = None, year: int | None = None, leaves: Sequence[str] = ()
) -> Opened:
    """A datapackage (or several), an openLCA package, a device (TOML), or an XLSX foreground on `link` or the library of a `year`.

    `leaves` are values of `Fallback`. Raises InputError and TableError with the place, FactorError, KernelError.
    """
    first, fallbacks = paths[0], tuple(Fallback(leave) for leave in leaves)
    suffix = first.suffix.casefold()
    if suffix not in (".toml", ".xlsx"):
        kind, system = read_system(paths, fallbacks=fallbacks)
        return Opened(kind=kind.value, system=system, leaves=fallbacks)
    if len(paths) > 1:
        raise InputError("EXCHANGE_FILES", place=paths[1].name, kind=suffix)
    if suffix == ".toml":
        return _device(first, library, fallbacks)

    def supply() -> SystemSupply | LibrarySupply:
        if link is not None:
            return SystemSupply(read_system([link], fallbacks=fallbacks)[1])
        return LibrarySupply(library, year=year or latest_electricity_year(library))

    system, count = read_foreground_file(first, supply, fallbacks=fallbacks)
    return Opened(kind="foreground", system=system, own=tuple(label.key for label in system.activities[-count:]), leaves=fallbacks)


def _device(path: Path, library: FactorLibrary, fallbacks: tuple[Fallback, ...]) -> Opened:
    spec = device_from_file(path)
    inventory = build_inventory(spec, load_class_pack(spec.attributes.device_class), library)
    key = device_key(inventory)
    system = named_from_graph(device_process(inventory), inventory.parameters, names={key: spec.subject})
    return Opened(kind="device", system=system, own=(key,), leaves=fallbacks)
