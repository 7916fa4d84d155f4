"""`lingtan exchange read|write|check`: systems of Brightway and openLCA, XLSX foregrounds, and our devices for these programs."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lingtan.cli.device import Factors
from lingtan.cli.options import SEED, Json, Lang, Seed
from lingtan.cli.show import note, print_json, say, table, term
from lingtan.messages import Language, Message, render

if TYPE_CHECKING:
    from lingtan.services.exchange.opened import Opened

__all__ = ["add_to"]

app = typer.Typer(help="Brightway datapackages, openLCA packages, XLSX foregrounds. 与其他 LCA 软件交换数据。", no_args_is_help=True)

#: Scores shown on the terminal; `--json` holds all.
_SHOWN = 25


class Leave(StrEnum):
    """What may be done where two programs do not say the same (`files.exchange.Fallback`)."""

    CERTAIN = "certain"
    CUT_OFF = "cut-off"


class Format(StrEnum):
    """What is written (`files.exchange.ExchangeKind`)."""

    BRIGHTWAY = "brightway"
    OPENLCA = "openlca"


Sources = Annotated[
    list[Path],
    typer.Argument(help="Datapackages, an openLCA package, an XLSX foreground or a device (TOML). 数据包、前景表或设备文件。"),
]
Link = Annotated[
    Path | None, typer.Option("--link", help="What a foreground takes from; the factor library if not given. 前景表所链接的背景数据。")
]
Year = Annotated[int | None, typer.Option("--year", help="Year asked of the factor library; its latest if not given. 因子库年份。")]
Method = Annotated[str, typer.Option("--method", help="Impact category, by name or key. 影响类别（名称或键）。")]
Fallbacks = Annotated[
    list[Leave] | None,
    typer.Option(
        "--fallback", help="certain: amounts without their distributions; cut-off: inputs without supplier. 许可：仅留数值或截断。"
    ),
]


@app.command()
def read(
    sources: Sources,
    link: Link = None,
    year: Year = None,
    activity: Annotated[str, typer.Option("--activity", help="One activity, by name or key. 按名称或键指定一个活动。")] = "",
    method: Method = "",
    draws: Annotated[int, typer.Option("--draws", min=0, max=1_000_000, help="Draws; 0 for none. 抽样次数，0 为不抽样。")] = 0,
    seed: Seed = SEED,
    fallback: Fallbacks = None,
    factors: Factors = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """What the file holds, what its activities score, and what had to be left out. 读取文件，计算各活动结果，并说明未读取的内容。"""
    from lingtan.services.exchange.read import exchange_view, spread_view

    opened = _open(sources, link, year, fallback, factors)
    view: dict[str, Any] = exchange_view(opened, activity=activity, method=method)
    if draws:
        view["spread"] = spread_view(opened, activity=activity, method=method, seed=seed, draws=draws)
    if as_json:
        return print_json(view)
    counts = {name: view[name] for name in ("activities", "exchanges", "flows", "uncertain")}
    say(term("CLI_EXCHANGE_READ", lang, kind=term(f"EXCHANGE_KIND_{view['kind'].upper()}", lang), methods=len(view["methods"]), **counts))
    if view["scores"]:
        rows = [[s["name"], s["place"], s["unit"], f"{s['score']:.9g}"] for s in view["scores"][:_SHOWN]]
        heads = [term(code, lang) for code in ("CLI_ACTIVITY", "CLI_PLACE", "CLI_UNIT", "CLI_VALUE")]
        table(term("CLI_EXCHANGE_SCORES", lang, method=view["method"], unit=view["unit"]), heads, rows, numbers_from=3)
    if len(view["scores"]) > _SHOWN:
        note(term("CLI_MORE", lang, count=len(view["scores"]) - _SHOWN))
    for spread in view.get("spread", ()):
        shown = {name: spread[name] for name in ("name", "mean", "p5", "p50", "p95")}
        say(term("CLI_EXCHANGE_SPREAD", lang, unit=view["unit"], draws=draws, **shown))
    return _notes(view["notes"], lang)


@app.command()
def write(
    sources: Sources,
    target: Annotated[Path, typer.Option("--out", help="ZIP (*.zip) or folder to write. 输出 ZIP 或文件夹。")],
    to: Annotated[Format, typer.Option("--to", help="Format to write. 输出格式。")] = Format.BRIGHTWAY,
    link: Link = None,
    year: Year = None,
    method: Method = "",
    fallback: Fallbacks = None,
    factors: Factors = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Write the system for Brightway or openLCA; read back here it has the same bits. 写出供 Brightway 或 openLCA 使用，读回后逐位一致。"""
    from lingtan.services.exchange.write import write_exchange

    opened = _open(sources, link, year, fallback, factors)
    written: dict[str, Any] = write_exchange(opened, target, kind=to.value, method=method)
    if as_json:
        return print_json(written)
    kind = term(f"EXCHANGE_KIND_{written['kind'].upper()}", lang)
    say(term("CLI_EXCHANGE_WRITTEN", lang, file=written["file"], kind=kind, activities=written["activities"]))
    return _notes(written["notes"], lang)


@app.command()
def check(
    sources: Sources,
    link: Link = None,
    year: Year = None,
    method: Method = "",
    fallback: Fallbacks = None,
    factors: Factors = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Read the file, write it in every format, read it again and compare; exit 3 when something came back different. 检查往返一致性。"""
    from lingtan.services.exchange.check import round_trips

    found: dict[str, Any] = round_trips(_open(sources, link, year, fallback, factors), method=method)
    if as_json:
        print_json(found)
    else:
        for kind, parts in found.items():
            same = ", ".join(parts) or term("CLI_EXCHANGE_SAME", lang)
            say(term("CLI_EXCHANGE_ROUND_TRIP", lang, kind=term(f"EXCHANGE_KIND_{kind.upper()}", lang), same=same))
    if any(found.values()):
        raise typer.Exit(3)


def _open(
    sources: Sequence[Path], link: Path | None, year: int | None, fallback: Sequence[Leave] | None, factors: Sequence[Path] | None
) -> Opened:
    from lingtan.services.exchange.opened import open_exchange
    from lingtan.services.footprint.library import library_with

    return open_exchange(sources, library_with(factors or ()), link=link, year=year, leaves=[leave.value for leave in fallback or ()])


def _notes(notes: Sequence[dict[str, Any]], lang: Language) -> None:
    for one in notes:
        note(f"{one['place']}: {render(Message(code=one['code'], params=one['params']), lang)}")


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    main.add_typer(app, name="exchange")
