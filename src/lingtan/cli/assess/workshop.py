"""`lingtan assess record|rollout|park|workshop|measures|thresholds`: what is on record, rolled out, possible, and said by pilots."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lingtan.cli.options import HOME, Actor, Db, Home, Json, Lang, now
from lingtan.cli.show import note, print_json, say, table, term
from lingtan.messages import Language

__all__ = ["add_to"]


RollOut = Annotated[Path, typer.Argument(help="Roll-out file (TOML): events by line and asset. 推广记录文件。")]


def park(
    file: RollOut,
    recorded: Annotated[bool, typer.Option("--recorded", help="Count the steps on record, not the file's own. 按已入库记录统计。")] = False,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Five pillars, three views and nine areas; roll-out by line and renewable assets: only what is verified counts. 五位一体与推广。"""
    from lingtan.evidence import to_plain
    from lingtan.services.assessment.park import park_view
    from lingtan.services.house.workspace import open_workspace

    view = park_view(file, open_workspace(home, db=db) if recorded else None)
    if as_json:
        return print_json(to_plain(view))
    heads = [
        term(code, lang) for code in ("ASSESS_AXIS", "ASSESS_MEASURES", "ROLL_PLANNED", "ROLL_INSTALLED", "ROLL_METERED", "ROLL_VERIFIED")
    ]
    for code, axes in (("RADAR_PILLARS", view.radar.pillars), ("RADAR_VIEWS", view.radar.views), ("RADAR_AREAS", view.radar.areas)):
        rows = [
            [term("AXIS_" + a.id.upper(), lang), *(str(n) for n in (len(a.measures), a.planned, a.installed, a.metered, a.verified))]
            for a in axes
        ]
        table(term(code, lang), heads, rows)
    heads = [term(code, lang) for code in ("ASSESS_MEASURE", "ROLL_SCOPE", "ROLL_COUNTED", "ROLL_COUNTED_KWH", "ROLL_UNCOUNTED_KWH")]
    rows = [[r.measure, str(r.in_scope), str(r.counted), f"{r.counted_kwh:,.0f}", f"{r.uncounted_kwh:,.0f}"] for r in view.rollout]
    table(term("ROLL_TITLE", lang), heads, rows)
    heads = [term(code, lang) for code in ("ROLL_FUNCTION", "ROLL_ASSETS", "ROLL_KW", "ROLL_COUNTED_KWH", "ROLL_UNCOUNTED_KWH")]
    rows = [
        [
            term("FUNCTION_" + a.function.value.upper(), lang),
            str(a.assets),
            f"{a.installed_kw:,.0f}",
            f"{a.verified_kwh:,.0f}",
            f"{a.unverified_kwh:,.0f}",
        ]
        for a in view.assets
    ]
    table(term("ROLL_REGISTER", lang), heads, rows)
    note(term("RADAR_NOTE", lang))
    return note(term("ASSESS_SYNTHETIC", lang)) if view.synthetic else None


