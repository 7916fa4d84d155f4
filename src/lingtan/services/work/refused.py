"""What a job refused, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingtan.errors import Param
from lingtan.jobs import Job
from lingtan.messages import Message

__all__ = ["Refusal", "refusals_of", "why_failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What was refused, and why: a code of the catalogue with its parameters."""

    item: str
    code: str
    place: str
    params: Mapping[str, Param]

    @property
    def where(self) -> str:
        """The place in what was sent, as exact as it is known."""
        return self.place or self.item

    @property
    def why(self) -> Message:
        """The reason, before it has a language."""
        return Message(code=self.code, params=self.params)


def refusals_of(result: Mapping[str, Any]) -> tuple[Refusal, ...]:
    """The refusals in a job's result."""
    found = result.get("refused", ())
    return tuple(Refusal(item=one["number"], code=one["code"], place=one["place"] or "", params=one["params"]) for one in found)


def why_failed(job: Job) -> Refusal | None:
    """What a job failed of; None for one that did not."""
    return Refusal(item=job.id, code=job.error.code, place=job.error.place or "", params=job.error.params) if job.error else None
