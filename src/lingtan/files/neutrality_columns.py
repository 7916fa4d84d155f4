"""Credit holdings and orders of the zero-carbon service; the columns are those that `neutrality` reads."""

from __future__ import annotations

from lingtan.files.columns import Choice, Column, Kind, Schema
from lingtan.quantities import Unit

__all__ = ["CREDITS", "ORDERS"]

_PROGRAMMES = (
    Choice(value="VCS", en="Verra VCS", zh="VCS 核证碳标准"),
    Choice(value="CAR", en="Climate Action Reserve", zh="气候行动储备"),
    Choice(value="ACR", en="American Carbon Registry", zh="美国碳注册处"),
    Choice(value="GS", en="Gold Standard", zh="黄金标准"),
    Choice(value="CCER", en="China Certified Emission Reduction", zh="国家核证自愿减排量"),
)
_PROJECT_TYPES = (
    Choice(value="avoidance", en="avoidance", zh="避免"),
    Choice(value="reduction", en="reduction", zh="减排"),
    Choice(value="removal", en="removal", zh="清除"),
)
_ADJUSTMENTS = (
    Choice(value="applied", en="applied", zh="已作相应调整"),
    Choice(value="not_applied", en="not applied", zh="未作相应调整"),
    Choice(value="not_stated", en="not stated", zh="未说明"),
)
_DELIVERIES = (
    Choice(value="with_hardware", en="with the hardware", zh="随新机"),
    Choice(value="in_use", en="in use", zh="在用设备"),
)
_EXAMPLE_DIGEST = "sha256:" + "0" * 64

CREDITS = Schema(
    name="credits",
    sheet="Credits",
    en="Credit holdings",
    zh="碳信用持有",
    most_rows=50_000,
    columns=(
        Column(name="programme", en="Programme", zh="机制", kind=Kind.CHOICE, choices=_PROGRAMMES, filled=True, example="VCS"),
        Column(name="registry", en="Registry", zh="登记簿", kind=Kind.TEXT, filled=True, example="Synthetic registry"),
        Column(name="project_id", en="Project ID", zh="项目编号", kind=Kind.ID, filled=True, example="191"),
        Column(name="project_name", en="Project name", zh="项目名称", kind=Kind.TEXT, filled=True, example="Synthetic wind farm"),
        Column(
            name="project_type",
            en="Project type",
            zh="项目类型",
            kind=Kind.CHOICE,
            choices=_PROJECT_TYPES,
            filled=True,
            example="avoidance",
        ),
        Column(name="host_country", en="Host country", zh="所在国", kind=Kind.PLACE, filled=True, example="CN"),
        Column(name="methodology", en="Methodology", zh="方法学", kind=Kind.ID, filled=True, example="ACM0002"),
        Column(
            name="vintage_year", en="Vintage year", zh="减排年份", kind=Kind.INTEGER, filled=True, least=1990, greatest=2100, example=2023
        ),
        Column(
            name="serial",
            en="Serial range",
            zh="序列号区间",
            kind=Kind.ID,
            example="12082-384723093-384723192-VCS-VCU-304-VER-CN-1-191-01012023-31122023-0",
            note_en="As the registry prints it. For CCER fill in the three columns to the right instead.",
            note_zh="按登记簿原样填写。CCER 请改填右侧三列。",
        ),
        Column(name="serial_prefix", en="Serial prefix", zh="序列号前缀", kind=Kind.ID, note_en="CCER only.", note_zh="仅用于 CCER。"),
        Column(name="serial_first", en="First serial", zh="起始号", kind=Kind.ID, note_en="CCER only.", note_zh="仅用于 CCER。"),
        Column(
            name="serial_last",
            en="Last serial",
            zh="终止号",
            kind=Kind.ID,
            note_en="CCER only; inclusive.",
            note_zh="仅用于 CCER；含该号。",
        ),
        Column(
            name="tonnes",
            en="Tonnes",
            zh="吨数",
            kind=Kind.INTEGER,
            unit="t",
            filled=True,
            least=1,
            example=100,
            note_en="Recomputed from the serials and refused when different.",
            note_zh="系统按序列号重算，不一致则拒绝。",
        ),
        Column(
            name="status",
            en="Status",
            zh="状态",
            kind=Kind.TEXT,
            filled=True,
            example="active",
            note_en="issued, active, held, available",
            note_zh="已签发、持有、可用",
        ),
        Column(name="issued_on", en="Issued on", zh="签发日期", kind=Kind.DATE, filled=True, example="2024-03-01"),
        Column(name="acquired_from", en="Acquired from", zh="购自", kind=Kind.TEXT, filled=True, example="Synthetic Carbon Ltd"),
        Column(name="acquired_on", en="Acquired on", zh="取得日期", kind=Kind.DATE, filled=True, example="2025-05-06"),
        Column(
            name="evidence_digest",
            en="Evidence digest",
            zh="凭证摘要",
            kind=Kind.ID,
            filled=True,
            example=_EXAMPLE_DIGEST,
            note_en="SHA-256 of the registry's record of the holding, as `sha256:` and 64 hexadecimal digits.",
            note_zh="登记簿持有记录的 SHA-256，格式为 `sha256:` 加 64 位十六进制。",
        ),
        Column(
            name="labels",
            en="Labels",
            zh="标签",
            kind=Kind.TEXT,
            note_en="CCP, CORSIA… parted by commas.",
            note_zh="CCP、CORSIA 等，以逗号分隔。",
        ),
        Column(
            name="corresponding_adjustment",
            en="Corresponding adjustment",
            zh="相应调整",
            kind=Kind.CHOICE,
            choices=_ADJUSTMENTS,
            example="not_stated",
        ),
        Column(name="price_per_t", en="Price per tonne", zh="每吨价格", kind=Kind.NUMBER, least=0.0, example=42.5),
        Column(
            name="currency",
            en="Currency",
            zh="币种",
            kind=Kind.ID,
            example="CNY",
            note_en="ISO 4217; CNY when empty.",
            note_zh="ISO 4217；留空为 CNY。",
        ),
    ),
)

