"""The browser's verifier in a real browser, under the page's own content security policy, beside the Python verifier."""

from __future__ import annotations

import base64
import importlib.util
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from lingtan_verify.reason import Reason, RefusalError
from lingtan_verify.trust import Trust
from lingtan_verify.verify import Membership, Request, verify

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPO = Path(__file__).parents[3]
STATIC = REPO / "src" / "lingtan" / "web" / "static"
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"
#: A page over plain http on a LAN address has no `crypto.subtle`.
NO_SUBTLE = "Object.defineProperty(globalThis, 'crypto', {value: {getRandomValues: (to) => to}, configurable: true})"
ASK = """
async (asked) => {
  const { verify } = await import("/verify/verify.js");
  const bytes = (text) => (text === null ? undefined : Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
  const answers = [];
  for (const one of asked) {
    const given = { name: one.name, now: one.now, serial: one.serial ?? undefined, secret: one.secret ?? undefined };
    for (const name of ["file", "trust", "status", "path", "serials"]) given[name] = bytes(one[name]);
    try {
      const { verdict, code, place, checks, reasons, status, statusAsOf, notes } = await verify(given);
      answers.push({
        verdict, code, place, status, statusAsOf, notes,
        checks: checks.map(({ code, ok }) => [code, ok]),
        reasons: reasons.map(({ code, place }) => [code, place]),
      });
    } catch (error) {
      answers.push({ verdict: "crashed", code: String(error.stack), reasons: [] });
    }
  }
  return answers;
}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is given to both verifiers."""

    file: bytes
    trust: bytes
    now: str
    name: str = "certificate.json"
    status: bytes | None = None
    serial: str | None = None
    secret: str | None = None
    path: bytes | None = None
    serials: bytes | None = None

    def but(self, **members: Any) -> Case:
        return replace(self, **members)

    def asked(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: base64.b64encode(value).decode() if isinstance(value, bytes) else value for name, value in values.items()}


@cache
def python_reasons(case: Case) -> list[list[str]]:
    """(code, place) of every reason that `lingtan-verify` finds; asked once for both ways of the browser."""
    try:
        trust = Trust.parse(case.trust, "option", "trust.json")
    except RefusalError as refusal:
        return [[refusal.reason.code, refusal.reason.place]]
    member = Membership(case.serial, case.secret, case.path) if case.serial and case.secret and case.path else None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / case.name
        file.write_bytes(case.file)
        found: list[Reason] = verify(file, Request(trust, case.now, status=case.status, membership=member)).reasons
    return [[reason.code, reason.place] for reason in found]


class Probe:
    """Asks the browser, in one call for many cases."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def answers(self, cases: list[Case]) -> list[dict[str, Any]]:
        return self.page.evaluate(ASK, [case.asked() for case in cases])

    def agrees(self, cases: list[Case], same: Callable[[Any], Any] = lambda reasons: reasons) -> list[dict[str, Any]]:
        """Both verifiers find the same reasons, in the same order; the browser's answers."""
        answers = self.answers(cases)
        for number, (case, answer) in enumerate(zip(cases, answers, strict=True)):
            want = python_reasons(case)
            assert same(answer["reasons"]) == same(want), (number, case.name, answer["code"])
            assert answer["code"] == (same(answer["reasons"])[0][0] if want else "VALID")
            assert (answer["verdict"] == "valid") == (not want)
        return answers


class _Handler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        pages: dict[str, bytes] = self.server.pages  # type: ignore[attr-defined]
        if self.path not in pages:
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(pages[self.path])


class Site:
    """The static folder on a loopback port, and pages of the test."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(STATIC)))
        self.server.pages = {"/": b"<!doctype html><title>probe</title>"}  # type: ignore[attr-defined]
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def put(self, path: str, page: str) -> str:
        self.server.pages[path] = page.encode()  # type: ignore[attr-defined]
        return self.address + path

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    running = Site()
    yield running
    running.stop()


@pytest.fixture
def new_site() -> Iterator[Callable[[], Site]]:
    """Starts a site that the test may stop."""
    started: list[Site] = []

    def start() -> Site:
        started.append(Site())
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture(scope="module", params=["webcrypto", "noble"])
def probe(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Iterator[Probe]:
    """A bare page of the site: once as it is, once without `crypto.subtle`."""
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    if request.param == "noble":
        page.add_init_script(NO_SUBTLE)
    page.goto(site.address + "/")
    assert page.evaluate("globalThis.crypto.subtle === undefined") == (request.param == "noble")
    yield Probe(page)
    page.close()
    assert said == []  # nothing was refused by the content security policy


def _load(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _module(name: str) -> ModuleType:
    return _load(f"lingtan_verify_tests_{name}", REPO / "packages" / "lingtan-verify" / "tests" / f"{name}.py")


@pytest.fixture(scope="session")
def maker() -> ModuleType:
    """The independent maker of certificates that the Python verifier is tested with: `World`, `pdf`, `stored`, `Key`."""
    return _module("conftest")


@pytest.fixture(scope="session")
def false_content() -> ModuleType:
    """Its tables of signed but false, and of malformed, certificates."""
    return _module("test_false_content")


@pytest.fixture(scope="session")
def site_statements() -> ModuleType:
    """Its maker of statements on sites, and the table of signed but false ones."""
    return _module("test_site")


@pytest.fixture(scope="session")
def tampering() -> ModuleType:
    """Its list of members, and how each is changed."""
    return _module("test_tampering")


@pytest.fixture(scope="session")
def case_type() -> type[Case]:
    """What is given to both verifiers; a class, as test modules don't import one another."""
    return Case


@pytest.fixture(scope="session")
def w3c() -> ModuleType:
    """The published vector of the W3C, as the house's own tests hold it."""
    return _load("w3c_vector", REPO / "tests" / "attest" / "test_w3c_vector.py")


@pytest.fixture(scope="session")
def static() -> Path:
    """The folder that is served."""
    return STATIC
