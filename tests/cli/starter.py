"""Starts `lingtan` as a process of its own without the second of imports: a process that has read the modules forks for each command.

python tests/cli/starter.py FD      (FD: a socket on which requests come; it ends when the other side is gone)
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: What most commands read; none of it starts a thread.
_READ = (
    "numpy", "scipy.sparse.linalg", "pydantic", "sqlalchemy", "alembic", "openpyxl", "cryptography.hazmat.primitives.asymmetric.ed25519",
    "rich.table", "lingtan.cli.main", "lingtan.product", "lingtan.factors", "lingtan.lca", "lingtan.files", "lingtan.store",
    "lingtan.assurance", "lingtan.attest", "lingtan.neutrality", "lingtan.services.house", "lingtan.services.house.backup",
    "lingtan.services.footprint", "lingtan.energy", "lingtan.factory", "lingtan.scheduling", "lingtan.assessment",
)  # fmt: skip
_LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    stdout: bytes
    stderr: bytes


class Starter:
    """The client's side: one request at a time."""

    def __init__(self) -> None:
        self._here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with there:
            command = [sys.executable, str(Path(__file__)), str(there.fileno())]
            kept = {name: value for name, value in os.environ.items() if not name.startswith("LINGTAN_")}
            subprocess.Popen(command, pass_fds=[there.fileno()], env=kept | {"LC_ALL": "C.UTF-8"}, stdin=subprocess.DEVNULL)

    def run(self, arguments: Sequence[str], env: Mapping[str, str], timeout: float) -> Ended:
        """`lingtan` with the arguments, in this directory. Raises subprocess.TimeoutExpired."""
        request = json.dumps({"arguments": list(arguments), "env": dict(env), "cwd": os.getcwd()}).encode()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            self._here.settimeout(timeout + 60)  # the first waits for the modules
            socket.send_fds(self._here, [request], [out.fileno(), err.fileno()])
            pid = int(self._here.recv(32))
            self._here.settimeout(timeout)
            try:
                code = int(self._here.recv(32))
            except TimeoutError as late:
                os.kill(pid, 9)
                self._here.settimeout(None)
                self._here.recv(32)
                raise subprocess.TimeoutExpired(list(arguments), timeout) from late
            out.seek(0)
            err.seek(0)
            return Ended(code, out.read(), err.read())


@cache
def starter() -> Starter:
    """The one of this test process."""
    return Starter()


def _serve(there: socket.socket) -> bool:
    """Answer requests. True in a process that is to become a command, False when nobody asks any more."""
    while True:
        data, fds, *_ = socket.recv_fds(there, _LARGEST, 2)
        if not data:
            return False
        request = json.loads(data)
        pid = os.fork()
        if pid == 0:
            there.close()
            for number, fd in enumerate(fds, start=1):
                os.dup2(fd, number)
                os.close(fd)
            os.environ.clear()
            os.environ.update(request["env"])
            os.chdir(request["cwd"])
            sys.argv = ["lingtan", *request["arguments"]]
            return True
        for fd in fds:
            os.close(fd)
        there.send(str(pid).encode())
        _, status = os.waitpid(pid, 0)
        there.send(str(os.waitstatus_to_exitcode(status)).encode())


if __name__ == "__main__":
    for name in _READ:
        importlib.import_module(name)
    importlib.import_module("lingtan.messages").catalog()
    if _serve(socket.socket(fileno=int(sys.argv[1]))):
        from lingtan.cli.main import run

        run()
