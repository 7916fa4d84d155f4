"""Bill files worked by the service, and statements on record: errors by cell, all or nothing, the same file twice counts once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lingtan.errors import InputError
from lingtan.files import TableError
from lingtan.services.energy.bill import bill_view
from lingtan.services.energy.finance import finance_view
from lingtan.services.energy.statements import import_statement, list_statements
from lingtan.services.house.init import init_workspace
from lingtan.services.house.workspace import Workspace

EXAMPLES = Path(__file__).parents[3] / "examples"
AT = datetime(2026, 11, 30, tzinfo=UTC)

BILLS = """户号,账期,费用项,时段,计费数量,单价,金额
0001,2026-01-01,代理购电电费,高峰,418906.4,0.5728603,239974.85
0001,2026-01-01,基本电费,,3186.4,39,124269.60
0001,2026-01-01,力调电费,,1113147.60,-0.0075,-8348.61
0001,2026-02-01,其他,,,,12.00
"""
GREEN = """绿证编号,项目名称,能源类型,电量生产年月,张数,状态,核销用途,同时为 CCER 项目
G-1,Synthetic wind,风电,2025-12-01,500,持有,,否
G-2,Synthetic sun,solar,2025-12-01,20,cancelled,board shop 2025,no
"""
MES = "产线,产品,日期,合格数,报废数,单件机时\nSMT-01,BOARD,2026-01-31,1200,6,24\nSMT-01,BOARD,2026-02-01,1100,0,\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init_workspace(tmp_path / "home", organisation="Synthetic plant", identifier="SYN", db=None, synthetic=True, verify_base=None)


def written(folder: Path, text: str, name: str = "s.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_example_by_the_list_of_hubei_is_the_bill_that_was_worked_by_hand() -> None:
    view = bill_view(EXAMPLES / "bill-hubei-110kv.toml")
    assert (view["total"], view["synthetic"], view["example"]) == ("1180719.37", True, False)


def test_a_rate_with_a_flat_load_bills_its_year() -> None:
    """120 kW: 89,280 kWh in January: 40,000 at 0.12, 49,280 at 0.10; demand 120 × 225 a year; 25 a month."""
    view = bill_view(EXAMPLES / "bill-rate.toml")
    months = view["months"]
    assert isinstance(months, list)
    assert months[0] == {
        "month": "2026-01", "peak_kw": "120.000", "billed_kw": "120.000", "energy": "9728.00", "facility": "1200.00", "by_period": "0.00",
        "fixed": "25.00", "minimum": "0.00",
    }  # fmt: skip
    whole = 12 * 40_000 * 0.12 + (120 * 8760 - 480_000) * 0.10
    assert float(str(view["total"])) == pytest.approx(whole + 120 * 225 + 300, abs=0.01)


def test_a_project_file_gives_what_reopt_prints_for_credit_and_depreciation(tmp_path: Path) -> None:
    """Life-cycle cost of 1,000,000 with 30 % credit, 5-year MACRS, 26 % tax, 8.3 %: less 45.5005797 % (REopt.jl, "GHP")."""
    text = (
        'writing = "macrs5"\n[project]\ncapex = 1000000\nsaving_per_year = 0\nupkeep_per_year = 0\nhorizon_years = 25\n'
        "discount_share = 0.083\ntax_share = 0.26\n[project.incentives]\ncredit_share = 0.3\n"
    )
    assert finance_view(written(tmp_path, text, "p.toml"))["lcc"] == pytest.approx(1_000_000 * (1 - 0.455005797), abs=0.01)


def test_the_example_of_a_project_has_both_parties_and_the_developer_earns_his_discount() -> None:
    view = finance_view(EXAMPLES / "finance-project.toml")
    both = view["two_party"]
    assert isinstance(both, dict)
    developer = both["developer"]
    assert isinstance(developer, dict)
    assert (developer["npv"], developer["irr_share"]) == (pytest.approx(0.0, abs=0.01), pytest.approx(0.083, abs=1e-6))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[project]\n", "BAD_RECORD"),  # nothing
        (
            "[project]\ncapex = 1\nsaving_per_year = 1\nupkeep_per_year = 0\nhorizon_years = 5\ndiscount_share = 0.1\ntax_share = 26\n",
            "FINANCE_PROJECT",
        ),
        (
            'writing = "straight"\n[project]\ncapex = 1\nsaving_per_year = 1\nupkeep_per_year = 0\n'
            "horizon_years = 5\ndiscount_share = 0.1\n[project.incentives]\nschedule_share = [1.0]\n",
            "FINANCE_SCHEDULE",  # written off twice
        ),
    ],
)
def test_a_project_file_that_cannot_be_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(InputError, match=code):
        finance_view(written(tmp_path, text, "p.toml"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "BILL_FILE"),  # neither
        ("[rate]\nenergy = [0.1]\n[series]\nyear = 2026\n", "BILL_SERIES"),  # no load
        ("[rate]\n[series]\nyear = 2026\nflat_kw = 1\n", "BILL_RATE"),  # energy has no price
        ('[rate]\nurdb = "none.json"\n[series]\nyear = 2026\nflat_kw = 1\n', "FILE_MISSING"),
        ("[rate]\nenergy = [0.1]\n[series]\nyear = 2026\nflat_kw = 1\n[[month]]\n", "BAD_RECORD"),  # a month without readings
    ],
)
def test_a_bill_file_that_says_too_little_or_too_much_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(InputError, match=code):
        bill_view(written(tmp_path, text, "bill.toml"))


@pytest.mark.parametrize(("kind", "text", "count"), [("bills", BILLS, 2), ("green", GREEN, 2), ("mes", MES, 2)])
def test_a_statement_is_recorded_once_and_a_change_corrects_it(
    workspace: Workspace, tmp_path: Path, kind: str, text: str, count: int
) -> None:
    first = import_statement(workspace, written(tmp_path, text), kind, actor="test", at=AT)
    again = import_statement(workspace, written(tmp_path, text), kind, actor="test", at=AT)
    assert (first["new"], again["new"], again["known"]) == (count, 0, count)
    old, new = {"bills": ("12.00", "13.00"), "green": ("20,cancelled", "21,cancelled"), "mes": ("1100", "1101")}[kind]
    changed = import_statement(workspace, written(tmp_path, text.replace(old, new)), kind, actor="test", at=AT)
    assert (changed["new"], changed["corrected"], changed["known"]) == (0, 1, count - 1)
    assert len(list_statements(workspace, kind)) == count


def test_the_words_of_the_grids_own_bills_are_understood(workspace: Workspace, tmp_path: Path) -> None:
    words = {"代理购电电费": "零售交易电费", "基本电费": "容（需）量电费", "力调电费": "功率因数调整电费"}
    text = BILLS
    for ours, theirs in words.items():
        text = text.replace(ours, theirs)
    import_statement(workspace, written(tmp_path, BILLS), "bills", actor="test", at=AT)
    assert import_statement(workspace, written(tmp_path, text), "bills", actor="test", at=AT)["known"] == 2


def test_what_is_on_record_says_what_the_statement_said(workspace: Workspace, tmp_path: Path) -> None:
    for kind, text in (("bills", BILLS), ("green", GREEN), ("mes", MES)):
        import_statement(workspace, written(tmp_path, text), kind, actor="test", at=AT)
    bills = list_statements(workspace, "bills")
    assert [(bill["month"], bill["total"]) for bill in bills] == [("2026-01", "355895.84"), ("2026-02", "12.0")]
    assert [(green["wh"], green["standing"]) for green in list_statements(workspace, "green")] == [
        (500_000_000, "held"),
        (20_000_000, "cancelled"),
    ]
    assert list_statements(workspace, "mes")[0]["seconds"] in ("24", "24.0")


@pytest.mark.parametrize(
    ("kind", "text", "code", "place"),
    [
        ("bills", BILLS.replace("239974.85", "239974.95"), "BILL_LINE", "s.csv!G2"),  # ten fen more than quantity × price
        ("bills", BILLS.replace("其他", "罚款"), "CELL_NOT_LISTED", "s.csv!C5"),
        ("green", GREEN.replace("持有,,否", "持有,,是"), "GREEN_TWICE", "s.csv!H2"),  # certificate and CCER
        ("green", GREEN.replace("G-2", "G-1"), "TABLE_KEY_TWICE", "s.csv!A3"),
        ("mes", MES.replace(",6,", ",-6,"), "CELL_NEGATIVE", "s.csv!E2"),
        ("mes", MES.replace("1200", "12.5"), "CELL_NOT_INTEGER", "s.csv!D2"),
    ],
)
def test_a_statement_with_a_bad_cell_records_nothing(
    workspace: Workspace, tmp_path: Path, kind: str, text: str, code: str, place: str
) -> None:
    with pytest.raises(TableError) as refused:
        import_statement(workspace, written(tmp_path, text), kind, actor="test", at=AT)
    assert (refused.value.code, refused.value.place) == (code, place)
    assert list_statements(workspace, kind) == []


def test_every_template_of_energy_can_be_written_and_its_example_read(tmp_path: Path) -> None:
    from lingtan.files import TemplateKind, write_template
    from lingtan.files.energy import read_meters

    for kind in (TemplateKind.METERS, TemplateKind.READINGS, TemplateKind.BILLS, TemplateKind.GREEN, TemplateKind.MES):
        write_template(tmp_path / f"{kind.value}.xlsx", kind)
    listed = written(tmp_path, "meter,medium,level\nM1,electricity,site\n", "meters.csv")
    assert json.dumps([meter.key for meter in read_meters(listed)]) == '["M1"]'
