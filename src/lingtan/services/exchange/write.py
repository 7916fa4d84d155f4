"""`lingtan exchange write`: a system in another program's format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lingtan.evidence import JSON, to_plain
from lingtan.files.exchange import ExchangeKind, files_of, mixed_entries, write_container
from lingtan.lca.exchange import NamedSystem, find_method
from lingtan.messages import Message
from lingtan.services.exchange.opened import Opened

__all__ = ["write_exchange"]


def write_exchange(opened: Opened, target: Path, *, kind: str, method: str = "") -> dict[str, JSON]:
    """Write a ZIP (`*.zip`) or a folder. Returns file, format, counts and notes of what the format cannot say.

    Raises InputError `EXCHANGE_METHOD`, `EXCHANGE_NO_METHOD`, `EXCHANGE_FOLDER_NOT_EMPTY`, `FILE_NOT_WRITABLE`.
    """
    system, wanted = opened.system, ExchangeKind(kind)
    write_container(target, files_of(system, wanted, name=target.stem, method=method, fallbacks=opened.leaves))
    notes = [*system.notes, *(_said_less(system, target, method) if wanted is ExchangeKind.BRIGHTWAY else ())]
    return {
        "file": str(target),
        "kind": wanted.value,
        "activities": len(system.activities),
        "exchanges": len(system.technosphere) + len(system.biosphere),
        "notes": [to_plain(note) for note in notes],
    }


def _said_less(system: NamedSystem, target: Path, method: str) -> Iterator[Message]:
    """What a datapackage cannot say of the system."""
    met = Counter(key for keys in system.multipliers.values() for key in keys)
    if shared := sum(count > 1 for count in met.values()):
        yield Message(code="EXCHANGE_SHARED", place=str(target), params={"count": shared})
    if mixed := mixed_entries(system):
        yield Message(code="EXCHANGE_MADE_CERTAIN", place=mixed[0][0], params={"count": len(mixed), "kinds": mixed[0][1]})
    chosen = find_method(system, method)
    for number, other in enumerate(system.methods):
        if number != chosen:
            yield Message(code="EXCHANGE_LEFT_OUT", place=str(target), params={"what": other.name})
