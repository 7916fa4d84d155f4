"""`lingtan footprint` and `lingtan mix`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import DRAWS, SEED, Draws, Json, Lang, Seed
from lingtan.cli.show import label, note, print_json, say, table, term
from lingtan.messages import Language, Message, render

__all__ = ["Factors", "Intensities", "add_to"]

#: Warnings shown on the terminal; `--json` holds all.
SHOWN = 5
#: Products of a mix shown on the terminal.
_PRODUCTS = 20

Factors = Annotated[list[Path] | None, typer.Option("--factors", help="Your own factor pack (XLSX), above the built-in ones. 自有因子包。")]

Intensities = Annotated[
    list[Path] | None,
    typer.Option("--intensity", help="Measured intensity of a workshop (JSON), repeated; in place of the estimate. 车间计量强度文件。"),
]


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
    grid_path: Annotated[
        str | None, typer.Option("--grid-path", help="A disclosed scenario of the grid's factor beside the figure. 电网路径披露情景。")
    ] = None,
    factors: Factors = None,
    intensities: Intensities = None,
    forecast: Annotated[
        Path | None,
        typer.Option("--forecast", help="Plan (`factory plan --json`): a forecast beside the figure, never certified. 方案预测。"),
    ] = None,
    seed: Seed = SEED,
    draws: Draws = DRAWS,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """The footprint of one device over its life, with what was imputed and every line behind it. 单台设备碳足迹。"""
    from lingtan.services.footprint.device import device_from_attributes, device_from_bom, device_from_file, footprint_of
    from lingtan.services.footprint.library import library_with
    from lingtan.services.footprint.view import footprint_view
    from lingtan.services.workshop.forecast import forecast_of, forecast_view
    from lingtan.services.workshop.intensity import with_intensities

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
    spec, library = with_intensities(spec, intensities or ()), library_with(factors or ())
    if forecast is not None:
        found = forecast_view(forecast_of(spec, library, plan=forecast))
        return print_json(found) if as_json else _show_forecast(found, lang)
    view = footprint_view(footprint_of(spec, library, seed=seed, draws=draws), grid_path=grid_path)
    return print_json(view) if as_json else _show(view, lang)


def _show_forecast(found: dict[str, Any], lang: Language) -> None:
    named = {name: found[f"{name}_kg"] for name in ("measured", "expected", "difference")}
    say(f"{found['model']} · {found['configuration']}" + (f"  [{term('CLI_SYNTHETIC', lang)}]" if found["synthetic"] else ""))
    say(term("CLI_FORECAST", lang, site=found["plan"]["site"], **named))
    rows = [[s["workshop"], s["process"], f"{s['measured_kwh']:.4f}", f"{s['expected_kwh']:.4f}"] for s in found["steps"]]
    heads = [term(code, lang) for code in ("CLI_THREAD_LINK", "CLI_ACTIVITY", "CLI_THREAD_BEFORE", "CLI_THREAD_AFTER")]
    table("kWh", heads, rows, numbers_from=2)


def _show(view: dict[str, Any], lang: Language) -> None:
    say(f"{view['model']} · {view['configuration']}" + (f"  [{term('CLI_SYNTHETIC', lang)}]" if view["synthetic"] else ""))
    unit, times = ("g CO2e", 1e3) if abs(view["mean_kg"]) < 1.0 else ("kg CO2e", 1.0)
    figures = {name: view[f"{name}_kg"] * times for name in ("mean", "sd", "p5", "p50", "p95")}
    say(term("CLI_FOOTPRINT" if times == 1.0 else "CLI_FOOTPRINT_SMALL", lang, **figures))
    say(
        term("CLI_SCOPE", lang, years=view["service_years"], place=view["place_of_use"], gwp=view["gwp_set"], method=view["method_version"])
    )
    _show_beside(view, lang)
    own = {name: said[lang.value] for name, said in view["stage_names"].items()}
    rows = [
        [own.get(name) or term(f"STAGE_{name.upper()}", lang), f"{kg * times:,.2f}", f"{kg / view['mean_kg']:.1%}"]
        for name, kg in view["stages"].items()
    ]
    table(term("CLI_STAGES", lang), [term("CLI_STAGE", lang), unit, "%"], rows)
    lines = sorted(view["contributions"], key=lambda entry: -abs(entry["kg"]))[:12]
    shown = [
        [
            label(f"COMPONENT_{entry['component'].upper()}", entry["component"], lang),
            entry["activity"],
            entry["place"],
            f"{entry['amount']:.4g} {entry['unit']}",
            f"{entry['kg'] * times:,.2f}",
            label(f"DOC_MARK_{entry['mark'].upper()}", entry["mark"], lang),
        ]
        for entry in lines
    ]
    heads = [term(code, lang) for code in ("CLI_COMPONENT", "CLI_ACTIVITY", "CLI_PLACE", "CLI_AMOUNT")]
    table(term("CLI_LARGEST", lang), [*heads, unit, term("CLI_MARK", lang)], shown, numbers_from=3)
    if view["imputed"]:
        missing = [[entry["attribute"], _short(entry["value"]), entry["unit"], f"{entry['gsd']:.2f}"] for entry in view["imputed"]]
        table(term("CLI_IMPUTED", lang), [term("CLI_ATTRIBUTE", lang), term("CLI_VALUE", lang), term("CLI_UNIT", lang), "GSD"], missing)
    for warning in view["warnings"][:SHOWN]:
        note(render(Message(code=warning["code"], params=warning["params"]), lang))
    if len(view["warnings"]) > SHOWN:
        note(term("CLI_MORE", lang, count=len(view["warnings"]) - SHOWN))


def _show_beside(view: dict[str, Any], lang: Language) -> None:
    """What stands beside the figure: per unit of the class's own measure, pollutants in grams, and a grid path as a scenario."""
    if per := view["per"]:
        say(term("CLI_PER", lang, unit=per["unit"], kg=per["kg"]))
        if view["service_years"] > 1.0:
            say(term("CLI_PER_YEAR", lang, unit=per["unit"], kg=per["kg_per_year"]))
    for name, kg in view["pollutants"].items():
        say(term("CLI_POLLUTANTS", lang, name=term(f"INDICATOR_{name.upper()}", lang), grams=kg * 1e3))
    if path := view["grid_path"]:
        title = path["title"][lang.value]
        say(term("CLI_GRID_PATH", lang, title=title, mean=path["mean_kg"], difference=path["difference_kg"], source=path["source"]))


