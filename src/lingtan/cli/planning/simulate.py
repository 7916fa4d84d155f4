"""`lingtan simulate`: how planning again fares over disturbed weeks."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import SEED, Json, Lang, Seed
from lingtan.cli.show import note, print_json, say, table, term
from lingtan.messages import Language

__all__ = ["add_to"]

#: Columns of the table: field and format.
_COLUMNS = {
    "on_time_share": ".1%",
    "backlog_count": ",d",
    "late_h": ",.0f",
    "weighted_tardiness_min": ",d",
    "changeover_h": ",.1f",
    "utilisation_share": ".1%",
    "energy_kwh": ",.0f",
    "carbon_kg": ",.0f",
    "moved_count": ",d",
}


def simulate(
    file: Annotated[Path, typer.Argument(help="The week that repeats: XLSX, a folder of CSV files, or JSON. 逐周重复的待排数据。")],
    weeks: Annotated[int, typer.Option("--weeks", min=1, max=52, help="Weeks to simulate. 仿真周数。")] = 4,
    breakdowns: Annotated[float, typer.Option("--breakdowns", min=0, help="Breakdowns per line and week. 每线每周故障次数。")] = 0.5,
    down_hours: Annotated[
        float, typer.Option("--down-hours", min=1, help="Longest breakdown, h; the shortest is 1 h. 最长故障（小时）。")
    ] = 8.0,
    rush: Annotated[float, typer.Option("--rush", min=0, help="Rush orders per week. 每周插单数。")] = 5.0,
    late_share: Annotated[
        float, typer.Option("--late-share", min=0, max=1, help="Share of orders with late material. 物料迟到比例。")
    ] = 0.1,
    late_hours: Annotated[
        float, typer.Option("--late-hours", min=0, help="Material is late by up to so many hours. 物料最多迟到（小时）。")
    ] = 24.0,
    deviation: Annotated[
        float, typer.Option("--deviation", min=0, max=1, help="Deviation of real from planned times (log-normal). 实际工时离散度。")
    ] = 0.1,
    replan: Annotated[float, typer.Option("--replan", min=0.5, help="Plan anew every so many hours. 定期重排间隔（小时）。")] = 24.0,
    freeze: Annotated[
        float, typer.Option("--freeze", min=0, help="Hours from each re-plan that stay as they are. 冻结时长（小时）。")
    ] = 8.0,
    moved: Annotated[int, typer.Option("--moved", min=0, help="Penalty per order moved off the last plan. 每移动一单的罚分。")] = 60,
    iterations: Annotated[int, typer.Option("--iterations", min=0, help="Tries per search. 每次搜索的迭代次数。")] = 100_000,
    seed: Seed = SEED,
    out: Annotated[list[Path] | None, typer.Option("--out", help="Also write .json, .xlsx or .csv. 另存为文件。")] = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Simulate weeks of planning, disturbances and re-planning, beside dispatching by due date and by arrival. 滚动排产仿真。"""
    from lingtan.cli.progress import progress
    from lingtan.services.schedule.saving import check_weeks_ending, save_weeks
    from lingtan.services.schedule.simulate import Disturbances, SimulationSettings
    from lingtan.services.schedule.simulate import simulate as run

    for path in out or ():
        check_weeks_ending(path)
    begin = time.perf_counter()
    settings = SimulationSettings(
        disturbances=Disturbances(
            breakdowns_per_line_week=breakdowns,
            breakdown_most_h=down_hours,
            rush_per_week=rush,
            late_share=late_share,
            late_most_h=late_hours,
            run_deviation_share=deviation,
        ),
        weeks_count=weeks,
        seed=seed,
        replan_h=replan,
        freeze_h=freeze,
        per_moved=moved,
        iterations=iterations,
    )
    with progress(term("SIMULATION_RUNNING", lang)) as step:
        record: dict[str, Any] = run(file, settings, step)
    seconds = round(time.perf_counter() - begin, 3)
    for path in out or ():
        save_weeks(path, record)
        note(term("CLI_WRITTEN", lang, file=str(path)))
    if as_json:
        return print_json({**record, "seconds": seconds})
    note(term("SIMULATION_SYNTHETIC", lang))
    if record["is_energy_assumed"]:
        note(term("CLI_SCHEDULE_ASSUMED", lang))
    happened = record["happened"]
    hours = f"{happened['down_h']:.0f}"
    counts = {name: happened[name] for name in ("breakdown", "rush", "late_material")}
    say(term("SIMULATION_HAPPENED", lang, weeks=weeks, orders=record["orders"], hours=hours, seconds=seconds, **counts))
    heads = ["", "", *(term("SIMULATION_KPI_" + name.upper(), lang) for name in _COLUMNS)]
    rows = []
    for n in range(weeks + 1):
        for name, figures in record["policies"].items():
            one = figures["weeks"][n - 1] if n else figures["all"]
            which = term("SIMULATION_WEEK", lang, number=n) if n else term("SIMULATION_ALL", lang)
            rows.append([which, term("SIMULATION_BY_" + name.upper(), lang), *(format(one[key], form) for key, form in _COLUMNS.items())])
    return table(term("SIMULATION_FIGURES", lang), heads, rows, numbers_from=2)


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(simulate)
