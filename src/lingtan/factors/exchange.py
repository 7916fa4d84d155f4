"""A library as plain JSON and back, and the excerpt of a library that a study rests on: what goes into a bundle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lingtan.errors import InputError
from lingtan.evidence import JSON, Source, digest_json, from_plain, to_plain
from lingtan.factors.constant import Constant
from lingtan.factors.library import FactorLibrary
from lingtan.factors.query import Resolved, StepKind
from lingtan.factors.record import Factor
from lingtan.factors.scaling import parents

__all__ = ["excerpt", "factor_list", "library_from_plain", "library_to_plain"]


def excerpt(library: FactorLibrary, used: Iterable[Resolved]) -> FactorLibrary:
    """The library of only what these answers rest on, in the same layers: asked the same, it answers the same, step by step.

    A scaled factor stands for the three it was computed from; a factor that was overridden stays beside the one in front of it. All
    constants stay.
    """
    answers = tuple(used)
    kept = {name for answer in answers for name in parents(answer.factor)}
    kept |= {step.asked for answer in answers for step in answer.steps if step.kind is StepKind.OVERRIDE}
    needed = {library.by_id[name].source_id for name in kept} | {constant.source_id for constant in library.constants.values()}
    layers = [tuple(factor for factor in layer if factor.id in kept) for layer in library.layers]
    return _of_layers(layers, [library.sources[name] for name in sorted(needed)], library.constants.values())


def library_to_plain(library: FactorLibrary) -> dict[str, JSON]:
    """`factors.json`: records sorted by id, their sources, the constants, and the packs in the order they lie upon one another."""
    packs = list(dict.fromkeys(factor.pack for layer in library.layers for factor in layer))
    return {
        "records": [to_plain(library.by_id[name]) for name in sorted(library.by_id)],
        "sources": [to_plain(library.sources[name]) for name in sorted(library.sources)],
        "constants": [to_plain(library.constants[name]) for name in sorted(library.constants)],
        "packs": list(packs),
    }


def library_from_plain(data: Mapping[str, Any], *, place: str) -> FactorLibrary:
    """The library of a `factors.json`. Raises InputError `BAD_RECORD` or FactorError for what does not hold together."""
    plain = from_plain(_PlainLibrary, data, place=place)
    stray = {factor.pack for factor in plain.records} - set(plain.packs)
    if stray or len(set(plain.packs)) != len(plain.packs):
        raise InputError("BAD_RECORD", place=place, kind="factors.json", detail=f"packs {list(plain.packs)}, stray {sorted(stray)}")
    layers = [tuple(factor for factor in plain.records if factor.pack == pack) for pack in plain.packs]
    return _of_layers(layers, plain.sources, plain.constants)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PlainLibrary:
    """What a `factors.json` holds."""

    records: tuple[Factor, ...]
    sources: tuple[Source, ...]
    constants: tuple[Constant, ...]
    packs: tuple[str, ...]


def _of_layers(layers: Iterable[Sequence[Factor]], sources: Iterable[Source], constants: Iterable[Constant]) -> FactorLibrary:
    """The library of these layers, the empty ones left out."""
    filled = [layer for layer in layers if layer] or [()]
    return FactorLibrary(filled[-1], sources, constants, under=filled[:-1])


def factor_list(library: FactorLibrary) -> list[JSON]:
    """What a public bundle tells of the factors: id and digest of each, sorted by id."""
    return [{"id": name, "digest": digest_json(to_plain(library.by_id[name]))} for name in sorted(library.by_id)]
