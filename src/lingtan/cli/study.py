"""`lingtan study freeze|list|declare|evidence|compare`; the long papers are in `study_papers`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli import study_papers
from lingtan.cli.device import Factors, Intensities
from lingtan.cli.options import DRAWS, HOME, SEED, Actor, Db, Draws, Home, Json, Lang, Seed, now
from lingtan.cli.show import label, print_json, say, table, term
from lingtan.evidence import JSON
from lingtan.messages import Language

__all__ = ["add_to"]

app = typer.Typer(help="Studies: frozen by digest and method version. 碳足迹研究。", no_args_is_help=True)
#: Causes shown on the terminal; `--json` holds all.
_CAUSES = 15
Device = Annotated[Path, typer.Argument(help="A device file. 设备文件。")]


@app.command()
def freeze(
    file: Device,
    actor: Actor,
    factors: Factors = None,
    intensities: Intensities = None,
    home: Home = HOME,
    db: Db = None,
    seed: Seed = SEED,
    draws: Draws = DRAWS,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Compute a study and record it; the same study again is the same record. 固化研究。"""
    from lingtan.services.footprint.device import device_from_file, footprint_of
    from lingtan.services.footprint.library import library_with
    from lingtan.services.footprint.study import freeze_study
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.workshop.intensity import with_intensities

    device = footprint_of(with_intensities(device_from_file(file), intensities or ()), library_with(factors or ()), seed=seed, draws=draws)
    fact = freeze_study(open_workspace(home, db=db), device, actor=actor, at=now())
    result: dict[str, JSON] = {"digest": fact.subject, "mean_kg": device.footprint.mean_mg / 1e6, "subject": device.footprint.subject}
    return print_json(result) if as_json else say(term("CLI_FROZEN", lang, digest=fact.subject, mean=device.footprint.mean_mg / 1e6))


@app.command("list")
def list_(home: Home = HOME, db: Db = None, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """Studies on record. 列出研究。"""
    from lingtan.services.footprint.study import list_studies
    from lingtan.services.house.workspace import open_workspace

    rows: list[Any] = list_studies(open_workspace(home, db=db))
    if as_json:
        return print_json(rows)
    if not rows:
        return say(term("CLI_NO_STUDIES", lang))
    shown = [
        [r["digest"][:19], r["subject"], r["configuration"], r["place_of_use"], str(r["service_years"]), f"{r['mean_kg']:,.2f}"]
        for r in rows
    ]
    heads = ("CLI_DIGEST", "CLI_SUBJECT", "CLI_CONFIGURATION", "CLI_PLACE", "CLI_YEARS")
    return table(term("CLI_STUDIES", lang), [*(term(code, lang) for code in heads), "kg CO2e"], shown, numbers_from=4)


@app.command()
def declare(
    study: Annotated[str, typer.Argument(help="Digest of a frozen study, or its beginning. 研究摘要值。")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder. 输出文件夹。")] = Path("."),
    number: Annotated[str | None, typer.Option("--number", help="Number of the declaration. 声明编号。")] = None,
    issued_on: Annotated[datetime | None, typer.Option("--issued-on", formats=["%Y-%m-%d"], help="Day of issue. 签发日期。")] = None,
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Write the declaration of a study: JSON, XLSX and PDF in two languages. 生成碳足迹声明。"""
    from lingtan.services.footprint.declaration import declare as run
    from lingtan.services.footprint.studies import find_study
    from lingtan.services.house.workspace import open_workspace

    with open_workspace(home, db=db).store() as store:
        device = find_study(store, study).recompute()
    name = number or f"DECL-{device.footprint.study_digest[7:19]}"
    paths = run(device, out, number=name, issued_on=(issued_on or now()).date())
    return print_json(paths) if as_json else say(term("CLI_WRITTEN", lang, file=", ".join(paths.values())))


@app.command()
def evidence(
    study: Annotated[str, typer.Argument(help="Digest of a frozen study, or its beginning. 研究摘要值。")],
    out: Annotated[Path, typer.Argument(help="The JSON file to write. 输出文件。")],
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Write the evidence pack of a study, to be completed with documents before it is submitted. 生成证据包。"""
    from lingtan.services.footprint.evidence import evidence_pack, write_evidence
    from lingtan.services.footprint.studies import find_study
    from lingtan.services.house.workspace import open_workspace

    workspace = open_workspace(home, db=db)
    with workspace.store() as store:
        device = find_study(store, study).require()
    pack = evidence_pack(device, organisation=workspace.profile.organisation, as_of=now().date())
    write_evidence(pack, out)
    result: dict[str, JSON] = {"file": str(out), "lines": len(pack.lines)}
    return print_json(result) if as_json else say(term("CLI_WRITTEN", lang, file=str(out)))


@app.command()
def compare(
    first: Device,
    second: Annotated[Path, typer.Argument(help="Another device file. 另一设备文件。")],
    seed: Seed = SEED,
    draws: Draws = DRAWS,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Two devices over paired draws: the difference and the probability that the first is lower. 比较两个配置。"""
    from lingtan.services.footprint.compare import compare_files

    found = compare_files(first, second, seed=seed, draws=draws)
    return print_json(found) if as_json else _show_compared(found, lang)


def _show_compared(found: dict[str, Any], lang: Language) -> None:
    causes, attributes = found.pop("causes"), found.pop("attributes")
    say(term("CLI_COMPARED", lang, **found))
    changed = [[row["attribute"], row["before"], row["after"]] for row in attributes]
    heads = [term(code, lang) for code in ("CLI_ATTRIBUTE", "CLI_BEFORE", "CLI_AFTER")]
    if changed:
        table(term("CLI_DIFFERENT_ATTRIBUTES", lang), heads, changed, numbers_from=3)
    shown = [
        [row["line"], label(f"CAUSE_{row['cause'].upper()}", row["cause"], lang), row["before"], row["after"], f"{row['mg'] / 1e6:+,.2f}"]
        for row in causes[:_CAUSES]
    ]
    if shown:
        columns = [term(code, lang) for code in ("CLI_LINE", "CLI_CAUSE", "CLI_BEFORE", "CLI_AFTER")]
        table(term("CLI_CAUSES", lang, shown=len(shown), all=len(causes)), [*columns, "kg CO2e"], shown, numbers_from=4)


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    study_papers.add_to(app)
    main.add_typer(app, name="study")
