"""A real `lingtan serve` in a process of its own: what it says, how it ends, and clients that are logged in."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import httpx

_LINGTAN = Path(sys.executable).parent / "lingtan"
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")
_START_S = 120


class Served:
    """A running server; `lines` is what it wrote to stderr so far."""

    def __init__(self, *arguments: str | Path, env: dict[str, str] | None = None) -> None:
        command = [str(_LINGTAN), "serve", "--port", "0", *map(str, arguments)]
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env={**os.environ, **(env or {})}
        )
        threading.Thread(target=self._read, daemon=True).start()
        self.address = self._await_address()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))

    def _await_address(self) -> str:
        def answers() -> str | None:
            said = [_ADDRESS.search(line) for line in self.lines if not line.startswith("{")]
            found = [match.group() for match in said if match]
            assert self.process.poll() is None, self.said()
            if not found:
                return None
            try:
                httpx.get(f"{found[-1]}healthz", timeout=10)
            except httpx.TransportError:
                return None
            return found[-1]

        return until(answers, _START_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)

    def said(self) -> str:
        """What stands on stderr besides the log."""
        return "\n".join(line for line in self.lines if not line.startswith("{"))

    def log(self) -> list[dict[str, Any]]:
        """The log: one object a line."""
        return [json.loads(line) for line in list(self.lines) if line.startswith("{")]

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(10)

    def terminate(self, seconds: float = 60) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def visitor(self, **options: Any) -> httpx.Client:
        """A browser without scripts."""
        return httpx.Client(base_url=self.address, timeout=120, **options)

    def player(self, login: str, **options: Any) -> httpx.Client:
        """The same, logged in as one of the demo's players."""
        client = self.visitor(**options)
        answer = client.post("en/demo", data={"login": login}, headers={"sec-fetch-site": "same-origin"})
        assert answer.status_code == 303, answer.text
        return client


def post(client: httpx.Client, path: str, data: dict[str, Any], **options: Any) -> httpx.Response:
    """A form of the page with its own token."""
    page = client.get("en/home").text
    token = re.search(r'<meta name="csrf" content="([^"]+)">', page)
    assert token is not None, "the page has no token"
    return client.post(path, data={"csrf": token.group(1), **data}, headers={"sec-fetch-site": "same-origin"}, **options)


def until(ask: Callable[[], Any], seconds: float, pause_s: float = 0.05) -> Any:
    """The first answer that is true. Raises AssertionError when there is none in time."""
    end = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < end, f"nothing came in {seconds} s"
        time.sleep(pause_s)
    return answer
