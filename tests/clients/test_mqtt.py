"""Addresses of brokers, and what happens where none answers. What a killed broker does is in tests/services/readings."""

from __future__ import annotations

import socket

import pytest

from lingtan.clients.mqtt import Broker, subscribe
from lingtan.errors import InputError


def test_an_address_has_its_usual_port_unless_it_states_one() -> None:
    made = [Broker(address=address, topic="t", client="c") for address in ("mqtt://plant", "mqtts://plant", "mqtt://plant:1999")]
    assert [(b.host, b.port, b.encrypted) for b in made] == [("plant", 1883, False), ("plant", 8883, True), ("plant", 1999, False)]


@pytest.mark.parametrize(
    ("address", "topic", "client"),
    [
        ("plant:1883", "t", "c"),  # no scheme
        ("http://plant", "t", "c"),  # another protocol
        ("mqtt://", "t", "c"),  # no host
        ("mqtt://me:secret@plant", "t", "c"),  # a password would stand in every list of processes
        ("mqtt://plant", "", "c"),  # listens to nothing
        ("mqtt://plant", "t", ""),  # a session without name is not kept
    ],
)
def test_a_broker_that_cannot_be_reached_or_remembered_is_refused(address: str, topic: str, client: str) -> None:
    with pytest.raises(InputError, match="MQTT_ADDRESS"):
        Broker(address=address, topic=topic, client=client)


def test_where_nothing_answers_the_host_and_port_are_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(InputError, match="MQTT_UNREACHABLE") as refused:
        subscribe(Broker(address=f"mqtt://127.0.0.1:{port}", topic="t", client="c"))
    assert refused.value.place == f"127.0.0.1:{port}"


def test_a_password_never_stands_in_what_is_printed_of_a_broker() -> None:
    assert "secret" not in repr(Broker(address="mqtt://plant", topic="t", client="c", user="u", password="secret"))
