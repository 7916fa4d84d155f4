"""`lingtan explain` and `lingtan recompute`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lingtan.cli.device import Factors
from lingtan.cli.options import DRAWS, SEED, Draws, Json, Lang, Seed
from lingtan.cli.show import label, print_json, say, term
from lingtan.evidence import Explanation, to_plain
from lingtan.messages import Language, render

__all__ = ["add_to"]


def explain(
    file: Annotated[Path, typer.Argument(help="A device file, or a full bundle (.full.zip). 设备文件或完整证据包。")],
    figure: Annotated[str, typer.Argument(help="meanMg, stagesMg.use, p95Mg, requiredG, remainderG…, or a line. 数值名称。")] = "meanMg",
    depth: Annotated[int, typer.Option("--depth", min=1, max=40, help="How deep to show. 展开层数。")] = 6,
    least: Annotated[
        float, typer.Option("--least", min=0, max=1, help="Hide parts below this share of what they are part of. 隐藏低于此份额的部分。")
    ] = 0.0,
    factors: Factors = None,
    seed: Seed = SEED,
    draws: Draws = DRAWS,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Walk back from a figure to activity × factor × allocation with sources. 追溯数值来源。"""
    from lingtan.services.footprint.device import device_from_file, footprint_of
    from lingtan.services.footprint.explain import explain_bundle, explain_device
    from lingtan.services.footprint.library import library_with

    if file.suffix == ".zip":
        found = explain_bundle(file, figure)
    else:
        found = explain_device(footprint_of(device_from_file(file), library_with(factors or ()), seed=seed, draws=draws), figure)
    return print_json(to_plain(found)) if as_json else _show(found, lang, depth, least)


def _show(node: Explanation, lang: Language, depth: int, least: float, indent: int = 0) -> None:
    value = f"{node.value:,}" if isinstance(node.value, int) else f"{node.value:.6g}"
    mark = f" [{label(f'DOC_MARK_{node.mark.upper()}', node.mark, lang)}]" if node.mark else ""
    say(f"{'  ' * indent}{node.figure} = {value} {node.unit}{mark}  · {render(node.rule, lang)}")
    if node.source:
        say(f"{'  ' * (indent + 1)}↳ {node.source}")
    for part in node.parts if depth > 1 else ():
        if node.rule.code != "EXPLAIN_SUM" or abs(part.value) >= least * abs(node.value):
            _show(part, lang, depth - 1, least, indent + 1)


def recompute(
    bundle: Annotated[Path, typer.Argument(help="A full bundle (.full.zip). 完整证据包。")], lang: Lang = Language.EN, as_json: Json = False
) -> None:
    """Recompute the figures of a full bundle from its own files; exit 3 when they differ. 重新计算证据包。"""
    from lingtan.services.footprint.recompute import recompute as run

    result = run(bundle)
    if as_json:
        print_json(result)
    else:
        say(term("CLI_RECOMPUTED" if result["matches"] else "CLI_RECOMPUTED_DIFFERS", lang, mean=f"{result['mean_mg']:,}"))
    if not result["matches"]:
        raise typer.Exit(3)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(explain)
    app.command()(recompute)
