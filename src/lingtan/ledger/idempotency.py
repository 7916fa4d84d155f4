"""Same id and same body: the first answer. Same id and another body: a conflict that names the field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lingtan.evidence import JSON

__all__ = ["first_difference"]


def first_difference(recorded: JSON, given: JSON, path: str = "") -> str | None:
    """The path of the first field that differs, as `shares[2].amount`; None when the two are equal."""
    if isinstance(recorded, Mapping) and isinstance(given, Mapping):
        for name in sorted({*recorded, *given}):
            inner = f"{path}.{name}" if path else name
            if name not in recorded or name not in given:
                return inner
            if (found := first_difference(recorded[name], given[name], inner)) is not None:
                return found
        return None
    if isinstance(recorded, Sequence) and isinstance(given, Sequence) and not isinstance(recorded, str) and not isinstance(given, str):
        for row, (one, other) in enumerate(zip(recorded, given, strict=False)):
            if (found := first_difference(one, other, f"{path}[{row}]")) is not None:
                return found
        return None if len(recorded) == len(given) else f"{path}[{min(len(recorded), len(given))}]"
    same = type(recorded) is type(given) and recorded == given
    return None if same else path or "-"
