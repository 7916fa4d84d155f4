"""Meter readings from an MQTT broker: at least once, and acknowledged only when they are on record.

The client keeps a persistent session under its own name and acknowledges by hand. A message that was not acknowledged comes again, after a
crash of the broker (if it keeps its sessions on disk) as after one of ours; that it then counts once is the business of who records it.
"""

from __future__ import annotations

import queue
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self
from urllib.parse import urlsplit

from lingtan.errors import InputError

__all__ = ["Broker", "Delivery", "Subscription", "subscribe"]

_PORTS = {"mqtt": 1883, "mqtts": 8883}


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """Where a broker is, what is listened to, and under which name: two clients of one name push each other out.

    `password` is given apart, never in an address. Raises InputError `MQTT_ADDRESS`.
    """

    address: str
    topic: str
    client: str
    user: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in _PORTS or not parts.hostname or parts.username or not self.topic or not self.client:
            raise InputError("MQTT_ADDRESS", place="mqtt", value=self.address)

    @property
    def host(self) -> str:
        """Name or address of the host."""
        return str(urlsplit(self.address).hostname)

    @property
    def port(self) -> int:
        """The port stated, or the usual one."""
        parts = urlsplit(self.address)
        return parts.port or _PORTS[parts.scheme]

    @property
    def encrypted(self) -> bool:
        """Whether the connection is TLS."""
        return urlsplit(self.address).scheme == "mqtts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message that came; `acknowledge` tells the broker that it need not come again."""

    topic: str
    payload: bytes
    acknowledge: Callable[[], None]


class Subscription:
    """A connection that mends itself. A context manager; `take` gives what has come."""

    def __init__(self, client: Any, inbox: queue.SimpleQueue[Delivery]) -> None:
        self._client = client
        self._inbox = inbox

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def connected(self) -> bool:
        """Whether the broker answers now."""
        return bool(self._client.is_connected())

    def take(self, *, wait_seconds: float, most: int = 1000) -> list[Delivery]:
        """What has come, waiting for a first one at most so long."""
        found: list[Delivery] = []
        try:
            found.append(self._inbox.get(timeout=wait_seconds))
            while len(found) < most:
                found.append(self._inbox.get_nowait())
        except queue.Empty:
            pass
        return found

    def close(self) -> None:
        """Leave; the broker keeps the session and what comes meanwhile."""
        self._client.disconnect()
        self._client.loop_stop()


def subscribe(broker: Broker) -> Subscription:
    """A subscription at quality of service 1 in a persistent session; it connects, and connects again, in the background.

    Raises InputError `MQTT_EXTRA` without paho-mqtt, `MQTT_UNREACHABLE` where nothing answers at first.
    """
    try:
        from paho.mqtt import client as paho
        from paho.mqtt.enums import CallbackAPIVersion
    except ModuleNotFoundError as exc:
        raise InputError("MQTT_EXTRA", place=broker.address) from exc
    inbox: queue.SimpleQueue[Delivery] = queue.SimpleQueue()
    client = paho.Client(CallbackAPIVersion.VERSION2, client_id=broker.client, clean_session=False, protocol=paho.MQTTv311, manual_ack=True)

    def on_message(_client: Any, _userdata: Any, message: Any) -> None:
        mid, qos = message.mid, message.qos
        inbox.put(Delivery(topic=message.topic, payload=bytes(message.payload), acknowledge=partial(_acknowledge, client, mid, qos)))

    def on_connect(_client: Any, _userdata: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if not reason.is_failure:
            client.subscribe(broker.topic, qos=1)

    client.on_message, client.on_connect = on_message, on_connect
    client.reconnect_delay_set(min_delay=1, max_delay=30)
    if broker.user:
        client.username_pw_set(broker.user, broker.password or None)
    if broker.encrypted:
        client.tls_set_context(ssl.create_default_context())
    try:
        client.connect(broker.host, broker.port, keepalive=20)
    except OSError as exc:
        raise InputError("MQTT_UNREACHABLE", place=f"{broker.host}:{broker.port}", detail=exc.strerror or str(exc)) from exc
    client.loop_start()
    return Subscription(client, inbox)


def _acknowledge(client: Any, mid: int, qos: int) -> None:
    client.ack(mid, qos)
