"""The device sheet and the bill of materials."""

from __future__ import annotations

from lingtan.files.columns import STANDINGS, Choice, Column, Kind, Schema
from lingtan.quantities import Unit

__all__ = ["BOM", "DEVICE", "EXAMPLE_DEVICE", "WORKSHOPS"]

_CUSTODY = (
    Choice(value="identity_preserved", en="identity preserved", zh="身份保持"),
    Choice(value="segregated", en="segregated", zh="隔离"),
    Choice(value="controlled_blending", en="controlled blending", zh="受控混合"),
    Choice(value="mass_balance", en="mass balance", zh="质量平衡"),
    Choice(value="book_and_claim", en="book and claim", zh="账面声明"),
)

#: One attribute a row: names as in `product.Attributes`, and `chassis.MATERIAL`, `recycled.MATERIAL`, `freight.MODE` for shares.
DEVICE = Schema(
    name="device",
    sheet="Device",
    en="Device",
    zh="设备",
    key=("attribute",),
    most_rows=200,
    columns=(
        Column(
            name="attribute",
            en="Attribute",
            zh="属性",
            kind=Kind.ID,
            filled=True,
            note_en="Name of the attribute; its unit is the end of the name. Leave out what is not known. Often used: "
            "device_class, manufacturer, model, configuration, place_of_use, place_of_assembly, service_years, "
            "mass_kg, screen_size_in, memory_gb, storage_gb, storage_type, battery_wh, adapter_w, tec_kwh.",
            note_zh="属性名；单位在名称末尾。未知的属性请不要填写。常用：device_class、manufacturer、model、"
            "configuration、place_of_use、place_of_assembly、service_years、mass_kg、screen_size_in、"
            "memory_gb、storage_gb、storage_type、battery_wh、adapter_w、tec_kwh。",
        ),
        Column(
            name="value", en="Value", zh="取值", kind=Kind.TEXT, filled=True, note_en="Number, name or share.", note_zh="数值、名称或比例。"
        ),
        Column(
            name="custody",
            en="Chain of custody",
            zh="产销监管链",
            kind=Kind.CHOICE,
            choices=_CUSTODY,
            note_en="Only for recycled.MATERIAL: the ISO 22095 model behind the claim.",
            note_zh="仅用于 recycled.材料：再生料声明所依据的 ISO 22095 模式。",
        ),
        Column(
            name="source",
            en="Source",
            zh="来源",
            kind=Kind.TEXT,
            note_en="Where the value is published: title, edition, page.",
            note_zh="数值出处：名称、版本、页码。",
        ),
        Column(
            name="standing",
            en="Standing",
            zh="核实程度",
            kind=Kind.CHOICE,
            choices=STANDINGS,
            note_en="How far the source was seen; unverified when empty.",
            note_zh="来源核实程度；留空视为未核实。",
        ),
    ),
)

