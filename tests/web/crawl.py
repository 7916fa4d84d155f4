"""Walks through the whole site in a browser, in the tests and in the campaign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from atlas import Stop, stops
from eye import Eye
from houses import FIRST, Ids

__all__ = ["WALKS", "Walk", "addresses", "wrong_on"]


@dataclass(frozen=True, slots=True)
class Walk:
    """A language, a theme, and the theme whose colours are looked at beside it on every page."""

    language: str
    theme: str
    other: str


WALKS = (Walk("zh", "light", "dark"), Walk("en", "dark", "light"))


def addresses(ids: Ids, turn: int) -> list[Stop]:
    """Every address once, in one order; who opens it changes from walk to walk."""
    by_address: dict[str, list[Stop]] = {}
    for stop in stops(FIRST, ids):
        by_address.setdefault(stop.address, []).append(stop)
    return [among[turn % len(among)] for _, among in sorted(by_address.items())]


def wrong_on(mine: Sequence[Stop], eye: Eye, walk: Walk) -> Iterator[str]:
    """What is wrong with the pages, opened by one login after the other; shuts the eye."""
    for stop in sorted(mine, key=lambda stop: stop.login):
        eye.be(stop.login)
        status = eye.open(f"/{walk.language}{stop.address}")
        wrong = [f"status {status}"] if status != 200 else [*eye.wrong(), *eye.wrong_in(walk.other)]
        yield from (f"{stop.login or 'visitor'} /{walk.language}{stop.address}: {what}" for what in wrong)
    eye.close()
