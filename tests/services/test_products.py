"""Products on record: saved, changed, withdrawn, compared; every figure of a page is the one the command line prints."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import NOW, WHO, X13, laptop, opened, saved
from sqlalchemy import event

from lingtan.errors import InputError
from lingtan.evidence import Fact
from lingtan.product import available_packs, flows, spec_from_mapping
from lingtan.services.demo.examples import example
from lingtan.services.footprint.compare import compare_files
from lingtan.services.footprint.device import device_from_file, footprint_of
from lingtan.services.footprint.library import library_with
from lingtan.services.footprint.view import footprint_view
from lingtan.services.house.profile import Profile
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.comparing import compare_products
from lingtan.services.products.computing import compute, compute_plain
from lingtan.services.products.controls import controls_of
from lingtan.services.products.documents import declaration_document, device_document
from lingtan.services.products.editing import save_changes, save_variant
from lingtan.services.products.importing.samples import load_sample
from lingtan.services.products.listing import list_products
from lingtan.services.products.opened.explaining import explain_figure, explain_line
from lingtan.services.products.opened.flowing import flows_view
from lingtan.services.products.product import product_view
from lingtan.services.products.record import current_version, product_id, versions_of
from lingtan.services.products.saving import product_body
from lingtan.services.products.studying import freeze_product
from lingtan.services.products.what_if import what_if
from lingtan.services.products.withdrawal import restore_product, withdraw_product
from lingtan.store import open_store


@pytest.fixture
def maker(tmp_path: Path) -> Workspace:
    return opened(tmp_path, "Maker")


@pytest.fixture
def other(tmp_path: Path, maker: Workspace) -> Workspace:
    profile = Profile(organisation="Other", identifier="SYN-OTHER", db=maker.profile.db, synthetic=True)
    return Workspace(home=maker.home, profile=profile, key=maker.key, master=maker.master)


@contextmanager
def statements(workspace: Workspace) -> Iterator[tuple[Workspace, list[str]]]:
    """The workspace with one open store, and every SQL statement that it sends."""
    sent: list[str] = []
    with open_store(workspace.profile.db) as store:
        event.listen(store.database.engine, "before_cursor_execute", lambda *a: sent.append(str(a[2])))
        yield Workspace(home=workspace.home, profile=workspace.profile, key=workspace.key, master=workspace.master, opened=store), sent


# --- the page's figures


def test_the_page_says_what_the_command_line_says(maker: Workspace) -> None:
    product = load_sample(maker, X13, actor=WHO, at=NOW).product
    view = product_view(maker, product)
    told = footprint_view(footprint_of(device_from_file(example(f"{X13}.toml")), library_with(), seed=1, draws=2_000))
    assert (view.headline.mean_mg, view.headline.p5_kg, view.headline.p95_kg) == (told["mean_mg"], told["p5_kg"], told["p95_kg"])
    assert {part.name: part.kg for part in view.workings.stages} == told["stages"]
    assert view.headline.estimate_share == told["estimate_share"]
    assert [line.kg for line in view.workings.lines] == [line["kg"] for line in told["contributions"]]  # type: ignore[index,union-attr,call-overload]
    assert view.headline.is_current
    assert (view.is_withdrawn, view.saved_by) == (False, WHO)


def test_lines_multiply_to_their_figure_and_sum_to_the_mean(maker: Workspace) -> None:
    view = product_view(maker, load_sample(maker, X13, actor=WHO, at=NOW).product)
    for line in view.workings.lines:
        assert line.amount * line.factor_kg * line.allocation == pytest.approx(line.kg, abs=1e-6)
    assert round(sum(line.kg for line in view.workings.lines) * 1e6) == view.headline.mean_mg
    assert sum(stage.kg for stage in view.workings.tree) == pytest.approx(view.headline.mean_kg)
    for stage in view.workings.tree:
        assert sum(branch.kg for branch in stage.components) == pytest.approx(stage.kg)


classes = st.sampled_from(available_packs())


@settings(max_examples=25, deadline=None)
@given(
    device_class=classes,
    place=st.sampled_from(["CN-BJ", "CN", "DE", "US", "GLO", "JP"]),
    years=st.floats(0.5, 10),
    memory=st.none() | st.floats(1, 512),
    packaging=st.none() | st.sampled_from(["epe", "fibre", "pulp"]),
    least=st.floats(0, 0.2),
)
def test_the_flows_of_any_device_sum_to_its_footprint(
    device_class: str, place: str, years: float, memory: float | None, packaging: str | None, least: float
) -> None:
    said = {"device_class": device_class, "place_of_use": place, "service_years": years, "memory_gb": memory, "packaging": packaging}
    attributes = {name: value for name, value in said.items() if value is not None}
    computed = compute(spec_from_mapping(laptop(**attributes), place="test"))
    found = flows(computed.outline.lines, least_share=least)
    assert found.added_mg + found.removed_mg == computed.outline.mean_mg
    assert all(flow.mg > 0 for flow in found.added)
    assert all(flow.mg < 0 for flow in found.removed)
    for side in (found.added, found.removed):
        into: dict[str, int] = {}
        out: dict[str, int] = {}
        for flow in side:
            into[flow.target.key] = into.get(flow.target.key, 0) + flow.mg
            out[flow.source.key] = out.get(flow.source.key, 0) + flow.mg
            assert abs(flow.estimated_mg) <= abs(flow.mg)
        assert {key: mg for key, mg in into.items() if key != "total:total"} == {
            k: v for k, v in out.items() if not k.startswith("activity")
        }
    view = flows_view(computed)
    assert round((view.added_kg + view.removed_kg) * 1e6) == computed.outline.mean_mg


def test_what_takes_off_is_shown_apart_and_cancels_nothing() -> None:
    computed = compute(spec_from_mapping(laptop(packaging="fibre"), place="test"))
    found = flows(computed.outline.lines)
    assert found.removed_mg < 0, "fibre takes up carbon"
    assert found.added_mg == sum(scored.mg for scored in computed.outline.lines if scored.mg > 0)


def test_small_activities_flow_together_as_other() -> None:
    computed = compute(spec_from_mapping(laptop(), place="test"))
    fine, coarse = flows(computed.outline.lines), flows(computed.outline.lines, least_share=0.05)
    assert len(coarse.added) < len(fine.added)
    assert any(flow.source.name.endswith("/other") for flow in coarse.added)
    assert coarse.added_mg == fine.added_mg


def test_the_most_telling_gap_stands_first_and_stating_it_closes_it(maker: Workspace) -> None:
    product = saved(maker)
    first = product_view(maker, product).workings.gaps[0]
    assert first.variance_share > 0
    assert first.is_open
    save_changes(maker, product, {first.attribute: float(first.value)}, actor=WHO, at=NOW + timedelta(days=1))
    assert first.attribute not in {gap.attribute for gap in product_view(maker, product).workings.gaps}


# --- versions


def test_saving_the_same_again_adds_nothing_and_a_change_is_a_version(maker: Workspace) -> None:
    product = saved(maker, memory_gb=16)
    assert saved(maker, NOW + timedelta(days=1), memory_gb=16) == product
    assert len(versions_of(maker, product)) == 1
    save_changes(maker, product, {"memory_gb": 32.0, "service_years": 5.0}, actor="li", at=NOW + timedelta(days=2))
    back = save_changes(maker, product, {"memory_gb": 16.0, "service_years": None}, actor="li", at=NOW + timedelta(days=3))
    assert back.is_new_version, "what stood once and stands again is a version of its own"
    rows = product_view(maker, product).versions
    assert [row.number for row in rows] == [3, 2, 1]
    assert rows[1].changed == "memory_gb, service_years"
    assert rows[2].difference_kg is None
    assert rows[0].difference_kg == pytest.approx(-rows[1].difference_kg)  # type: ignore[operator]
    assert rows[0].mean_kg == rows[2].mean_kg


def test_the_id_is_of_who_makes_what(maker: Workspace, other: Workspace) -> None:
    one, two = saved(maker), saved(maker, configuration="32 GB")
    assert one != two
    assert one != saved(other)
    assert (one[:2], len(one)) == ("p-", 14)
    assert one == saved(maker, NOW + timedelta(days=1), memory_gb=8), "attributes are versions, not products"


def test_a_change_of_the_name_is_refused(maker: Workspace) -> None:
    product = saved(maker)
    with pytest.raises(InputError, match="PRODUCT_NAMING"):
        save_changes(maker, product, {"model": "another"}, actor=WHO, at=NOW)
    assert len(versions_of(maker, product)) == 1


def test_a_bad_attribute_leaves_the_product_as_it_was(maker: Workspace) -> None:
    product = saved(maker)
    for changes, code in (
        ({"memory_gb": -1.0}, "ATTRIBUTE_RANGE"),  # below its range
        ({"place_of_use": "Atlantis"}, "PLACE_UNKNOWN"),  # no such place
        ({"solder": "lead"}, "BAD_RECORD"),  # not one of the choices
        ({"colour": "red"}, "UNKNOWN_ATTRIBUTE"),  # no attribute
        ({"freight": [{"mode": "air", "share": 0.4}]}, "SHARES_SUM"),  # the rest of the mass goes nowhere
    ):
        with pytest.raises(InputError) as refused:
            save_changes(maker, product, changes, actor=WHO, at=NOW)
        assert refused.value.code == code
    assert len(versions_of(maker, product)) == 1


def test_a_variant_stands_beside_its_base(maker: Workspace) -> None:
    product = saved(maker)
    variant = save_variant(maker, product, {"memory_gb": 64.0}, configuration="64 GB", actor=WHO, at=NOW)
    assert variant.product != product
    assert current_version(maker, variant.product).attributes["memory_gb"] == 64.0
    assert current_version(maker, product).attributes["memory_gb"] is None
    for name in ("", "  ", "base"):  # no name; only blanks; the base's own
        with pytest.raises(InputError, match="VARIANT_NAME"):
            save_variant(maker, product, {}, configuration=name, actor=WHO, at=NOW)


def test_a_withdrawn_product_is_off_the_list_and_comes_back(maker: Workspace) -> None:
    product = saved(maker)
    withdraw_product(maker, product, actor=WHO, at=NOW)
    assert list_products(maker).total == 0
    assert [row.product for row in list_products(maker, state="withdrawn").rows] == [product]
    assert product_view(maker, product).is_withdrawn
    for act in (
        lambda: withdraw_product(maker, product, actor=WHO, at=NOW),
        lambda: save_changes(maker, product, {"memory_gb": 8.0}, actor=WHO, at=NOW),
    ):
        with pytest.raises(InputError, match="PRODUCT_STATE"):
            act()
    restore_product(maker, product, actor=WHO, at=NOW + timedelta(days=1))
    assert list_products(maker).total == 1
    assert len(versions_of(maker, product)) == 3, "nothing was overwritten"


# --- who sees what


def test_another_organisations_product_is_unknown(maker: Workspace, other: Workspace) -> None:
    product = saved(maker)
    assert list_products(other).total == 0
    for act in (
        lambda: product_view(other, product),
        lambda: withdraw_product(other, product, actor=WHO, at=NOW),
        lambda: save_changes(other, product, {}, actor=WHO, at=NOW),
        lambda: save_variant(other, product, {}, configuration="x", actor=WHO, at=NOW),
        lambda: freeze_product(other, product, actor=WHO, at=NOW, draws=100),
        lambda: what_if(other, product, {}),
        lambda: compare_products(other, [product]),
        lambda: explain_figure(other, product, "meanMg"),
        lambda: declaration_document(other, product, "json", issued_on=date(2026, 1, 1)),
        lambda: device_document(other, product),
    ):
        with pytest.raises(InputError, match="PRODUCT_UNKNOWN"):
            act()


# --- the list


def test_the_list_searches_sorts_and_turns_pages(maker: Workspace) -> None:
    saved(maker, model="Alpha", service_years=9.0)
    saved(maker, NOW + timedelta(hours=1), model="Beta")
    saved(maker, NOW + timedelta(hours=2), model="Gamma", device_class="monitor")
    assert [row.model for row in list_products(maker).rows] == ["Gamma", "Beta", "Alpha"]
    assert [row.model for row in list_products(maker, order="label", descending=False).rows] == ["Alpha", "Beta", "Gamma"]
    assert list_products(maker, order="amount").rows[0].mean_kg == max(row.mean_kg for row in list_products(maker).rows)
    assert [row.model for row in list_products(maker, search="beta").rows] == ["Beta"]
    assert [row.model for row in list_products(maker, device_class="monitor").rows] == ["Gamma"]
    page = list_products(maker, order="label", descending=False, page=2, per_page=2)
    assert ([row.model for row in page.rows], page.total, page.in_all) == (["Gamma"], 3, 3)


def test_a_page_of_ten_thousand_products_costs_no_more_than_one_of_a_few(maker: Workspace) -> None:
    body = product_body(spec_from_mapping(laptop(), place="test"), seed=1, draws=100)
    by = maker.by(WHO, NOW)
    many = []
    for number in range(10_000):
        attributes = {**body["spec"]["attributes"], "model": f"SYN {number:05d}"}  # type: ignore[index,call-overload,dict-item]
        spec = {**body["spec"], "attributes": attributes}  # type: ignore[dict-item]
        subject = product_id("Maker", spec_from_mapping(spec, place="test"))
        identifier = f"0193a000-0000-7000-8000-{number:012d}"
        said = {**body, "spec": spec}
        many.append(Fact(id=identifier, kind="product", subject=subject, by=by, asset="product_footprint", unit="mg CO2e", body=said))
    with maker.store() as store:
        store.append_all(many)
    with statements(maker) as (workspace, sent):
        view = list_products(workspace, search="SYN 0", page=3)
        assert (view.total, len(view.rows), view.in_all) == (10_000, 25, 10_000)
        assert len(sent) <= 25 + 12, "one reading a row shown, and a handful for the page"


# --- what if, and comparison


def test_a_what_if_equals_the_changed_device_on_the_command_line(maker: Workspace, tmp_path: Path) -> None:
    product = load_sample(maker, X13, actor=WHO, at=NOW).product
    asked = {"place_of_use": "DE", "service_years": "6", "memory_gb": "32", "solder": "snbi", "freight": "sea", "packaging": "pulp"}
    found = what_if(maker, product, {**asked, "recycled_aluminium": "50"})
    document = device_document(maker, product)
    book = openpyxl.load_workbook(BytesIO(document.data))
    sheet = book["Device"]
    wanted = {**asked, "recycled.aluminium": "50%"}
    wanted.pop("freight")
    for row in sheet.iter_rows(min_row=2):
        if row[0].value in wanted:
            row[1].value = wanted.pop(row[0].value)
            row[3].value = row[4].value = None
        elif str(row[0].value).startswith("freight."):
            row[1].value = "0%"
    for name, value in {**wanted, "freight.sea": "100%"}.items():
        sheet.append([name, value, "segregated" if name.startswith("recycled") else None])
    book.save(tmp_path / "changed.xlsx")
    changed = footprint_of(device_from_file(tmp_path / "changed.xlsx"), library_with(), seed=1, draws=100)
    assert found.after_mg == changed.footprint.mean_mg
    assert found.before_mg == current_version(maker, product).mean_mg
    assert found.difference_kg == pytest.approx((found.after_mg - found.before_mg) / 1e6)
    assert found.p5_kg <= found.p95_kg
    assert sum(stage.difference_kg for stage in found.stages) == pytest.approx(found.difference_kg)
    assert len(versions_of(maker, product)) == 1, "a scenario leaves no trace"


def test_a_what_if_without_a_change_differs_by_nothing(maker: Workspace) -> None:
    product = saved(maker)
    now = {control.name: control.value for control in controls_of(compute_plain(current_version(maker, product).spec))}
    found = what_if(maker, product, now)
    assert (found.changed, found.difference_kg, found.p5_kg, found.p95_kg) == ((), 0.0, 0.0, 0.0)


def test_controls_are_those_that_the_class_has(maker: Workspace) -> None:
    def names(device_class: str) -> set[str]:
        return {control.name for control in controls_of(compute(spec_from_mapping(laptop(device_class=device_class), place="test")))}

    assert {"place_of_use", "service_years", "memory_gb", "storage_gb", "solder", "packaging", "freight"} <= names("laptop")
    assert "memory_gb" not in names("monitor")
    assert "recycled_aluminium" in names("laptop")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"memory_gb": "many"}, "WHAT_IF_NUMBER"),  # no number
        ({"memory_gb": "nan"}, "ATTRIBUTE_RANGE"),  # a number that is none
        ({"service_years": "99"}, "ATTRIBUTE_RANGE"),  # beyond thirty years
        ({"recycled_aluminium": "130"}, "SHARE_OUT_OF_RANGE"),  # more than all
        ({"place_of_use": "Atlantis"}, "PLACE_UNKNOWN"),  # no such place
        ({"freight": "mule"}, "BAD_RECORD"),  # no such mode
    ],
)
def test_a_bad_what_if_says_where(maker: Workspace, asked: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as refused:
        what_if(maker, saved(maker), asked)
    assert refused.value.code == code


def test_comparison_pairs_the_draws_as_the_command_line_does(maker: Workspace) -> None:
    one, two = (load_sample(maker, name, actor=WHO, at=NOW).product for name in (X13, "thinkpad-x1-carbon-gen9"))
    found = compare_products(maker, [one, two])
    told = compare_files(example("thinkpad-x1-carbon-gen9.toml"), example(f"{X13}.toml"), seed=1, draws=2_000)
    assert found.products[0].difference_kg is None
    assert (found.products[1].difference_p5_kg, found.products[1].difference_p95_kg) == (told["p5_kg"], told["p95_kg"])
    assert found.products[1].probability_lower == told["probability_first_lower"]
    for index, product in enumerate(found.products):
        assert sum(row.kg[index] for row in found.stages) == pytest.approx(product.mean_kg)
        assert sum(row.kg[index] for row in found.components) == pytest.approx(product.mean_kg)
        estimates = [[row.estimated_kg[index] for row in rows] for rows in (found.stages, found.components)]
        assert sum(estimates[0]) == pytest.approx(sum(estimates[1]))
        assert product.estimate_share == product_view(maker, product.product).headline.estimate_share
        assert sum(estimates[0]) == pytest.approx(product.estimate_share * product.mean_kg, rel=0.02)  # little takes off


def test_comparison_of_too_many_is_refused_and_of_one_is_empty(maker: Workspace) -> None:
    product = saved(maker)
    assert len(compare_products(maker, [product, product, ""]).products) == 1
    with pytest.raises(InputError, match="COMPARISON_TOO_MANY"):
        compare_products(maker, [f"p-{n}" for n in range(7)])


# --- explanations and documents


def test_a_line_opens_to_its_factor_and_source(maker: Workspace) -> None:
    product = load_sample(maker, X13, actor=WHO, at=NOW).product
    row = product_view(maker, product).workings.hot_spots[0]
    view = explain_line(maker, product, row.line)
    assert view.line == row
    assert view.explained.value == round(row.kg * 1e6)
    assert any(node.source and node.depth > 1 for node in view.explained.nodes)
    with pytest.raises(InputError, match="PRODUCT_LINE_UNKNOWN"):
        explain_line(maker, product, "no/such/line")
    for figure in ("meanMg", "p95Mg", "primaryDataShare", "stagesMg.use"):
        assert explain_figure(maker, product, figure).nodes
    with pytest.raises(InputError, match="FIGURE_UNKNOWN"):
        explain_figure(maker, product, "colour")
