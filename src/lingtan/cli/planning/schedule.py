"""`lingtan schedule`, `lingtan week`: what runs where and when, checked by independent code; synthetic weeks to try it on."""

from __future__ import annotations

import gc
import time
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import SEED, Json, Lang, Seed
from lingtan.cli.planning.compile_loops import note_before_compiling
from lingtan.cli.show import note, print_json, say, table, term
from lingtan.messages import Language, Message, render

__all__ = ["add_to"]

_SHOWN = 15


class Timing(StrEnum):
    """How lines are timed (`scheduling.Way`)."""

    LEFT_ON = "left_on"
    SWITCH_OFF = "switch_off"
    MIN_COST = "min_cost"
    MIN_CARBON = "min_carbon"


def schedule(
    file: Annotated[Path, typer.Argument(help="The week: XLSX, a folder of CSV files, or JSON. 待排数据：XLSX、CSV 文件夹或 JSON。")],
    check: Annotated[
        Path | None, typer.Option("--check", help="Check this plan (JSON) instead of planning; exit 3 if it fails. 核验计划。")
    ] = None,
    out: Annotated[list[Path] | None, typer.Option("--out", help="Also write .json, .xlsx, .csv or .ics. 另存为文件。")] = None,
    way: Annotated[Timing, typer.Option("--energy", help="How lines are timed. 能源策略。")] = Timing.MIN_COST,
    carbon_price: Annotated[int, typer.Option("--carbon-price", min=0, help="Internal price, CNY per t CO2e. 内部碳价。")] = 0,
    tardiness: Annotated[int, typer.Option("--tardiness", min=0, help="Weight of weighted minutes late. 延误权重。")] = 1,
    changeover: Annotated[int, typer.Option("--changeover", min=0, help="Weight of changeover minutes. 换线权重。")] = 1,
    makespan: Annotated[int, typer.Option("--makespan", min=0, help="Weight of the last end. 完工期权重。")] = 0,
    rank: Annotated[
        list[str] | None,
        typer.Option(
            "--rank", help="Terms in order instead of weights: tardiness, changeover, makespan, moved; :5% or :30. 目标次序与容差。"
        ),
    ] = None,
    last: Annotated[Path | None, typer.Option("--last", help="The last plan (JSON): plan again near it. 上一版计划。")] = None,
    now: Annotated[datetime | None, typer.Option("--now", help="Nothing begins before; what has begun stays. 当前时刻。")] = None,
    freeze: Annotated[float, typer.Option("--freeze", min=0, help="Hours from now that stay as they are. 冻结时长（小时）。")] = 0.0,
    down: Annotated[list[str] | None, typer.Option("--down", help="A line is down: LINE=FROM/UNTIL. 产线停机：产线=开始/结束。")] = None,
    moved: Annotated[int, typer.Option("--moved", min=0, help="Penalty per order moved off the last plan. 每移动一单的罚分。")] = 60,
    iterations: Annotated[
        int | None,
        typer.Option("--iterations", min=0, help="Tries per run; by size if not given; more pay. 每轮迭代次数。"),
    ] = None,
    seconds: Annotated[
        float | None, typer.Option("--seconds", help="Instead: as many tries as take about so long; they are printed. 搜索秒数。")
    ] = None,
    runs: Annotated[
        int,
        typer.Option("--runs", min=1, max=64, help="Runs of seeds of their own; with ten lines each or many tries, one. 轮数。"),
    ] = 2,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Runs at a time; does not change the plan. 并行数。")] = 2,
    bound_rounds: Annotated[
        int | None, typer.Option("--bound-rounds", min=1, help="Rounds spent on the lower bound; by size if not given. 下界迭代轮数。")
    ] = None,
    energy_tries: Annotated[
        int | None, typer.Option("--energy-tries", min=0, help="Changes of sequence timed for energy; by size if not given. 节能重排次数。")
    ] = None,
    seed: Seed = SEED,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Plan a week of orders on lines: late orders, changeovers, energy and carbon, with a bound; or check a plan. 智能排产。"""
    from lingtan.cli.progress import progress
    from lingtan.services.schedule.asked import asked_week
    from lingtan.services.schedule.plan import plan
    from lingtan.services.schedule.saving import save

    begin = time.perf_counter()
    gc.set_threshold(100_000, 50)  # what a plan leaves is small, and machine code that is read in makes many objects that stay
    asked = asked_week(file, last=last, now=now, freeze_hours=freeze, downs=down or ())
    for one in asked.week.warnings:
        note(f"{one.place}: {render(one, lang)}")
    if check is not None:
        return _check(asked, check, lang, as_json=as_json)
    note_before_compiling(lang)
    weights = {"per_weighted_tardy_min": tardiness, "per_changeover_min": changeover, "per_makespan_min": makespan}
    with progress(term("CLI_SCHEDULE_SEARCHING", lang)) as step:
        record: dict[str, Any] = plan(
            asked,
            way=way.value,
            weights={**weights, "per_moved": moved if last else 0},
            seed=seed,
            iterations=iterations,
            seconds=seconds,
            runs=runs,
            workers=workers,
            carbon_price=carbon_price,
            bound_rounds=bound_rounds,
            energy_tries=energy_tries,
            ranks=rank or (),
            progress=step,
        )
    if seconds is not None:
        note(term("CLI_SCHEDULE_TRIES", lang, tries=str(record["iterations"]), runs=record["runs"]))
    for path in out or ():
        save(path, record)
        note(term("CLI_WRITTEN", lang, file=str(path)))
    took = round(time.perf_counter() - begin, 3)
    if as_json:
        return print_json({**record, "seconds": took})
    return _show(record, took, lang)


def _check(asked: Any, path: Path, lang: Language, *, as_json: bool) -> None:
    from lingtan.services.schedule.check import check

    found: dict[str, Any] = check(asked, path)
    if as_json:
        print_json(found)
    else:
        for problem in found["problems"]:
            say(f"✘ {problem['place']}: {render(Message(code=problem['code'], params=problem['params']), lang)}")
        for name, value in found["terms"].items():
            say(f"{term('SCHEDULE_TERM_' + name.upper(), lang)}: {value:.10g}")
        say(term("CLI_SCHEDULE_HOLDS" if found["holds"] else "CLI_SCHEDULE_FAILS", lang, count=len(found["problems"])))
    if not found["holds"]:
        raise typer.Exit(3)


def _show(record: dict[str, Any], seconds: float, lang: Language) -> None:
    for name, value in record["terms"].items():
        say(
            f"{term('SCHEDULE_TERM_' + name.upper(), lang)}: {value:,.6g}"
            if isinstance(value, float)
            else f"{term('SCHEDULE_TERM_' + name.upper(), lang)}: {value:,}"
        )
    gap = f"{100 * record['gap']:.1f} %"
    say(term("CLI_SCHEDULE_BOUND", lang, objective=record["objective"], bound=record["bound"], gap=gap, seconds=seconds))
    if record["lots"] and "objective_whole" in record:
        say(term("CLI_SCHEDULE_LOTS", lang, count=len(record["lots"]), whole=record["objective_whole"]))
    for one in record["ranks"]:
        say(
            term(
                "CLI_SCHEDULE_RANK",
                lang,
                term=term("SCHEDULE_RANK_" + one["term"].upper(), lang),
                **{n: one[n] for n in ("value", "best", "limit")},
            )
        )
    names = list(record["kpis"])
    rows = [
        [term("SCHEDULE_KPI_" + key.upper(), lang), *(f"{record['kpis'][n][key]:,.4g}" for n in names)] for key in record["kpis"]["plan"]
    ]
    table(term("CLI_SCHEDULE_KPIS", lang), ["", *(term("SCHEDULE_PLAN_" + name.upper(), lang) for name in names)], rows)
    share = f"{100 * record['kpis']['plan']['utilisation_share']:.0f} %"
    ways = [
        [term("SCHEDULE_WAY_" + way.upper(), lang), *(f"{t[c]:,.0f}" for c in ("energy_kwh", "cost", "carbon_kg"))]
        for way, t in record["energy"].items()
    ]
    heads = ["", *(term("SCHEDULE_TERM_" + name, lang) for name in ("ENERGY_KWH", "ENERGY_COST", "CARBON_KG"))]
    table(term("CLI_SCHEDULE_ENERGY", lang, utilisation=share), heads, ways)
    before = record["energy_before_resequencing"]
    if before:
        after = record["energy"][record["way"]]
        shares = {name: f"{100 * (after[name] / before[name] - 1):+.1f} %" if before[name] else "0 %" for name in ("cost", "carbon_kg")}
        say(term("CLI_SCHEDULE_RESEQUENCED", lang, cost=shares["cost"], carbon=shares["carbon_kg"]))
    if record["is_energy_assumed"]:
        note(term("CLI_SCHEDULE_ASSUMED", lang))
    for late in record["late"][:_SHOWN]:
        why = term(late["why"], lang, **late["params"])
        say(term("CLI_SCHEDULE_LATE", lang, order=late["order"], line=late["line"], minutes=late["late_min"], why=why))
    if len(record["late"]) > _SHOWN:
        note(term("CLI_MORE", lang, count=len(record["late"]) - _SHOWN))


def week(
    out: Annotated[Path, typer.Argument(help="The XLSX file to write. 输出文件。")],
    orders: Annotated[int, typer.Option("--orders", min=1, max=100_000, help="Orders. 订单数。")] = 200,
    lines: Annotated[int, typer.Option("--lines", min=1, max=500, help="Lines. 产线数。")] = 10,
    families: Annotated[int, typer.Option("--families", min=1, max=500, help="Product families. 产品族数。")] = 12,
    days: Annotated[int, typer.Option("--days", min=1, max=60, help="Days of work. 天数。")] = 7,
    utilisation: Annotated[float, typer.Option("--utilisation", min=0.05, max=2.0, help="Load of the lines. 负荷率。")] = 0.8,
    seed: Seed = SEED,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Write a synthetic week (invented, of no maker) to try the planner on. 生成虚构的排产数据。"""
    from lingtan.services.schedule.example import write_example

    write_example(out, orders=orders, lines=lines, families=families, days=days, utilisation=utilisation, seed=seed)
    return print_json({"file": str(out), "synthetic": True}) if as_json else say(term("CLI_WRITTEN", lang, file=str(out)))


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(schedule)
    app.command()(week)
