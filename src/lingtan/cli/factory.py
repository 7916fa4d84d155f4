"""`lingtan factory ...`: what to build, in proof, what the last tonne costs, when to build it, and how it runs."""

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


Workers = Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes to use. 并行进程数。")]


class Curve(StrEnum):
    """Which instruments a curve may use (`factory.abatement`)."""

    PHYSICAL = "physical"
    GREEN = "green"
    ALL = "all"


class Told(StrEnum):
    """What tells the next hours (`factory.running.forecast`)."""

    PERSISTENCE = "persistence"
    RIDGE = "ridge"


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
def measures(site: SiteFile, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """What each measure does by itself and together on one end use, with heat, water, VOC and waste. 各项举措及其组合效果。"""
    from lingtan.services.factory.measures import measures_view

    view = measures_view(site)
    if as_json:
        return print_json(view)
    if not view["measures"]:
        return say(term("CLI_FACTORY_NO_MEASURES", lang))
    heads = ("MEASURE", "END_USE", "BEFORE_KWH", "AFTER_KWH", "SAVED_KWH", "HEAT_KWH", "WATER_M3", "VOC_KG", "WASTE_KG")
    rows = [
        [_limit(one["name"], lang), _end_use(one["end_use"], lang),
         *(_number(one[name]) for name in ("before_kwh", "after_kwh", "saved_kwh", "heat_kwh")),
         *(_number(spared) for spared in one["beside"].values())]
        for one in view["measures"]
    ]  # fmt: skip
    table(term("CLI_FACTORY_MEASURES", lang, site=view["site"]), [term(f"CLI_FACTORY_{head}", lang) for head in heads], rows)
    if view["shared"]:
        shared_heads = ("END_USE", "MEASURE", "BEFORE_KWH", "ADDED_KWH", "ALL_KWH", "LEFT_KWH")
        rows = [
            [_end_use(one["end_use"], lang), ", ".join(_limit(name, lang) for name in one["members"]),
             *(_number(one[name]) for name in ("before_kwh", "added_kwh", "together_kwh", "left_kwh"))]
            for one in view["shared"]
        ]  # fmt: skip
        table(term("CLI_FACTORY_TOGETHER", lang), [term(f"CLI_FACTORY_{head}", lang) for head in shared_heads], rows)
    if view["heat_offered_kwh"] > 0:
        shown = {name: _number(view[f"heat_{name}_kwh"]) for name in ("offered", "used", "used_tank")}
        say(term("CLI_FACTORY_HEAT_SHARED", lang, **shown))
    return note(term("CLI_FACTORY_FORECAST", lang))


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
    explain: Annotated[bool, typer.Option("--explain", help="Each option taken first and last, to explain the bars. 解释差异。")] = False,
    workers: Workers = 2,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Least cost at rising cuts with the true marginal cost, beside the naive bars of each option alone. 减排成本曲线。"""
    from lingtan.services.factory.curve import curve_view

    view = curve_view(site, kind.value, points=points, cuts=cut or (), explain=explain, workers=workers)
    if as_json:
        return print_json(view)
    _points(term("CLI_FACTORY_FRONT", lang), view["points"], lang)
    heads = [term(code, lang) for code in ("CLI_FACTORY_OPTION", "CLI_FACTORY_CUT_T", "CLI_FACTORY_PER_T")]
    table(
        term("CLI_FACTORY_BARS", lang),
        heads,
        [[_limit(b["name"], lang), _number(b["cut_t"]), _number(b["yuan_per_t"])] for b in view["bars"]],
    )
    if explain:
        heads = [term(f"CLI_FACTORY_{name}", lang) for name in ("OPTION", "NAIVE", "FIRST", "LAST")]
        figures = ("naive_yuan_per_t", "first_yuan_per_t", "last_yuan_per_t")
        rows = [[_limit(one["name"], lang), *(_number(one[name]) for name in figures)] for one in view["explained"]]
        table(term("CLI_FACTORY_EXPLAINED", lang), heads, rows)
    return note(term("CLI_FACTORY_BARS_NOTE", lang))


@app.command()
def front(
    site: SiteFile,
    cut: Annotated[
        list[float] | None, typer.Option("--cut", min=0.0, max=1.0, help="Cut as a share, repeated. 指定减排比例，可重复。")
    ] = None,
    workers: Workers = 2,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Cost at 80, 90, 95 and 100 % less carbon: physical means only, with green power, with all instruments. 成本—碳排放前沿。"""
    from lingtan.services.factory.curve import front_view

    view = front_view(site, cuts=cut or (0.8, 0.9, 0.95, 1.0), workers=workers)
    if as_json:
        return print_json(view)
    for level, found in view["levels"].items():
        title = term("CLI_FACTORY_FRONT_CURVE", lang, curve=level, reach=f"{found['reach_share']:.1%}")
        _points(title, found["points"], lang)
    return note(term("CLI_FACTORY_FORECAST", lang))


@app.command()
def scenarios(
    site: SiteFile,
    runs: Annotated[int, typer.Option("--runs", min=2, max=10_000, help="Number of scenarios. 情景数。")] = 100,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Seed of the draws. 随机种子。")] = 1,
    keep: Annotated[
        bool, typer.Option("--keep-plan", help="Keep what the plan builds; only operation and purchases adapt. 保持方案规模。")
    ] = False,
    workers: Workers = 2,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """The plan's figures as ranges over prices, weather and vendors' claims as the site file states them. 不确定性情景。"""
    from lingtan.services.factory.scenarios import scenarios_view

    view = scenarios_view(site, runs=runs, seed=seed, keep=keep, workers=workers)
    if as_json:
        return print_json(view)
    heads = [term("CLI_FACTORY_OPTION", lang), term("CLI_FACTORY_MEAN", lang), "P5", "P50", "P95"]
    rows = [[_label(name, lang), *(f"{r[q]:,.4g}" for q in ("mean", "p5", "p50", "p95"))] for name, r in view["ranges"].items()]
    table(term("CLI_FACTORY_RANGES", lang, runs=str(runs), seed=str(seed)), heads, rows)
    if view["missed"]:
        say(term("CLI_FACTORY_MISSED", lang, missed=str(view["missed"]), runs=str(runs)))
    if keep:
        note(term("CLI_FACTORY_KEPT", lang))
    for one in view["uncertain"]:
        standing = term("STANDING_" + one["standing"].upper(), lang)
        shown = {"of": one["of"], "shape": one["shape"], "spread": f"{one['spread']:g}", "source": one["source"]}
        note(term("CLI_FACTORY_UNCERTAIN", lang, standing=standing, **shown))
    return note(term("CLI_FACTORY_FORECAST", lang))


@app.command()
def road(site: SiteFile, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """What to build in which year, under budgets, while prices, grid and technology move ([road] of the file). 分阶段实施路径。"""
    from lingtan.services.factory.road import road_view

    view = road_view(site)
    if as_json:
        return print_json(view)
    heads = [term(f"CLI_FACTORY_{name}", lang) for name in ("YEAR", "BUILT", "CAPEX", "BUDGET", "OPEX")] + ["t CO2"]
    rows = []
    for stage in view["stages"]:
        built = "; ".join(f"{_built(name, lang)} {amount:,.3g}" for name, amount in stage["built"].items() if amount > 1e-4) or "–"
        figures = [_number(stage[name]) for name in ("capex_yuan", "budget_yuan", "opex_yuan", "co2_t")]
        rows.append([str(stage["year"]), built, *figures])
    table(term("CLI_FACTORY_ROAD", lang, end=str(view["end_year"])), heads, rows)
    shown = {name: _number(view[f"{name}_yuan"]) for name in ("lcc", "baseline_lcc", "npv")}
    irr = "–" if view["irr_share"] is None else f"{view['irr_share']:.1%}"
    payback = "–" if view["payback_years"] is None else f"{view['payback_years']:.1f}"
    lcoe = "–" if view["lcoe_yuan_per_kwh"] is None else f"{view['lcoe_yuan_per_kwh']:.3f}"
    proof = {"gap": f"{view['gap_share']:.1e}", "solver": view["solver"]}
    say(term("CLI_FACTORY_ROAD_MONEY", lang, irr=irr, payback=payback, lcoe=lcoe, **proof, **shown))
    return note(term("CLI_FACTORY_FORECAST", lang))


@app.command()
def operate(
    site: SiteFile,
    every: Annotated[int, typer.Option("--every", min=1, max=48, help="Hours until the next forecast. 预测更新间隔。")] = 24,
    forecast: Annotated[
        list[Told] | None, typer.Option("--forecast", help="persistence or ridge, repeated; both unless named. 预测方法，可重复。")
    ] = None,
    hours: Annotated[Path | None, typer.Option("--hours", help="CSV of the year's hours to write. 逐时运行结果 CSV。")] = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Run the plan's year on 48-hour forecasts, and what their errors cost against perfect foresight. 滚动运行与遗憾值。"""
    from lingtan.services.factory.operation import operation_view

    view = operation_view(site, every_hours=every, forecasts=[one.value for one in forecast or list(Told)], hours=hours)
    if as_json:
        return print_json(view)
    shown = {"perfect": _number(view["perfect_yuan"]), "every": str(every), "solves": str(view["runs"][0]["solves"])}
    heads = [term(f"CLI_FACTORY_{name}", lang) for name in ("FORECAST_BY", "COST", "REGRET", "UNSERVED")]
    rows = [
        [term(f"FORECAST_BY_{run['forecast'].upper()}", lang), _number(run["cost_yuan"]), f"{run['regret_share']:.2%}",
         _number(run["unserved_kwh"])] for run in view["runs"]
    ]  # fmt: skip
    table(term("CLI_FACTORY_OPERATION", lang, **shown), heads, rows)
    heads = [term(f"CLI_FACTORY_{name}", lang) for name in ("FORECAST_BY", "SERIES", "LEAD_DAY")] + ["nMAE", "MAPE"]
    rows = [
        [term(f"FORECAST_BY_{run['forecast'].upper()}", lang), label(f"SERIES_{one['series'].upper()}", one["series"], lang),
         str(one["day"]), f"{one['nmae_share']:.2%}", f"{one['mape_share']:.2%}"] for run in view["runs"] for one in run["skills"]
    ]  # fmt: skip
    if rows:
        table(term("CLI_FACTORY_SKILL", lang), heads, rows, numbers_from=2)
    _spreads(view["runs"], lang)
    return note(term("CLI_FACTORY_SKILL_NOTE", lang))


def _spreads(runs: list[dict[str, Any]], lang: Language) -> None:
    heads = [term(f"CLI_FACTORY_{name}", lang) for name in ("FORECAST_BY", "SERIES", "LEAD_DAY")]
    heads += ["P10", "P50", "P90", *(term(f"CLI_FACTORY_{name}", lang) for name in ("PINBALL", "PINBALL_POINT", "INSIDE"))]
    shares = ("p10_share", "p50_share", "p90_share", "pinball_share", "point_share")
    rows = [
        [term(f"FORECAST_BY_{run['forecast'].upper()}", lang), label(f"SERIES_{one['series'].upper()}", one["series"], lang),
         str(one["day"]), *(f"{one[name]:.2%}" for name in shares), f"{one['inside_share']:.1%}"]
        for run in runs for one in run["spreads"]
    ]  # fmt: skip
    if rows:
        table(term("CLI_FACTORY_SPREAD", lang), heads, rows, numbers_from=2)


@app.command()
def export(
    site: SiteFile,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="Workbook with live formulas. 含公式的工作簿。")] = None,
    hours: Annotated[Path | None, typer.Option("--hours", help="The year's hours, .csv or .parquet. 逐时结果。")] = None,
    pypsa: Annotated[
        Path | None,
        typer.Option("--pypsa", help="Network for PyPSA: NAME.nc (netCDF) or a folder of CSV. PyPSA 网络：NAME.nc 或文件夹。"),
    ] = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Write the plan as a workbook, its hours, or a network for PyPSA. 导出方案。"""
    from lingtan.services.factory.export import export_plan

    written = export_plan(site, xlsx=xlsx, hours=hours, pypsa=pypsa)
    return print_json({"files": written}) if as_json else say(term("CLI_FACTORY_EXPORT", lang, files=", ".join(written) or "–"))


def _points(title: str, points: list[dict[str, Any]], lang: Language) -> None:
    figures = ("cap_t", "cost_yuan", "marginal_yuan_per_t")
    rows = [[f"{p['cut_share']:.1%}", *(_number(p[name]) for name in figures)] for p in points]
    table(title, [term(f"CLI_FACTORY_{name}", lang) for name in ("CUT", "CAP", "COST", "MARGINAL")], rows)


def _built(column: str, lang: Language) -> str:
    """A column of the program under the name of what it builds."""
    stem = column.removesuffix("_mwh").removesuffix("_mw").removeprefix("measure_")
    unit = "MWh" if column.endswith("_mwh") else "MW" if column.endswith("_mw") else ""
    return f"{_limit(stem, lang)} [{unit}]" if unit else _limit(stem, lang)


def _contract(view: dict[str, Any], lang: Language) -> None:
    """The contract of demand, and what of it or of the transformers the plan's demand would break."""
    if view["contract_kw"] is not None:
        say(term("CLI_FACTORY_CONTRACT", lang, contract=_number(view["contract_kw"]), least=_number(view["least_kw"])))
        if view["is_least"]:
            note(term("FACTORY_CONTRACT_LEAST", lang))
        if view["over_months"]:
            note(term("FACTORY_CONTRACT_OVER", lang, months=", ".join(str(one) for one in view["over_months"])))
    if view["is_overloaded"]:
        shown = {"peak": _number(view["peak_kva"]), "transformers": _number(view["transformers_kva"])}
        note(term("FACTORY_TRANSFORMERS_OVER", lang, **shown))


def _limit(name: str, lang: Language) -> str:
    return label("FACTORY_LIMIT_" + name.upper(), name, lang)


def _end_use(name: str, lang: Language) -> str:
    return label("FACTORY_END_USE_" + name.upper(), _limit(name, lang), lang)


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
    beside = {name: sum(one[name] for one in view["measures"]) for name in ("water_m3", "voc_kg", "waste_kg")}
    if any(beside.values()):
        say(term("CLI_FACTORY_BESIDE", lang, **{name: _number(spared) for name, spared in beside.items()}))
    if chosen := view["selection"]:
        taken = ", ".join(_limit(name, lang) for name in chosen["taken"]) or "–"
        say(term("CLI_FACTORY_SELECTION", lang, taken=taken, gap=f"{chosen['gap_share']:.1e}", programs=str(chosen["programs"])))
    binding = "; ".join(f"{_label(name, lang)} {value:,.4g}" for name, value in view["duals"].items() if value > 1e-3) or "–"
    say(term("CLI_FACTORY_DUALS", lang, binding=binding))
    _contract(view["contract"], lang)
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
