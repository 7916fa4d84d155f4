"""`lingtan neutralise plan|reserve|instruct|confirm`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import HOME, Actor, Db, Home, Json, Lang, now
from lingtan.cli.show import print_json, say, table, term
from lingtan.evidence import to_plain
from lingtan.messages import Language

__all__ = ["add_to"]

app = typer.Typer(help="Cancellation: plan, reserve, instruct, confirm. 核销。", no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="Serials, models, years, places (`lingtan template orders`). 订单表。")]
Number = Annotated[str, typer.Option("--order", help="The order's number: the key of a repeat. 订单号。")]
Maker = Annotated[str, typer.Option("--manufacturer", help="Manufacturer of the devices. 制造商。")]
Holder = Annotated[str, typer.Option("--holder", help="Legal name of the holder. 持有人名称。")]
HolderId = Annotated[str, typer.Option("--holder-id", help="Identifier of the holder. 持有人标识。")]
Quantile = Annotated[float | None, typer.Option("--quantile", help="A voluntary buffer to this quantile, such as 0.95. 自愿缓冲分位数。")]
Rules = Annotated[str, typer.Option("--rules", help="Eligibility rule pack. 合格性规则包。")]
Certificate = Annotated[str, typer.Argument(help="Number of the certificate to be, LT-… 凭证编号。")]


def _order(file: Path, order: str, manufacturer: str, holder: str, holder_id: str, quantile: float | None, rules: str) -> tuple[Any, Any]:
    from lingtan.services.orders.choose import choices, holder_of
    from lingtan.services.orders.reading import order_from_file

    found = order_from_file(file, number=order, manufacturer=manufacturer, holder=holder_of(holder, holder_id))
    return found, choices(quantile, rules)


@app.command()
def plan(
    file: File,
    order: Number,
    manufacturer: Maker,
    holder: Holder,
    holder_id: HolderId,
    quantile: Quantile = None,
    rules: Rules = "credits-voluntary",
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """What an order needs, from which credits, beside tiered offers; nothing is recorded. 核销计划。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.orders.reading import plan_view
    from lingtan.services.orders.reserve import plan_order

    found, chosen = _order(file, order, manufacturer, holder, holder_id, quantile, rules)
    views = [plan_view(lot) for lot in plan_order(open_workspace(home, db=db), found, chosen, at=now())]
    if as_json:
        return print_json(views)
    heads = ("CLI_MODEL", "CLI_DEVICES", "CLI_REQUIRED", "CLI_BUFFER", "CLI_TONNES", "CLI_TIERED")
    rows = [
        [v["model"], f"{v['devices']:,}", f"{v['required_g']:,}", f"{v['buffer_g']:,}", f"{v['tonnes']:,}", f"{v['tiered_t']:,}"]
        for v in views
    ]
    return table(term("CLI_PLAN", lang), [term(code, lang) for code in heads], rows)


@app.command()
def reserve(
    file: File,
    order: Number,
    manufacturer: Maker,
    holder: Holder,
    holder_id: HolderId,
    actor: Actor,
    quantile: Quantile = None,
    rules: Rules = "credits-voluntary",
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Reserve credits for an order; the same order again gives the first answer. 预留碳信用。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.orders.reserve import reserve_order

    found, chosen = _order(file, order, manufacturer, holder, holder_id, quantile, rules)
    _show(reserve_order(open_workspace(home, db=db), found, chosen, actor=actor, at=now()), as_json, lang)


@app.command()
def instruct(
    certificate: Certificate, actor: Actor, home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False
) -> None:
    """Record that the registry was told to retire, and print what to tell it. 指示登记簿注销。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.orders.instruct import instruct as run

    done = run(open_workspace(home, db=db), certificate, actor=actor, at=now())
    if as_json:
        return print_json(to_plain(done))
    for index, pick in enumerate(done.picks, start=1):
        say(f"{index}. {pick.serials.text} · {pick.tonnes:,} t · {pick.block.registry_name}")
    return say(
        term("CLI_INSTRUCTION", lang, holder=done.order.holder.name, identifier=done.order.holder.identifier, root=done.serials_root)
    )


@app.command()
def confirm(
    certificate: Certificate,
    line: Annotated[int, typer.Option("--line", min=1, help="Which line of the instruction. 行号。")],
    reference: Annotated[str, typer.Option("--reference", help="The registry's reference. 登记簿编号。")],
    url: Annotated[str, typer.Option("--url", help="Where the registry shows it. 公示网址。")],
    retired_on: Annotated[datetime, typer.Option("--retired-on", formats=["%Y-%m-%d"], help="Day of retirement. 注销日期。")],
    reason: Annotated[str, typer.Option("--reason", help="The registry's reason text. 注销原因。")],
    beneficiary: Annotated[str, typer.Option("--beneficiary", help="The registry's beneficiary text, word for word. 受益人原文。")],
    document: Annotated[Path, typer.Option("--document", help="The registry's document. 登记簿文件。")],
    serials: Annotated[
        str, typer.Option("--serials", help="The serial range on it, to be compared. 文件上的序列号区间（用于核对）。")
    ] = "",
    *,
    maker: Annotated[str, typer.Option("--maker", help="Who entered it; another person checks. 录入人。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Take the registry's confirmation of one line; four eyes. 登记确认。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.orders.choose import confirmation
    from lingtan.services.orders.confirmation import confirm_retirement

    said = confirmation(
        reference=reference,
        url=url,
        retired_on=retired_on.date(),
        reason=reason,
        beneficiary=beneficiary,
        document=document,
        serials=serials,
    )
    done = confirm_retirement(open_workspace(home, db=db), certificate, line, said, document, maker=maker, actor=actor, at=now())
    return print_json(to_plain(done)) if as_json else say(term("CLI_CONFIRMED", lang, reference=reference))


@app.command()
def release(
    certificate: Certificate,
    reason: Annotated[str, typer.Option("--reason", help="Why. 理由。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Give reserved credits back before the registry confirmed. 释放预留。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.orders.release import release as run

    done = run(open_workspace(home, db=db), certificate, reason=reason, actor=actor, at=now())
    return print_json(to_plain(done)) if as_json else say(term("CLI_RELEASED", lang, number=certificate))


def _show(found: tuple[Any, ...], as_json: bool, lang: Language) -> None:
    if as_json:
        return print_json(to_plain(found))
    for c in found:
        tonnes = sum(pick.tonnes for pick in c.picks)
        say(term("CLI_RESERVED", lang, number=c.number, devices=c.lot.count, required=c.requirement.required_g, tonnes=tonnes))
    return None


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    main.add_typer(app, name="neutralise")
