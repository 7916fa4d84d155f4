"""A frozen study: the inputs that its figures are a pure function of, as one recorded fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtan import METHOD_VERSION
from lingtan.errors import InputError, MethodError
from lingtan.evidence import JSON, Fact, to_plain
from lingtan.factors import FactorLibrary, library_from_plain, library_to_plain
from lingtan.product import ClassPack, DeviceFootprint, DeviceSpec, assess, pack_from_mapping, spec_from_mapping
from lingtan.store import Store, Transaction

__all__ = ["FrozenStudy", "body_of", "find_study", "freeze", "thaw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenStudy:
    """Everything the study's figures are computed from, and the figures as recorded."""

    spec: DeviceSpec
    pack: ClassPack
    library: FactorLibrary
    seed: int
    draws: int
    method_version: str
    recorded: Mapping[str, Any]

    def recompute(self) -> DeviceFootprint:
        """The figures anew. Raises MethodError `METHOD_VERSION` when the study was made under another method."""
        if self.method_version != METHOD_VERSION:
            raise MethodError("METHOD_VERSION", place="study", study=self.method_version, installed=METHOD_VERSION)
        return assess(self.spec, self.pack, self.library, seed=self.seed, draws=self.draws)


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


def thaw(body: Mapping[str, Any], *, place: str) -> FrozenStudy:
    """The study of a fact's body or of a bundle's files."""
    return FrozenStudy(
        spec=spec_from_mapping(body["spec"], place=f"{place}: spec.json"),
        pack=pack_from_mapping(body["class_pack"], place=f"{place}: class_pack.json"),
        library=library_from_plain(body["factors"], place=f"{place}: factors.json"),
        seed=body["seed"],
        draws=body["draws"],
        method_version=body["method_version"],
        recorded=body["study"],
    )


def find_study(store: Store | Transaction, wanted: str) -> FrozenStudy:
    """The study whose digest begins so (`sha256:ab12…` or `ab12…`). Raises MethodError `STUDY_UNKNOWN`."""
    prefix = wanted if wanted.startswith("sha256:") else f"sha256:{wanted}"
    found = [fact for fact in store.facts(kind="study") if fact.subject.startswith(prefix)]
    if len(found) != 1:
        raise MethodError("STUDY_UNKNOWN", place=wanted, matches=len(found))
    return thaw(body_of(found[0]), place=found[0].subject)


def body_of(fact: Fact) -> Mapping[str, Any]:
    """The body of a fact that is an object. Raises InputError `BAD_RECORD` for anything else."""
    if not isinstance(fact.body, Mapping):
        raise InputError("BAD_RECORD", place=fact.id, kind=fact.kind, detail="not an object")
    return fact.body
