"""Reading a JSON record by path, with an error that names the path."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from lingtan.errors import InputError

__all__ = ["Reader"]


class Reader:
    """A JSON object whose members are asked for by dotted path and type; `DOCUMENT_FIELD` names what is missing or of another type."""

    def __init__(self, record: Any, place: str = "") -> None:
        if not isinstance(record, Mapping):
            raise InputError("DOCUMENT_FIELD", place=place or "record", expected="object", found=type(record).__name__)
        self._record = record
        self._place = place

    def where(self, path: str) -> str:
        """The full path of a member, from the root of the document."""
        return f"{self._place}.{path}" if self._place else path

    def get(self, path: str) -> Any:
        """The member at the path; raises InputError `DOCUMENT_FIELD` when any part of it is missing."""
        value: Any = self._record
        for name in path.split("."):
            if not isinstance(value, Mapping) or name not in value:
                raise InputError("DOCUMENT_FIELD", place=self.where(path), expected="value", found="nothing")
            value = value[name]
        return value

    def has(self, path: str) -> bool:
        """Whether the path is there and not null."""
        value: Any = self._record
        for name in path.split("."):
            if not isinstance(value, Mapping) or value.get(name) is None:
                return False
            value = value[name]
        return True

    def _typed(self, path: str, expected: str, *kinds: type) -> Any:
        value = self.get(path)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise InputError("DOCUMENT_FIELD", place=self.where(path), expected=expected, found=type(value).__name__)
        return value

    def text(self, path: str) -> str:
        """A string."""
        return str(self._typed(path, "string", str))

    def integer(self, path: str) -> int:
        """An integer."""
        return int(self._typed(path, "integer", int))

    def real(self, path: str) -> float:
        """A number."""
        return float(self._typed(path, "number", int, float))

    def flag(self, path: str) -> bool:
        """A boolean."""
        return bool(self._typed(path, "boolean", bool))

    def instant(self, path: str) -> datetime:
        """An ISO 8601 date or date-time; without an offset it is UTC."""
        text = self.text(path)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise InputError("DOCUMENT_FIELD", place=self.where(path), expected="ISO 8601 date or date-time", found=text) from None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def items(self, path: str) -> list[Any]:
        """A list of plain values."""
        return list(self._typed(path, "list", list, tuple))

    def records(self, path: str) -> list[Reader]:
        """A list of objects, each a Reader."""
        return [Reader(item, f"{self.where(path)}[{i}]") for i, item in enumerate(self.items(path))]

    def at(self, path: str) -> Reader:
        """An object, as a Reader."""
        return Reader(self.get(path), self.where(path))
