"""Simulations that were made of a week: found again, shown, handed out as files."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from lingtan.errors import StoreError
from lingtan.files import read_json
from lingtan.naming import in_words
from lingtan.services.house.workspace import Workspace
from lingtan.services.schedule.saving import save_weeks
from lingtan.services.weeks.keeping import WEEKS
from lingtan.services.weeks.simulated import EventRow, KeptSimulation
from lingtan.services.work.parts import read_part

__all__ = ["RECORD", "SIMULATION", "SimulationView", "simulation_file", "simulation_folder", "simulation_view"]

#: The simulation as it is written, and what pages show of it.
RECORD, SIMULATION = "record.json", "simulation.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationView:
    """A week with a simulation of it, None where none was made; `events` those that were looked for, `known` all simulations."""

    week: str
    name: str
    synthetic: bool
    simulation: KeptSimulation | None
    events: tuple[EventRow, ...]
    search: str
    known: tuple[KeptSimulation, ...]
    job: str


def simulation_folder(workspace: Workspace, week: str, simulation: str) -> Path:
    """Where a simulation lies. Raises StoreError `WEEK_UNKNOWN`."""
    return WEEKS.folder(workspace, week) / "simulations" / simulation


def simulation_view(workspace: Workspace, week: str, *, simulation: str = "", search: str = "", job: str = "") -> SimulationView:
    """The latest simulation of a week, or the one named. Raises StoreError `WEEK_UNKNOWN`, `WEEK_SIMULATION_UNKNOWN`."""
    about, known = WEEKS.about(workspace, week), _known(workspace, week)
    kept, wanted = _named(known, simulation), search.casefold()
    kinds = in_words("SIMULATION_EVENT_", {one.kind for one in kept.events}) if kept else {}
    events = tuple(one for one in kept.events if wanted in f"{one.at} {kinds[one.kind]} {one.of}".casefold()) if kept else ()
    return SimulationView(
        week=week, name=about.name, synthetic=about.synthetic, simulation=kept, events=events, search=search, known=known, job=job
    )  # fmt: skip


def simulation_file(workspace: Workspace, week: str, simulation: str, form: str) -> tuple[str, bytes]:
    """A simulation as xlsx, csv or json: its name and bytes. Raises InputError `SIMULATION_OUT`, StoreError as `simulation_view`."""
    kept = _named(_known(workspace, week), simulation)
    if kept is None:
        raise StoreError("WEEK_SIMULATION_UNKNOWN", place=week)
    record = read_json(simulation_folder(workspace, week, kept.simulation) / RECORD)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"simulation.{form}"
        save_weeks(path, record)
        return path.name, path.read_bytes()


def _known(workspace: Workspace, week: str) -> tuple[KeptSimulation, ...]:
    """Every finished simulation of a week, the latest first."""
    found = [read_part(KeptSimulation, path) for path in simulation_folder(workspace, week, "").glob(f"*/{SIMULATION}")]
    return tuple(sorted(found, key=lambda one: (one.at, one.simulation), reverse=True))


def _named(known: tuple[KeptSimulation, ...], simulation: str) -> KeptSimulation | None:
    found = [one for one in known if simulation in ("", one.simulation)]
    if simulation and not found:
        raise StoreError("WEEK_SIMULATION_UNKNOWN", place=simulation[:60])
    return found[0] if found else None
