"""The server: a house opened, an application made of it, and uvicorn around it until it is told to stop."""

from __future__ import annotations

import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import structlog
import uvicorn

from lingtan.services.accounts.setup import new_setup_code
from lingtan.services.house.house import House
from lingtan.services.house.single_sign_on import read_oidc
from lingtan.web.app import make_app

__all__ = ["run"]

#: Seconds that open requests are given when the server is told to stop.
_GRACE_S = 20
#: New objects until the collector looks at them. A page makes some ten thousand, nearly all of which are gone when it is answered.
_YOUNG = 50_000


def run(home: Path, db: str, *, host: str, port: int, is_demo: bool, proxy: str, oidc: Path | None, say: Callable[..., None]) -> None:
    """Serve until SIGINT or SIGTERM; open requests and the running step of a job end first.

    Raises StoreError and InputError before it listens.
    """
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, _leave)  # uvicorn raises the signal again when it has shut down: to be told to stop is no failure
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _log_as_json()
    house = House(home, db, is_demo=is_demo, oidc=read_oidc(oidc) if oidc else None)
    listening = socket.create_server((host, port))
    address = f"http://{host}:{listening.getsockname()[1]}/"
    code = new_setup_code(house.accounts, at=datetime.now(UTC))
    if code is not None:
        say("SERVE_SETUP", address=f"{address}en/setup", code=code)
    say("SERVE_READY", address=address)
    config = uvicorn.Config(
        make_app(house), log_config=None, access_log=False, server_header=False, proxy_headers=True, forwarded_allow_ips=proxy,
        timeout_graceful_shutdown=_GRACE_S,
    )  # fmt: skip
    gc.freeze()  # what was loaded stays: a full collection would look through all of it, for 0.3 s in the middle of a page
    gc.set_threshold(_YOUNG, 20, 20)
    uvicorn.Server(config).run(sockets=[listening])


def _leave(*_: object) -> None:
    raise SystemExit(0)


def _log_as_json() -> None:
    """One JSON object a line on stderr, also of what the libraries say and of a defect's traceback."""
    common: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    written: list[structlog.typing.Processor] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    others = logging.StreamHandler(sys.stderr)
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    others.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=common, processors=[remove, *written]))
    logging.basicConfig(level=logging.WARNING, handlers=[others])
    structlog.configure(
        processors=[*common, *written],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
