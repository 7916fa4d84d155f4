"""The public page of a number: the server's answer, and what the visitor's own browser needs for its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lingtan.errors import StoreError
from lingtan.messages import Language
from lingtan.services.certificates.public.asking import PublicRecord, public_record
from lingtan.services.certificates.public.published import every_status, issued_anywhere
from lingtan.services.certificates.public.trust import house_trust
from lingtan.services.certificates.public.verifier_words import verifier_words
from lingtan.services.house.workspace import Workspace
from lingtan.store import Store

__all__ = ["VerifyView", "verify_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyView:
    """The server's answer (None where no number was asked), the lists that stand in the page for the browser, and its words.

    `statuses` are the published status lists: the issuer's own for a number, every issuer's for a file that is still to come.
    """

    number: str
    answer: PublicRecord | None
    trust: dict[str, Any]
    statuses: tuple[dict[str, Any], ...]
    words: dict[str, str]


def verify_view(store: Store, workspaces: Sequence[Workspace], number: str, *, code: str, language: Language, on: date) -> VerifyView:
    """The page for a number, or for a file when the number is empty."""
    by_name = {workspace.profile.organisation: workspace for workspace in workspaces}

    def workspace_of(organisation: str) -> Workspace:
        if organisation not in by_name:
            raise StoreError("WORKSPACE_MISSING", place=organisation)
        return by_name[organisation]

    answer = public_record(store, workspace_of, number, code=code, on=on) if number else None
    return VerifyView(
        number=number, answer=answer, trust=json.loads(house_trust(workspaces)), words=verifier_words(language),
        statuses=_statuses(store, number) if number else every_status(store, tuple(by_name)),
    )  # fmt: skip


def _statuses(store: Store, number: str) -> tuple[dict[str, Any], ...]:
    fact = issued_anywhere(store, number)
    return () if fact is None else every_status(store, (fact.by.organisation,))
