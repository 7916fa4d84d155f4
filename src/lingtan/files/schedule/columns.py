"""The tables of a week to plan."""

from __future__ import annotations

from lingtan.files.columns import Choice, Column, Kind, Schema

__all__ = ["CALENDAR", "CHANGEOVERS", "ENERGY", "LINES", "NEEDS", "ORDERS_TO_MAKE", "POOLS", "RANKS", "RATES", "SCHEDULE_TABLES"]

_CLOSURES = (
    Choice(value="pause", en="work waits and goes on", zh="暂停后继续"),
    Choice(value="closed", en="no work may straddle it", zh="不可跨越"),
)
_ANY_EN, _ANY_ZH = "* for all", "* 表示全部"

ORDERS_TO_MAKE = Schema(
    name="schedule_orders",
    sheet="Orders",
    en="Orders to make",
    zh="待排订单",
    key=("order",),
    columns=(
        Column(name="order", en="Order", zh="订单号", kind=Kind.ID, filled=True, example="SYN-0001"),
        Column(name="family", en="Family", zh="产品族", kind=Kind.ID, filled=True, example="A"),
        Column(name="quantity", en="Quantity", zh="数量", kind=Kind.INTEGER, filled=True, least=1, greatest=10_000_000, example=120),
        Column(
            name="release",
            en="Material there",
            zh="齐料时间",
            kind=Kind.DATETIME,
            example="2026-11-30 08:00",
            note_en="From the start of the plan when empty.",
            note_zh="留空为计划起点。",
        ),
        Column(name="due", en="Due", zh="交期", kind=Kind.DATETIME, filled=True, example="2026-12-01 18:00"),
        Column(
            name="weight",
            en="Weight",
            zh="权重",
            kind=Kind.INTEGER,
            least=0,
            greatest=1_000_000,
            example=1,
            note_en="Penalty per minute late; 1 when empty.",
            note_zh="每延误一分钟的罚分；留空为 1。",
        ),
        Column(
            name="running_line",
            en="Running on line",
            zh="在制产线",
            kind=Kind.ID,
            note_en="Only for orders that run already or are frozen.",
            note_zh="仅用于在制或冻结订单。",
        ),
        Column(name="running_start", en="Running since", zh="开工时间", kind=Kind.DATETIME),
        Column(
            name="after",
            en="After order",
            zh="前序订单",
            kind=Kind.ID,
            note_en="An order whose parts it needs (a board before its assembly); it begins no sooner than that one ends.",
            note_zh="所需部件的订单（如整机之前的主板），其完工后方可开工。",
        ),
        Column(
            name="transfer",
            en="Transfer",
            zh="转运时间",
            kind=Kind.INTEGER,
            unit="min",
            least=0,
            greatest=100_000,
            note_en="From that order's end until its parts are here; 0 when empty.",
            note_zh="自前序完工至部件到位；留空为 0。",
        ),
        Column(
            name="least_lot",
            en="Smallest lot",
            zh="最小批量",
            kind=Kind.INTEGER,
            least=1,
            greatest=10_000_000,
            note_en="Splittable into lots of at least so many pieces, on lines side by side; stays whole when empty.",
            note_zh="可拆分为不少于该件数的批次，在多条产线同时生产；留空则不拆分。",
        ),
    ),
)

