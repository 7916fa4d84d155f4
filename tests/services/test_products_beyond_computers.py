"""A building and a painted notebook on record: page, form, what-if, changes, explanation and study as for any product."""

from __future__ import annotations

from pathlib import Path

import pytest
from shelf import NOW, WHO, opened

from lingtan.services.footprint.device import device_from_file
from lingtan.services.house.workspace import Workspace
from lingtan.services.products.computing import compute
from lingtan.services.products.controls import controls_of
from lingtan.services.products.documents import declaration_document, device_document
from lingtan.services.products.editing import save_changes
from lingtan.services.products.form import attribute_form
from lingtan.services.products.opened.explaining import explain_figure
from lingtan.services.products.product import product_view
from lingtan.services.products.record import current_version
from lingtan.services.products.saving import save_product
from lingtan.services.products.what_if import what_if

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def maker(tmp_path: Path) -> Workspace:
    return opened(tmp_path, "Maker")


@pytest.mark.parametrize("name", ["hospital-chuzhou", "park-tianjin", "crisps-walkers", "laptop-by-design", "server-accelerated"])
def test_it_has_its_page_its_form_its_explanation_and_its_declaration(maker: Workspace, name: str) -> None:
    spec = device_from_file(EXAMPLES / f"{name}.toml")
    saved = save_product(maker, spec, actor=WHO, at=NOW, draws=200)
    view = product_view(maker, saved.product)
    assert view.headline.mean_mg == saved.mean_mg
    assert round(sum(stage.kg for stage in view.workings.stages) * 1e6) == pytest.approx(saved.mean_mg, abs=5)
    assert attribute_form(maker, saved.product).model == spec.attributes.model
    assert explain_figure(maker, saved.product, "meanMg").value == saved.mean_mg
    assert declaration_document(maker, saved.product, "json", issued_on=NOW.date()).data
    controls = {control.name for control in controls_of(compute(spec))}
    assert "place_of_use" in controls
    assert ("freight" in controls) == (name not in {"hospital-chuzhou", "park-tianjin"})


def test_what_if_and_a_change_keep_the_classs_own_numbers(maker: Workspace) -> None:
    spec = device_from_file(EXAMPLES / "hospital-chuzhou.toml")
    saved = save_product(maker, spec, actor=WHO, at=NOW, draws=200)
    moved = what_if(maker, saved.product, {"place_of_use": "CN-YN"})
    assert moved.after_kg < moved.before_kg
    changed = save_changes(maker, saved.product, {"place_of_use": "CN-YN"}, actor=WHO, at=NOW)
    assert changed.mean_mg < saved.mean_mg
    assert current_version(maker, saved.product).attributes["measures"]["gross_floor_area_m2"] == 6686.0


@pytest.mark.parametrize("name", ["hospital-chuzhou", "laptop-by-design", "crisps-walkers"])
def test_the_workbook_of_a_product_is_read_back_as_it_is(maker: Workspace, tmp_path: Path, name: str) -> None:
    spec = device_from_file(EXAMPLES / f"{name}.toml")
    saved = save_product(maker, spec, actor=WHO, at=NOW, draws=200)
    (tmp_path / "device.xlsx").write_bytes(device_document(maker, saved.product).data)
    assert device_from_file(tmp_path / "device.xlsx").attributes == spec.attributes
