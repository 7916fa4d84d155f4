"""A device to be footprinted: its attributes and, where known, its bill of materials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from lingtan.errors import InputError, LingtanError
from lingtan.evidence import LATER, digest_record, from_plain
from lingtan.product.attributes import Attributes
from lingtan.product.bom import BomLine
from lingtan.product.workshop.use import WorkshopForecast, WorkshopUse

T = TypeVar("T")

__all__ = ["DeviceSpec", "read_record", "spec_from_mapping"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSpec:
    """One configuration: attributes plus bill of materials; `synthetic` marks invented devices wherever they show.

    `workshops` are measured intensities that stand for steps of its making; `forecasts` what plans expect of them, in forecasts only.
    """

    attributes: Attributes
    bom: tuple[BomLine, ...] = ()
    synthetic: bool = False
    workshops: tuple[WorkshopUse, ...] = field(default=(), metadata=LATER)
    forecasts: tuple[WorkshopForecast, ...] = field(default=(), metadata=LATER)

    @property
    def subject(self) -> str:
        """The model, as statement and certificate name it; the manufacturer stands beside it."""
        return self.attributes.model

    @property
    def is_synthetic(self) -> bool:
        """The device, or a workshop's readings behind it, are invented."""
        return self.synthetic or any(use.intensity.synthetic for use in self.workshops)

    @property
    def configuration_digest(self) -> str:
        """Digest of everything that is said of the configuration."""
        return digest_record(self)


def read_record(kind: type[T], data: Any, *, place: str) -> T:
    """The record of this kind; a refusal made by the record itself comes out as it is, with its own code and place.

    Raises InputError `BAD_RECORD` where a field is unknown, missing or of another type.
    """
    try:
        return from_plain(kind, data, place=place)
    except InputError as exc:
        inner = _own_refusal(exc.__cause__)
        if inner is None:
            raise
        inner.place = f"{place}: {inner.place}" if inner.place else place
        raise inner from exc


def _own_refusal(error: BaseException | None) -> LingtanError | None:
    """The first LingtanError inside a group of exceptions, depth first."""
    if isinstance(error, LingtanError):
        return error
    if isinstance(error, BaseExceptionGroup):
        for child in error.exceptions:
            found = _own_refusal(child)
            if found is not None:
                return found
    return None


def spec_from_mapping(data: Mapping[str, Any], *, place: str) -> DeviceSpec:
    """A specification from the tables of a TOML file or a JSON object.

    `[attributes]` (and in it `measures` and `options`, the class's own) holds plain values, or `{value = …, standing = "source",
    source = "…"}` where the value's origin is stated; `[[bom]]` holds the parts, `[[workshops]]` measured intensities; `synthetic = true`
    marks an invented device. The plain form of a `DeviceSpec` (spec.json) is read as well.
    Raises InputError with the file as place.
    """
    later = ("workshops", "forecasts")
    unknown = sorted(set(data) - {"attributes", "bom", "synthetic", *later})
    if unknown:
        raise InputError("UNKNOWN_FIELD", place=place, field=unknown[0])
    if not isinstance(data.get("attributes"), Mapping):
        raise InputError("REQUIRED_FIELD", place=place, field="attributes")
    attributes: dict[str, Any] = {}
    sources: dict[str, Any] = dict(data["attributes"].get("sources", {}))
    for name, raw in data["attributes"].items():
        if name == "sources":
            continue
        if name in ("measures", "options") and isinstance(raw, Mapping):
            attributes[name] = {member: _value(member, value, sources) for member, value in raw.items()}
        else:
            attributes[name] = _value(name, raw, sources)
    attributes["sources"] = sources
    plain = {"attributes": attributes, "bom": list(data.get("bom", [])), "synthetic": bool(data.get("synthetic", False))}
    plain |= {name: list(data[name]) for name in later if name in data}
    return read_record(DeviceSpec, plain, place=place)


def _value(name: str, raw: Any, sources: dict[str, Any]) -> Any:
    """The plain value; its origin, where it is stated with it, goes to `sources` under the attribute's name."""
    if not (isinstance(raw, Mapping) and "value" in raw):
        return raw
    sources[name] = {"standing": raw.get("standing", "unverified"), "source": raw.get("source", "")}
    return raw["value"]
