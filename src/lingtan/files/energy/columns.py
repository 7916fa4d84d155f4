"""The tables of energy: meters, readings, bills, green certificates, and what the MES counted."""

from __future__ import annotations

from lingtan.files.columns import Choice, Column, Kind, Schema

__all__ = ["BILL_LINES", "ENERGY_BILLS", "GREEN_CERTIFICATES", "MES_COUNTS", "METERS", "READINGS"]

_MEDIA = (
    Choice(value="electricity", en="electricity", zh="电"),
    Choice(value="heat", en="heat", zh="热"),
    Choice(value="cold", en="cold", zh="冷"),
    Choice(value="compressed_air", en="compressed air", zh="压缩空气"),
    Choice(value="nitrogen", en="nitrogen", zh="氮气"),
    Choice(value="gas", en="gas", zh="燃气"),
    Choice(value="water", en="water", zh="水"),
)
_LEVELS = (
    Choice(value="site", en="site", zh="厂区"),
    Choice(value="workshop", en="workshop", zh="车间"),
    Choice(value="line", en="line", zh="产线"),
    Choice(value="equipment", en="equipment", zh="设备"),
)
_PERIODS = (
    Choice(value="sharp", en="sharp", zh="尖峰"),
    Choice(value="peak", en="peak", zh="高峰"),
    Choice(value="flat", en="flat", zh="平段"),
    Choice(value="valley", en="valley", zh="低谷"),
    Choice(value="deep", en="deep", zh="深谷"),
)
#: Codes of `energy.bill` with the words of the bills of State Grid and Southern Grid.
BILL_LINES = (
    Choice(value="BILL_PURCHASE", en="energy purchased", zh="代理购电电费",
           aliases=("市场化购电电费", "零售交易电费", "直接交易电费", "电能量电费", "购电电费")),
    Choice(value="BILL_TRANSMISSION", en="transmission", zh="输配电费", aliases=("输配电量电费", "电度输配电费", "输配电价电费")),
    Choice(value="BILL_LOSSES", en="losses on the way in", zh="上网环节线损费用", aliases=("上网环节线损电费", "线损费用")),
    Choice(value="BILL_SYSTEM", en="system operation", zh="系统运行费用", aliases=("系统运行费", "系统运行电费")),
    Choice(value="BILL_FUNDS", en="state funds", zh="政府性基金及附加", aliases=("基金及附加", "政府性基金")),
    Choice(value="BILL_BASIC", en="basic charge", zh="基本电费", aliases=("容需量电费", "容（需）量电费", "容量电费", "需量电费")),
    Choice(value="BILL_POWER_FACTOR", en="power factor", zh="力调电费", aliases=("功率因数调整电费", "力率电费", "力率调整电费")),
    Choice(value="BILL_SURPLUS", en="surplus fed in", zh="余电上网电费", aliases=("上网电费", "余电上网")),
    Choice(value="BILL_OTHER", en="other", zh="其他", aliases=("退补电费", "其他电费")),
)  # fmt: skip

METERS = Schema(
    name="meters",
    sheet="Meters",
    en="Meters",
    zh="表计",
    key=("meter",),
    most_rows=20_000,
    columns=(
        Column(name="meter", en="Meter", zh="表号", kind=Kind.ID, filled=True, example="SYN-M01"),
        Column(name="title", en="Name", zh="名称", kind=Kind.TEXT, example="Reflow oven 1"),
        Column(name="medium", en="Medium", zh="介质", kind=Kind.CHOICE, choices=_MEDIA, filled=True, example="electricity"),
        Column(name="level", en="Level", zh="层级", kind=Kind.CHOICE, choices=_LEVELS, filled=True, example="equipment"),
        Column(
            name="parent", en="Behind meter", zh="上级表号", kind=Kind.ID,
            note_en="Empty for an outermost meter.", note_zh="最外层的表留空。",
        ),
        Column(
            name="interval", en="Interval", zh="间隔", kind=Kind.INTEGER, unit="min", least=1, greatest=60, example=15,
            note_en="15 when empty.", note_zh="留空为 15。",
        ),
    ),
)  # fmt: skip

READINGS = Schema(
    name="readings",
    sheet="Readings",
    en="Meter readings",
    zh="表计读数",
    most_rows=1_000_000,
    columns=(
        Column(name="meter", en="Meter", zh="表号", kind=Kind.ID, filled=True, example="SYN-M01"),
        Column(
            name="start", en="Start", zh="起始时间", kind=Kind.DATETIME, filled=True, example="2026-01-31 14:15",
            note_en="The beginning of the interval, by the local clock or with its offset.", note_zh="时段起点：当地时间，或带时差。",
        ),
        Column(
            name="quantity", en="Quantity", zh="用量", kind=Kind.NUMBER, filled=True, example=12.5,
            note_en="What was used in the interval, not the meter's count.", note_zh="该时段用量，而非表底数。",
        ),
        Column(
            name="unit", en="Unit", zh="单位", kind=Kind.TEXT, example="kWh",
            note_en="kWh or m3 when empty, by the meter's medium.", note_zh="留空时按介质取 kWh 或 m3。",
        ),
    ),
)  # fmt: skip

