"""Class packs are data: they load, inherit, and are refused with file and field."""

from __future__ import annotations

import copy
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from lingtan.errors import InputError
from lingtan.factors import FactorLibrary
from lingtan.product import Attributes, DeviceSpec, available_packs, build_inventory, load_class_pack, mean_mg, pack_from_mapping
from lingtan.product.pack_file import merged


def _raw(name: str) -> dict[str, Any]:
    data = tomllib.loads(files("lingtan.product").joinpath("packs", f"{name}.toml").read_text("utf-8"))
    base = data.pop("extends", None)
    return merged(_raw(base), data) if base else data


def test_the_classes_of_the_issue_are_there() -> None:
    assert set(available_packs()) >= {"laptop", "desktop", "all_in_one", "monitor", "server", "tablet", "phone"}


@pytest.mark.parametrize("name", available_packs())
def test_every_pack_states_unit_boundary_and_a_source_for_every_prior(name: str) -> None:
    pack = load_class_pack(name)
    assert pack.name == name
    assert pack.functional_unit_en
    assert pack.functional_unit_zh
    assert pack.exclusions
    for template in pack.templates:
        for quantity in template.quantities.values():
            assert quantity.source or quantity.attribute
    for prior in pack.priors.values():
        assert prior.quantity.source


def test_another_class_needs_data_only(library: FactorLibrary) -> None:
    """A mouse: one pack in memory, no change of code."""
    data = _raw("monitor")
    wanted = {"chips", "mainboard", "cables", "chassis", "packaging", "assembly"}
    data |= {"name": "mouse", "title_en": "Mouse", "title_zh": "鼠标", "templates": [t for t in data["templates"] if t["key"] in wanted]}
    data["priors"]["mass_kg"] = {"quantity": {"value": 0.1, "gsd": 1.2, "source": "weighed"}}
    data["priors"]["screen_size_in"] = {"quantity": {"value": 1.0, "source": "reference length only"}}
    pack = pack_from_mapping(data, place="mouse.toml")
    spec = DeviceSpec(attributes=Attributes(device_class="mouse", manufacturer="M", model="X", place_of_use="CN", tec_kwh=0.5))
    assert 0 < mean_mg(build_inventory(spec, pack, library)) < 20_000_000


def _mainboard(data: dict[str, Any]) -> Any:
    return next(template for template in data["templates"] if template["key"] == "mainboard")


def _without_source(data: dict[str, Any]) -> None:
    _mainboard(data)["quantities"]["layers"]["source"] = ""


def _two_bases(data: dict[str, Any]) -> None:
    _mainboard(data)["quantities"]["layers"]["attribute"] = "mass_kg"


def _unknown_model(data: dict[str, Any]) -> None:
    _mainboard(data)["model"] = "borad"


def _twice(data: dict[str, Any]) -> None:
    data["templates"].append(copy.deepcopy(_mainboard(data)))


def _shares(data: dict[str, Any]) -> None:
    data["end_of_life"]["fates"] = {"eol_weee_recycling": 0.8, "eol_landfill": 0.3}


def _main(data: dict[str, Any]) -> None:
    _mainboard(data)["main"] = "area"


def _spread(data: dict[str, Any]) -> None:
    _mainboard(data)["quantities"]["layers"]["gsd"] = 0.5


def _scale(data: dict[str, Any]) -> None:
    data["priors"]["mass_kg"]["quantity"]["scale"] = [{"by": "screen_size_in", "reference": 0.0}]


def _loop(data: dict[str, Any]) -> None:
    data["priors"]["screen_size_in"]["quantity"]["scale"] = [{"by": "mass_kg", "reference": 1.5}]


def _method(data: dict[str, Any]) -> None:
    data["model"] = {"gsd": 0.5, "source": "studies"}


def _method_without_source(data: dict[str, Any]) -> None:
    data["model"] = {"gsd": 1.5, "source": " "}


def _scope(data: dict[str, Any]) -> None:
    data["priors"]["mass_kg"]["scope"] = "planet"


def _unit(data: dict[str, Any]) -> None:
    next(t for t in data["templates"] if t["key"] == "battery")["options"]["unit"] = "furlong"


def _extra(data: dict[str, Any]) -> None:
    data["colour"] = "green"


def _text(data: dict[str, Any]) -> None:
    _mainboard(data)["quantities"]["layers"]["value"] = "ten"


@pytest.mark.parametrize(
    ("harm", "code", "where"),
    [
        (_without_source, "PACK_SOURCE_MISSING", "mainboard.layers"),  # a prior nobody stands for
        (_two_bases, "PACK_QUANTITY_BASE", "mainboard.layers"),  # value and attribute: which?
        (_unknown_model, "PACK_MODEL_UNKNOWN", "mainboard"),  # misspelt model
        (_twice, "PACK_DUPLICATE_KEY", "mainboard"),  # the same component twice
        (_shares, "SHARES_SUM", "end_of_life.fates"),  # 110 % of the mass
        (_main, "PACK_MAIN_UNKNOWN", "mainboard"),  # no such quantity
        (_spread, "PACK_GSD", "mainboard.layers"),  # a GSD below 1
        (_scale, "PACK_SCALE", "mass_kg"),  # division by zero
        (_method, "PACK_GSD", "model"),  # a GSD below 1
        (_method_without_source, "PACK_SOURCE_MISSING", "model"),  # a doubt nobody stands for
        (_scope, "PACK_SCOPE", "mass_kg"),  # neither sku nor unit
        (_unit, "PACK_UNIT", "battery"),  # not a canonical unit
        (_extra, "BAD_RECORD", "laptop.toml"),  # unknown field
        (_text, "BAD_RECORD", "laptop.toml"),  # words for a number
    ],
)
def test_a_harmed_pack_is_refused_with_its_place(harm: Any, code: str, where: str) -> None:
    data = _raw("laptop")
    harm(data)
    with pytest.raises(InputError) as caught:
        pack_from_mapping(data, place="laptop.toml")
    assert caught.value.code == code
    assert caught.value.place is not None
    assert "laptop.toml" in caught.value.place
    assert where in caught.value.place


def test_priors_that_scale_in_a_circle_are_refused(library: FactorLibrary) -> None:
    data = _raw("laptop")
    _loop(data)
    pack = pack_from_mapping(data, place="laptop.toml")
    spec = DeviceSpec(attributes=Attributes(device_class="laptop", manufacturer="M", model="X", place_of_use="CN"))
    with pytest.raises(InputError, match="PACK_PRIOR_LOOP"):
        build_inventory(spec, pack, library)


def test_an_unknown_class_names_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        load_class_pack("toaster")
    assert caught.value.code == "CLASS_NOT_MODELLED"
    assert "laptop" in str(caught.value.params["known"])
