"""A user's own factor pack: factors and their sources; the columns are those that `factors.parse_pack` reads."""

from __future__ import annotations

from lingtan.files.columns import STANDINGS, Choice, Column, Kind, Schema

__all__ = ["FACTORS", "SOURCES"]

_CLASSES = (
    Choice(value="electricity_life_cycle", en="electricity, life cycle", zh="电力碳足迹因子"),
    Choice(value="electricity_direct", en="electricity, direct emission", zh="电力二氧化碳排放因子"),
    Choice(value="cradle_to_gate", en="cradle to gate", zh="从摇篮到大门"),
    Choice(value="process", en="process", zh="工序"),
    Choice(value="freight", en="freight", zh="运输"),
    Choice(value="end_of_life", en="end of life", zh="生命末期"),
)
_GWP_SETS = (
    Choice(value="AR4", en="AR4 (IPCC 2007)", zh="AR4（IPCC 2007）"),
    Choice(value="AR5", en="AR5 (IPCC 2013)", zh="AR5（IPCC 2013）"),
    Choice(value="AR6", en="AR6 (IPCC 2021)", zh="AR6（IPCC 2021）"),
    Choice(value="CO2_ONLY", en="CO2 only", zh="仅 CO2"),
    Choice(value="NOT_STATED", en="not stated", zh="未说明"),
)
#: Flows of a factor, by indicator, with their labels.
_FLOWS = (
    ("fossil", "Fossil", "化石"),
    ("biogenic_release", "Biogenic release", "生物源排放"),
    ("biogenic_uptake", "Biogenic uptake", "生物源吸收"),
    ("land_use", "Land use", "土地利用"),
    ("aircraft", "Aircraft", "航空"),
    ("voc", "VOC", "挥发性有机物"),
    ("water", "Water", "用水"),
    ("waste", "Waste", "废弃物"),
)

FACTORS = Schema(
    name="factors",
    sheet="Factors",
    en="Factors",
    zh="因子",
    columns=(
        Column(
            name="id",
            en="ID",
            zh="编号",
            kind=Kind.ID,
            note_en="Made from activity, class, place and year when empty.",
            note_zh="留空时由活动、类别、地点和年份生成。",
        ),
        Column(name="activity", en="Activity", zh="活动", kind=Kind.ID, filled=True, example="electricity"),
        Column(name="class", en="Class", zh="因子类别", kind=Kind.CHOICE, choices=_CLASSES, filled=True, example="electricity_life_cycle"),
        Column(
            name="value",
            en="Value",
            zh="数值",
            kind=Kind.NUMBER,
            filled=True,
            example=0.5,
            note_en="Mean climate figure per unit, without the burden of the inputs.",
            note_zh="每单位的平均气候影响，不含投入部分。",
        ),
        Column(
            name="value_unit",
            en="Value unit",
            zh="数值单位",
            kind=Kind.ID,
            example="kg",
            note_en="kg CO2e when empty: write kg, g or t.",
            note_zh="留空为 kg CO2e：可填 kg、g、t。",
        ),
        Column(
            name="unit",
            en="Per unit",
            zh="每单位",
            kind=Kind.ID,
            filled=True,
            example="kWh",
            note_en="kg, kWh, m2, cm2, GB, Wh, W, t*km, piece…",
            note_zh="kg、kWh、m2、cm2、GB、Wh、W、t*km、件 等。",
        ),
        *(Column(name=name, en=en, zh=zh, kind=Kind.NUMBER) for name, en, zh in _FLOWS),
        Column(
            name="inputs",
            en="Inputs",
            zh="投入",
            kind=Kind.TEXT,
            note_en="Such as electricity=0.9; dram_die=0.3, per unit.",
            note_zh="例如 electricity=0.9; dram_die=0.3，按每单位。",
        ),
        Column(name="gases", en="Gases", zh="气体", kind=Kind.TEXT, example="CO2e"),
        Column(name="gwp_set", en="GWP set", zh="GWP 版本", kind=Kind.CHOICE, choices=_GWP_SETS, filled=True, example="AR6"),
        Column(name="place", en="Place", zh="地点", kind=Kind.PLACE, filled=True, example="CN-BJ"),
        Column(name="year", en="Year", zh="年份", kind=Kind.INTEGER, filled=True, least=1990, greatest=2100, example=2025),
        Column(name="technology", en="Technology", zh="技术", kind=Kind.TEXT, example="synthetic grid mix"),
        Column(
            name="source",
            en="Source",
            zh="来源编号",
            kind=Kind.ID,
            filled=True,
            example="SYN-1",
            note_en="ID of a row of the sheet Sources.",
            note_zh="Sources 表中的编号。",
        ),
        Column(name="locator", en="Locator", zh="出处", kind=Kind.TEXT, filled=True, example="table 1"),
        Column(name="licence", en="Licence", zh="许可", kind=Kind.TEXT, filled=True, example="CC0-1.0"),
        Column(name="standing", en="Standing", zh="核实程度", kind=Kind.CHOICE, choices=STANDINGS, example="synthetic"),
        Column(
            name="pedigree",
            en="Pedigree",
            zh="谱系评分",
            kind=Kind.ID,
            filled=True,
            example="2-1-1-2-3",
            note_en="Five scores 1 (best) to 5: reliability, completeness, temporal, geography, technology. Format the column as text.",
            note_zh="五项评分，1（最好）至 5：可靠性、完整性、时间、地域、技术。请将该列设为文本格式。",
        ),
        Column(name="gsd", en="GSD", zh="几何标准差", kind=Kind.NUMBER, filled=True, least=1.0, greatest=20.0, example=1.2),
        Column(name="note", en="Note", zh="备注", kind=Kind.TEXT, example="synthetic example"),
    ),
)

SOURCES = Schema(
    name="sources",
    sheet="Sources",
    en="Sources",
    zh="来源",
    key=("id",),
    most_rows=5_000,
    columns=(
        Column(name="id", en="ID", zh="编号", kind=Kind.ID, filled=True, example="SYN-1"),
        Column(name="title", en="Title", zh="名称", kind=Kind.TEXT, filled=True, example="Synthetic factors for trying the template"),
        Column(name="publisher", en="Publisher", zh="发布机构", kind=Kind.TEXT, filled=True, example="nobody: synthetic"),
        Column(name="year", en="Year", zh="年份", kind=Kind.INTEGER, filled=True, least=1900, greatest=2100, example=2026),
        Column(name="locator", en="Locator", zh="出处", kind=Kind.TEXT, filled=True, example="page 1"),
        Column(name="licence", en="Licence", zh="许可", kind=Kind.TEXT, filled=True, example="CC0-1.0"),
        Column(name="standing", en="Standing", zh="核实程度", kind=Kind.CHOICE, choices=STANDINGS, filled=True, example="synthetic"),
    ),
)
