"""`lingtan demo`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import DRAWS, SEED, Db, Draws, Json, Lang, Seed
from lingtan.cli.progress import progress
from lingtan.cli.show import note, print_json, say, table, term
from lingtan.cli.workshop.meters import show_thread
from lingtan.messages import Language

__all__ = ["add_to"]


def demo(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="An empty or new folder; a temporary one when left out. 输出文件夹。")
    ] = None,
    db: Db = None,
    seed: Seed = SEED,
    draws: Draws = DRAWS,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Two notebooks from parts to verified, cancelled and signed, then attacked; exit 3 when an attack goes through. 演示。"""
    from lingtan.services.demo.run import run_demo

    folder = (out or Path(tempfile.mkdtemp(prefix="lingtan-demo-"))).resolve()
    with progress(term("DEMO_ATTACKS", lang)) as step:
        summary = run_demo(folder, db=db, seed=seed, draws=draws, say=lambda code: note(term(code, lang)), progress=step)
    if as_json:
        print_json(summary)
    else:
        _show(summary, lang, folder)
    if not all(attack["refused"] for attack in summary["attacks"]) or not all(check["valid"] for check in summary["verified"]):
        raise typer.Exit(3)


def _show(summary: dict[str, Any], lang: Language, folder: Path) -> None:
    say(term("DEMO_SYNTHETIC", lang))
    stages = list(summary["footprints"][0]["stages"])
    heads = [term("CLI_MODEL", lang), *(term(f"STAGE_{name.upper()}", lang) for name in stages), term("CLI_MEAN", lang), "P5", "P95"]
    rows = [
        [f["model"], *(f"{f['stages'][s]:,.1f}" for s in stages), f"{f['mean_kg']:,.1f}", f"{f['p5_kg']:,.1f}", f"{f['p95_kg']:,.1f}"]
        for f in summary["footprints"]
    ]
    table(term("DEMO_TABLE_FOOTPRINTS", lang), heads, rows)
    for found in summary["bridges"]:
        rows = [[term("CLI_PUBLISHED", lang), "", f"{found['published_kg']:,.1f}", ""]]
        rows += [[term(s["cause"], lang), f"{s['change_kg']:+,.1f}", f"{s['after_kg']:,.1f}", s["standing"]] for s in found["steps"]]
        rows += [[term("BRIDGE_REMAINDER_USE", lang), f"{found['unexplained_use_kg']:+,.1f}", "", ""]]
        rows += [[term("BRIDGE_REMAINDER_OTHER", lang), f"{found['unexplained_other_kg']:+,.1f}", "", ""]]
        rows += [[term("BRIDGE_REMAINDER", lang), f"{found['unexplained_kg']:+,.1f}", f"{found['ours_kg']:,.1f}", ""]]
        table(
            f"{term('DEMO_TABLE_BRIDGE', lang)} · {found['model']}",
            [term("CLI_CAUSE", lang), "±kg", "kg CO2e", term("CLI_STANDING", lang)],
            rows,
        )
    heads = [
        term(code, lang)
        for code in ("CLI_NUMBER", "CLI_MODEL", "CLI_DEVICES", "CLI_BASIS", "CLI_REQUIRED", "CLI_TONNES", "CLI_REMAINDER", "CLI_TIERED")
    ]
    rows = [
        [c["number"], c["model"], f"{c['devices']:,}", c["basis"] if c["quantile"] is None else f"P{100 * c['quantile']:g}"]
        + [f"{c[name]:,}" for name in ("required_g", "retired_t", "remainder_g", "tiered_t")]
        for c in summary["certificates"]
    ]
    table(term("DEMO_TABLE_CERTIFICATES", lang), heads, rows, numbers_from=2)
    rows = [
        [f"{b['unit_share']:g}", f"{b['p95_kg']:,.2f}", f"{b['closed_form_kg']:,.2f}", f"{b['standard_error_kg']:.2f}"]
        for b in summary["batch"]
    ]
    table(
        term("DEMO_TABLE_BATCH", lang), [term(c, lang) for c in ("CLI_UNIT_SHARE", "CLI_SIMULATED", "CLI_CLOSED_FORM", "CLI_ERROR")], rows
    )
    rows = [
        [t["basis"], f"{t['kg']:,.1f}", f"{t['exact_t']:,}", f"{t['tiered_t']:,}", f"{t['over_offset_share']:.0%}"]
        for t in summary["tiers"]
    ]
    heads = [term(code, lang) for code in ("CLI_BASIS", "CLI_PER_DEVICE", "CLI_TONNES", "CLI_TIERED", "CLI_OVER_OFFSET")]
    table(term("DEMO_TABLE_TIERS", lang), heads, rows)
    show_thread(summary["thread"], lang)
    rows = [[a["name"], "✔" if a["refused"] else "✘", a["code"] or "", a["reason"]] for a in summary["attacks"]]
    table(
        term("DEMO_TABLE_ATTACKS", lang),
        [term(c, lang) for c in ("CLI_ATTACK", "CLI_REFUSED", "CLI_CODE", "CLI_REASON")],
        rows,
        numbers_from=9,
    )
    dry, checks = summary["dry_run"], summary["verified"]
    say(term("DEMO_VERIFIED", lang, valid=sum(check["valid"] for check in checks), count=len(checks)))
    say(term("DEMO_DRY_RUN_DONE", lang, found=dry["found"], planted=dry["planted"], false=dry["false_alarms_in_clean_pack"]))
    say(term("DEMO_DONE", lang, seconds=summary["seconds"], folder=str(folder)))


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command()(demo)