def record(
    site: Annotated[Path, typer.Argument(help="Site file (TOML) with its facts beside it. 厂区文件。")],
    standard: Annotated[str, typer.Option("--standard", help="Standard: `lingtan assess standards` lists them. 标准名称。")],
    actor: Actor,
    facts: Annotated[Path | None, typer.Option("--facts", help="Facts file (TOML), if it does not stand beside. 证据文件。")] = None,
    own: Annotated[Path | None, typer.Option("--own", help="Clauses and grades from the text that you hold. 自有标准文本。")] = None,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Put this assessment on record, under its digest. 自评入库。"""
    from lingtan.services.assessment.recording import record_assessment
    from lingtan.services.house.workspace import open_workspace

    fact = record_assessment(open_workspace(home, db=db), site, standard, actor=actor, at=now(), facts=facts, own=own)
    said = {"id": fact.id, "digest": fact.digest, "actor": fact.by.actor, "at": fact.by.at.isoformat()}
    return print_json(said) if as_json else say(term("ASSESS_RECORDED", lang, digest=fact.digest))


def rollout(file: RollOut, actor: Actor, home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """Put the new steps of a roll-out file on record; what is there stays. 推广步骤入库。"""
    from lingtan.services.assessment.recording import record_rollout
    from lingtan.services.house.workspace import open_workspace

    new = record_rollout(open_workspace(home, db=db), file, actor=actor, at=now())
    return print_json({"new": new}) if as_json else say(term("ROLL_RECORDED", lang, new=new))


def workshop(
    file: Annotated[Path, typer.Argument(help="Workshop file (TOML): boundary, shared utilities, modules, pilots. 车间文件。")],
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """A workshop's boundary and intensity, which modules fit, and whether a pilot may be scaled. 零碳车间。"""
    from lingtan.evidence import to_plain
    from lingtan.services.assessment.workshop import workshop_view

    view = workshop_view(file)
    if as_json:
        return print_json(to_plain(view))
    say(
        term(
            "WORKSHOP_SUM", lang, name=view.name, own=f"{view.own_kwh:,.0f}", shared=f"{view.shared_kwh:,.0f}",
            carbon=f"{view.total_kg:,.0f}", kwh=f"{view.kwh_per_unit:.4g}", kg=f"{view.kg_per_unit:.4g}",
        )
    )  # fmt: skip
    heads = [term(code, lang) for code in ("WORKSHOP_MODULE", "WORKSHOP_LACKS", "WORKSHOP_CONFLICTS", "WORKSHOP_PILOT", "WORKSHOP_SCALED")]
    rows = [
        [
            m.module.title[lang],
            ", ".join(m.lacks) or "–",
            ", ".join(m.conflicts) or "–",
            term("PILOT_" + m.verdict.value.upper(), lang) if m.verdict else "–",
            "–" if m.scaled_kwh is None else f"{m.scaled_kwh:,.0f}",
        ]
        for m in view.modules
    ]
    table(term("WORKSHOP_MODULES", lang), heads, rows, numbers_from=4)
    return note(term("ASSESS_SYNTHETIC", lang)) if view.synthetic else None


def measures(lang: Lang = Language.EN, as_json: Json = False) -> None:
    """The catalogue of measures: classified, with baseline, boundary, exclusions, and what was measured where. 举措目录。"""
    from lingtan.evidence import to_plain
    from lingtan.services.assessment.catalogue import measure_rows, module_rows

    rows = measure_rows()
    if as_json:
        return print_json({"measures": to_plain(rows), "modules": to_plain(module_rows())})
    codes = ("ASSESS_MEASURE", "RADAR_PILLARS", "RADAR_VIEWS", "ASSESS_EVIDENCE", "ASSESS_FIGURE", "ASSESS_READ")
    heads = [term(code, lang) for code in codes]
    shown = [
        [
            f"{r.measure.id}  {r.measure.title[lang]}",
            term("AXIS_" + r.measure.pillar.value.upper(), lang),
            term("AXIS_" + r.measure.view.value.upper(), lang),
            term("MEASURED_" + r.measure.measured.value.upper(), lang),
            r.measure.figure,
            r.measure.source or "–",
        ]
        for r in rows
    ]
    table(term("ASSESS_CATALOGUE", lang), heads, shown, numbers_from=9)
    return note(term("ASSESS_CATALOGUE_NOTE", lang))


def thresholds(
    file: Annotated[Path, typer.Argument(help="Pilots (TOML): indicators and measured values. 试点数据文件。")],
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Percentiles of anonymised pilots and thresholds proposed from them, for those who draft a standard. 试点分位数与建议阈值。"""
    from lingtan.evidence import to_plain
    from lingtan.services.assessment.thresholds import threshold_view

    view = threshold_view(file)
    if as_json:
        return print_json(to_plain(view))
    heads = [
        term(code, lang)
        for code in ("ASSESS_INDICATOR", "ASSESS_UNIT", "PILOT_ORGANISATIONS", "PILOT_ENTRY", "PILOT_ADVANCED", "PILOT_LEADING")
    ]
    rows = [
        [
            p.indicator.id,
            p.indicator.unit,
            str(p.organisations),
            *("–" if value is None else f"{value:,.4g}" for value in (p.entry, p.advanced, p.leading)),
        ]
        for p in view.proposals
    ]
    table(term("PILOT_TITLE", lang), heads, rows, numbers_from=2)
    note(term("PILOT_NOTE", lang, least=view.least_organisations))
    return note(term("ASSESS_SYNTHETIC", lang)) if view.synthetic else None


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (record, rollout, park, workshop, measures, thresholds):
        app.command()(command)
