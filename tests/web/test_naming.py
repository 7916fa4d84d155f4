"""What stands as a key in data is named in the reader's language; what has no name stands by its key."""

from __future__ import annotations

import re

import pytest
from sites import Site

from lingtan.factors import load_library
from lingtan.messages import Language, Message, catalog
from lingtan.messages.catalog import Kind
from lingtan.naming import shown_activity, shown_figure, shown_parameter, shown_unit, told

EN, ZH = Language.EN, Language.ZH
LIBRARY = load_library()


def test_every_activity_of_the_library_has_a_name_and_every_name_an_activity() -> None:
    named = {
        code.removeprefix("ACTIVITY_") for code, entry in catalog().items() if code.startswith("ACTIVITY_") and entry.kind is Kind.TERM
    }
    assert named == {activity.upper() for activity in LIBRARY.activities}


@pytest.mark.parametrize("language", [EN, ZH])
def test_no_two_activities_have_one_name(language: Language) -> None:
    names = [shown_activity(activity, language) for activity in LIBRARY.activities]
    assert len(set(names)) == len(names)


def test_an_activity_is_named_with_its_place_and_year() -> None:
    assert shown_activity("printed_board_base", ZH) == "印制电路板，基板"
    assert shown_activity("printed_board_base@CN:2017", ZH) == "印制电路板，基板 · 中国（CN） · 2017"
    assert shown_activity("nand_flash:cradle_to_gate:GLO:2017", EN) == "NAND flash · World (GLO) · 2017"
    scaled = "electricity:electricity_life_cycle:CN:2024*electricity:electricity_direct:CN-BJ:2023/electricity:electricity_direct:CN:2023"
    assert shown_activity(scaled, EN).startswith("grid electricity · Beijing")


def test_an_activity_of_ones_own_pack_stands_by_its_key() -> None:
    assert shown_activity("our_part@CN:2024", ZH) == "our_part@CN:2024"
    assert shown_figure("supplier/p-1", EN) == "Supplier figure: p-1"


@pytest.mark.parametrize(
    ("unit", "en", "zh"),
    [
        ("kg CO2e/m2", "kg CO₂e/m²", "kg CO₂e/m²"),
        ("kg CO2e/t*km", "kg CO₂e/t·km", "kg CO₂e/t·km"),
        ("piece", "piece", "件"),
        ("kg CO2e/piece", "kg CO₂e/piece", "kg CO₂e/件"),
        ("kWh", "kWh", "kWh"),
    ],
)
def test_units_are_written_as_on_paper(unit: str, en: str, zh: str) -> None:
    assert (shown_unit(unit, EN), shown_unit(unit, ZH)) == (en, zh)


@pytest.mark.parametrize(
    ("figure", "zh"),
    [
        ("meanMg", "碳足迹（均值）"),
        ("stagesMg.use", "客户使用"),
        ("materials/mainboard/base", "原材料与零部件 · 主板"),
        ("imputed/tec_kwh", "未填报：典型能耗（TEC）"),
        ("measured", "实测"),
    ],
)
def test_figures_of_an_explanation_are_named(figure: str, zh: str) -> None:
    assert shown_figure(figure, ZH) == zh


def test_parameters_are_named() -> None:
    assert shown_parameter("sku/other_chips/count", EN) == "This product: other chips, number"
    assert shown_parameter("model/laptop/production", ZH) == "核算方法间的差异"
    assert shown_parameter("factor/nand_flash:cradle_to_gate:GLO:2017", ZH) == "因子：NAND 闪存, GLO 2017"
    assert shown_parameter("unit/use/kwh", ZH) == "各台之间：使用, 用电量"


def test_a_message_names_the_keys_among_its_parameters() -> None:
    params = {"activity": "cable@CN:2017", "factor": "cable:cradle_to_gate:GLO:2022", "steps": "year 2017 → 2022; generic CN → GLO"}
    said = told(Message(code="FACTOR_FALLBACK", params=params), ZH)
    assert said == "线缆 · 中国（CN） · 2017：以因子 线缆 替代（其他年份 2017 → 2022; 全球值 CN → GLO）。"


@pytest.mark.parametrize("path", ["", "/explain?figure=meanMg", "/explain?figure=p95Mg", "/explain?figure=stagesMg.materials"])
def test_pages_of_a_product_show_no_key_of_an_activity(site: Site, path: str) -> None:
    preparer = site.client("preparer")
    product = preparer.get("/api/v1/products").json()["rows"][0]["product"]
    page = re.sub(r"<script.*?</script>", "", preparer.get(f"/zh/products/{product}{path}").text, flags=re.DOTALL)
    text = re.sub(r"\S*[/:]\S*", " ", re.sub(r"<[^>]+>", " ", page))  # without the keys of lines and factors, which are references
    assert [activity for activity in LIBRARY.activities if "_" in activity and re.search(rf"\b{activity}\b", text)] == []


def test_a_factor_is_found_by_its_name_in_either_language(site: Site) -> None:
    for wanted in ("电路板", "circuit board", "printed_board_base"):
        rows = site.client().get("/api/v1/data", params={"q": wanted}).json()["rows"]
        assert "printed_board_base" in {row["activity"] for row in rows}, wanted
