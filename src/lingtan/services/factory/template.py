"""`lingtan template export OUT --site SITE`: a finished site as the beginning of another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lingtan.energy import Calendar
from lingtan.factory import site_file
from lingtan.factory.site_template import PARAMETERS, climate_months, load_archetype, site_template
from lingtan.files.atomic import write_atomic
from lingtan.files.energy import read_epw, read_hourly
from lingtan.files.trees import read_toml, toml_text

__all__ = ["SiteTemplate", "export_template"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTemplate:
    """What was written: the file, the parameters to set first, and the sections that came from series and are archetypes now."""

    file: str
    parameters: tuple[str, ...]
    archetypes: tuple[str, ...]


def export_template(site: Path, out: Path) -> SiteTemplate:
    """Write the template of a site. Raises InputError as its readers, `FILE_NOT_WRITABLE`."""
    tables = read_toml(site)
    file = site_file(tables, place=site.name)
    calendar = Calendar(year=file.year, zone=file.zone)
    replaced = {}
    for section in ("load", "heat"):
        table = getattr(file, section)
        if table is not None and table.csv:
            replaced[section] = load_archetype(read_hourly(site.parent / table.csv, calendar, fill=table.fill).values_kw, calendar)
    if file.climate.epw:
        replaced["climate"] = climate_months(read_epw(site.parent / file.climate.epw, calendar), calendar)
    made = site_template(tables, replaced)
    head = f"A new site from {file.name}. Set first: {', '.join(PARAMETERS)}.\nEvery section is marked assumed until you say otherwise."
    write_atomic(out, toml_text(made, head=head).encode())
    site_file(read_toml(out), place=out.name)
    return SiteTemplate(file=str(out), parameters=PARAMETERS, archetypes=tuple(sorted(replaced)))
