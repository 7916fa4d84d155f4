"""A served house for tests: clients that are logged in, API tokens, and a real port for a browser."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from lingtan.services.accounts.permissions import permissions_of
from lingtan.services.accounts.sessions import session_of
from lingtan.services.accounts.tokens import create_token
from lingtan.services.accounts.types import Visit
from lingtan.services.demo.entering import enter_demo
from lingtan.services.house.house import House
from lingtan.web.app import make_app
from lingtan.web.frame.cookies import SESSION


@dataclass
class Site:
    """The application over a house."""

    house: House
    app: FastAPI
    _running: TestClient

    @classmethod
    @contextlib.contextmanager
    def opened(cls, home: Path, db: str | None = None, **options: Any) -> Iterator[Site]:
        house = House(home, db or f"sqlite:///{home / 'lingtan.db'}", **({"is_demo": True} | options))
        app = make_app(house)
        with TestClient(app) as client:
            yield cls(house, app, client)

    def visit(self) -> Visit:
        return Visit(at=datetime.now(UTC), address="test", request_id="test")

    def client(self, login: str | None = None, **options: Any) -> TestClient:
        """A browser without scripts; logged in as one of the demo's players."""
        client = TestClient(self.app, follow_redirects=False, raise_server_exceptions=True, **options)
        if login is not None:
            client.cookies.set(SESSION, enter_demo(self.house, self.visit(), login).token)
        return client

    def csrf(self, client: TestClient) -> str:
        session = session_of(self.house.accounts, client.cookies[SESSION], at=datetime.now(UTC))
        assert session is not None
        return session.csrf

    def post(self, client: TestClient, path: str, data: dict[str, Any] | None = None, **options: Any) -> Any:
        """A form with the session's own token."""
        return client.post(path, data={"csrf": self.csrf(client), **(data or {})}, **options)

    def api(self, login: str) -> TestClient:
        """A program with a token of all that the player may do."""
        opened = enter_demo(self.house, self.visit(), login)
        scopes = permissions_of(opened.session.roles)
        made = create_token(self.house.accounts, opened.session, self.visit(), name="test", scopes=scopes, days=1)
        return TestClient(self.app, follow_redirects=False, headers={"authorization": f"Bearer {made.secret}"})

    @contextlib.contextmanager
    def listening(self) -> Iterator[str]:
        """A real port; the application's life cycle stays with the fixture."""
        with socket.create_server(("127.0.0.1", 0)) as listening:
            server = uvicorn.Server(uvicorn.Config(self.app, log_config=None, lifespan="off", server_header=False))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            server.should_exit = True
            thread.join(timeout=20)
