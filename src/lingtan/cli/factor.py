"""`lingtan factors list|resolve|check|release`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.device import Factors
from lingtan.cli.options import HOME, Db, Home, Json, Lang
from lingtan.cli.show import note, print_json, say, table, term
from lingtan.messages import Language, Message, render

__all__ = ["add_to"]

#: Causes shown on the terminal; `--json` holds all.
_CAUSES = 15

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


@app.command()
def release(
    packs: Annotated[list[Path] | None, typer.Argument(help="Factor packs of the new release (XLSX). 新版因子包。")] = None,
    threshold: Annotated[
        float | None,
        typer.Option("--threshold", min=0.0, help="Verify anew beyond this [%], else each statement's materiality. 重新核查阈值。"),
    ] = None,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """All live studies under a new factor release: changes by cause, and the statements to be verified anew. 新版因子的影响。"""
    from lingtan.cli.progress import progress
    from lingtan.evidence import to_plain
    from lingtan.services.footprint.library import library_with
    from lingtan.services.footprint.release import on_release
    from lingtan.services.house.workspace import open_workspace

    workspace, library = open_workspace(home, db=db), library_with(packs or ())
    with workspace.store() as store, progress(term("CLI_STUDIES", lang)) as step:
        found = on_release(store, library, organisation=workspace.profile.organisation, threshold_percent=threshold, progress=step)
    plain: Any = to_plain(found)
    return print_json(plain) if as_json else _show_release(plain, lang)


def _show_release(studies: list[dict[str, Any]], lang: Language) -> None:
    moved = [study for study in studies if study["effect"]]
    if not studies:
        return say(term("CLI_NO_STUDIES", lang))
    rows = [
        [
            study["study"][:19],
            study["subject"],
            f"{study['effect']['before_mg'] / 1e6:,.2f}",
            f"{study['effect']['after_mg'] / 1e6:,.2f}",
            f"{study['effect']['after_mg'] / study['effect']['before_mg'] - 1:+.2%}",
        ]
        for study in moved
    ]
    heads = [term(code, lang) for code in ("CLI_DIGEST", "CLI_SUBJECT", "CLI_BEFORE", "CLI_AFTER")]
    table(term("CLI_RELEASE", lang), [*heads, "%"], rows, numbers_from=2)
    causes: dict[tuple[str, str, str], int] = {}
    for effect in (effect for study in moved for effect in study["effect"]["effects"]):
        name = (effect["activity"], effect["place"], f"{effect['before'] or '–'} → {effect['after'] or '–'}")
        causes[name] = causes.get(name, 0) + effect["mg"]
    largest = sorted(causes.items(), key=lambda item: (-abs(item[1]), item[0]))[:_CAUSES]
    columns = [term(code, lang) for code in ("CLI_ACTIVITY", "CLI_PLACE", "CLI_FACTOR")]
    table(term("CLI_RELEASE_CAUSES", lang), [*columns, "kg CO2e"], [[*name, f"{mg / 1e6:+,.2f}"] for name, mg in largest], numbers_from=3)
    for study in studies:
        if study["refusal"]:
            said = render(Message(code=study["refusal"]["code"], params=study["refusal"]["params"]), lang)
            note(f"{study['study'][:19]} {study['subject']}: {said}")
        for due in study["statements"]:
            if due["is_beyond"]:
                say(term("CLI_VERIFY_ANEW", lang, number=due["number"], certifier=due["certifier"], threshold=due["threshold_percent"]))
    return None


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    main.add_typer(app, name="factors")