LINES = Schema(
    name="schedule_lines",
    sheet="Lines",
    en="Lines",
    zh="产线",
    key=("line",),
    most_rows=1_000,
    columns=(
        Column(name="line", en="Line", zh="产线号", kind=Kind.ID, filled=True, example="L01"),
        Column(
            name="set_up_for",
            en="Set up for family",
            zh="当前产品族",
            kind=Kind.ID,
            note_en="Without it the first set-up is that from '*', or none.",
            note_zh="留空则首次换线取“*”行，没有则不计。",
        ),
        Column(name="ready", en="Free from", zh="可用时间", kind=Kind.DATETIME),
        Column(name="run", en="Draw running", zh="运行功率", kind=Kind.NUMBER, unit="kW", least=0, greatest=100_000, example=60),
        Column(name="setup", en="Draw set-up", zh="换线功率", kind=Kind.NUMBER, unit="kW", least=0, greatest=100_000, example=28),
        Column(name="idle", en="Draw idle", zh="待机功率", kind=Kind.NUMBER, unit="kW", least=0, greatest=100_000, example=22),
        Column(name="warm_up", en="Draw warming up", zh="预热功率", kind=Kind.NUMBER, unit="kW", least=0, greatest=100_000, example=55),
        Column(name="warm_up_time", en="Warm-up", zh="预热时间", kind=Kind.INTEGER, unit="min", least=1, greatest=1_440, example=45),
        Column(name="least_off", en="Shortest off", zh="最短停机", kind=Kind.INTEGER, unit="min", least=1, greatest=10_080, example=30),
    ),
)

RATES = Schema(
    name="schedule_rates",
    sheet="Rates",
    en="Rates",
    zh="产能",
    key=("line", "family"),
    columns=(
        Column(name="line", en="Line", zh="产线号", kind=Kind.ID, filled=True, example="L01", note_en=_ANY_EN, note_zh=_ANY_ZH),
        Column(name="family", en="Family", zh="产品族", kind=Kind.ID, filled=True, example="A"),
        Column(
            name="rate",
            en="Rate",
            zh="节拍产能",
            kind=Kind.NUMBER,
            unit="pcs/h",
            filled=True,
            least=0.001,
            greatest=1_000_000,
            example=60,
            note_en="A line can make the families that it has a rate for.",
            note_zh="产线只能生产列有产能的产品族。",
        ),
    ),
)

CHANGEOVERS = Schema(
    name="schedule_changeovers",
    sheet="Changeovers",
    en="Changeovers",
    zh="换线",
    key=("line", "from", "to"),
    columns=(
        Column(name="line", en="Line", zh="产线号", kind=Kind.ID, filled=True, example="*", note_en=_ANY_EN, note_zh=_ANY_ZH),
        Column(name="from", en="From family", zh="换前产品族", kind=Kind.ID, filled=True, example="*", note_en=_ANY_EN, note_zh=_ANY_ZH),
        Column(name="to", en="To family", zh="换后产品族", kind=Kind.ID, filled=True, example="*", note_en=_ANY_EN, note_zh=_ANY_ZH),
        Column(
            name="time",
            en="Set-up",
            zh="换线时间",
            kind=Kind.INTEGER,
            unit="min",
            filled=True,
            least=0,
            greatest=10_080,
            example=30,
            note_en="The most exact row counts; within a family 0 unless it is named.",
            note_zh="取最具体的一行；同族内未写明则为 0。",
        ),
    ),
)

_POOLS = (
    Choice(value="people", en="needed while a line works", zh="作业时占用（人员）"),
    Choice(value="tool", en="stays with the order until its end", zh="随订单占用至完工（工装）"),
)

POOLS = Schema(
    name="schedule_pools",
    sheet="Pools",
    en="People and tools that lines share",
    zh="共用人员与工装",
    key=("pool", "since"),
    columns=(
        Column(name="pool", en="Pool", zh="资源池", kind=Kind.ID, filled=True, example="operators"),
        Column(name="kind", en="Kind", zh="类型", kind=Kind.CHOICE, choices=_POOLS, filled=True, example="people"),
        Column(
            name="since",
            en="From",
            zh="自",
            kind=Kind.DATETIME,
            filled=True,
            example="2026-11-30 08:00",
            note_en="Each row holds until the pool's next; the first holds before it too.",
            note_zh="每行沿用至该资源池的下一行；首行也适用于其之前。",
        ),
        Column(name="size", en="How many", zh="数量", kind=Kind.INTEGER, filled=True, least=0, greatest=1_000_000, example=6),
    ),
)

