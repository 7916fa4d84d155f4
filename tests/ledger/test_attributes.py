"""Green attributes: a plant's month is claimed one way, by one hand, and products never draw more than was cancelled (METHODS 13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.errors import LedgerError
from lingtan.evidence import Authorship, digest_bytes
from lingtan.ledger import (
    CREDITED_GENERATION,
    GREEN_ATTRIBUTE,
    WH_PER_CERTIFICATE,
    Beneficiary,
    Books,
    Confirm,
    ImportBlock,
    Instruct,
    Reserve,
    Share,
    WithdrawBlock,
    account_name,
    certificates,
    credited_generation,
    draw_attributes,
    generation_of,
    generation_series,
    own_generation,
    pool_account,
    uuid7,
)

AT = datetime(2025, 4, 2, 8, tzinfo=UTC)
ANN = Authorship(organisation="maker", actor="ann", at=AT, method_version="test")
BOB = replace(ANN, actor="bob")
MAKER = Beneficiary(name="Maker Ltd", identifier="ID-M")
MONTH = "2025-03"


class Registry:
    def __init__(self) -> None:
        self.books = Books()
        self.count = 0

    def id(self) -> str:
        self.count += 1
        return uuid7(AT, self.count.to_bytes(10, "big"))

    def hold(self, command: ImportBlock, by: Authorship = ANN) -> str:
        self.books.execute(command, by)
        return command.id

    def certificates(self, first: int, last: int, *, plant: str = "wind", month: str = MONTH, by: Authorship = ANN) -> str:
        return self.hold(certificates(self.id(), plant=plant, month=month, first=first, last=last, details={}), by)

    def own(self, generated: int, certified: int, *, plant: str = "roof", by: Authorship = ANN) -> str:
        made = own_generation(self.id(), plant=plant, month=MONTH, generated_wh=generated, certified_wh=certified, details={})
        return self.hold(made, by)

    def credit(self, *, plant: str = "wind", by: Authorship = ANN) -> str:
        return self.hold(credited_generation(self.id(), plant=plant, month=MONTH, details={}), by)

    def cancel(self, block: str, wh: int) -> list[str]:
        """Reserved, instructed and confirmed for the maker; the retirements."""
        made = self.books.execute(
            Reserve(id=self.id(), order="green", beneficiary=MAKER, amount=wh, blocks=(block,), expires_at=AT + timedelta(days=9)), ANN
        )
        names = [line.retirement for line in made.lines]  # type: ignore[union-attr]
        self.books.execute(Instruct(id=self.id(), retirements=tuple(names)), ANN)
        for name in names:
            confirmed = Confirm(
                id=self.id(), retirement=name, reference=f"R-{name}", retired_on=date(2025, 4, 2), beneficiary_text="for Maker Ltd",
                evidence_digest=digest_bytes(name.encode()), maker="cid",
            )  # fmt: skip
            self.books.execute(confirmed, BOB)
        return names

    def draw(self, pools: list[str], shares: dict[str, int], *, month: str = MONTH) -> None:
        command = draw_attributes(
            self.id(), number=f"green-{self.count}", month=month, beneficiary=MAKER, pools=[self.books.retirements[name] for name in pools],
            shares=[Share(serial=name, amount=wh) for name, wh in shares.items()],
        )  # fmt: skip
        self.books.execute(command, ANN)


@pytest.fixture
def registry() -> Registry:
    return Registry()


def code_of(act) -> str:  # type: ignore[no-untyped-def]
    with pytest.raises(LedgerError) as refused:
        act()
    return refused.value.code


def test_series_name_plant_and_month_whatever_the_plant_is_called() -> None:
    for plant in ("wind", "roof/3", "50 % share", "风电场"):
        assert generation_of(generation_series(plant, MONTH)) == (plant, MONTH)
    assert generation_of("VCS/12082/191/2021") is None
    for month in ("2025-13", "2025-3", "202503", "25-03"):
        assert code_of(lambda month=month: generation_series("wind", month)) == "ATTRIBUTE_MONTH"


def test_a_megawatt_hour_drawn_is_gone(registry: Registry) -> None:
    pools = registry.cancel(registry.certificates(100, 102), 3 * WH_PER_CERTIFICATE)
    registry.draw(pools, {"X13": 2_000_000, "X1": 500_000})
    assert code_of(lambda: registry.draw(pools, {"T14": 500_001})) == "POOL_EXHAUSTED"
    registry.draw(pools, {"T14": 500_000})
    assert registry.books.accounts[account_name("spent", "maker", GREEN_ATTRIBUTE)].credits_posted == 3_000_000


def test_a_product_draws_once_a_month(registry: Registry) -> None:
    pools = registry.cancel(registry.certificates(1, 5), 5 * WH_PER_CERTIFICATE)
    registry.draw(pools, {"X13": 1})
    assert code_of(lambda: registry.draw(pools, {"X13": 1})) == "DEVICE_CLAIMED"


def test_only_what_the_registry_confirmed_is_drawn(registry: Registry) -> None:
    block = registry.certificates(1, 1)
    made = registry.books.execute(
        Reserve(id=registry.id(), order="g", beneficiary=MAKER, amount=10, blocks=(block,), expires_at=AT + timedelta(days=1)), ANN
    )
    pending = [line.retirement for line in made.lines]  # type: ignore[union-attr]
    assert code_of(lambda: registry.draw(pending, {"X13": 1})) == "NOT_CONFIRMED"


def test_a_march_of_last_year_is_no_march_of_this_year(registry: Registry) -> None:
    pools = registry.cancel(registry.certificates(1, 1, month="2024-03"), 1)
    assert code_of(lambda: registry.draw(pools, {"X13": 1})) == "ATTRIBUTE_MONTH_OTHER"


def test_credits_are_no_attributes(registry: Registry) -> None:
    block = registry.hold(ImportBlock(id=registry.id(), series="CCER/1", start=0, end=5))
    assert code_of(lambda: registry.draw(registry.cancel(block, 1), {"X13": 1})) == "ATTRIBUTE_ASSET"
    month = registry.credit(plant="sun")
    assert registry.books.blocks[month].asset == CREDITED_GENERATION
    assert code_of(lambda: registry.draw(registry.cancel(month, 1), {"X13": 1})) == "ATTRIBUTE_ASSET"


@pytest.mark.parametrize("first", ["certificate", "own", "credited"])
@pytest.mark.parametrize("second", ["certificate", "own", "credited"])
@pytest.mark.parametrize("whose", ["maker", "another"])
def test_a_plants_month_has_one_scheme_and_one_hand(first: str, second: str, whose: str) -> None:
    """The same MWh as green certificate and as CCER is refused, in either order, and whoever comes second."""
    registry = Registry()
    acts = {
        "certificate": lambda by: registry.certificates(7, 9, plant="p", by=by),
        "own": lambda by: registry.own(5_000_000, 1_000_000, plant="p", by=by),
        "credited": lambda by: registry.credit(plant="p", by=by),
    }
    acts[first](ANN)
    expected = "RANGE_OVERLAP" if first == second else "ATTRIBUTE_TWO_SCHEMES"
    assert code_of(lambda: acts[second](replace(ANN, organisation=whose))) == expected


def test_a_mistaken_scheme_is_withdrawn_and_entered_anew(registry: Registry) -> None:
    block = registry.credit(plant="p")
    registry.books.execute(WithdrawBlock(id=registry.id(), block=block, reason="wrong plant", maker="cid"), BOB)
    registry.certificates(7, 9, plant="p")


def test_a_roof_whose_certificates_were_sold_is_grid_power(registry: Registry) -> None:
    block = registry.own(52_340_000, 50_000_000)
    assert registry.books.blocks[block].amount == 2_340_000
    pools = registry.cancel(block, 2_340_000)
    assert code_of(lambda: registry.draw(pools, {"X13": 2_340_001})) == "POOL_EXHAUSTED"
    assert code_of(lambda: registry.own(9_000_000, 9_000_000, plant="other roof")) == "ATTRIBUTE_NOTHING_LEFT"


plants = st.sampled_from(["a", "b"])
steps = st.one_of(
    st.tuples(st.just("certificates"), plants, st.integers(0, 6), st.integers(0, 4)),
    st.tuples(st.just("own"), plants, st.integers(0, 5), st.integers(0, 5)),
    st.tuples(st.just("credit"), plants, st.just(0), st.just(0)),
    st.tuples(st.just("cancel"), plants, st.integers(0, 9), st.integers(1, 4)),
    st.tuples(st.just("draw"), plants, st.integers(0, 9), st.integers(1, 6)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, max_size=30))
def test_products_never_draw_more_than_was_cancelled_nor_more_than_was_generated(walk: list[tuple[str, str, int, int]]) -> None:
    """Random steps, refused or not: Σ drawn ≤ Σ cancelled ≤ Σ held of each plant's month, and no month has two schemes."""
    registry = Registry()
    generated: dict[str, int] = {"a": 0, "b": 0}
    pools: dict[str, list[str]] = {"a": [], "b": []}
    drawn = 0
    for number, (kind, plant, one, two) in enumerate(walk):
        before = registry.books.blocks.copy()
        held = [b.id for b in before.values() if generation_of(b.series) == (plant, MONTH) and b.state.value == "held"]
        try:
            if kind == "certificates":
                registry.certificates(one, one + two, plant=plant)
                generated[plant] += (two + 1) * WH_PER_CERTIFICATE
            elif kind == "own":
                registry.own(one * 1_000_000, two * 1_000_000, plant=plant)
                generated[plant] += (one - two) * 1_000_000
            elif kind == "credit":
                registry.credit(plant=plant)
            elif kind == "cancel" and held:
                pools[plant] += registry.cancel(held[one % len(held)], two * 500_000)
            elif kind == "draw" and pools[plant]:
                registry.draw([pools[plant][one % len(pools[plant])]], {f"product {number}": two * 400_000})
                drawn += two * 400_000
        except LedgerError:
            assert registry.books.blocks == before or kind == "cancel"
    leaves = [block for block in registry.books.blocks.values() if block.state.is_leaf]
    for plant, wh in generated.items():
        mine = [block for block in leaves if generation_of(block.series) == (plant, MONTH)]
        assert len({(block.asset, block.amount_per_unit) for block in mine}) <= 1
        if all(block.asset == GREEN_ATTRIBUTE for block in mine):
            assert sum(block.amount for block in mine) == wh
    cancelled = sum(registry.books.accounts[pool_account(name)].credits_posted for names in pools.values() for name in names)
    spent = registry.books.accounts.get(account_name("spent", "maker", GREEN_ATTRIBUTE))
    assert (spent.credits_posted if spent else 0) == drawn <= cancelled
    green = [names for plant, names in pools.items() if any(registry.books.retirements[n].asset == GREEN_ATTRIBUTE for n in names)]
    assert drawn <= sum(generated.values()) or not green