ORDERS = Schema(
    name="orders",
    sheet="Order",
    en="Order",
    zh="订单",
    key=("serial",),
    most_rows=100_000,
    columns=(
        Column(
            name="serial",
            en="Serial number",
            zh="序列号",
            kind=Kind.ID,
            filled=True,
            aliases=("serial", "SN", "设备序列号"),
            example="SYN-PF000001",
            note_en="As printed on the device; format the column as text.",
            note_zh="按机身标签填写；请将该列设为文本格式。",
        ),
        Column(name="model", en="Model", zh="型号", kind=Kind.TEXT, filled=True, example="Synthetic Book 13"),
        Column(name="configuration", en="Configuration", zh="配置", kind=Kind.TEXT, filled=True, example="base"),
        Column(
            name="service_years",
            en="Service years",
            zh="服务年限",
            kind=Kind.NUMBER,
            unit=Unit.YEAR,
            filled=True,
            least=0.25,
            greatest=30.0,
            aliases=("years", "年限"),
            example=4,
        ),
        Column(
            name="place_of_use",
            en="Place of use",
            zh="使用地",
            kind=Kind.PLACE,
            filled=True,
            aliases=("place",),
            example="CN-BJ",
            note_en="Country or province: code, English or Chinese name.",
            note_zh="国家或省份：代码、中文或英文名称。",
        ),
        Column(
            name="delivery",
            en="Delivery",
            zh="服务方式",
            kind=Kind.CHOICE,
            choices=_DELIVERIES,
            example="with_hardware",
            note_en="With the hardware when empty.",
            note_zh="留空为随新机。",
        ),
        Column(
            name="remaining_years",
            en="Remaining years",
            zh="剩余年限",
            kind=Kind.NUMBER,
            unit=Unit.YEAR,
            least=0.25,
            greatest=30.0,
            note_en="Only for devices in use.",
            note_zh="仅用于在用设备。",
        ),
    ),
)
