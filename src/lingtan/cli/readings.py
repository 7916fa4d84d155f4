"""`lingtan readings meters|import|watch|list|gaps|export`: meters, and what they counted."""

from __future__ import annotations

import os
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import HOME, Actor, Db, Home, Json, Lang, now
from lingtan.cli.show import note, print_json, say, table, term
from lingtan.messages import Language

__all__ = ["add_to"]

app = typer.Typer(help="Meters and their readings: files, a drop folder, a broker. 表计与读数。", no_args_is_help=True)

Zone = Annotated[str, typer.Option("--zone", help="Time zone of times without offset. 无时差时间所用时区。")]
First = Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day. 起始日。")]
Last = Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day. 截止日。")]
MeterKey = Annotated[str, typer.Argument(help="The meter's number. 表号。")]
SHANGHAI = "Asia/Shanghai"


class FillGaps(StrEnum):
    """What may be done with a gap."""

    REFUSE = "refuse"
    INTERPOLATE = "interpolate"


@app.command()
def meters(
    file: Annotated[Path, typer.Argument(help="Meters as CSV or XLSX (`lingtan template meters`). 表计清单。")],
    actor: Actor,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Record the list of meters: which stands behind which, without circles. 登记表计。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.readings.meters import import_meters

    made = import_meters(open_workspace(home, db=db), file, actor=actor, at=now())
    print_json(made) if as_json else say(term("CLI_READINGS_METERS", lang, **{name: str(count) for name, count in made.items()}))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Readings as CSV, XLSX or Parquet (`lingtan template readings`). 读数文件。")],
    actor: Actor,
    zone: Zone = SHANGHAI,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Record a file of readings, all or nothing; the same file twice counts once. 导入读数。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.readings.importing import import_file

    answer = import_file(open_workspace(home, db=db), file, actor=actor, at=now(), zone=zone)
    print_json(answer) if as_json else _say(answer, lang)


@app.command()
def watch(
    actor: Actor,
    drop: Annotated[Path | None, typer.Option("--drop", help="Folder that files are dropped into. 投放文件夹。")] = None,
    mqtt: Annotated[str | None, typer.Option("--mqtt", help="Broker: mqtt://host:1883 or mqtts://host. MQTT 服务器地址。")] = None,
    topic: Annotated[str, typer.Option("--topic", help="Topics listened to. 订阅主题。")] = "lingtan/readings/#",
    client: Annotated[str, typer.Option("--client", help="Name of the session; keep it. 会话名，请保持不变。")] = "lingtan-readings",
    user: Annotated[str, typer.Option("--user", help="User at the broker; password in LINGTAN_MQTT_PASSWORD. 用户名。")] = "",
    once: Annotated[bool, typer.Option("--once", help="Take what is there and end. 处理现有数据后退出。")] = False,
    zone: Zone = SHANGHAI,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Record readings as they come, from a drop folder and a broker; nothing is lost or counted twice. 持续接收读数。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.readings.watch import broker
    from lingtan.services.readings.watch import watch as run

    password = os.environ.get("LINGTAN_MQTT_PASSWORD", "")
    source = None if mqtt is None else broker(mqtt, topic=topic, client=client, user=user, password=password)
    try:
        for answer in run(open_workspace(home, db=db), actor=actor, now=now, zone=zone, drop=drop, source=source, once=once):
            print_json(answer) if as_json else _say(answer, lang)
    except KeyboardInterrupt:
        note(term("CLI_READINGS_STOPPED", lang))


@app.command("list")
def list_(home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """What is on record of each meter. 已有读数。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.readings.listing import list_readings

    rows = list_readings(open_workspace(home, db=db))
    if as_json:
        return print_json(rows)
    if not rows:
        return say(term("CLI_READINGS_NONE", lang))
    heads = ("CLI_METER", "CLI_TITLE", "CLI_MEDIUM", "CLI_FIRST_DAY", "CLI_LAST_DAY", "CLI_READINGS_COUNT")
    names = ("meter", "title", "medium", "first", "last", "readings")
    return table(term("CLI_READINGS", lang), [term(head, lang) for head in heads], [[str(row[n] or "–") for n in names] for row in rows])


@app.command()
def gaps(
    meter: MeterKey, first: First, last: Last, home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False
) -> None:
    """Every gap of a meter between two days. 列出缺口。"""
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.readings.exporting import list_gaps

    rows = list_gaps(open_workspace(home, db=db), meter, first=_day(first), last=_day(last))
    if as_json:
        return print_json(rows)
    if not rows:
        return say(term("CLI_READINGS_WHOLE", lang))
    heads = [term(head, lang) for head in ("CLI_FIRST", "CLI_LAST", "CLI_INTERVALS")]
    return table(
        term("CLI_READINGS_GAPS", lang, meter=meter), heads, [[str(r["first"]), str(r["last"]), str(r["intervals"])] for r in rows]
    )


@app.command()
def export(
    meter: MeterKey,
    out: Annotated[Path, typer.Argument(help="CSV file to write. 输出 CSV。")],
    first: First,
    last: Last,
    fill: Annotated[
        FillGaps, typer.Option("--fill", help="refuse, or interpolate gaps of up to 6 h, marked. 缺口处理。")
    ] = FillGaps.REFUSE,
    by_hour: Annotated[
        bool, typer.Option("--hourly", help="Mean power of hours, as [load] of a site file reads it. 逐时平均功率。")
    ] = False,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """A meter's readings as CSV; a gap is named and filled only on request. 导出读数。"""
    from lingtan.energy import Fill
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.readings.exporting import export_readings

    made = export_readings(
        open_workspace(home, db=db), meter, out, first=_day(first), last=_day(last), fill=Fill(fill.value), by_hour=by_hour
    )
    print_json(made) if as_json else say(term("CLI_WRITTEN", lang, file=str(out)))


def _day(moment: datetime) -> date:
    return moment.date()


def _say(answer: dict[str, Any], lang: Language) -> None:
    if isinstance(answer.get("refused"), str):
        return note(term("CLI_READINGS_REFUSED", lang, file=answer["file"], code=answer["refused"], place=answer["place"] or "–"))
    shown = {name: f"{answer[name]:,}" for name in ("came", "new", "corrected", "known")}
    say(term("CLI_READINGS_TAKEN", lang, file=answer.get("file", "MQTT"), **shown))
    if answer.get("refused"):
        note(term("CLI_READINGS_MESSAGES_REFUSED", lang, count=str(answer["refused"])))
    return None


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    main.add_typer(app, name="readings")
