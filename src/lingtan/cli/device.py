"""`lingtan footprint` and `lingtan portfolio`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import DRAWS, SEED, Draws, Json, Lang, Seed
from lingtan.cli.show import label, note, print_json, say, table, term
from lingtan.messages import Language, Message, render

__all__ = ["Factors", "add_to"]

#: Warnings shown on the terminal; `--json` holds all.
SHOWN = 5

Factors = Annotated[list[Path] | None, typer.Option("--factors", help="Your own factor pack (XLSX), above the built-in ones. 自有因子包。")]


def footprint(
    file: Annotated[
        Path | None,
        typer.Argument(help="A device (TOML, or XLSX with Device and BOM), or with --class a BOM alone (CSV, XLSX). 设备文件或物料清单。"),
    ] = None,
    device_class: Annotated[
        str | None, typer.Option("--class", help="A class instead of a device file, or beside a BOM: laptop, monitor… 设备类别。")
    ] = None,
    mass_kg: Annotated[float | None, typer.Option("--mass-kg", help="Mass [kg]. 质量。")] = None,
    screen_in: Annotated[float | None, typer.Option("--screen-in", help="Diagonal [in]. 屏幕对角线。")] = None,
    memory_gb: Annotated[float | None, typer.Option("--memory-gb", help="Memory [GB]. 内存。")] = None,
    storage_gb: Annotated[float | None, typer.Option("--storage-gb", help="Storage [GB]. 存储。")] = None,
    tec_kwh: Annotated[float | None, typer.Option("--tec-kwh", help="Typical energy consumption [kWh/a]. 典型年耗电。")] = None,
    years: Annotated[float | None, typer.Option("--years", help="Service life [a]. 使用年限。")] = None,
    place: Annotated[str | None, typer.Option("--place", help="Place of use: code or name. 使用地。")] = None,
    factors: Factors = None,
    seed: Seed = SEED,
    draws: Draws = DRAWS,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """The footprint of one device over its life, with what was imputed and every line behind it. 单台设备碳足迹。"""
    from lingtan.services.footprint.device import device_from_attributes, device_from_bom, device_from_file, footprint_of, footprint_view
    from lingtan.services.footprint.library import library_with

    if file is None and device_class is None:
        raise typer.BadParameter(term("CLI_FILE_OR_CLASS", lang))
    given = {
        "device_class": device_class,
        "mass_kg": mass_kg,
        "screen_size_in": screen_in,
        "memory_gb": memory_gb,
        "storage_gb": storage_gb,
    }
    given |= {"tec_kwh": tec_kwh, "service_years": years, "place_of_use": place}
    if device_class is None and file is not None:
        spec = device_from_file(file)
    else:
        spec = device_from_attributes(given) if file is None else device_from_bom(file, given)
    view = footprint_view(footprint_of(spec, library_with(factors or ()), seed=seed, draws=draws))
    return print_json(view) if as_json else _show(view, lang)


def _show(view: dict[str, Any], lang: Language) -> None:
    say(f"{view['model']} · {view['configuration']}" + (f"  [{term('CLI_SYNTHETIC', lang)}]" if view["synthetic"] else ""))
    say(term("CLI_FOOTPRINT", lang, mean=view["mean_kg"], sd=view["sd_kg"], p5=view["p5_kg"], p50=view["p50_kg"], p95=view["p95_kg"]))
    say(
        term("CLI_SCOPE", lang, years=view["service_years"], place=view["place_of_use"], gwp=view["gwp_set"], method=view["method_version"])
    )
    rows = [[term(f"STAGE_{name.upper()}", lang), f"{kg:,.2f}", f"{kg / view['mean_kg']:.1%}"] for name, kg in view["stages"].items()]
    table(term("CLI_STAGES", lang), [term("CLI_STAGE", lang), "kg CO2e", "%"], rows)
    lines = sorted(view["contributions"], key=lambda entry: -abs(entry["kg"]))[:12]
    shown = [
        [
            label(f"COMPONENT_{entry['component'].upper()}", entry["component"], lang),
            entry["activity"],
            entry["place"],
            f"{entry['amount']:.4g} {entry['unit']}",
            f"{entry['kg']:,.2f}",
            label(f"DOC_MARK_{entry['mark'].upper()}", entry["mark"], lang),
        ]
        for entry in lines
    ]
    heads = [term(code, lang) for code in ("CLI_COMPONENT", "CLI_ACTIVITY", "CLI_PLACE", "CLI_AMOUNT")]
    table(term("CLI_LARGEST", lang), [*heads, "kg CO2e", term("CLI_MARK", lang)], shown, numbers_from=3)
    if view["imputed"]:
        missing = [[entry["attribute"], _short(entry["value"]), entry["unit"], f"{entry['gsd']:.2f}"] for entry in view["imputed"]]
        table(term("CLI_IMPUTED", lang), [term("CLI_ATTRIBUTE", lang), term("CLI_VALUE", lang), term("CLI_UNIT", lang), "GSD"], missing)
    for warning in view["warnings"][:SHOWN]:
        note(render(Message(code=warning["code"], params=warning["params"]), lang))
    if len(view["warnings"]) > SHOWN:
        note(term("CLI_MORE", lang, count=len(view["warnings"]) - SHOWN))


def _short(value: float | str) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def portfolio(
    source: Annotated[Path, typer.Argument(help="CSV with columns as in the declarations data. 输入 CSV。")],
    target: Annotated[Path, typer.Argument(help="CSV to write. 输出 CSV。")],
    factors: Factors = None,
    seed: Seed = SEED,
    draws: Draws = 2_000,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Footprints of many devices known by their attributes; a row that cannot be assessed says why. 批量计算。"""
    from lingtan.cli.progress import progress
    from lingtan.services.footprint.library import library_with
    from lingtan.services.footprint.portfolio import run_portfolio

    with progress(term("CLI_PORTFOLIO", lang)) as step:
        counts = run_portfolio(source, target, library_with(factors or ()), seed=seed, draws=draws, progress=step)
    if as_json:
        return print_json({"file": str(target), "rows": dict(counts)})
    return say(term("CLI_PORTFOLIO_DONE", lang, file=str(target), counts=", ".join(f"{k} {v}" for k, v in sorted(counts.items()))))


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(footprint)
    app.command()(portfolio)
