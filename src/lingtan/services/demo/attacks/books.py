"""Attacks on the database itself: a copy of the attacks' own books, edited by hand."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from lingtan.services.demo.attacks.attack import Attack, Scene
from lingtan.services.demo.attacks.steps import refused
from lingtan.store import Store, open_store

__all__ = ["BOOK_ATTACKS"]


def _edited(scene: Scene, name: str, statements: tuple[str, ...], look: Callable[[Store], object]) -> object:
    """Edit a copy of the database with sqlite3, then look at it as `lingtan doctor` does."""
    source = Path(scene.stage.issuer.profile.db.removeprefix("sqlite:///"))
    copy = scene.folder / name
    shutil.copyfile(source, copy)
    with closing(sqlite3.connect(copy)) as books, books:
        for (trigger,) in books.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            books.execute(f'DROP TRIGGER "{trigger}"')
        for statement in statements:
            if books.execute(statement).rowcount == 0:
                return None
    with open_store(f"sqlite:///{copy}") as store:
        return look(store)


def _balance(scene: Scene) -> object:
    return _edited(
        scene, "balance.db", ("UPDATE balance SET credits_posted = credits_posted + 1000000 WHERE credits_posted > 0",), Store.audit
    )


def _fact(scene: Scene) -> object:
    return _edited(scene, "fact.db", ("UPDATE fact SET actor = 'somebody else' WHERE kind = 'statement'",), Store.verify_chain)


BOOK_ATTACKS: tuple[Attack, ...] = (
    refused("a balance raised in the database", _balance),
    refused("a recorded fact rewritten in the database", _fact),
)
