"""Tasks of whoever makes footprints and whoever verifies them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeAlias, cast

from lingtan.access import Permission
from lingtan.services.products.record import CURRENT, KIND
from lingtan.store import Transaction, Wanted

__all__ = ["Asked", "making"]

#: Who may, the code, where, and how many, counted when it is asked.
Asked: TypeAlias = tuple[Permission, str, str, Callable[[], int]]

#: Events after which the client, or the certifier, has to go on.
_CLIENTS_TURN = ("Opened", "FindingRaised", "FindingRejected", "Returned")
_CERTIFIERS_TURN = ("Submitted", "FindingAnswered", "StatementDrafted", "SiteStatementDrafted")


def making(mine: str, store: Transaction) -> Iterator[Asked]:
    """The tasks of footprints and verifications of a house, in their order."""

    @cache
    def count(kind: str, **wanted: str) -> int:
        return store.catalogue(kind, **cast("Wanted", wanted | {"limit": 0})).total

    def in_turn(side: str, states: tuple[str, ...]) -> int:
        return sum(count("assurance_event", **{side: mine}, state=state) for state in states)

    def products() -> int:
        return count(KIND, organisation=mine, state=CURRENT)

    def unasked() -> int:
        asked = sum(count(kind, organisation=mine) for kind in ("verification_request", "assurance_event"))
        return max(0, count("study", organisation=mine) - asked)

    may, requested = Permission, {"party": mine, "state": "requested"}
    yield may.PRODUCTS_WRITE, "TASK_FIRST_PRODUCT", "/products/import", lambda: int(not products())
    yield may.PRODUCTS_WRITE, "TASK_FREEZE", "/products", lambda: int(products() > 0 and count("study", organisation=mine) == 0)
    yield may.VERIFICATION_ANSWER, "TASK_ASK", "/verification/new", unasked
    yield may.VERIFICATION_ANSWER, "TASK_ANSWER", "/verification", lambda: in_turn("organisation", _CLIENTS_TURN)
    yield may.VERIFICATION_VERIFY, "TASK_OPEN_REQUEST", "/verification", lambda: count("verification_request", **requested)
    yield may.VERIFICATION_VERIFY, "TASK_VERIFY", "/verification", lambda: in_turn("party", _CERTIFIERS_TURN)
