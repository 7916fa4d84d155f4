"""`lingtan credits import|list|history`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import HOME, Actor, Db, Home, Json, Lang, now
from lingtan.cli.show import print_json, say, table, term
from lingtan.messages import Language

__all__ = ["add_to"]

app = typer.Typer(help="Credit holdings: import, list. 碳信用。", no_args_is_help=True)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Holdings as CSV or XLSX (`lingtan template credits`). 持有量表。")],
    actor: Actor,
    preview: Annotated[bool, typer.Option("--preview", help="Check and show; record nothing. 仅预览。")] = False,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Import registry-style holdings: counts recomputed, overlaps refused, all rows or none. 导入碳信用。"""
    from lingtan.services.credits.importing import import_credits
    from lingtan.services.house.workspace import open_workspace

    _show(import_credits(open_workspace(home, db=db), file, actor=actor, at=now(), preview=preview), as_json, lang)


@app.command("list")
def list_(home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """Every block with its state. 列出碳信用。"""
    from lingtan.services.credits.importing import list_credits
    from lingtan.services.house.workspace import open_workspace

    _show(list_credits(open_workspace(home, db=db)), as_json, lang)


@app.command()
def withdraw(
    serial: Annotated[str, typer.Argument(help="The block's serial as `credits list` shows it. 序列号区间。")],
    reason: Annotated[str, typer.Option("--reason", help="Why. 理由。")],
    maker: Annotated[str, typer.Option("--maker", help="Who asks for it; another person acts. 申请人。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Take back a held block that was imported by mistake; four eyes. 撤回误导入的碳信用。"""
    from lingtan.services.credits.withdrawal import withdraw as run
    from lingtan.services.house.workspace import open_workspace

    taken = run(open_workspace(home, db=db), serial, reason=reason, maker=maker, actor=actor, at=now())
    return print_json({"withdrawn": taken}) if as_json else say(term("CLI_WITHDRAWN", lang, serial=taken))


def _show(rows: list[Any], as_json: bool, lang: Language) -> None:
    if as_json:
        return print_json(rows)
    if not rows:
        return say(term("CLI_NO_CREDITS", lang))
    shown = [[r["serial"], r["programme"], r["project"], str(r["vintage"]), f"{r['tonnes']:,}", r.get("state", "")] for r in rows]
    heads = ("CLI_SERIAL", "CLI_PROGRAMME", "CLI_PROJECT", "CLI_VINTAGE", "CLI_TONNES", "CLI_STATUS")
    return table(term("CLI_CREDITS", lang), [term(code, lang) for code in heads], shown, numbers_from=3)


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    main.add_typer(app, name="credits")
