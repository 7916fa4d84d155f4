"""A real broker for tests: mosquitto in a process of its own, with its sessions on disk, that can be killed and started again.

It writes its sessions after it has acknowledged a message, not before. Killed between the two it loses what its sender need not send again;
a test that wants nothing lost waits for `has_saved`.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

MOSQUITTO = shutil.which("mosquitto") or "/usr/sbin/mosquitto"


class Mosquitto:
    """Starts on a free port of this machine; `kill` is kill -9."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.config = folder / "mosquitto.conf"
        self.config.write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\nuser root\npersistence true\npersistence_location {folder}/\n"
            "autosave_interval 1\nautosave_on_changes true\nlog_type error\n",
            "ascii",
        )
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"mqtt://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen([MOSQUITTO, "-c", str(self.config)])
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=0.5).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("mosquitto does not answer")

    def has_saved(self, text: str) -> bool:
        """Whether the text stands in what the broker wrote to disk; it is asked to write, too, for the next question."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGUSR1)
        try:
            return text.encode() in (self.folder / "mosquitto.db").read_bytes()
        except FileNotFoundError:
            return False

    def freeze(self) -> None:
        """It takes and gives nothing more; what is sent to it waits in the network."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGSTOP)

    def kill(self) -> None:
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
