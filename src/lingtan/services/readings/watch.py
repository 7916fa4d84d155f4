"""`lingtan readings watch`: a drop folder and a broker, together or alone, until it is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from lingtan.clients.mqtt import Broker, subscribe
from lingtan.errors import InputError
from lingtan.evidence import JSON
from lingtan.services.house.workspace import Workspace
from lingtan.services.readings.drop import take_dropped
from lingtan.services.readings.live import take_messages

__all__ = ["broker", "watch"]

_LOOK_SECONDS = 2.0


def broker(address: str, *, topic: str, client: str, user: str, password: str) -> Broker:
    """Where the messages come from. Raises InputError `MQTT_ADDRESS`."""
    return Broker(address=address, topic=topic, client=client, user=user, password=password)


def watch(
    workspace: Workspace, *, actor: str, now: Callable[[], datetime], zone: str, drop: Path | None, source: Broker | None,
    stop: Callable[[], bool] = lambda: False, once: bool = False,
) -> Iterator[dict[str, JSON]]:  # fmt: skip
    """One answer for each file and each batch of messages. `once` takes what is there and ends.

    What is refused of a broker goes to `refused` in the drop folder, or in the workspace. Raises InputError `READING_SOURCE` for neither.
    """
    if drop is None and source is None:
        raise InputError("READING_SOURCE", place="watch")
    refused = (drop or workspace.home) / "refused"
    with workspace.store() as store, nullcontext() if source is None else subscribe(source) as listening:
        looked = 0.0
        while not stop():
            if drop is not None and (once or time.monotonic() - looked >= _LOOK_SECONDS):
                looked = time.monotonic()
                settled = {"settled": 0.0} if once else {}
                yield from take_dropped(store, workspace, drop, actor=actor, now=now, zone=zone, **settled)
            if listening is None:
                if not once:
                    time.sleep(0.2)
            elif came := listening.take(wait_seconds=2.0 if once else 0.5):
                yield take_messages(store, workspace, came, actor=actor, at=now(), zone=zone, refused=refused)
                continue
            if once:
                return
