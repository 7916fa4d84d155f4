"""Records to plain JSON and back, strictly: unknown fields are refused, dates are ISO 8601, mappings sort by key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

import cattrs
from cattrs.gen import make_dict_unstructure_fn, override

from lingtan.errors import InputError
from lingtan.evidence.canonical import JSON, digest_json

T = TypeVar("T")

__all__ = ["LATER", "digest_record", "from_plain", "to_plain"]

#: Metadata of a field that came after records which stand by their digest: it is left out of the plain form while it holds its default,
#: so that what was written and signed before keeps its bytes.
LATER = {"later": True}


def _has_later(kind: Any) -> bool:
    return is_dataclass(kind) and any(field.metadata.get("later") for field in fields(kind))


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(
        forbid_extra_keys=True, detailed_validation=True, unstruct_collection_overrides={frozenset: sorted, tuple: list}
    )
    converter.register_unstructure_hook(datetime, lambda value: value.isoformat().replace("+00:00", "Z"))
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    converter.register_unstructure_hook(date, lambda value: value.isoformat())
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))

    def without_defaults(kind: type[Any]) -> Callable[[Any], dict[str, Any]]:
        later = {field.name: override(omit_if_default=True) for field in fields(kind) if field.metadata.get("later")}
        return make_dict_unstructure_fn(kind, converter, **later)  # type: ignore[arg-type]  # cattrs types overrides with its own flags

    converter.register_unstructure_hook_factory(_has_later, without_defaults)
    return converter


_CONVERTER = _converter()


def to_plain(record: Any) -> JSON:
    """A frozen dataclass (or a container of them) as plain JSON."""
    return cast("JSON", _CONVERTER.unstructure(record))


def from_plain(kind: type[T], data: Any, *, place: str | None = None) -> T:
    """The record of this kind from plain JSON. Raises InputError `BAD_RECORD` naming the fields that do not fit."""
    try:
        return _CONVERTER.structure(data, kind)
    except (cattrs.BaseValidationError, AttributeError, KeyError, TypeError, ValueError) as exc:
        detail = "; ".join(cattrs.transform_error(exc)) if isinstance(exc, cattrs.BaseValidationError) else str(exc)
        raise InputError("BAD_RECORD", place=place, kind=kind.__name__, detail=detail) from exc


def digest_record(record: Any) -> str:
    """The digest of a record's canonical JSON."""
    return digest_json(to_plain(record))
