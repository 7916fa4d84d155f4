"""Headers that a browser is told to hold everybody to, and the size that a request may have."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["POLICY", "Guard"]

#: No other host, nothing inline, nobody frames us. ECharts sets styles through the object model, which the policy does not concern.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "report-uri /csp-report",
    )
)

_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
_HSTS = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_MOST_BYTES = 64 * 2**20
_NO_STORE = (b"cache-control", b"no-store")


class Guard:
    """ASGI middleware: security headers on every answer, and 413 for a body that is too large."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not length.isdigit() or int(length) > _MOST_BYTES:
            await send({"type": "http.response.start", "status": 413, "headers": [*_HEADERS, (b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message["headers"]}
                extra = [*_HEADERS, *([_HSTS] if scope["scheme"] == "https" else [])]
                if b"cache-control" not in known:
                    extra.append(_NO_STORE)
                message["headers"] += [header for header in extra if header[0] not in known]
            await send(message)

        await self.app(scope, receive, answer)