ENERGY_BILLS = Schema(
    name="energy_bills",
    sheet="Bills",
    en="Electricity bills",
    zh="电费账单",
    most_rows=20_000,
    columns=(
        Column(name="account", en="Account", zh="户号", kind=Kind.ID, filled=True, example="SYN-0000000001"),
        Column(
            name="month", en="Month", zh="账期", kind=Kind.DATE, filled=True, example="2026-01-01",
            note_en="The first day of the month.", note_zh="当月第一天。",
        ),
        Column(name="line", en="Line", zh="费用项", kind=Kind.CHOICE, choices=BILL_LINES, filled=True, example="BILL_PURCHASE"),
        Column(name="period", en="Period", zh="时段", kind=Kind.CHOICE, choices=_PERIODS, example="peak"),
        Column(
            name="quantity", en="Quantity", zh="计费数量", kind=Kind.NUMBER, example=418906.4,
            note_en="kWh, kW, kVA, or the yuan that 力调电费 is taken of.", note_zh="千瓦时、千瓦、千伏安，或力调电费的计费基数（元）。",
        ),
        Column(
            name="price", en="Price", zh="单价", kind=Kind.NUMBER, example=0.5728603,
            note_en="Yuan per unit; -0.0075 for a reward of 0.75 %.", note_zh="元/单位；力调奖励 0.75% 写作 -0.0075。",
        ),
        Column(name="amount", en="Amount", zh="金额", kind=Kind.NUMBER, unit="yuan", filled=True, example=239974.85),
    ),
)  # fmt: skip

GREEN_CERTIFICATES = Schema(
    name="green_certificates",
    sheet="Certificates",
    en="Green certificates",
    zh="绿证",
    key=("number",),
    most_rows=100_000,
    columns=(
        Column(name="number", en="Number", zh="绿证编号", kind=Kind.ID, filled=True, example="SYN-GEC-0001"),
        Column(name="project", en="Project", zh="项目名称", kind=Kind.TEXT, filled=True, example="Synthetic wind farm"),
        Column(
            name="energy_source", en="Source of energy", zh="能源类型", kind=Kind.CHOICE, filled=True, example="wind",
            choices=(
                Choice(value="wind", en="wind", zh="风电"),
                Choice(value="solar", en="solar", zh="太阳能发电"),
                Choice(value="hydro", en="hydro", zh="水电"),
                Choice(value="biomass", en="biomass", zh="生物质发电"),
                Choice(value="other", en="other", zh="其他"),
            ),
        ),
        Column(
            name="month", en="Month generated", zh="电量生产年月", kind=Kind.DATE, filled=True, example="2025-12-01",
            note_en="The first day of the month.", note_zh="当月第一天。",
        ),
        Column(
            name="certificates", en="Certificates", zh="张数", kind=Kind.INTEGER, filled=True, least=1, greatest=10_000_000, example=500,
            note_en="One is 1 MWh.", note_zh="一张为 1 兆瓦时。",
        ),
        Column(
            name="standing", en="Standing", zh="状态", kind=Kind.CHOICE, filled=True, example="held",
            choices=(Choice(value="held", en="held", zh="持有"), Choice(value="cancelled", en="cancelled", zh="已核销")),
        ),
        Column(name="cancelled_for", en="Cancelled for", zh="核销用途", kind=Kind.TEXT),
        Column(name="ccer_project", en="Also a CCER project", zh="同时为 CCER 项目", kind=Kind.YES_NO, example="no",
               note_en="The same MWh as certificate and as CCER is refused.", note_zh="同一兆瓦时不得既作绿证又作 CCER。"),
    ),
)  # fmt: skip

MES_COUNTS = Schema(
    name="mes_counts",
    sheet="Counts",
    en="Pieces counted by the MES",
    zh="MES 产量",
    key=("line", "product", "day"),
    most_rows=200_000,
    columns=(
        Column(name="line", en="Line", zh="产线", kind=Kind.ID, filled=True, example="SMT-01"),
        Column(name="product", en="Product", zh="产品", kind=Kind.ID, filled=True, example="SYN-BOARD"),
        Column(name="day", en="Day", zh="日期", kind=Kind.DATE, filled=True, example="2026-01-31"),
        Column(name="good", en="Good pieces", zh="合格数", kind=Kind.INTEGER, filled=True, least=0, greatest=100_000_000, example=1200),
        Column(name="scrap", en="Scrapped pieces", zh="报废数", kind=Kind.INTEGER, filled=True, least=0, greatest=100_000_000, example=6),
        Column(
            name="seconds", en="Machine time a piece", zh="单件机时", kind=Kind.NUMBER, unit="s", least=0, greatest=1e6, example=24,
            note_en="What a piece weighs when energy is shared out; 1 when empty.", note_zh="分摊电量时的单件权重；留空为 1。",
        ),
    ),
)  # fmt: skip