NEEDS = Schema(
    name="schedule_needs",
    sheet="Needs",
    en="What lines and families take of a pool",
    zh="资源占用",
    key=("pool", "line", "family"),
    columns=(
        Column(name="pool", en="Pool", zh="资源池", kind=Kind.ID, filled=True, example="operators"),
        Column(name="line", en="Line", zh="产线号", kind=Kind.ID, filled=True, example="*", note_en=_ANY_EN, note_zh=_ANY_ZH),
        Column(name="family", en="Family", zh="产品族", kind=Kind.ID, filled=True, example="*", note_en=_ANY_EN, note_zh=_ANY_ZH),
        Column(
            name="count",
            en="Takes",
            zh="占用数量",
            kind=Kind.INTEGER,
            filled=True,
            least=0,
            greatest=1_000_000,
            example=3,
            note_en="The most exact row counts, line before family; none where no row names it.",
            note_zh="取最具体的一行，产线优先于产品族；未写明则不占用。",
        ),
    ),
)

CALENDAR = Schema(
    name="schedule_calendar",
    sheet="Calendar",
    en="Closed times",
    zh="停工日历",
    columns=(
        Column(name="line", en="Line", zh="产线号", kind=Kind.ID, filled=True, example="*", note_en=_ANY_EN, note_zh=_ANY_ZH),
        Column(name="start", en="From", zh="开始", kind=Kind.DATETIME, filled=True, example="2026-11-30 12:00"),
        Column(name="end", en="Until", zh="结束", kind=Kind.DATETIME, filled=True, example="2026-11-30 12:30"),
        Column(name="kind", en="Kind", zh="类型", kind=Kind.CHOICE, choices=_CLOSURES, filled=True, example="pause"),
        Column(name="reason", en="Reason", zh="原因", kind=Kind.TEXT, example="break"),
    ),
)

ENERGY = Schema(
    name="schedule_energy",
    sheet="Energy",
    en="Electricity by the hour",
    zh="分时电价与排放",
    key=("hour",),
    most_rows=24,
    columns=(
        Column(name="hour", en="From hour", zh="起始小时", kind=Kind.INTEGER, filled=True, least=0, greatest=23, example=0),
        Column(name="price", en="Price", zh="电价", kind=Kind.NUMBER, unit="CNY/kWh", filled=True, least=0, greatest=1_000, example=0.65),
        Column(
            name="carbon",
            en="Grid intensity",
            zh="电网排放因子",
            kind=Kind.NUMBER,
            unit="kg/kWh",
            filled=True,
            least=0,
            greatest=10,
            example=0.57,
        ),
    ),
)

_TERMS = (
    Choice(value="tardiness", en="weighted minutes late", zh="加权延误分钟"),
    Choice(value="changeover", en="changeover minutes", zh="换线分钟"),
    Choice(value="makespan", en="last end", zh="最后完工"),
    Choice(value="moved", en="orders moved off the last plan", zh="相对上一版的移动"),
)

RANKS = Schema(
    name="schedule_ranks",
    sheet="Ranks",
    en="Terms one after another",
    zh="目标次序",
    key=("term",),
    most_rows=4,
    columns=(
        Column(
            name="term",
            en="Term",
            zh="目标",
            kind=Kind.CHOICE,
            choices=_TERMS,
            filled=True,
            example="tardiness",
            note_en="The first row counts first; without rows the weighted sum counts.",
            note_zh="首行优先；不填则按加权和。",
        ),
        Column(
            name="share",
            en="Tolerance, share",
            zh="容差比例",
            kind=Kind.NUMBER,
            least=0,
            greatest=10,
            example=0.05,
            note_en="Of its best, what may be given away for the terms below (0.05 for 5 %); 0 when empty.",
            note_zh="为其后目标可让出的比例（0.05 即 5 %）；留空为 0。",
        ),
        Column(
            name="amount",
            en="Tolerance, amount",
            zh="容差数量",
            kind=Kind.INTEGER,
            least=0,
            greatest=1_000_000_000,
            note_en="In the unit of the term, above the share; 0 when empty.",
            note_zh="在比例之外，按目标的单位；留空为 0。",
        ),
    ),
)

SCHEDULE_TABLES = (ORDERS_TO_MAKE, LINES, RATES, CHANGEOVERS, CALENDAR, POOLS, NEEDS, ENERGY, RANKS)
