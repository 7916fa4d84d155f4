"""Which two editions are compared: a study's frozen excerpt and the library of today, or two uploaded packs."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.errors import MethodError
from lingtan.factors import Factor, FactorLibrary
from lingtan.files import read_factor_pack
from lingtan.services.footprint.frozen import thaw
from lingtan.services.footprint.studies import body_of
from lingtan.services.library.differences import Differences, differences
from lingtan.services.library.placed import placed
from lingtan.store import Store

__all__ = ["PackCheck", "check_pack_bytes", "pack_differences", "study_differences"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCheck:
    """A pack that fits the library: how many factors and sources it brings, and how many built-in answers it stands before."""

    name: str
    factors: int
    sources: int
    overrides: int


def study_differences(store: Store, study: str, library: FactorLibrary, *, organisation: str) -> Differences:
    """What became of the factors that an own study was computed with. Raises MethodError `STUDY_UNKNOWN`."""
    fact = store.latest("study", study, organisation=organisation)
    if fact is None:
        raise MethodError("STUDY_UNKNOWN", place=study, matches=0)
    frozen = thaw(body_of(fact), place=study)
    return differences(dict(frozen.library.by_id), dict(library.by_id), earlier=study, later="", is_excerpt=True)


def pack_differences(first: tuple[str, bytes], second: tuple[str, bytes]) -> Differences:
    """Two packs, the earlier one first; both are read under one name, so that the same row has the same id."""
    old, new = (_by_id(name, data) for name, data in (first, second))
    return differences(old, new, earlier=first[0], later=second[0], is_excerpt=False)


def check_pack_bytes(name: str, data: bytes, library: FactorLibrary) -> PackCheck:
    """The pack put before the library, which checks it whole. Raises TableError, InputError or FactorError with the cell."""
    with placed(name, data) as path:
        factors, sources = read_factor_pack(path, pack=path.stem)
    library.with_pack(factors, sources)
    taken = {(f.activity, f.klass, f.place, f.year) for f in library.factors}
    overrides = sum((f.activity, f.klass, f.place, f.year) in taken for f in factors)
    return PackCheck(name=name, factors=len(factors), sources=len(sources), overrides=overrides)


def _by_id(name: str, data: bytes) -> dict[str, Factor]:
    with placed(name, data) as path:
        factors, _ = read_factor_pack(path, pack="pack")
    return {factor.id: factor for factor in factors}
