"""A site file with the files it names, as the site that plans are made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lingtan.energy import Calendar
from lingtan.errors import InputError
from lingtan.factory import Site, SiteFile, Sky, built_site, site_file, site_sky
from lingtan.files.energy import read_epw, read_hourly
from lingtan.files.trees import read_toml

__all__ = ["open_site", "open_site_file", "open_sky"]


def open_site(path: Path, change: Callable[[SiteFile], SiteFile] = lambda file: file) -> Site:
    """The site of a TOML file, after a change to it; series and weather stand beside it.

    Raises InputError as its readers, `FACTORY_EXTRA` without pvlib.
    """
    return open_site_file(path, change)[1]


def open_site_file(path: Path, change: Callable[[SiteFile], SiteFile] = lambda file: file) -> tuple[SiteFile, Site]:
    """The tables of a site file and the site they make, as `open_site`."""
    file = change(site_file(read_toml(path), place=path.name))
    calendar = Calendar(year=file.year, zone=file.zone)
    series = {}
    for section in ("load", "heat", "wind"):
        table = getattr(file, section)
        if table is not None and table.csv:
            fill = getattr(table, "fill", None)
            options = {} if fill is None else {"fill": fill}
            series[section] = read_hourly(path.parent / table.csv, calendar, **options)
    measured = read_epw(path.parent / file.climate.epw, calendar) if file.climate.epw else None
    try:
        return file, built_site(file, calendar, series, measured)
    except ModuleNotFoundError as exc:
        raise InputError("FACTORY_EXTRA", place=path.name, missing=str(exc.name)) from exc


def open_sky(path: Path) -> Sky:
    """The air and the clear sky over the site of a TOML file, for forecasts. Raises as `open_site`."""
    file = site_file(read_toml(path), place=path.name)
    calendar = Calendar(year=file.year, zone=file.zone)
    return site_sky(file, calendar, read_epw(path.parent / file.climate.epw, calendar) if file.climate.epw else None)
