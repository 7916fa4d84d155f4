"""Results, uncertainty and sensitivity of a study report."""

from __future__ import annotations

from typing import Any

from lingtan.documents.figures import grouped, kilograms, per_cent
from lingtan.documents.labels import Labels
from lingtan.documents.reader import Reader
from lingtan.documents.report.blocks import Block, Column, bar, deviation, fields, prose, table, two
from lingtan.documents.report.wording import component, scenario, signed, stage
from lingtan.documents.shares import Part, share_table
from lingtan.documents.spread import spread_line
from lingtan.evidence import Stage
from lingtan.naming import label, shown_activity, shown_parameter, shown_place

__all__ = ["results", "sensitivity", "uncertainty"]


def results(labels: Labels, record: Reader) -> list[Block]:
    """By stage, component and indicator; the GWP sets behind them; the lines that weigh most."""
    return [
        _shares(labels, record, "stages", "BY_STAGE", "STAGE", total=True),
        _shares(labels, record, "components", "BY_COMPONENT", "COMPONENT", total=True),
        {"heading": None, "legend": {"solid": labels.term("LEGEND_KNOWN"), "hatched": labels.term("LEGEND_ESTIMATE")}},
        _indicators(labels, record),
        prose(labels, [labels.term("REPORT_BIOGENIC_NOTE"), labels.term("REPORT_LAND_NOTE")]),
        fields(labels, [labels.field("REPORT_BIOGENIC_CARBON", f"{grouped(record.integer('biogenicCarbonMg'))} mg C", span=6)]),
        _gwp(labels, record),
        _hot(labels, record),
    ]


def _shares(labels: Labels, record: Reader, member: str, title: str, first: str, *, total: bool) -> Block:
    naming = stage if first == "STAGE" else component
    parts = [
        Part(name=naming(labels, item.text("name")), mg=item.integer("mg"), estimated_mg=item.integer("estimatedMg"))
        for item in record.records(member)
    ]
    return {
        "heading": labels.heading(title),
        "shares": share_table(labels, first, parts, whole_mg=record.integer("meanMg"), total=total, name_width_mm=40),
    }


def _indicators(labels: Labels, record: Reader) -> Block:
    """Every indicator by stage in exact mg; the climate ones sum to the mean."""
    columns = [Column(code="REPORT_INDICATOR")]
    columns += [Column(code=f"STAGE_{one.value.upper()}", width_mm=23, is_right=True) for one in Stage]
    columns.append(Column(code="TOTAL", width_mm=25, is_right=True))
    # A park's milligrams are too wide for a column: they stand in kilograms to the gram, and in full in the attached record.
    is_wide = record.integer("meanMg") >= _WIDE_MG
    shown = kilograms if is_wide else grouped
    rows = []
    for item in record.records("indicators"):
        stages = [shown(item.integer(f"stagesMg.{one.value}")) for one in Stage]
        name = labels.choice("INDICATOR", item.text("indicator"))
        unit = "" if item.flag("climate") else labels.term(f"REPORT_UNIT_{item.text('indicator').upper()}{'_WIDE' if is_wide else ''}")
        rows.append([two(name, unit) if unit else name, *stages, shown(item.integer("totalMg"))])
    by_stage = {item.text("name"): item.integer("mg") for item in record.records("stages")}
    sums = [shown(by_stage[one.value]) for one in Stage]
    total = [labels.term("REPORT_CLIMATE_SUM"), *sums, shown(record.integer("meanMg"))]
    return table(labels, columns, rows, title="REPORT_BY_INDICATOR_KG" if is_wide else "REPORT_BY_INDICATOR", total=total)


#: From here on a figure in mg has more digits than a column of the indicator table holds. [mg CO2e]
_WIDE_MG = 10**11


def _gwp(labels: Labels, record: Reader) -> Block:
    said = [
        labels.field(
            "GWP_SET",
            " / ".join(
                f"{label('DATA_GWP_', one.text('set'), labels.language)}: {kilograms(one.integer('mg'))} kg"
                for one in record.records("gwp.bySet")
            ),
            span=4,
        ),
        labels.field("REPORT_GWP_BOUND", f"± {kilograms(record.integer('gwp.boundMg'))} kg CO₂e"),
        labels.field("REPORT_GWP_HORIZON", labels.term("REPORT_GWP_100"), span=6),
    ]
    return fields(labels, said, title="REPORT_GWP")


