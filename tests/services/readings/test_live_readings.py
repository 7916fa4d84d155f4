"""Readings from a broker that is killed and started again: none lost, none doubled."""

from __future__ import annotations

import json
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parents[2] / "clients"))

from brokers import Mosquitto
from paho.mqtt import client as paho
from paho.mqtt.enums import CallbackAPIVersion

from lingtan.clients.mqtt import Broker, Delivery, subscribe
from lingtan.energy import DayBlock, merged
from lingtan.evidence import Fact
from lingtan.services.house.init import init_workspace
from lingtan.services.house.workspace import Workspace
from lingtan.services.readings.live import take_messages
from lingtan.services.readings.meters import import_meters
from lingtan.services.readings.record import READINGS, block_of
from lingtan.services.readings.watch import watch

AT = datetime(2026, 11, 30, tzinfo=UTC)
ZONE = "Asia/Shanghai"
TOPIC = "lingtan/readings/#"
METERS = ("M1", "M2", "M3")
MIDNIGHT = datetime(2026, 1, 31, tzinfo=UTC) - timedelta(hours=8)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = init_workspace(tmp_path / "home", organisation="Synthetic plant", identifier="SYN", db=None, synthetic=True, verify_base=None)
    listed = tmp_path / "meters.csv"
    listed.write_text("meter,medium,level\n" + "".join(f"{key},electricity,line\n" for key in METERS), "utf-8")
    import_meters(made, listed, actor="test", at=AT)
    return made


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    server = Mosquitto(tmp_path / "broker")
    server.start()
    yield server
    server.kill()


def payload(meter: str, slot: int, quantity: float) -> str:
    start = MIDNIGHT + timedelta(minutes=15 * slot)
    return json.dumps({"meter": meter, "start": start.isoformat(), "quantity": quantity, "unit": "kWh"})


def publisher(server: Mosquitto) -> Any:
    client = paho.Client(CallbackAPIVersion.VERSION2, client_id="gateway", clean_session=False)
    client.reconnect_delay_set(1, 1)
    client.connect("127.0.0.1", server.port)
    client.loop_start()
    return client


def send(client: Any, meter: str, slot: int, quantity: float) -> Any:
    return client.publish(f"lingtan/readings/{meter}", payload(meter, slot, quantity), qos=1)


def facts(workspace: Workspace) -> tuple[Fact, ...]:
    with workspace.store() as store:
        return store.facts(kind=READINGS, organisation=workspace.profile.organisation)


def on_record(workspace: Workspace) -> dict[str, DayBlock]:
    blocks: dict[str, list[DayBlock]] = {}
    for fact in facts(workspace):
        blocks.setdefault(block_of(fact).meter, []).append(block_of(fact))
    return {meter: merged(held) for meter, held in blocks.items()}


def amounts_on_record(workspace: Workspace) -> int:
    return sum(len(block.amounts) for block in on_record(workspace).values())


def until(holds: Any, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.2)


