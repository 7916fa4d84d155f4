"""`lingtan drift watch|drivers|alarms|acknowledge|sample`: meters that leave their adjusted baseline."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lingtan.cli.options import HOME, Actor, Db, Home, Json, Lang, now
from lingtan.cli.show import note, print_json, say, table, term
from lingtan.evidence import to_plain
from lingtan.messages import Language, way_out

__all__ = ["add_to"]

app = typer.Typer(help="Alarms where a meter drifts from its baseline. 能耗偏离基准告警。", no_args_is_help=True)

First = Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day of the baseline. 基准期起始日。")]
Last = Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of the baseline. 基准期截止日。")]


@app.command()
def watch(
    first: First,
    last: Last,
    actor: Actor,
    driver: Annotated[
        list[str] | None, typer.Option("--driver", help="A driver on record that adjusts the baseline, repeated. 调整变量，可重复。")
    ] = None,
    false_alarm_days: Annotated[
        float, typer.Option("--false-alarm-days", help="Mean days between false alarms of one meter. 单表平均误报间隔（天）。")
    ] = 730.0,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Set the baseline period of all meters on record; eight weeks at least. 设定基准期。"""
    from lingtan.services.drift.watching import Watch, set_watch
    from lingtan.services.house.workspace import open_workspace

    asked = Watch(first=first.date(), last=last.date(), drivers=tuple(driver or ()), false_alarm_days=false_alarm_days)
    made = set_watch(open_workspace(home, db=db), asked, actor=actor, at=now())
    print_json(to_plain(made)) if as_json else say(term("CLI_DRIFT_SET", lang, first=str(made.first), last=str(made.last)))


@app.command()
def drivers(
    file: Annotated[Path, typer.Argument(help="Table with a column `day` and one a driver, CSV or XLSX. 每日变量表。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Record what drives the energy of days: pieces, degree days. 导入每日变量（产量、度日）。"""
    from lingtan.services.drift.drivers import import_drivers
    from lingtan.services.house.workspace import open_workspace

    made = import_drivers(open_workspace(home, db=db), file, actor=actor, at=now())
    print_json(made) if as_json else say(term("CLI_DRIFT_DRIVERS", lang, days=str(made["days"])))


@app.command()
def alarms(home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """What drifts: since when, how much, from which meter probably; threshold and false-alarm rate beside it. 列出告警。"""
    from lingtan.services.drift.view import drift_view
    from lingtan.services.house.workspace import open_workspace

    view = drift_view(open_workspace(home, db=db))
    if as_json:
        kept = ("synthetic", "watch", "rows", "meters", "false_alarms_a_year")
        return print_json({name: to_plain(getattr(view, name)) for name in kept})
    if view.watch is None:
        return say(term("DRIFT_NO_WATCH", lang))
    heads = [term(f"DRIFT_{name}", lang) for name in ("HOUR", "METER", "SINCE", "SIZE", "CAUSE", "STATE")]
    rows = [
        [one.alarm.hour, one.alarm.meter, str(one.alarm.since), f"{one.alarm.size_kwh:+,.0f}", f"{one.cause.meter} ({one.cause.share:.0%})",
         term(f"DRIFT_STATE_{one.state.value.upper()}", lang)] for one in view.rows
    ]  # fmt: skip
    if rows:
        table(term("DRIFT_ALARMS", lang), heads, rows, numbers_from=3)
    else:
        say(term("DRIFT_NONE", lang))
    heads = [term(f"DRIFT_{name}", lang) for name in ("METER", "BASELINE_DAYS", "WATCHED_DAYS", "SCATTER", "THRESHOLD", "FOUND_IN")]
    lines = [
        [one.meter, *(("–",) * 5 if one.days is None else (
            str(one.days), str(one.watched_days), f"{one.scatter_kwh:,.0f}", f"{one.threshold_sd:.2f}", f"{one.found_in_days:.1f}"))]
        for one in view.meters
    ]  # fmt: skip
    table(term("DRIFT_METERS", lang), heads, lines)
    for one in view.meters:
        if one.refused:
            note(f"{one.meter}: {way_out(one.refused, lang)}")
    return note(term("DRIFT_RATE_NOTE", lang, days=f"{view.watch.false_alarm_days:g}", year=f"{view.false_alarms_a_year:.1f}"))


@app.command()
def acknowledge(
    alarm: Annotated[str, typer.Argument(help="Meter and hour as `alarms` gives them: METER@HOUR. 告警（表号@时刻）。")],
    actor: Actor,
    reason: Annotated[str, typer.Option("--reason", help="Why. 原因。")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Open it again. 撤销确认。")] = False,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Say that an alarm was seen, and why; or open it again. Both stay on record. 确认告警或撤销确认。"""
    from lingtan.services.drift.noting import NoteState, note_alarm
    from lingtan.services.house.workspace import open_workspace

    state = NoteState.OPEN if undo else NoteState.ACKNOWLEDGED
    made = note_alarm(open_workspace(home, db=db), alarm, state, reason=reason, actor=actor, at=now())
    print_json(to_plain(made)) if as_json else say(f"{alarm}: {term(f'DRIFT_STATE_{made.state.value.upper()}', lang)}")


@app.command()
def sample(
    out: Annotated[Path, typer.Argument(help="Folder to write to. 输出目录。")], lang: Lang = Language.EN, as_json: Json = False
) -> None:
    """Invented meters, readings and drivers with a drift in one line, to try alarms with. SYNTHETIC. 虚构样例。"""
    from lingtan.services.drift.sample import write_sample

    made = write_sample(out)
    if as_json:
        return print_json({**made})
    say(term("CLI_DRIFT_SAMPLE", lang, out=str(out), first=made["first"], last=made["last"]))
    return note(term("DOC_MARK_SYNTHETIC", lang))


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    main.add_typer(app, name="drift")
