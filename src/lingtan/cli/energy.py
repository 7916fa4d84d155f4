"""`lingtan energy bill|finance|import|list`: bills worked by their rules, money over years; statements on record."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import HOME, Actor, Db, Home, Json, Lang, now
from lingtan.cli.show import label, note, print_json, say, table, term
from lingtan.messages import Language

__all__ = ["add_to"]

app = typer.Typer(help="Electricity bills and statements of energy. 电费账单与能源凭证。", no_args_is_help=True)


class Statement(StrEnum):
    """What is imported."""

    BILLS = "bills"
    GREEN = "green"
    MES = "mes"


Kind = Annotated[Statement, typer.Argument(help="Bills, green certificates (绿证) or MES counts. 电费账单、绿证或 MES 产量。")]


@app.command()
def bill(
    file: Annotated[Path, typer.Argument(help="Bill file (TOML): a tariff with months, or a rate with a series. 账单文件。")],
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Work a bill by its rules, line by line, to the fen. 按规则逐项复算电费。"""
    from lingtan.services.energy.bill import bill_view

    view: dict[str, Any] = bill_view(file)
    if as_json:
        return print_json(view)
    if view["synthetic"]:
        note(term("CLI_ENERGY_SYNTHETIC", lang))
    if view["example"]:
        note(term("CLI_ENERGY_EXAMPLE", lang))
    _year(view, lang) if "rate" in view else _months(view, lang)
    return say(term("CLI_ENERGY_TOTAL", lang, total=view["total"], currency=view["currency"], source=view["source"] or "–"))


@app.command()
def finance(
    file: Annotated[Path, typer.Argument(help="Project file (TOML): examples/finance-project.toml. 项目文件。")],
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """After-tax cash flows of a project over years: NPV, IRR, payback, LCC, LCOE; one owner or two. 多年税后财务。"""
    from lingtan.services.energy.finance import finance_view

    view: dict[str, Any] = finance_view(file)
    if as_json:
        return print_json(view)
    shown = {name: "–" if view[name] is None else f"{view[name]:,}" for name in ("npv", "payback_years", "lcc", "lcoe_per_kwh")}
    irr = "–" if view["irr_share"] is None else f"{view['irr_share']:.2%}"
    say(term("CLI_ENERGY_FINANCE", lang, currency=view["currency"], irr=irr, **shown))
    if (both := view.get("two_party")) is not None:
        say(term("CLI_ENERGY_TWO_PARTY", lang, payment=f"{both['payment_per_year']:,}", cost=f"{both['net_present_cost']:,}",
                 host=f"{both['host']['npv']:,}"))  # fmt: skip
    return None


@app.command("import")
def import_(
    kind: Kind,
    file: Annotated[Path, typer.Argument(help="CSV or XLSX (`lingtan template bills|green|mes`). 表格文件。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Record bills, green certificates or MES counts; errors by cell, all or nothing. 导入账单、绿证或产量。"""
    from lingtan.services.energy.statements import import_statement
    from lingtan.services.house.workspace import open_workspace

    made = import_statement(open_workspace(home, db=db), file, kind.value, actor=actor, at=now())
    return print_json(made) if as_json else say(term("CLI_ENERGY_IMPORTED", lang, **{name: str(value) for name, value in made.items()}))


@app.command("list")
def list_(kind: Kind, home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """Bills, green certificates or MES counts on record. 列出已入库凭证。"""
    from lingtan.services.energy.statements import list_statements
    from lingtan.services.house.workspace import open_workspace

    rows = list_statements(open_workspace(home, db=db), kind.value)
    if as_json:
        return print_json(rows)
    if not rows:
        return say(term("CLI_ENERGY_NONE", lang, kind=kind.value))
    names = [name for name, value in rows[0].items() if not isinstance(value, list | dict)]
    return table(kind.value, names, [[str(row[name]) for name in names] for row in rows])


def _months(view: dict[str, Any], lang: Language) -> None:
    heads = [
        term(code, lang)
        for code in ("CLI_ENERGY_LINE", "CLI_ENERGY_PERIOD", "CLI_ENERGY_QUANTITY", "CLI_ENERGY_PRICE", "CLI_ENERGY_AMOUNT")
    ]
    for month in view["months"]:
        rows = [
            [label(line["line"], line["line"], lang), label(f"PERIOD_{(line['period'] or 'all').upper()}", line["period"] or "–", lang),
             line["quantity"], line["price"], line["amount"]]
            for line in month["lines"]
        ]  # fmt: skip
        table(term("CLI_ENERGY_MONTH", lang, month=month["month"], total=month["total"]), heads, rows)


def _year(view: dict[str, Any], lang: Language) -> None:
    names = ("month", "peak_kw", "billed_kw", "energy", "facility", "by_period", "fixed", "minimum")
    table(str(view["rate"]), list(names), [[month[name] for name in names] for month in view["months"]])
    shown = {name: view[name] for name in ("coincident", "minimum_of_year", "feed_in")}
    say(term("CLI_ENERGY_YEAR", lang, **shown))


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    main.add_typer(app, name="energy")