class Watching:
    """`lingtan readings watch` in a thread; `answers` are what it said."""

    def __init__(self, workspace: Workspace, server: Mosquitto) -> None:
        self.halt = threading.Event()
        self.answers: list[Any] = []
        broker = Broker(address=server.address, topic=TOPIC, client="watcher")
        said = watch(workspace, actor="test", now=lambda: AT, zone=ZONE, drop=None, source=broker, stop=self.halt.is_set)
        self.thread = threading.Thread(target=lambda: self.answers.extend(said), daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.halt.set()
        self.thread.join(30)

    def sums(self) -> dict[str, int]:
        return {name: sum(int(answer[name]) for answer in self.answers) for name in ("came", "new", "corrected", "known", "refused")}


def test_no_reading_is_lost_or_doubled_when_the_broker_is_killed_and_started_again(workspace: Workspace, mosquitto: Mosquitto) -> None:
    watching = Watching(workspace, mosquitto)
    until(lambda: mosquitto.has_saved(TOPIC))  # the session of the watcher
    gateway = publisher(mosquitto)
    sent = 0

    def publish(slots: int) -> list[tuple[str, Any]]:
        nonlocal sent
        coming = range(sent, sent + slots)
        sent += slots
        return [
            (payload(meter, slot, slot + k / 8), send(gateway, meter, slot, slot + k / 8))
            for slot in coming
            for k, meter in enumerate(METERS)
        ]

    for _ in range(2):
        publish(25)
        until(lambda: amounts_on_record(workspace) == 3 * sent)
        with closing(sqlite3.connect(workspace.home / "lingtan.db", isolation_level=None)) as busy:
            busy.execute("BEGIN IMMEDIATE")  # nothing can be recorded, so nothing is acknowledged to the broker
            held = publish(4)
            for _, receipt in held:
                receipt.wait_for_publish(30)
            until(lambda held=held: all(mosquitto.has_saved(text) for text, _ in held))
            mosquitto.freeze()
            publish(2)  # never acknowledged to the gateway
            busy.execute("ROLLBACK")
        until(lambda: amounts_on_record(workspace) == 3 * (sent - 2))  # recorded; that it was, the broker never learns
        mosquitto.kill()
        mosquitto.start()
    publish(96 - sent)
    until(lambda: amounts_on_record(workspace) == 288)
    until(lambda: watching.sums()["known"] >= 24)
    gateway.disconnect()
    gateway.loop_stop()
    watching.stop()
    record = on_record(workspace)
    for index, meter in enumerate(METERS):
        assert record[meter].amounts == {slot: slot * 1000 + 125 * index for slot in range(96)}
    said = watching.sums()
    assert (said["new"], said["corrected"], said["refused"]) == (288, 0, 0)
    assert sum(len(block_of(fact).amounts) for fact in facts(workspace)) == 288  # each stands in one fact only


def test_what_came_while_nobody_listened_waits_at_the_broker_even_if_that_is_killed(workspace: Workspace, mosquitto: Mosquitto) -> None:
    first = Watching(workspace, mosquitto)
    until(lambda: mosquitto.has_saved(TOPIC))
    first.stop()
    gateway = publisher(mosquitto)
    for slot in range(20):
        send(gateway, "M1", slot, 1.0).wait_for_publish(30)
    until(lambda: all(mosquitto.has_saved(payload("M1", slot, 1.0)) for slot in range(20)))
    mosquitto.kill()
    mosquitto.start()
    second = Watching(workspace, mosquitto)
    until(lambda: amounts_on_record(workspace) == 20)
    second.stop()
    gateway.disconnect()
    gateway.loop_stop()
    assert second.sums()["new"] == 20


def test_a_reading_that_was_recorded_and_not_acknowledged_comes_again_and_counts_once(workspace: Workspace, mosquitto: Mosquitto) -> None:
    broker = Broker(address=mosquitto.address, topic=TOPIC, client="watcher")
    gateway = publisher(mosquitto)
    refused = workspace.home / "refused"

    def take(acknowledged: bool) -> dict[str, Any]:
        with subscribe(broker) as listening, workspace.store() as store:
            if acknowledged is False:
                until(lambda: mosquitto.has_saved(TOPIC))
                send(gateway, "M1", 4, 2.5).wait_for_publish(30)
            came = listening.take(wait_seconds=20)
            kept = came if acknowledged else [Delivery(topic=d.topic, payload=d.payload, acknowledge=lambda: None) for d in came]
            return dict(take_messages(store, workspace, kept, actor="test", at=AT, zone=ZONE, refused=refused))

    assert take(False) == {"came": 1, "new": 1, "corrected": 0, "known": 0, "refused": 0}  # killed here, say
    assert take(True) == {"came": 1, "new": 0, "corrected": 0, "known": 1, "refused": 0}
    gateway.disconnect()
    gateway.loop_stop()
    assert len(facts(workspace)) == 1


def test_messages_that_are_no_readings_are_kept_with_their_code_and_a_correction_is_a_new_fact(
    workspace: Workspace, tmp_path: Path
) -> None:
    done: list[str] = []

    def delivery(text: str) -> Delivery:
        return Delivery(topic="lingtan/readings/x", payload=text.encode(), acknowledge=lambda: done.append(text))

    came = [
        delivery("not json"),
        delivery('{"meter": "M1"}'),
        delivery('{"meter": "M1", "start": "2026-01-31 00:00", "quantity": 1}'),  # without offset: an hour may come twice
        delivery(payload("M9", 0, 1.0)),
        delivery(payload("M1", 0, -1.0)),
        delivery(payload("M1", 0, 1.0)),
        delivery(payload("M1", 0, 1.0)),  # the same again
        delivery(payload("M1", 0, 1.5)),  # a correction
    ]
    with workspace.store() as store:
        answer = take_messages(store, workspace, came, actor="test", at=AT, zone=ZONE, refused=tmp_path / "refused")
    assert answer == {"came": 3, "new": 1, "corrected": 1, "known": 1, "refused": 5}
    lines = [json.loads(line) for line in (tmp_path / "refused" / "messages.jsonl").read_text("utf-8").splitlines()]
    assert [line["code"] for line in lines] == ["READING_MESSAGE"] * 3 + ["METER_UNKNOWN", "READING_NEGATIVE"]
    assert len(done) == len(came)
    assert (len(facts(workspace)), on_record(workspace)["M1"].amounts) == (2, {0: 1500})
