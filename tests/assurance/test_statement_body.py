"""What a statement may say of a study, and that its figures come from the footprint."""

from __future__ import annotations

import pytest

from lingtan.assurance import LevelOfAssurance, SampleSize, VerificationWork, draft_statement
from lingtan.errors import AssuranceError
from lingtan.evidence import Footprint, Quantiles, Stage


def test_a_statement_takes_its_figures_from_the_footprint():
    stages = dict(zip(Stage, (1, 2, 3, 4, 5), strict=True))
    quantiles = Quantiles(p2_5_mg=8, p5_mg=9, p50_mg=15, p95_mg=22, p97_5_mg=25, draws=1000, seed=1)
    footprint = Footprint(
        subject="X",
        configuration_digest="c",
        study_digest="s",
        method_version="m",
        gwp_set="AR6",
        service_years=4.0,
        place_of_use="CN",
        stages_mg=stages,
        mean_mg=15,
        sd_mg=4,
        quantiles=quantiles,
        variance_share_common=1.0,
        variance_share_sku=0.0,
        variance_share_unit=0.0,
        primary_data_share=0.0,
    )
    work = VerificationWork(
        number="VS",
        level_of_assurance=LevelOfAssurance.REASONABLE,
        materiality_percent=5,
        criteria=("ISO 14067",),
        sites=(),
        sample=SampleSize(population=2, drawn=1),
    )
    body = draft_statement(footprint, work, configuration="A")
    assert (body.mean_mg, body.study_digest, body.stages_mg) == (15, "s", stages)


@pytest.mark.parametrize(
    "changes",
    [
        {"mean_mg": 151},  # stages do not sum to the mean
        {"mean_mg": 0, "stages_mg": dict.fromkeys(Stage, 0)},  # nothing
        {"stages_mg": {Stage.USE: 150}},  # stages missing
        {"materiality_percent": 0.0},  # nothing would be material, or all
        {"materiality_percent": float("nan")},  # not a number
        {"materiality_percent": 30.0},  # too coarse for any assurance
        {"criteria": ()},  # against what?
        {"number": " "},  # no number
        {"service_years": -1.0},  # negative life
    ],
)
def test_a_statement_that_cannot_be_said(changes, statement_body):
    with pytest.raises(AssuranceError, match="STATEMENT_FIELD"):
        statement_body(**changes)


def test_a_sample_larger_than_its_population_is_refused(statement_body):
    with pytest.raises(AssuranceError, match="STATEMENT_FIELD"):
        statement_body(sample=SampleSize(population=3, drawn=4))
