"""`lingtan certificate issue|export|revoke|replace|status|history`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import HOME, Actor, Db, Home, Json, Lang, now
from lingtan.cli.show import print_json, say, table, term
from lingtan.messages import Language

__all__ = ["add_to"]

app = typer.Typer(help="Statements of cancellation: issue, export, revoke. 核销声明。", no_args_is_help=True)
Number = Annotated[str, typer.Argument(help="Number of the certificate, LT-… 凭证编号。")]
Market = Annotated[str, typer.Option("--market", help="ISO 3166-1 alpha-2, EU or GLO. 市场。")]
Audience = Annotated[str, typer.Option("--audience", help="B2B or B2C. 受众。")]


@app.command()
def issue(
    number: Number,
    actor: Actor,
    market: Market = "CN",
    audience: Audience = "B2B",
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Allocate grams to serials, pass the claim gate, sign. 签发声明。"""
    from lingtan.services.certificates.issuing import issue as run
    from lingtan.services.certificates.publication import publication
    from lingtan.services.house.workspace import open_workspace

    document = run(open_workspace(home, db=db), number, publication(market, audience), actor=actor, at=now())
    return print_json(document) if as_json else say(document["credentialSubject"]["claim"]["text"][lang.value])


@app.command()
def export(
    number: Number,
    actor: Actor,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder. 输出文件夹。")] = Path("."),
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Write JSON, PDFs, both bundles, status and trust list, and the customer's secrets. 导出全部文件。"""
    from lingtan.services.certificates.bundle import export_certificate
    from lingtan.services.house.workspace import open_workspace

    paths = export_certificate(open_workspace(home, db=db), number, out, actor=actor, at=now())
    return print_json(paths) if as_json else say(term("CLI_WRITTEN", lang, file=", ".join(paths.values())))


@app.command()
def revoke(
    number: Number,
    reason: Annotated[str, typer.Option("--reason", help="Why. 理由。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Revoke a certificate; its grams stay spent. 撤销声明。"""
    from lingtan.services.certificates.revocation import revoke as run
    from lingtan.services.house.workspace import open_workspace

    signed = run(open_workspace(home, db=db), number, reason=reason, actor=actor, at=now())
    return print_json(signed) if as_json else say(term("CLI_REVOKED", lang, number=number))


@app.command()
def replace(
    number: Number,
    actor: Actor,
    reason: Annotated[str, typer.Option("--reason", help="Why. 理由。")],
    market: Market = "CN",
    audience: Audience = "B2B",
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Issue the next version of a certificate for the same devices and grams. 换发声明。"""
    from lingtan.services.certificates.publication import publication
    from lingtan.services.certificates.replacement import replace as run
    from lingtan.services.house.workspace import open_workspace

    document = run(open_workspace(home, db=db), number, publication(market, audience), reason=reason, actor=actor, at=now())
    successor = document["credentialSubject"]["number"]
    return print_json(document) if as_json else say(term("CLI_REPLACED", lang, number=number, successor=successor))


@app.command()
def status(
    actor: Actor,
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write. 输出文件。")] = Path("status.json"),
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Write a fresh signed status list. 生成状态清单。"""
    from lingtan.services.certificates.status import write_status
    from lingtan.services.house.workspace import open_workspace

    signed = write_status(open_workspace(home, db=db), out, actor=actor, at=now())
    return print_json(signed) if as_json else say(term("CLI_WRITTEN", lang, file=str(out)))


@app.command()
def history(
    serial: Annotated[str, typer.Argument(help="A device's serial number. 设备序列号。")],
    manufacturer: Annotated[str, typer.Option("--manufacturer", help="Its manufacturer. 制造商。")],
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """What happened to one device: allocated, replaced, revoked. 设备历史。"""
    from lingtan.services.certificates.history import device_history
    from lingtan.services.house.workspace import open_workspace

    steps: list[Any] = device_history(open_workspace(home, db=db), manufacturer, serial)
    if as_json:
        return print_json(steps)
    if not steps:
        return say(term("CLI_NO_HISTORY", lang, serial=serial))
    rows = [[step["at"], step["actor"], step["kind"], step["subject"], step["state"]] for step in steps]
    heads = ("CLI_WHEN", "CLI_ACTOR", "CLI_STEP", "CLI_SUBJECT", "CLI_STATUS")
    return table(serial, [term(code, lang) for code in heads], rows, numbers_from=9)


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    main.add_typer(app, name="certificate")
