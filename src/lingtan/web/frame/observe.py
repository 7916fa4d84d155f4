"""What the server says of itself: one structured line a request, counters for Prometheus, and the time spent in the database."""

from __future__ import annotations

import time
import uuid
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import structlog
from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy import Engine, event
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Observer", "time_queries", "violations"]

_REQUESTS = Counter("lingtan_requests_total", "Requests answered.", ("method", "route", "status"))
_SECONDS = Histogram("lingtan_request_seconds", "Seconds until a request is answered.", ("route",))
_DATABASE = Histogram("lingtan_database_seconds", "Seconds of a request spent in the database.", ("route",))
_RUNNING = Gauge("lingtan_requests_in_progress", "Requests being answered.")
#: Reports that browsers sent of things that the content security policy forbade.
violations = Counter("lingtan_csp_violations_total", "Reports of the content security policy.")

_log = structlog.get_logger("lingtan")


@dataclass(slots=True)
class _Spent:
    """What one request spent in the database. Its thread works on the object that the request made."""

    seconds: float = 0.0
    queries: int = 0


_spent: ContextVar[_Spent | None] = ContextVar("lingtan_spent", default=None)


def time_queries(engine: Engine) -> None:
    """Add the time of every query to the request it is made for."""

    def before(_connection: Any, _cursor: Any, _statement: Any, _parameters: Any, context: Any, _many: bool) -> None:
        context.lingtan_began = time.perf_counter()

    def after(_connection: Any, _cursor: Any, _statement: Any, _parameters: Any, context: Any, _many: bool) -> None:
        spent = _spent.get()
        if spent is not None:
            spent.seconds += time.perf_counter() - context.lingtan_began
            spent.queries += 1

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)


class Observer:
    """ASGI middleware around everything: a request id, a log line, metrics, and a `Server-Timing` header."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        spent, began, status = _Spent(), time.perf_counter(), 500
        token = _spent.set(spent)
        identifier = uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = identifier

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                took = 1000 * (time.perf_counter() - began)
                timing = f'total;dur={took:.1f}, db;dur={1000 * spent.seconds:.1f};desc="{spent.queries}"'
                message["headers"] += [(b"x-request-id", identifier.encode()), (b"server-timing", timing.encode())]
            await send(message)

        _RUNNING.inc()
        try:
            await self.app(scope, receive, answer)
        finally:
            _RUNNING.dec()
            _spent.reset(token)
            _note(scope, status, time.perf_counter() - began, spent, identifier)


def _note(scope: Scope, status: int, seconds: float, spent: _Spent, identifier: str) -> None:
    route = getattr(scope.get("route"), "path", "-")
    _REQUESTS.labels(scope["method"], route, str(status)).inc()
    _SECONDS.labels(route).observe(seconds)
    _DATABASE.labels(route).observe(spent.seconds)
    caller = scope["state"].get("caller")
    _log.info(
        "request", method=scope["method"], path=scope["path"], route=route, status=status, ms=round(1000 * seconds, 1),
        db_ms=round(1000 * spent.seconds, 1), queries=spent.queries, request_id=identifier, user=getattr(caller, "user", "") or None,
        organisation=getattr(caller, "organisation", "") or None,
    )  # fmt: skip
