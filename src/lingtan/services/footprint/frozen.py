"""A frozen study: the inputs that its figures are a pure function of, as one recorded fact."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lingtan import METHOD_VERSION
from lingtan.errors import MethodError
from lingtan.evidence import JSON, canonical_bytes, digest_json, refuse_forecast, to_plain
from lingtan.factors import FactorLibrary, library_from_plain, library_to_plain
from lingtan.product import ClassPack, DeviceFootprint, DeviceSpec, assess, pack_from_mapping, spec_from_mapping

__all__ = ["FrozenStudy", "freeze", "thaw"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FrozenStudy:
    """Everything the study's figures are computed from, and the figures as recorded. Compared by identity."""

    spec: DeviceSpec
    pack: ClassPack
    library: FactorLibrary
    seed: int
    draws: int
    method_version: str
    recorded: Mapping[str, Any]

    def require_method(self) -> None:
        """Nothing, for a study of the installed method. Raises MethodError `METHOD_VERSION` for one of another."""
        if self.method_version != METHOD_VERSION:
            raise MethodError("METHOD_VERSION", place="study", study=self.method_version, installed=METHOD_VERSION)

    def recompute(self) -> DeviceFootprint:
        """The figures anew, whatever the record says. Raises MethodError `METHOD_VERSION` for a study of another method."""
        self.require_method()
        return _assessed(self)[0]

    def require(self) -> DeviceFootprint:
        """The figures anew, equal to the record. Raises MethodError `STUDY_DIFFERS` when this installation computes others."""
        device, recorded = self.recompute(), _assessed(self)[1]
        if (computed := device.footprint.study_digest) == recorded:
            return device
        raise MethodError("STUDY_DIFFERS", place=recorded, computed=computed)


@lru_cache(maxsize=32)
def _assessed(study: FrozenStudy) -> tuple[DeviceFootprint, str]:
    """A study's figures and the digest of its record are a pure function of it, and one command needs them several times."""
    return assess(study.spec, study.pack, study.library, seed=study.seed, draws=study.draws), digest_json(study.recorded)


def freeze(device: DeviceFootprint) -> dict[str, JSON]:
    """The body of the study's fact. The library in it is the excerpt that the figures were computed from."""
    return {
        "spec": to_plain(device.inventory.spec),
        "class_pack": to_plain(device.inventory.pack),
        "factors": library_to_plain(device.library),
        "seed": device.footprint.quantiles.seed,
        "draws": device.footprint.quantiles.draws,
        "method_version": device.footprint.method_version,
        "study": device.study.plain,
    }


def thaw(body: Mapping[str, Any], *, place: str, foreign: bool = False) -> FrozenStudy:
    """The study of a recorded fact's body, canonical since it was written, or of a bundle's files, which are `foreign`."""
    return _thawed(canonical_bytes(body) if foreign else json.dumps(body, ensure_ascii=False).encode(), place)


@lru_cache(maxsize=32)
def _thawed(data: bytes, place: str) -> FrozenStudy:
    refuse_forecast(body := json.loads(data), place=place)
    spec = spec_from_mapping(body["spec"], place=f"{place}: spec.json")
    pack = pack_from_mapping(body["class_pack"], place=f"{place}: class_pack.json")
    named = {name: body[name] for name in ("seed", "draws", "method_version")} | {"recorded": body["study"]}
    return FrozenStudy(spec=spec, pack=pack, library=library_from_plain(body["factors"], place=f"{place}: factors.json"), **named)
