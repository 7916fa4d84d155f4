"""Attacks on the study and its verification: who signs, with what competence, on which figures."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date

from lingtan.assurance import Competence, Engagement, State, check_signing, fold
from lingtan.files import CREDITS, read_table
from lingtan.neutrality import assess, read_holdings, require_eligible
from lingtan.rules import load_pack
from lingtan.services.assure.engagement import events_of
from lingtan.services.demo.attacks.attack import Attack, Scene, refused_by_house
from lingtan.services.demo.inputs import write_credits
from lingtan.services.demo.parties import clock

__all__ = ["STUDY_ATTACKS"]


def _drafted(scene: Scene) -> Engagement:
    """The demo's engagement as it stood before it was signed."""
    with scene.stage.certifier.store() as store:
        events = events_of(store, "X13")
    return next(state for state in (fold(events[:count]) for count in range(len(events), 0, -1)) if state.state is State.STATEMENT_DRAFTED)


def _signing(name: str, change: Callable[[Engagement], Engagement], signer: str = "verifier") -> Attack:
    def attempt(scene: Scene) -> tuple[str, str] | None:
        return refused_by_house(lambda: check_signing(change(_drafted(scene)), signer=signer, on=clock(60).date()))

    return Attack(name=name, attempt=attempt)


def _expire(state: Engagement) -> Engagement:
    stale = {
        name: dataclasses.replace(
            person, competences=tuple(Competence(scope=c.scope, valid_until=date(2026, 1, 1)) for c in person.competences)
        )
        for name, person in state.people.items()
    }
    return dataclasses.replace(state, people=stale)


def _expired_vintage(scene: Scene) -> tuple[str, str] | None:
    path = scene.folder / "old.csv"
    serial = "12082-1-100-VCS-VCU-304-VER-CN-1-191-01012012-31122012-0"
    write_credits(path, [("VCS", "191", "Synthetic wind farm", "avoidance", "ACM0002", 2012, serial, 100)])
    (block,) = read_holdings(read_table(path, CREDITS).rows, on=clock(0).date())
    return refused_by_house(lambda: require_eligible(assess(block, load_pack("credits-voluntary"), cancelled_on=clock(0).date())))


STUDY_ATTACKS: tuple[Attack, ...] = (
    _signing("self-verification", lambda state: dataclasses.replace(state, certifier=state.client)),
    _signing("expired competence", _expire),
    _signing("the drafter of the method signs", lambda state: state, signer="drafter"),
    Attack(name="expired vintage", attempt=_expired_vintage),
)
