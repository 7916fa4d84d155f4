"""Process systems in a notebook: Brightway datapackages, openLCA packages, XLSX foregrounds, and devices for these programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from lingtan.files import exchange as files
from lingtan.files.exchange import ExchangeKind, Fallback
from lingtan.lca.exchange import NamedSystem, drawn_scores, find_activity, named_from_graph, scores_at_value
from lingtan.notebook.devices import SEED
from lingtan.product import DeviceSpec, build_inventory, latest_electricity_year, load_class_pack
from lingtan.product.breakdown.as_process import device_key, device_process
from lingtan.services.footprint.library import library_with
from lingtan.uncertainty.elementary import FloatArray

__all__ = ["device_system", "draw", "read_foreground", "read_system", "scores", "write_system"]

Leave = Literal["certain", "cut-off"]


def read_system(*paths: str | Path, fallback: Sequence[Leave] = ()) -> NamedSystem:
    """The system of an openLCA package, or of Brightway datapackages together (a database and its impact methods).

    Raises InputError naming what cannot be read; `fallback` lets unknown distributions become certain and unsupplied inputs be cut off.
    """
    return files.read_system([Path(path) for path in paths], fallbacks=_leaves(fallback))[1]


def read_foreground(
    path: str | Path,
    on: NamedSystem | None = None,
    *,
    packs: Sequence[str | Path] = (),
    year: int | None = None,
    fallback: Sequence[Leave] = (),
) -> NamedSystem:
    """An XLSX foreground on another system, or, without one, on the factor library of a `year` (its latest electricity if not given).

    Raises TableError with every cell that does not fit.
    """

    def supply() -> files.Supply:
        if on is not None:
            return files.SystemSupply(on)
        library = library_with([Path(pack) for pack in packs])
        return files.LibrarySupply(library, year=year or latest_electricity_year(library))

    return files.read_foreground_file(Path(path), supply, fallbacks=_leaves(fallback))[0]


def device_system(device: DeviceSpec, *, packs: Sequence[str | Path] = ()) -> NamedSystem:
    """The device and all behind it as a system; its last activity is the device, scored at its mean before rounding."""
    inventory = build_inventory(device, load_class_pack(device.attributes.device_class), library_with([Path(pack) for pack in packs]))
    return named_from_graph(device_process(inventory), inventory.parameters, names={device_key(inventory): device.subject})


def scores(system: NamedSystem, method: str = "") -> Mapping[str, float]:
    """The score at value of one unit of every activity's product, by key. [method unit / product unit].

    Raises InputError `EXCHANGE_METHOD`, `EXCHANGE_NO_METHOD`, KernelError where the system has no trustworthy solution.
    """
    return dict(zip((label.key for label in system.activities), scores_at_value(system, method).tolist(), strict=True))


def draw(
    system: NamedSystem, activity: str, *, method: str = "", seed: int = SEED, draws: int = 1_000, fallback: Sequence[Leave] = ()
) -> FloatArray:
    """Draws of one activity's score, everything uncertain resampled. [method unit / product unit], shape (draws,).

    `activity` is a key or name; with `certain` uncertain characterisation factors count at value. Raises as `scores`; InputError
    `EXCHANGE_NO_ACTIVITY`, `EXCHANGE_LAW`.
    """
    key = system.activities[find_activity(system, activity)].key
    certain = "certain" in fallback
    return drawn_scores(system, [key], method=method, seed=seed, draws=draws, allow_certain=certain)[key]


def write_system(
    system: NamedSystem,
    target: str | Path,
    *,
    to: Literal["brightway", "openlca"] = "brightway",
    method: str = "",
    fallback: Sequence[Leave] = (),
) -> Path:
    """Write the system as a ZIP (`*.zip`) or folder for Brightway or openLCA; returns where. Raises as `lingtan exchange write`."""
    path = Path(target)
    files.write_container(path, files.files_of(system, ExchangeKind(to), name=path.stem, method=method, fallbacks=_leaves(fallback)))
    return path


def _leaves(given: Sequence[Leave]) -> tuple[Fallback, ...]:
    return tuple(Fallback(leave) for leave in given)