def _hot(labels: Labels, record: Reader) -> Block:
    spots = record.records("hotSpots")
    widest = max((abs(one.integer("mg")) for one in spots), default=0)
    columns = (
        Column(code="REPORT_LINE"),
        Column(code="COMPONENT", width_mm=34),
        Column(code="REPORT_WEIGHT", width_mm=36),
        Column(code="SHARE", width_mm=15, is_right=True),
        Column(code="COLUMN_KG", width_mm=20, is_right=True),
    )
    rows = [
        (
            two(
                shown_activity(one.text("activity"), labels.language),
                f"{stage(labels, one.text('stage'))} · {shown_place(one.text('place'), labels.language)}",
            ),
            component(labels, one.text("component")),
            bar(one.integer("mg"), widest, estimated=one.flag("estimated")),
            per_cent(one.real("share")),
            kilograms(one.integer("mg")),
        )
        for one in spots
    ]
    return table(labels, columns, rows, title="REPORT_HOT_SPOTS")


def uncertainty(labels: Labels, record: Reader) -> list[Block]:
    """The spread of the joint draws, where it comes from, and how far the simulation itself may be off."""
    said = record.at("uncertainty")
    marks = {name: said.integer(f"{name}Mg") for name in ("p5", "p50", "p95")} | {"mean": record.integer("meanMg")}
    kg = labels.term("UNIT_KG_CO2E")

    def mass(code: str, name: str) -> dict[str, Any]:
        return labels.field(code, f"{kilograms(said.integer(name))} {kg}")

    return [
        spread_line(labels, marks, sd_mg=said.integer("sdMg")),
        fields(
            labels,
            [
                labels.field("REPORT_MEAN", f"{kilograms(record.integer('meanMg'))} {kg}"),
                mass("SD", "sdMg"),
                labels.field("REPORT_CV", per_cent(said.real("cv"))),
                mass("REPORT_P2_5", "p2_5Mg"),
                mass("REPORT_P5", "p5Mg"),
                mass("REPORT_P50", "p50Mg"),
                mass("REPORT_P95", "p95Mg"),
                mass("REPORT_P97_5", "p97_5Mg"),
                labels.field("DRAWS", f"{grouped(said.integer('draws'))} / {said.integer('seed')}"),
                mass("REPORT_ERROR_MEAN", "standardErrorMeanMg"),
                mass("REPORT_ERROR_P95", "standardErrorP95Mg"),
                labels.field(
                    "REPORT_SCOPES", " / ".join(per_cent(said.real(f"{name}Share")) for name in ("common", "sku", "unit"))
                ),
            ],
        ),
        prose(labels, [labels.term("REPORT_DRAWS_NOTE")]),
        _drivers(labels, record),
    ]  # fmt: skip


def _drivers(labels: Labels, record: Reader) -> Block:
    drivers = record.records("drivers")
    widest = max((one.real("share") for one in drivers), default=0.0)
    columns = (
        Column(code="REPORT_PARAMETER"),
        Column(code="REPORT_SCOPE", width_mm=24),
        Column(code="REPORT_WEIGHT", width_mm=32),
        Column(code="REPORT_VARIANCE", width_mm=18, is_right=True),
        Column(code="REPORT_TENTH", width_mm=22, is_right=True),
    )
    rows = [
        (
            shown_parameter(one.text("key"), labels.language),
            labels.choice("REPORT_SCOPE", one.text("scope")),
            bar(one.real("share"), widest),
            per_cent(one.real("share")),
            signed(one.integer("tenthMg")),
        )
        for one in drivers
    ]
    return table(labels, columns, rows, title="REPORT_DRIVERS")


def sensitivity(labels: Labels, record: Reader) -> list[Block]:
    """Scenarios, each beside the verified figure and never in its place."""
    outcomes, paths = record.records("sensitivities"), record.records("gridPaths")
    widest = max((abs(one.integer("differenceMg")) for one in (*outcomes, *paths)), default=0)
    codes = [one.text("code") for one in outcomes]
    columns = (
        Column(code="REPORT_SCENARIO"),
        Column(code="REPORT_CHANGE", width_mm=46),
        Column(code="REPORT_DIFFERENCE", width_mm=26, is_right=True),
        Column(code="REPORT_SCENARIO_MEAN", width_mm=26, is_right=True),
    )

    def row(name: Any, one: Reader) -> tuple[Any, ...]:
        change = one.integer("differenceMg")
        return name, deviation(change, widest), signed(change), kilograms(one.integer("meanMg"))

    return [
        prose(labels, [labels.term("REPORT_SCENARIO_NOTE")]),
        table(labels, columns, [row(scenario(labels, one, among=codes), one) for one in outcomes]),
        table(
            labels,
            columns,
            [row(two(one.text(labels.language.value), _stated(labels, one)), one) for one in paths],
            title="REPORT_GRID_PATHS",
        ),
    ]


def _stated(labels: Labels, one: Reader) -> str:
    return f"{labels.choice('MARK', one.text('standing'))}: {one.text('source')}"
