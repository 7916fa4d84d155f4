"""Retirements: reserved → instructed → confirmed by the registry, in its own words (METHODS 15 and 16)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lingtan.errors import LedgerError
from lingtan.ledger.amounts import check_text

__all__ = ["Beneficiary", "Confirmation", "Retirement", "RetirementState", "same_person"]

_ROOT = re.compile(r"[0-9a-f]{64}")


class RetirementState(StrEnum):
    """How far a retirement got. Our row is not a retirement: only `confirmed` is."""

    RESERVED = "reserved"
    INSTRUCTED = "instructed"
    CONFIRMED = "confirmed"
    RELEASED = "released"
    EXPIRED = "expired"


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _whole_words(name: str) -> str:
    """A pattern for the name as whole words. Chinese has no blanks between words, so there only a branch's name is told apart."""
    left = "" if unicodedata.east_asian_width(name[0]) == "W" else r"(?<!\w)"
    right = "(?!分公司|子公司)" if unicodedata.east_asian_width(name[-1]) == "W" else r"(?!\w)"
    return f"{left}{re.escape(name)}{right}"


def same_person(one: str, other: str) -> bool:
    """Two spellings of one actor: equal after Unicode compatibility folding, case folding and trimming of blanks."""
    return _plain(one) == _plain(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beneficiary:
    """For whom credits are retired: a controlled entity (name and official identifier), or the holders of one batch (Merkle root, hex)."""

    name: str
    identifier: str
    batch_root: str | None = None

    def __post_init__(self) -> None:
        check_text(self.name, place="beneficiary.name")
        check_text(self.identifier, place="beneficiary.identifier")
        if self.batch_root is not None and not _ROOT.fullmatch(self.batch_root):
            raise LedgerError("BATCH_ROOT", place="beneficiary.batch_root", value=self.batch_root[:80])

    def named_in(self, text: str) -> bool:
        """The registry's text names this beneficiary: its batch root when it has one, else its name or identifier as whole words."""
        wanted = (self.batch_root,) if self.batch_root is not None else (self.name, self.identifier)
        return any(re.search(_whole_words(_plain(one)), _plain(text)) for one in wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What the registry said, the digest of the document that says so, who prepared the entry and who checked it."""

    reference: str
    retired_on: date
    beneficiary_text: str
    evidence_digest: str
    url: str | None
    maker: str
    checker: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Retirement:
    """One range of one block on its way to being retired for one beneficiary; once confirmed it is a pool of `amount` [unit]."""

    id: str
    organisation: str
    order: str
    beneficiary: Beneficiary
    block: str
    series: str
    start: int
    end: int
    asset: str
    unit: str
    amount: int
    pending_id: str
    reserved_at: datetime
    expires_at: datetime
    state: RetirementState = RetirementState.RESERVED
    instructed_by: str | None = None
    instructed_at: datetime | None = None
    confirmation: Confirmation | None = None
