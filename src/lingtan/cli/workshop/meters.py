"""`lingtan workshop saving|intensity|synthetic|thread`: what the meters say, all the way to a certificate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from lingtan.cli.options import DRAWS, HOME, SEED, Db, Draws, Home, Json, Lang, Seed, now
from lingtan.cli.show import note, print_json, say, table, term
from lingtan.cli.workshop import attributes
from lingtan.messages import Language

__all__ = ["add_to", "show_thread"]

app = typer.Typer(
    help="Workshops: measured intensities, savings, green attributes. 车间：计量强度、节能量与绿色属性。", no_args_is_help=True
)
app.add_typer(attributes.app, name="attributes")

Shop = Annotated[Path, typer.Argument(help="Workshop file (TOML); its tables of months stand beside it. 车间文件。")]


@app.command()
def saving(shop: Shop, lang: Lang = Language.EN, as_json: Json = False) -> None:
    """What a measure saved against the adjusted baseline, with its error; exit 3 where it does not count. 节能量测量与验证。"""
    from lingtan.services.workshop.saving import saving_view
    from lingtan.services.workshop.shop import open_shop

    view = saving_view(open_shop(shop))
    if as_json:
        print_json(view)
    else:
        _synthetic(view["synthetic"], lang)
        say(term("CLI_SHOP_SAVING", lang, saving=view["saving_kwh"], error=view["standard_error_kwh"], measured=view["measured_kwh"],
                 adjusted=view["adjusted_baseline_kwh"], months=view["period"]["months"], fit=view["fit_share"],
                 scatter=view["cv_rmse_share"]))  # fmt: skip
        say(term("CLI_SHOP_COUNTS", lang) if view["counts"] else term("CLI_SHOP_NOT_COUNTED", lang, code=view["refused"]))
    if not view["counts"]:
        raise typer.Exit(3)


@app.command()
def intensity(
    shop: Shop,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="JSON file for `lingtan footprint --intensity`. 输出 JSON。")] = None,
    before: Annotated[
        Path | None, typer.Option("--before", help="The figure that it follows: a lower one needs a verified saving. 此前的强度文件。")
    ] = None,
    record: Annotated[bool, typer.Option("--record", help="Record it as a fact of the workspace; needs --actor. 登记为事实。")] = False,
    actor: Annotated[str, typer.Option("--actor", envvar="LINGTAN_ACTOR", help="Who acts. 操作人。")] = "",
    home: Home = HOME,
    db: Db = None,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Measured kWh and kg of one piece, shared out to the watt-hour. 计量的单件能耗与碳强度。"""
    from lingtan.services.footprint.library import library_with
    from lingtan.services.house.workspace import open_workspace
    from lingtan.services.workshop.intensity import intensity_view, read_uses, shop_intensity, write_intensity
    from lingtan.services.workshop.recording import record_intensity
    from lingtan.services.workshop.shop import open_shop

    earlier = read_uses([before])[0].intensity if before else None
    found = shop_intensity(open_shop(shop), library_with(), before=earlier)
    if out is not None:
        write_intensity(found, out)
    if record:
        fact = record_intensity(open_workspace(home, db=db), found, actor=actor, at=now())
        note(term("CLI_SHOP_RECORDED", lang, digest=fact.digest))
    view = intensity_view(found)
    if as_json:
        return print_json(view)
    _synthetic(view["synthetic"], lang)
    say(term("CLI_SHOP_PIECE", lang, product=view["product"], workshop=view["workshop"], kwh=view["kwh_per_unit"], kg=view["kg_per_unit"],
             error=view["standard_error_share"], months=view["period"]["months"], year=view["factor"]["year"]))  # fmt: skip
    return say(term("CLI_SHOP_SHARES", lang, **view["shares_kwh"]))


@app.command()
def synthetic(
    site: Annotated[Path, typer.Argument(help="Site file with [measures.solder] and [measures.nitrogen]. 厂区文件。")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder. 输出文件夹。")] = Path("board-shop"),
    months: Annotated[int, typer.Option("--months", min=1, max=12, help="Months after the module. 改造后的月数。")] = 12,
    seed: Seed = SEED,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """Write the meters of an invented board shop, to try the rest with. SYNTHETIC. 生成虚构车间表计数据。"""
    from lingtan.services.workshop.synthetic import write_synthetic

    paths = write_synthetic(site, out, seed=seed, months=months)
    if as_json:
        return print_json(dict(paths))
    _synthetic(True, lang)
    return say(term("CLI_WRITTEN", lang, file=", ".join(paths.values())))


@app.command()
def thread(
    site: Annotated[Path | None, typer.Option("--site", help="Site file of the board shop; the example when left out. 厂区文件。")] = None,
    device: Annotated[Path | None, typer.Option("--device", help="Device file; the ThinkPad X13 when left out. 设备文件。")] = None,
    devices: Annotated[int, typer.Option("--devices", min=1, help="Devices of the order. 台数。")] = 1_000,
    seed: Seed = SEED,
    draws: Draws = DRAWS,
    lang: Lang = Language.EN,
    as_json: Json = False,
) -> None:
    """A kilowatt-hour saved at the ovens, measured, to the grams that a certificate must cancel. SYNTHETIC meters. 黄金线。"""
    from lingtan.services.demo.examples import example
    from lingtan.services.footprint.device import device_from_file
    from lingtan.services.footprint.library import library_with
    from lingtan.services.workshop.synthetic import synthetic_shop
    from lingtan.services.workshop.thread import pull_thread, thread_view

    shop = synthetic_shop(site or example("factory-board-shop.toml"), seed=seed)
    spec = device_from_file(device or example("thinkpad-x13.toml"))
    view = thread_view(pull_thread(shop, spec, library_with(), seed=seed, draws=draws), devices=devices)
    return print_json(view) if as_json else show_thread(view, lang)


def show_thread(view: dict[str, Any], lang: Language) -> None:
    """The chain as one table, before and after."""
    _synthetic(view["synthetic"], lang)
    named = {"product": view["product"], "model": view["model"], "estimated": view["estimated_kg"], "devices": view["devices"]}
    saved = f"{view['saving_kwh']:,.0f} ± {view['saving_error_kwh']:,.0f}"
    rows = [[term("CLI_THREAD_SAVED", lang), "", saved, f"{-view['saving_kwh']:+,.0f}"]]
    links = (("CLI_THREAD_KWH", "kwh_per_piece", 4), ("CLI_THREAD_KG", "kg_per_piece", 4), ("CLI_THREAD_DEVICE", "device_kg", 3))
    for code, key, digits in (*links, ("CLI_THREAD_GRAMS", "required_g", 0)):
        was, then = view[key]
        rows.append([term(code, lang, **named), f"{was:,.{digits}f}", f"{then:,.{digits}f}", f"{then - was:+,.{digits}f}"])
    heads = [term(code, lang) for code in ("CLI_THREAD_LINK", "CLI_THREAD_BEFORE", "CLI_THREAD_AFTER", "CLI_THREAD_CHANGE")]
    table(term("CLI_THREAD", lang), heads, rows)
    say(term("CLI_THREAD_MONTH", lang, code=view["one_month_refused"]))
    if "certificate" in view:
        found = view["certificate"]
        say(term("CLI_THREAD_CERTIFICATE", lang, number=found["number"], required=found["required_g"], meters=", ".join(found["meters"])))


def _synthetic(is_synthetic: bool, lang: Language) -> None:
    if is_synthetic:
        note(term("CLI_SHOP_SYNTHETIC", lang))


def add_to(main: typer.Typer) -> None:
    """Register the group."""
    main.add_typer(app, name="workshop")
