"""`lingtan workshop attributes`: green certificates, own generation, and the products that draw on them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import HOME, Actor, Db, Home, Json, Lang, now
from lingtan.cli.show import print_json, say, table, term
from lingtan.messages import Language

__all__ = ["app"]

app = typer.Typer(help="Green attributes, each megawatt-hour once. 绿色属性（每兆瓦时仅计一次）。", no_args_is_help=True)

Month = Annotated[str, typer.Option("--month", help="Vintage month, 2025-03. 电量所属月份。")]


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Table of certificates, own generation, credited months. 绿色属性表。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Into the ledger, all rows or none; a month of a plant is claimed one way, once. 导入绿色属性。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.workshop.attributes import import_attributes

    rows: list[Any] = import_attributes(open_workspace(home, db=db), file, actor=actor, at=now())
    return print_json(rows) if as_json else _list(rows, lang)


@app.command("list")
def list_(home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """What is held, reserved and cancelled. 列出绿色属性。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.workshop.attributes import list_attributes

    rows: list[Any] = list_attributes(open_workspace(home, db=db))
    return print_json(rows) if as_json else _list(rows, lang)


@app.command()
def cancel(
    plant: Annotated[str, typer.Argument(help="The plant as it was imported. 电站。")],
    month: Month,
    mwh: Annotated[float, typer.Option("--mwh", min=1e-6, help="How much [MWh]. 电量。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Reserve attributes for one's own use and record that the registry was told. 申请注销绿色属性。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.workshop.cancelling import cancel_attributes

    done = cancel_attributes(open_workspace(home, db=db), plant=plant, month=month, wh=round(mwh * 1e6), actor=actor, at=now())
    return print_json(done) if as_json else say(term("CLI_ATTRIBUTE_DONE", lang, wh=done["wh"], what=", ".join(done["retirements"])))


@app.command()
def confirm(
    retirement: Annotated[str, typer.Argument(help="Id that `cancel` printed. 注销编号。")],
    document: Annotated[Path, typer.Argument(help="The registry's document, or the meter's sheet. 注销证明。")],
    reference: Annotated[str, typer.Option("--reference", help="The registry's reference. 登记机构编号。")],
    retired_on: Annotated[datetime, typer.Option("--retired-on", formats=["%Y-%m-%d"], help="Day. 注销日期。")],
    beneficiary: Annotated[str, typer.Option("--beneficiary", help="For whom, in the registry's words. 受益人原文。")],
    maker: Annotated[str, typer.Option("--maker", help="Who entered it; another person acts. 录入人。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Enter the registry's word on a cancellation; four eyes. 登记注销证明。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.workshop.cancelling import confirm_attributes

    done = confirm_attributes(
        open_workspace(home, db=db), retirement, document, reference=reference, retired_on=retired_on.date(),
        beneficiary_text=beneficiary, maker=maker, actor=actor, at=now(),
    )  # fmt: skip
    return print_json(done) if as_json else say(retirement)


@app.command()
def draw(
    month: Month,
    share: Annotated[list[str], typer.Option("--share", help="PRODUCT=MWh, repeated. 产品=兆瓦时，可重复。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Draw cancelled attributes of a month for products. 为产品使用绿色属性。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.workshop.market import draw_for_products
    from lingtan.services.workshop.shares import shares_of

    wanted = shares_of(share)
    done = draw_for_products(open_workspace(home, db=db), month=month, shares_wh=wanted, actor=actor, at=now())
    return print_json(done) if as_json else say(term("CLI_ATTRIBUTE_DONE", lang, wh=done["amount"], what=done["certificate"]))


@app.command()
def market(
    month: Month,
    used: Annotated[list[str], typer.Option("--used", help="PRODUCT=MWh that it used, repeated. 产品=用电兆瓦时。")],
    place: Annotated[str, typer.Option("--place", help="Where the workshop is. 车间所在地。")] = "CN",
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Products of a month by place and by market: drawn attributes first, the residual mix for the rest. 基于市场的核算。"""
    from lingtan.services.footprint.library import library_with
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.workshop.market import market_of_month
    from lingtan.services.workshop.shares import shares_of

    view = market_of_month(open_workspace(home, db=db), library_with(), month=month, used_wh=shares_of(used), place=place)
    if as_json:
        return print_json(view)
    heads = [term(code, lang) for code in ("CLI_PRODUCT", "CLI_LOCATION_KG", "CLI_MARKET_KG")]
    rows = [[row["product"], f"{row['location_kg']:,.1f}", f"{row['market_kg']:,.1f}"] for row in view["rows"]]
    return table(term("CLI_MARKET", lang, month=month, held=view["held_wh"], drawn=view["drawn_wh"]), heads, rows)


def _list(rows: list[Any], lang: Language) -> None:
    heads = [term(code, lang) for code in ("CLI_PLANT", "CLI_MONTH", "CLI_SCHEME")]
    shown = [[*(str(row.get(name, row.get("series", ""))) for name in ("plant", "month", "scheme")), f"{row['wh']:,}"] for row in rows]
    table(term("CLI_ATTRIBUTES", lang), [*heads, "Wh"], shown, numbers_from=3)
