"""Assessments and roll-out steps on record: rows that are only added, each with organisation, actor, time and unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from lingtan.assessment import Assessment, RollEvent, RollFile, assess, roll_file
from lingtan.errors import InputError
from lingtan.evidence import Fact, digest_record, from_plain, to_plain
from lingtan.files.trees import read_toml
from lingtan.services.assessment.case import open_case
from lingtan.services.footprint.studies import body_of
from lingtan.services.house.ids import command_id
from lingtan.services.house.workspace import Workspace

__all__ = ["assessments_on_record", "record_assessment", "record_rollout", "rollout_on_record"]

ASSESSMENT, STEP = "assessment", "rollout_step"


def record_assessment(
    workspace: Workspace, site: Path, standard: str, *, actor: str, at: datetime, facts: Path | None = None, own: Path | None = None
) -> Fact:  # fmt: skip
    """The self-assessment of a site as a fact; the same again is the one that is there. Raises InputError as its files do."""
    case = open_case(site, standard, facts=facts, own=own)
    made = assess(case.standard, case.facts, case.forms)
    house = workspace.profile.organisation
    fact = Fact(
        id=command_id(house, ASSESSMENT, made.digest), kind=ASSESSMENT, subject=made.site, by=workspace.by(actor, at), asset="assessment",
        unit="1", body=to_plain(made),
    )  # fmt: skip
    with workspace.store() as store:
        return store.find(fact.id) or store.append(fact)


def assessments_on_record(workspace: Workspace, site: str | None = None) -> tuple[tuple[Fact, Assessment], ...]:
    """The house's own assessments, of one site or of all, in the order they were recorded."""
    with workspace.store() as store:
        rows = store.facts(kind=ASSESSMENT, subject=site, organisation=workspace.profile.organisation)
    return tuple((row, from_plain(Assessment, body_of(row), place=row.id)) for row in rows)


def record_rollout(workspace: Workspace, path: Path, *, actor: str, at: datetime) -> int:
    """The new steps of a roll-out file as facts, each under its site; how many were new.

    Raises InputError as its reader, and `ROLL_OTHER_HOUSE` for a step that names another organisation.
    """
    tables = dict(read_toml(path))
    tables.pop("not_applicable", None)
    file, house = roll_file(tables, place=path.name), workspace.profile.organisation
    for event in file.event:
        if event.organisation != house:
            raise InputError("ROLL_OTHER_HOUSE", place=f"{path.name}: {event.subject} {event.at}", expected=house, found=event.organisation)
    steps = [
        Fact(
            id=command_id(house, STEP, file.site, digest_record(event)), kind=STEP, subject=file.site, by=workspace.by(actor, at),
            asset="energy", unit="kWh", body=to_plain(event),
        )
        for event in file.event
    ]  # fmt: skip
    with workspace.store() as store:
        new = [step for step in steps if store.find(step.id) is None]
        store.append_all(new)
    return len(new)


def rollout_on_record(workspace: Workspace, file: RollFile) -> RollFile:
    """The file's site with the steps that are on record instead of its own: what counts is what was recorded."""
    with workspace.store() as store:
        rows = store.facts(kind=STEP, subject=file.site, organisation=workspace.profile.organisation)
    return replace(file, event=tuple(from_plain(RollEvent, body_of(row), place=row.id) for row in rows))
