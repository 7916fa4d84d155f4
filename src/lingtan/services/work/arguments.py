"""What each kind of work is asked, as the job keeps it, and what a refused item is in its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from lingtan.errors import InputError, LingtanError, StoreError
from lingtan.evidence import JSON

__all__ = ["ExportRequest", "ImportRequest", "IssueRequest", "StudyRequest", "chunks", "each", "refusal"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRequest:
    """Certificates of confirmed cancellations, for a market and an audience."""

    numbers: tuple[str, ...]
    market: str = "CN"
    audience: str = "B2B"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """The files of issued certificates."""

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """A table of products: the key of a kept upload, and the name the user knows the file by."""

    file: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRequest:
    """A study of a product, frozen with so many draws."""

    product: str
    seed: int = 1
    draws: int = 100_000


def chunks(numbers: Sequence[str], size: int) -> list[JSON]:
    """Numbers in their order, each once, so many a step. Raises InputError `WORK_EMPTY`."""
    if not numbers:
        raise InputError("WORK_EMPTY")
    once = list(dict.fromkeys(numbers))
    return [once[start : start + size] for start in range(0, len(once), size)]


def each(numbers: Sequence[str], work: Callable[[str], JSON]) -> JSON:
    """What came of each: `{number, got}`, or `{number, code, place, params}` of what was refused. A database that is away is no refusal."""
    came: list[JSON] = []
    for number in numbers:
        try:
            came.append({"number": number, "got": work(number)})
        except LingtanError as error:
            if isinstance(error, StoreError) and error.code == "STORE_UNREACHABLE":
                raise
            came.append(refusal(number, error))
    return came


def refusal(number: str, error: LingtanError) -> JSON:
    """What stands in an answer for an item that was refused."""
    return {"number": number, "code": error.code, "place": error.place, "params": error.params}
