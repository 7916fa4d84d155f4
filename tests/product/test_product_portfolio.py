"""Many products on shared nodes and draws: each has the figures, and the bits, that it has alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingtan.factors import FactorLibrary
from lingtan.factors.closure import total_climate
from lingtan.product import Attributes, DeviceSpec, Finish, Inventory, build_inventory, footprint, load_class_pack, mean_mg, outline
from lingtan.product.portfolio import Asked, LineDesk, LineTable, Scored, Supply, compile_inventories, compile_lines, score_compiled
from lingtan.quantities import Indicator

DRAWS, SEED = 400, 3


def inventories(library: FactorLibrary) -> list[Inventory]:
    """Devices of several classes, places and years: nodes with the same key and another doubt are among them."""
    asked = [
        ("laptop", "CN", 2021, 14.0), ("laptop", "DE", 2018, 14.0), ("monitor", "US", None, 24.0), ("server", "FR", 2020, None),
        ("phone", "GLO", 2022, 6.1), ("desktop", "CN-GD", 2023, None),
    ]  # fmt: skip
    found = []
    for number, (name, place, year, inches) in enumerate(asked):
        attributes = Attributes(
            device_class=name, manufacturer="M", model=f"N{number}", place_of_use=place, report_year=year, screen_size_in=inches
        )
        if name == "laptop":  # painted, so that it gives off solvents
            attributes = replace(attributes, finish=Finish.SOLVENT_BORNE, measures={"painted_area_m2": 0.18})
        spec = DeviceSpec(attributes=attributes)
        found.append(build_inventory(spec, load_class_pack(name), library))
    return found


def rows(scored: Scored) -> list[tuple[bytes, ...]]:
    return [
        tuple(np.asarray(getattr(scored, f.name)[p]).tobytes() for f in fields(Scored) if f.name != "draws") for p in range(len(scored))
    ]


def scored(devices: Sequence[Inventory], supply: Supply | None = None, workers: int = 1) -> Scored:
    shared = supply or Supply(seed=SEED, draws=DRAWS)
    return score_compiled(compile_inventories(devices, shared), shared, workers=workers)


def test_the_certified_mean_is_the_integer_of_the_device_alone(library: FactorLibrary) -> None:
    devices = inventories(library)
    found = scored(devices)
    assert found.mean_mg.tolist() == [mean_mg(device) for device in devices]
    for number, device in enumerate(devices):
        alone = footprint(device, seed=SEED, draws=DRAWS)
        assert found.stages_mg[number].tolist() == [*alone.figures.stages_mg.values(), 0]
        assert found.voc_mg[number] == alone.figures.pollutants_mg.get(Indicator.VOC, 0)
        summary = alone.figures.summary
        for name in ("sd", "p2_5", "p5", "p50", "p95", "p97_5"):
            assert getattr(found, f"{name}_kg")[number] == pytest.approx(getattr(summary, name), rel=1e-12)
    assert [bool(voc) for voc in found.voc_mg] == [device.spec.attributes.device_class == "laptop" for device in devices]


def test_company_order_growth_and_threads_move_no_bit(library: FactorLibrary) -> None:
    devices = inventories(library)
    whole = rows(scored(devices))
    assert rows(scored(devices[::-1], workers=2)) == whole[::-1]
    assert [rows(scored([device]))[0] for device in devices] == whole
    grown = Supply(seed=SEED, draws=DRAWS)
    assert [rows(scored([device], grown))[0] for device in devices] == whole


_ASKED = (
    Asked(activity="steel_primary", place="CN", year=2023),
    Asked(activity="steel_primary", place="CN", year=2023, unit="g"),
    Asked(activity="electricity", place="DE", year=2022, stage="use"),
    Asked(activity="electricity", place="CN-GD", year=2023, gsd=1.3),
    Asked(activity="aluminium_primary", place="CN", year=2023, parameter="press", gsd=1.2),
    Asked(activity="steel_primary", place="DE", year=2023, parameter="press", gsd=1.2),
)


def table(products: Sequence[tuple[str, Sequence[tuple[int, float]]]], asked: Sequence[Asked] = _ASKED) -> LineTable:
    lines = [line for _, own in products for line in own]
    return LineTable(
        name="in.csv",
        first_line=2,
        skus=[sku for sku, _ in products],
        pointer=np.cumsum([0, *(len(own) for _, own in products)]),
        what=np.array([what for what, _ in lines], dtype=np.int32),
        amount=np.array([amount for _, amount in lines]),
        asked=asked,
    )


def of_lines(library: FactorLibrary, products: Sequence[tuple[str, Sequence[tuple[int, float]]]], supply: Supply) -> list[object]:
    desk = LineDesk(library, supply)
    found = compile_lines(table(products), desk, run=b"run")
    return list(zip(found.digests, rows(score_compiled(found.compiled, supply)), strict=True))


_LINE = st.tuples(st.integers(0, len(_ASKED) - 1), st.floats(1e-3, 1e3))
_PRODUCTS = st.lists(st.lists(_LINE, min_size=1, max_size=6), min_size=2, max_size=6)


@settings(max_examples=15, deadline=None)
@given(_PRODUCTS, st.randoms())
def test_a_split_or_shuffled_table_has_the_same_bits(library: FactorLibrary, lines: list[list[tuple[int, float]]], random: object) -> None:
    products = [(f"SKU-{number}", own) for number, own in enumerate(lines)]
    whole = dict(zip([sku for sku, _ in products], of_lines(library, products, Supply(seed=1, draws=32)), strict=True))
    mixed = products[:]
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert of_lines(library, mixed, Supply(seed=1, draws=32)) == [whole[sku] for sku, _ in mixed]
    half = len(products) // 2
    shared = Supply(seed=1, draws=32)
    assert [*of_lines(library, products[half:], shared), *of_lines(library, products[:half], shared)] == [
        whole[sku] for sku, _ in (*products[half:], *products[:half])
    ]


def test_a_table_of_lines_is_worth_its_factors_followed_by_hand(library: FactorLibrary) -> None:
    """Against `factors.total_climate`, which shares no code with the kernel."""
    supply = Supply(seed=1, draws=0)
    found = compile_lines(table([("A", [(0, 2.0), (2, 10.0)]), ("B", [(1, 500.0)])]), LineDesk(library, supply))
    answer = score_compiled(found.compiled, supply)
    steel, power = total_climate(library, "steel_primary", "CN", 2023), total_climate(library, "electricity", "DE", 2022)
    assert answer.mean_mg / 1e6 == pytest.approx([2.0 * steel + 10.0 * power, 0.5 * steel], abs=2e-6)


def test_estimates_stay_marked_through_the_sum(library: FactorLibrary) -> None:
    """Devices as `outline` tells it, which adds lines in another way; of a table, the part whose factor was modelled."""
    devices = inventories(library)
    assert scored(devices).estimate_share == pytest.approx([outline(device).estimate_share for device in devices], abs=1e-9)
    asked = [Asked(activity="steel_primary", place="CN", year=2023), Asked(activity="electricity", place="CN-BJ", year=2024)]
    supply = Supply(seed=1, draws=0)
    lines = [("sourced", [(0, 3.0)]), ("scaled", [(1, 9.0)]), ("both", [(0, 3.0), (1, 9.0)]), ("back", [(0, 6.0), (0, -3.0), (1, 9.0)])]
    found = score_compiled(compile_lines(table(lines, asked), LineDesk(library, supply)).compiled, supply)
    sourced, scaled = found.mean_mg.tolist()[:2]
    shares = (0.0, 1.0, scaled / (sourced + scaled), scaled / (3 * sourced + scaled))
    assert found.estimate_share == pytest.approx(shares, abs=1e-6), "what takes off counts by its size"
    assert found.mean_mg.tolist()[2:] == [sourced + scaled] * 2


def test_products_that_name_a_parameter_share_it_and_lines_of_their_own_do_not(library: FactorLibrary) -> None:
    """Of two products alike, the ratio is certain when they share their doubt; with doubts of their own each is drawn by its name."""
    supply = Supply(seed=1, draws=2_000)
    shared, apart = _ASKED[4], replace(_ASKED[4], parameter="")
    found = []
    for asked in (shared, apart):
        compiled = compile_lines(table([("A", [(0, 1.0)]), ("B", [(0, 1.0)])], [asked]), LineDesk(library, supply)).compiled
        found.append(score_compiled(compiled, supply))
    assert found[0].p95_kg[0] == found[0].p95_kg[1]
    assert found[1].p95_kg[0] != found[1].p95_kg[1]
    assert found[1].p95_kg[0] == pytest.approx(found[1].p95_kg[1], rel=0.1)


@pytest.mark.parametrize(
    ("asked", "amount", "code"),
    [
        (Asked(activity="unobtainium", place="CN", year=2023), 1.0, "FACTOR_NOT_FOUND"),  # no such activity
        (Asked(activity="steel_primary", place="Atlantis", year=2023), 1.0, "PLACE_UNKNOWN"),  # no such place
        (Asked(activity="steel_primary", place="", year=2023), 1.0, "PORTFOLIO_CELL"),  # a blank place
        (Asked(activity="steel_primary", place="CN", year=None), 1.0, "PORTFOLIO_CELL"),  # a year that is none
        (Asked(activity="steel_primary", place="CN", year=23), 1.0, "PORTFOLIO_CELL"),  # a year of two digits
        (Asked(activity="steel_primary", place="CN", year=2023, unit="kWh"), 1.0, "UNIT_NOT_CONVERTIBLE"),  # steel by the kilowatt-hour
        (Asked(activity="steel_primary", place="CN", year=2023, stage="making"), 1.0, "PORTFOLIO_CELL"),  # a stage that is none
        (Asked(activity="steel_primary", place="CN", year=2023, gsd=0.5), 1.0, "PORTFOLIO_CELL"),  # a GSD below 1
        (Asked(activity="steel_primary", place="CN", year=2023, parameter="p"), 1.0, "PORTFOLIO_CELL"),  # a parameter without a spread
        (_ASKED[0], float("nan"), "PORTFOLIO_CELL"),  # no amount
        (_ASKED[0], float("inf"), "PORTFOLIO_CELL"),  # no number
        (_ASKED[0], 1e15, "LINE_TOO_LARGE"),  # beyond the largest safe integer of milligrams
    ],
)
def test_a_product_with_one_bad_line_is_refused_whole_and_its_neighbours_are_not(
    library: FactorLibrary, asked: Asked, amount: float, code: str
) -> None:
    supply = Supply(seed=1, draws=0)
    lines = [("good", [(0, 1.0)]), ("bad", [(0, 1.0), (1, amount)]), ("fine", [(0, 2.0)])]
    found = compile_lines(table(lines, [_ASKED[0], asked]), LineDesk(library, supply))
    assert [reason and reason.code for reason in found.reasons] == [None, code, None]
    assert found.reasons[1] is not None
    assert (found.reasons[1].place or "").startswith("in.csv!4"), "the third line, below the header"
    good, fine = score_compiled(found.compiled, supply).mean_mg.tolist()
    assert fine == pytest.approx(2 * good, abs=1)
