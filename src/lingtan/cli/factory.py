"""`lingtan factory plan|lp|curve`: what to build, in proof, and what the last tonne costs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import Json, Lang
from lingtan.cli.show import label, note, print_json, say, table, term
from lingtan.messages import Language

__all__ = ["add_to"]

app = typer.Typer(help="The zero-carbon factory: plans in proof. 零碳工厂：经验证的最低成本方案。", no_args_is_help=True)

SiteFile = Annotated[Path, typer.Argument(help="Site file (TOML); series and weather stand beside it. 厂区文件。")]


class Curve(StrEnum):
    """Which instruments a curve may use (`factory.abatement`)."""

    PHYSICAL = "physical"
    GREEN = "green"
    ALL = "all"


@app.command()
def plan(
    site: SiteFile,
    dispatch: Annotated[Path | None, typer.Option("--dispatch", help="CSV of the year's hours to write. 逐时运行结果 CSV。")] = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Sizes and dispatch of least cost, verified; exit 3 with what can be reached where the cap can't be kept. 最低成本方案。"""
    from lingtan.services.factory.plan import plan_view

    view = plan_view(site, lang, dispatch=dispatch)
    refused = view.get("infeasible")
    if as_json:
        print_json(view)
    elif refused:
        say(refused["sentence"])
    else:
        _show(view, lang)
    if refused:
        raise typer.Exit(3)


@app.command()
def lp(
    site: SiteFile,
    mps: Annotated[Path, typer.Option("--mps", help="MPS file to write. 输出 MPS 文件。")],
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Write the linear program with readable names, for any other solver. 导出线性规划模型。"""
    from lingtan.services.factory.lp import write_lp

    written = write_lp(site, mps)
    if as_json:
        return print_json(written)
    shown = {name: str(written[name]) for name in ("file", "rows", "columns", "entries")}
    return say(term("CLI_FACTORY_LP", lang, **shown))


@app.command()
def curve(
    site: SiteFile,
    kind: Annotated[Curve, typer.Option("--curve", help="physical, green (with green power and certificates) or all. 允许的手段。")] = (
        Curve.PHYSICAL
    ),
    points: Annotated[int, typer.Option("--points", min=2, max=50, help="Points from the cheapest plan to the greatest cut. 取点数。")] = 6,
    cut: Annotated[
        list[float] | None, typer.Option("--cut", min=0.0, max=1.0, help="Cut as a share, repeated. 指定减排比例，可重复。")
    ] = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Least cost at rising cuts with the true marginal cost, beside the naive bars of each option alone. 减排成本曲线。"""
    from lingtan.services.factory.curve import curve_view

    view = curve_view(site, kind.value, points=points, cuts=cut or ())
    if as_json:
        return print_json(view)
    rows = [
        [f"{p['cut_share']:.1%}", _number(p["cap_t"]), _number(p["cost_yuan"]), _number(p["marginal_yuan_per_t"])] for p in view["points"]
    ]
    heads = [term(code, lang) for code in ("CLI_FACTORY_CUT", "CLI_FACTORY_CAP", "CLI_FACTORY_COST", "CLI_FACTORY_MARGINAL")]
    table(term("CLI_FACTORY_FRONT", lang), heads, rows)
    heads = [term(code, lang) for code in ("CLI_FACTORY_OPTION", "CLI_FACTORY_CUT_T", "CLI_FACTORY_PER_T")]
    table(
        term("CLI_FACTORY_BARS", lang),
        heads,
        [
            [label("FACTORY_LIMIT_" + b["name"].upper(), b["name"], lang), _number(b["cut_t"]), _number(b["yuan_per_t"])]
            for b in view["bars"]
        ],
    )
    return note(term("CLI_FACTORY_BARS_NOTE", lang))


def _label(name: str, lang: Language) -> str:
    return label("FACTORY_SIZE_" + name.upper(), name, lang)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _show(view: dict[str, Any], lang: Language) -> None:
    """The plan on the terminal: sizes, money, carbon, what limits are worth, proof, and every number that is not measured or sourced."""
    rows = [[_label(name, lang), f"{size:,.4g}" if name.endswith("share") else f"{size:,.0f}"] for name, size in view["sizes"].items()]
    table(term("CLI_FACTORY_SIZES", lang, site=view["site"]), [term("CLI_FACTORY_OPTION", lang), term("CLI_VALUE", lang)], rows)
    money, carbon = view["money"], view["carbon"]
    figures = ("objective", "capex", "opex", "baseline_opex", "npv", "lcc", "baseline_lcc")
    shown = {name: _number(money[f"{name}_yuan"]) for name in figures}
    rate = "–" if money["irr_share"] is None else f"{money['irr_share']:.1%}"
    years = "–" if money["payback_years"] is None else f"{money['payback_years']:.1f}"
    say(term("CLI_FACTORY_MONEY", lang, irr=rate, payback=years, **shown))
    tonnes = {name: _number(carbon[name]) for name in ("location_t", "market_t", "offsets_t", "baseline_location_t", "marginal_yuan_per_t")}
    say(term("CLI_FACTORY_CARBON", lang, year=view["factor_year"], **tonnes))
    binding = "; ".join(f"{_label(name, lang)} {value:,.4g}" for name, value in view["duals"].items() if value > 1e-3) or "–"
    say(term("CLI_FACTORY_DUALS", lang, binding=binding))
    proof, seconds = view["verified"], view["seconds"]
    say(term("CLI_FACTORY_PROOF", lang, solver=view["solver"]["name"], primal=f"{proof['primal']:.1e}", gap=f"{proof['gap']:.1e}",
             seconds=f"{sum(seconds.values()):.2f}"))  # fmt: skip
    note(term("CLI_FACTORY_FORECAST", lang))
    if view["example_tariff"]:
        note(term("CLI_FACTORY_EXAMPLE_TARIFF", lang, tariff=view["tariff"]))
    for origin in view["assumptions"]:
        if origin["standing"] in ("assumed", "unverified"):
            note(f"{origin['section']}: {term('STANDING_' + origin['standing'].upper(), lang)}: {origin['source']}")


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    main.add_typer(app, name="factory")