def _short(value: float | str) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def mix(
    before: Annotated[Path, typer.Argument(help="Products with units and mean_kg, CSV or XLSX. 变动前的产品、台数与足迹。")],
    after: Annotated[Path, typer.Argument(help="The same of the later period. 变动后。")],
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Why the footprint of what was sold changed: volume, mix, footprint of each product; no residual. 产品结构变动分解。"""
    from lingtan.evidence import to_plain
    from lingtan.services.footprint.mix import mix_of_files

    found = mix_of_files(before, after)
    if as_json:
        return print_json(to_plain(found))
    names = ("before_kg", "volume_kg", "mix_kg", "footprint_kg", "after_kg")
    table(
        term("CLI_MIX", lang),
        ["", "kg CO2e"],
        [[term(f"CLI_MIX_{name[:-3].upper()}", lang), f"{getattr(found, name):,}"] for name in names],
    )
    heads = [term(code, lang) for code in ("CLI_PRODUCT", "CLI_MIX_CHANGE", "CLI_MIX_VOLUME", "CLI_MIX_MIX", "CLI_MIX_FOOTPRINT")]
    rows = [
        [row.product, *(f"{kg:+,}" for kg in (row.change_kg, row.volume_kg, row.mix_kg, row.footprint_kg))]
        for row in found.products[:_PRODUCTS]
    ]
    return table(term("CLI_MIX_PRODUCTS", lang, shown=len(rows), all=len(found.products)), heads, rows)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(footprint)
    app.command()(mix)
