"""What a statement may say of a site, and where in an engagement it may be drafted."""

from __future__ import annotations

from typing import Any

import pytest

from lingtan.assurance import (
    LevelOfAssurance,
    ReviewStarted,
    SampleSize,
    SiteStatementBody,
    SiteStatementDrafted,
    State,
    Submitted,
    advance,
    event_from_plain,
    event_to_plain,
    fold,
)
from lingtan.errors import AssuranceError


def body(**changes: Any) -> SiteStatementBody:
    told: dict[str, Any] = {
        "number": "S-1", "site": "Hall 1", "organisation": "Plant", "year": 2025, "boundary": "hall 1", "standard": "s@1",
        "standard_digest": "sha256:s", "grade": "g", "grade_title": {"en": "g", "zh": "g"}, "met": ("a", "b"), "not_met": (),
        "not_assessable": ("c",), "assessment_digest": "sha256:study", "facts_digest": "sha256:f", "method_version": "m",
        "level_of_assurance": LevelOfAssurance.LIMITED, "materiality_percent": 5.0, "criteria": ("x",), "sites": (),
        "sample": SampleSize(population=2, drawn=1),
    }  # fmt: skip
    return SiteStatementBody(**told | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"met": ()},  # nothing was found to hold
        {"not_met": ("a",)},  # met and not met
        {"clause_titles": {"a": {"en": "A", "zh": "甲"}}},  # words of one clause only
        {"not_assessable": ("c", "c")},  # named twice
        {"boundary": "  "},  # of what?
        {"grade": ""},  # which?
        {"criteria": ()},  # against what?
        {"materiality_percent": float("nan")},  # not a number
        {"materiality_percent": 30.0},  # too coarse for any assurance
        {"sample": SampleSize(population=1, drawn=2)},  # more than there is
    ],
)
def test_a_statement_on_a_site_that_cannot_be_said(changes: dict[str, Any]) -> None:
    with pytest.raises(AssuranceError, match="STATEMENT_FIELD"):
        body(**changes)


def test_it_is_drafted_under_review_on_what_was_handed_in_and_comes_back_from_the_record(at: Any, opened: Any) -> None:
    begun = [opened(), Submitted(at=at(1), actor="client-1", study_digest="sha256:study", pack_digest="sha256:pack")]
    drafted = SiteStatementDrafted(at=at(3), actor="lead", body=body(accreditation=fold(begun).accreditation))
    with pytest.raises(AssuranceError, match="ILLEGAL_TRANSITION"):
        advance(fold(begun), drafted)  # nobody has looked at it yet
    begun.append(ReviewStarted(at=at(2), actor="lead"))
    other = SiteStatementDrafted(at=at(3), actor="lead", body=body(assessment_digest="sha256:other"))
    with pytest.raises(AssuranceError, match="STATEMENT_OTHER_STUDY"):
        advance(fold(begun), other)
    assert fold([*begun, drafted]).state is State.STATEMENT_DRAFTED
    assert event_from_plain(event_to_plain(drafted)) == drafted
