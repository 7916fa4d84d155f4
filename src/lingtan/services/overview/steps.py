"""The steps of a device's way, with live numbers: those that a house takes part in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lingtan.ledger import CO2E_CREDIT, BlockState, RetirementState
from lingtan.services.house.profile import Profile
from lingtan.services.products.record import CURRENT, KIND
from lingtan.store import HoldingTotal, Transaction

__all__ = ["Books", "HomeStep", "books_of", "steps_of"]

_TONNE_G = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeStep:
    """One step: how many of its things there are, the latest of them, and a figure with its unit. `state` is done, now or next.

    `latest_href` is empty where the reader may not open it.
    """

    name: str
    state: str
    count: int
    latest: str
    latest_href: str
    figure: float | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What the ledger says of a house, read once for the page."""

    holdings: tuple[HoldingTotal, ...]
    retirements: Mapping[RetirementState, int]


def books_of(store: Transaction, organisation: str) -> Books:
    """The house's credits held and retired, summed."""
    credits = tuple(one for one in store.ledger.holding_totals(organisation) if one.asset == CO2E_CREDIT)
    return Books(holdings=credits, retirements=store.ledger.retirement_counts(organisation))


def steps_of(store: Transaction, profile: Profile, books: Books) -> tuple[HomeStep, ...]:
    """The whole way for a house that makes, cancels or issues, and for a new one; else only the steps that it takes part in."""
    steps = tuple(_steps(store, profile, books))
    own = tuple(step for step in steps if step.name != "held")
    goes_it = any(step.count for step in own if step.name != "verification")
    return own if goes_it or not any(step.count for step in steps) else tuple(step for step in steps if step.count)


def _steps(store: Transaction, profile: Profile, books: Books) -> Iterator[HomeStep]:
    mine = profile.organisation
    products = store.catalogue(KIND, organisation=mine, state=CURRENT, limit=1)
    newest = products.rows[0] if products.rows else None
    mean = newest.amount / 1e6 if newest and newest.amount is not None else None
    href = f"/products/{newest.subject}" if newest else "/products"
    yield _step("footprint", products.total, newest.label if newest else "", href, mean, "kg CO₂e")
    signed = store.catalogue("assurance_event", organisation=mine, state="StatementSigned", limit=1)
    signed = signed if signed.total else store.catalogue("assurance_event", party=mine, state="StatementSigned", limit=1)
    last = signed.rows[0].subject if signed.rows else ""
    yield _step("verification", signed.total, last, f"/verification/{last}" if last else "/verification", None, "")
    totals = {one.state: one.amount for one in books.holdings if one.unit == "g"}
    confirmed = books.retirements[RetirementState.CONFIRMED]
    yield _step("cancellation", confirmed, "", "/credits", totals.get(BlockState.RETIRED, 0) / _TONNE_G, "t CO₂e")
    issued = store.catalogue("certificate", organisation=mine, limit=1)
    number = issued.rows[0].subject if issued.rows else ""
    yield _step("certificate", issued.total, number, f"/certificates/{number}" if number else "/certificates", None, "")

    held = store.catalogue("certificate", party=profile.identifier, limit=1)
    yield _step("held", held.total, held.rows[0].subject if held.rows else "", "/certificates", None, "")


def _step(name: str, count: int, latest: str, href: str, figure: float | None = None, unit: str = "") -> HomeStep:  # noqa: PLR0917
    return HomeStep(name=name, state="next", count=count, latest=latest, latest_href=href, figure=figure, unit=unit)
