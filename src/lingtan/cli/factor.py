"""`lingtan factors list|show|resolve|check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.device import Factors
from lingtan.cli.options import Json, Lang
from lingtan.cli.show import print_json, say, table, term
from lingtan.messages import Language

__all__ = ["add_to"]

app = typer.Typer(help="The factor library: sources, classes, fallbacks. 因子库。", no_args_is_help=True)


@app.command("list")
def list_factors(
    search: Annotated[str, typer.Argument(help="Part of an activity, place or source. 搜索。")] = "",
    factors: Factors = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Factors whose activity, place or id holds the text. 列出因子。"""
    from lingtan.services.footprint.factors import search_factors

    rows: list[dict[str, Any]] = search_factors(search, packs=factors or ())
    if as_json:
        return print_json(rows)
    heads = [term(code, lang) for code in ("CLI_ACTIVITY", "CLI_PLACE", "CLI_YEAR", "CLI_UNIT", "CLI_VALUE")]
    shown = [
        [r["activity"], r["place"], str(r["year"]), r["unit"], f"{r['value']:.6g}", f"{r['gsd_total']:.2f}", r["standing"]] for r in rows
    ]
    return table(term("CLI_FACTORS", lang, count=len(rows)), [*heads, "GSD", term("CLI_STANDING", lang)], shown, numbers_from=2)


@app.command()
def resolve(
    activity: Annotated[str, typer.Argument(help="An activity, for example electricity. 活动。")],
    place: Annotated[str, typer.Option("--place", help="Place, code or name. 地点。")] = "CN",
    year: Annotated[int, typer.Option("--year", help="Year asked for. 年份。")] = 2024,
    factors: Factors = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """The factor that answers, with every fallback stated and its source. 解析因子。"""
    from lingtan.services.footprint.factors import resolve_factor

    found: dict[str, Any] = resolve_factor(activity, place=place, year=year, packs=factors or ())
    if as_json:
        return print_json(found)
    for name, value in found.items():
        say(f"{name}: {json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value}")
    return None


@app.command()
def check(
    pack: Annotated[Path, typer.Argument(help="A factor pack (XLSX). 因子包。")], lang: Lang = Language.EN, as_json: Json = False
) -> None:
    """Read a factor pack and say what is wrong with it, cell by cell. 检查因子包。"""
    from lingtan.services.footprint.factors import check_pack

    count = check_pack(pack)
    return print_json({"factors": count}) if as_json else say(term("CLI_PACK_GOOD", lang, count=count))


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    main.add_typer(app, name="factors")