BOM = Schema(
    name="bom",
    sheet="BOM",
    en="Bill of materials",
    zh="物料清单",
    key=("part",),
    most_rows=20_000,
    columns=(
        Column(
            name="part",
            en="Part",
            zh="部件号",
            kind=Kind.ID,
            filled=True,
            aliases=("part number", "料号"),
            example="SYN-1001",
            note_en="The maker's part number; never in a public bundle.",
            note_zh="厂内料号；不会进入公开证据包。",
        ),
        Column(
            name="kind",
            en="Kind",
            zh="类别",
            kind=Kind.ID,
            filled=True,
            example="battery",
            note_en="A component of the class that this line replaces. For a notebook: battery, panel (the display), memory, "
            "ssd, processor, mainboard, chassis, adapter, keyboard, camera, speakers, wlan, fan, cooling, cables, "
            "packaging. A key that the class does not know is answered with the whole list.",
            note_zh="该行所替代的产品类别组件。笔记本电脑：battery 电池、panel 显示屏、memory 内存、ssd 固态硬盘、"
            "processor 处理器、mainboard 主板、chassis 机壳、adapter 电源适配器、keyboard 键盘、camera、"
            "speakers、wlan、fan、cooling、cables、packaging 包装。填写了该类别没有的键名时，系统会列出全部可用键名。",
        ),
        Column(
            name="material",
            en="Material",
            zh="材料",
            kind=Kind.ID,
            example=None,
            note_en="For parts of one material.",
            note_zh="单一材料部件填写。",
        ),
        Column(
            name="amount",
            en="Amount per piece",
            zh="单件用量",
            kind=Kind.NUMBER,
            filled=True,
            least=0.0,
            aliases=("amount", "用量", "mass", "质量"),
            example=52.5,
            note_en="Mass, area, capacity… of one piece, in the unit beside it.",
            note_zh="单件的质量、面积、容量等，单位见右列。",
        ),
        Column(
            name="unit",
            en="Unit",
            zh="单位",
            kind=Kind.ID,
            filled=True,
            example="Wh",
            note_en="kg, g, m2, cm2, GB, Wh, W, piece…",
            note_zh="kg、g、m2、cm2、GB、Wh、W、件 等。",
        ),
        Column(
            name="quantity",
            en="Quantity",
            zh="数量",
            kind=Kind.NUMBER,
            least=0.0,
            greatest=1e6,
            aliases=("qty",),
            example=1,
            note_en="Pieces in one device; 1 when empty.",
            note_zh="每台设备的件数；留空为 1。",
        ),
        Column(
            name="recycled_share",
            en="Recycled share",
            zh="再生料比例",
            kind=Kind.SHARE,
            note_en="By mass, with its chain of custody; write 30%.",
            note_zh="按质量计，须同时填写监管链；请写 30%。",
        ),
        Column(name="custody", en="Chain of custody", zh="产销监管链", kind=Kind.CHOICE, choices=_CUSTODY),
        Column(
            name="place_of_make",
            en="Place of make",
            zh="产地",
            kind=Kind.PLACE,
            aliases=("place",),
            example="CN",
            note_en="Country or province.",
            note_zh="国家或省份。",
        ),
        Column(
            name="gsd",
            en="Spread of the amount (GSD)",
            zh="用量几何标准差",
            kind=Kind.NUMBER,
            least=1.0,
            greatest=20.0,
            aliases=("gsd",),
            note_en="1.05 when empty.",
            note_zh="留空为 1.05。",
        ),
        Column(
            name="supplier",
            en="Supplier",
            zh="供应商",
            kind=Kind.TEXT,
            example="Synthetic Cells Ltd",
            note_en="Who gives the figure to the right; never in a public bundle.",
            note_zh="右侧数据的提供方；不会进入公开证据包。",
        ),
        Column(
            name="supplier_kg_co2e",
            en="Supplier footprint",
            zh="供应商碳足迹",
            kind=Kind.NUMBER,
            unit=Unit.KG,
            example=4.2,
            note_en="kg CO2e per piece.",
            note_zh="每件 kg CO2e。",
        ),
        Column(name="supplier_year", en="Supplier year", zh="数据年份", kind=Kind.INTEGER, least=2000, greatest=2100, example=2025),
        Column(
            name="supplier_verification",
            en="Verification",
            zh="核查",
            kind=Kind.CHOICE,
            choices=(Choice(value="verified", en="verified", zh="已核查"), Choice(value="unverified", en="unverified", zh="未核查")),
            example="unverified",
        ),
        Column(
            name="supplier_boundary",
            en="Boundary",
            zh="系统边界",
            kind=Kind.CHOICE,
            choices=(
                Choice(value="cradle_to_gate", en="cradle to gate", zh="从摇篮到大门"),
                Choice(value="gate_to_gate", en="gate to gate", zh="从大门到大门"),
                Choice(value="cradle_to_grave", en="cradle to grave", zh="从摇篮到坟墓"),
            ),
            example="cradle_to_gate",
            note_en="Only cradle to gate can stand for a part.",
            note_zh="只有“从摇篮到大门”可以代替部件数据。",
        ),
        Column(
            name="net_of_offsets",
            en="Net of offsets",
            zh="已扣减抵销",
            kind=Kind.YES_NO,
            example="no",
            note_en="Such figures are quarantined.",
            note_zh="此类数据将被隔离，不予采用。",
        ),
        Column(
            name="market_instrument",
            en="Market instrument",
            zh="绿电凭证",
            kind=Kind.TEXT,
            note_en="The certificate behind market-based electricity in the figure.",
            note_zh="数据中基于市场的电力所依据的凭证。",
        ),
        Column(
            name="biogenic_reason",
            en="Biogenic reason",
            zh="生物源说明",
            kind=Kind.TEXT,
            note_en="Why a figure is near or below zero.",
            note_zh="数值接近或低于零的原因。",
        ),
        Column(name="supplier_gsd", en="Supplier spread (GSD)", zh="供应商数据几何标准差", kind=Kind.NUMBER, least=1.0, greatest=20.0),
        Column(name="supplier_gwp_set", en="Supplier GWP set", zh="供应商 GWP 版本", kind=Kind.ID, example="AR6"),
        Column(name="supplier_reference", en="Reference", zh="文件编号", kind=Kind.TEXT, example="SYN-PCF-7"),
    ),
)

#: What a device has beside attributes and parts: measured workshops and forecasts, leaf by leaf. No template: a workbook brings it back.
WORKSHOPS = Schema(
    name="workshops",
    sheet="Workshops",
    en="Measured workshops and forecasts",
    zh="车间实测与预测",
    key=("field",),
    most_rows=20_000,
    columns=(
        Column(
            name="field", en="Field", zh="字段", kind=Kind.ID, filled=True, example="workshops.0.intensity.workshop",
            note_en="Written by the export; not to be changed.", note_zh="由导出写入，请勿修改。",
        ),
        Column(
            name="value", en="Value", zh="取值", kind=Kind.TEXT, filled=True, example='"Hall 3"',
            note_en="As JSON: text stands in quotes.", note_zh="JSON 形式：文本带引号。",
        ),
    ),
)  # fmt: skip

#: A filled device sheet, synthetic: attribute, value, custody, source, standing.
EXAMPLE_DEVICE: tuple[tuple[str | float | None, ...], ...] = (
    ("synthetic", "yes", None, None, None),
    ("device_class", "laptop", None, None, None),
    ("manufacturer", "Synthetic Devices", None, None, None),
    ("model", "Synthetic Book 13", None, None, None),
    ("configuration", "base", None, None, None),
    ("place_of_use", "CN-BJ", None, None, None),
    ("place_of_assembly", "CN-AH", None, None, None),
    ("service_years", 4, None, None, None),
    ("screen_size_in", 13.3, None, "invented for this example", "synthetic"),
    ("mass_kg", "1.2 kg", None, "invented for this example", "synthetic"),
    ("memory_gb", 16, None, "invented for this example", "synthetic"),
    ("storage_gb", 512, None, "invented for this example", "synthetic"),
    ("storage_type", "ssd", None, None, None),
    ("battery_wh", 52.5, None, None, None),
    ("adapter_w", 65, None, None, None),
    ("tec_kwh", 18.5, None, None, None),
    ("recycled.aluminium", "30%", "segregated", None, None),
    ("solder", "snbi", None, None, None),
    ("freight.road", "70%", None, None, None),
    ("freight.rail", "30%", None, None, None),
)
