"""The dry run's generator and planters, and an engagement's people."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from lingtan.assurance import (
    Accreditation,
    Competence,
    LevelOfAssurance,
    Opened,
    Person,
    SampleSize,
    StatementBody,
)
from lingtan.evidence import Stage

DRY_RUN = Path(__file__).parents[2] / "examples" / "dry_run"


@pytest.fixture(scope="session")
def dry_run():
    """The modules of examples/dry_run and its folder."""
    sys.path.insert(0, str(DRY_RUN))
    try:
        import balance
        import generate
        import plant
        import planters
        import write_case
    finally:
        sys.path.remove(str(DRY_RUN))
    return SimpleNamespace(
        folder=DRY_RUN,
        clean_pack=generate.clean_pack,
        contents=generate.document_contents,
        rebalanced=balance.rebalanced,
        plant=plant.plant,
        random_case=plant.random_case,
        CASE=plant.CASE,
        PLANTERS=planters.PLANTERS,
        write_case=write_case.write_case,
        SEED=write_case.SEED,
    )


@pytest.fixture
def at():
    """Moments in order: at(0), at(1), … one day apart from 2026-05-04."""
    return lambda day: datetime(2026, 5, 4, 9, tzinfo=UTC) + timedelta(days=day)


@pytest.fixture
def opened(at):
    """An engagement with a client's person and three of the verification body; keywords change it."""

    def make(**changes):
        people = (
            Person(id="client-1", name="王数据", organisation="Maker"),
            Person(
                id="lead", name="李核查", organisation="Body", competences=(Competence(scope="ISO 14067", valid_until=date(2027, 6, 30)),)
            ),
            Person(
                id="reviewer",
                name="赵复核",
                organisation="Body",
                competences=(Competence(scope="ISO 14067", valid_until=date(2026, 5, 10)),),
            ),
            Person(
                id="other", name="孙其他", organisation="Body", competences=(Competence(scope="ISO 14064-1", valid_until=date(2029, 1, 1)),)
            ),
        )
        accreditation = Accreditation(body="Accreditor", number="ACC-1", scope="ISO 14067", valid_until=date(2027, 12, 31))
        body = {
            "at": at(0),
            "actor": "lead",
            "engagement": "E-1",
            "client": "Maker",
            "certifier": "Body",
            "scope": "ISO 14067",
            "people": people,
            "accreditation": accreditation,
        }
        return Opened(**(body | changes))

    return make


@pytest.fixture
def statement_body(opened):
    """A statement body on study `sha256:study`; keywords change it."""

    def make(**changes):
        body = {
            "number": "VS-1",
            "subject": "Example Book (synthetic)",
            "configuration": "A",
            "configuration_digest": "sha256:configuration",
            "study_digest": "sha256:study",
            "method_version": "lingtan-2026.1",
            "mean_mg": 150,
            "stages_mg": dict(zip(Stage, (10, 20, 30, 40, 50), strict=True)),
            "service_years": 4.0,
            "place_of_use": "CN-BJ",
            "gwp_set": "AR6",
            "level_of_assurance": LevelOfAssurance.LIMITED,
            "materiality_percent": 5.0,
            "criteria": ("ISO 14067:2018",),
            "sites": ("Hefei",),
            "sample": SampleSize(population=40, drawn=12),
            "accreditation": opened().accreditation,
            "synthetic": True,
        }
        return StatementBody(**(body | changes))

    return make
