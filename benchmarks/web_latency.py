"""The server's time for every page, its JSON twin and what-if answers: on the demo's data, and with 10,000 products and 1,000,000 devices.

python3 dev.py bench web_latency [--cache FOLDER] [--only demo|big] [--products N --certificates N --devices N] [--requests 20]

A real `lingtan serve` on a port of this machine, each role logged in, each page asked for in turn by an id that is really there. The times
are the server's own (`Server-Timing`), with the share that it waited for the database; the median counts. What-if answers are asked with
other values every time, so that nothing is remembered. Ends with 1 when a page's median is above 50 ms, a what-if answer's above 200 ms,
or a first visit above 600 KB as it travels. All data are synthetic; the big set is made once (about half an hour) and kept in the cache.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

import httpx

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[1] / "tests" / "web")]

from bulk import Size, load, serial_of  # noqa: E402
from process import Served, post, until  # noqa: E402

from lingtan.access import PERMISSIONS  # noqa: E402
from lingtan.services.demo.cast import CAST  # noqa: E402
from lingtan.services.demo.serving import prepare_demo  # noqa: E402
from lingtan.web.frame.page import Page  # noqa: E402
from lingtan.web.site import PAGES  # noqa: E402

PAGE_MS, WHAT_IF_MS, FIRST_VISIT_KB = 50.0, 200.0, 600.0
_ROLES = ("preparer", "credit-manager", "issuer", "auditor", "admin", "verifier", "customer")
#: Opens only with a code that was sent to somebody; with a pack that was sent in the browser, which the demo leaves to its reader.
_LEFT_OUT = {"/invitation", "/verification/{engagement}/review"}
_addresses = count()


@dataclass(frozen=True, kw_only=True)
class Took:
    """What one address took: median, worst and first of the server's time, the median spent in the database [ms]; and its size [kB]."""

    name: str
    role: str
    limit_ms: float
    median_ms: float
    worst_ms: float
    first_ms: float
    database_ms: float
    queries: int
    size_kb: float

    @property
    def holds(self) -> bool:
        return self.median_ms <= self.limit_ms

    def line(self) -> str:
        share = self.database_ms / self.median_ms if self.median_ms else 0.0
        return (
            f"{'' if self.holds else 'SLOW':5}{self.name:58.58}{self.role:15}{self.median_ms:8.1f}{self.worst_ms:8.1f}{self.first_ms:8.1f}"
            f"{share:7.0%}{self.queries:6d}{self.size_kb:8.1f}"
        )


_HEAD = f"{'':5}{'address':58}{'role':15}{'median':>8}{'worst':>8}{'first':>8}{'in db':>7}{'asks':>6}{'kB gz':>8}"


def _elsewhere() -> dict[str, str]:
    """Headers of another visitor each time, as a proxy writes them: the limits on tries are not what is measured."""
    number = next(_addresses)
    return {"x-forwarded-for": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


def _ask(client: httpx.Client, path: str, **headers: str) -> tuple[httpx.Response, float, float, int]:
    answer = client.get(path, headers=_elsewhere() | headers)
    said = re.search(r'total;dur=([\d.]+), db;dur=([\d.]+);desc="(\d+)"', answer.headers.get("server-timing", ""))
    if answer.status_code != 200 or said is None:
        raise LookupError(f"{path}: {answer.status_code} {' '.join(re.findall('<h1[^>]*>(.*?)</h1>', answer.text)) or answer.text[:200]}")
    return answer, float(said[1]), float(said[2]), int(said[3])


def measure(client: httpx.Client, role: str, name: str, paths: Iterator[str], requests: int, limit_ms: float, **headers: str) -> Took:
    """One address so many times, after one that counts as the first."""
    answer, first, *_ = _ask(client, next(paths), **headers)
    rows = [_ask(client, path, **headers)[1:] for path in islice(paths, requests)]
    totals = [row[0] for row in rows]
    return Took(
        name=name, role=role, limit_ms=limit_ms, median_ms=statistics.median(totals), worst_ms=max(totals), first_ms=first,
        database_ms=statistics.median(row[1] for row in rows), queries=max(row[2] for row in rows),
        size_kb=answer.num_bytes_downloaded / 1_000,
    )  # fmt: skip


def _measured(client: httpx.Client, role: str, where: str, requests: int, limit_ms: float) -> Took:
    """The same of one address; one that is refused counts as slow, and the others are measured all the same."""
    try:
        return measure(client, role, f"/{where}", iter(lambda: where, None), requests, limit_ms)
    except (LookupError, httpx.TransportError) as error:
        never = float("inf")
        return Took(
            name=f"{error}", role=role, limit_ms=limit_ms, median_ms=never, worst_ms=never, first_ms=never, database_ms=0, queries=0,
            size_kb=0,
        )  # fmt: skip


class Ids:
    """Ids that are really there, asked of the API once each."""

    def __init__(self, clients: dict[str, httpx.Client], serial: str) -> None:
        self._clients = clients
        self._serial = serial
        self._known: dict[tuple[str, str], Any] = {}

    def _view(self, role: str, path: str) -> Any:
        if (role, path) not in self._known:
            self._known[role, path] = _ask(self._clients[role], f"api/v1{path}")[0].json()
        return self._known[role, path]

    def addresses(self, page: Page, role: str) -> list[str]:
        """The addresses of a page at which this role finds something, without the language."""
        one = {
            "/verify/device": lambda: [f"/verify/device?serial={self._serial}"],
            "/devices": lambda: [f"/devices?serial={self._serial}"],
            "/compare": self._compared,
            "/road": lambda: ["/road", f"/road?product={self.product()}"],
            "/data/resolve": lambda: ["/data/resolve?activity=electricity&place=CN-GD&year=2023"],
        }
        lists = {
            "/products": ["/products", "/products?page=150", "/products?search=SYN-0042", "/products?order=amount"],
            "/certificates": ["/certificates", "/certificates?page=15", "/certificates?search=SYN-BULK-0004", "/certificates?state=valid"],
            "/orders": ["/orders", "/orders?page=15", "/orders?search=SYN-BULK-0004"],
            "/ledger": ["/ledger", "/ledger?page=60"],
            "/credits": ["/credits", "/credits?page=10"],
            "/credits/retirements": ["/credits/retirements", "/credits/retirements?search=LT-2026-0004"],
            "/credits/pools": ["/credits/pools", "/credits/pools?page=15"],
        }
        if page.path in one:
            return one[page.path]()
        if page.path in lists:
            return lists[page.path]
        found = {name: getattr(self, f"_{name.partition(':')[0]}_of")(page, role) for name in re.findall(r"{([^}]+)}", page.path)}
        path = page.path
        for name, value in found.items():
            path = path.replace(f"{{{name}}}", quote(value, safe="/:"))
        return [path]

    def product(self) -> str:
        """A product with studies of it."""
        return str(self._view("preparer", "/products?order=label&descending=false&search=X13")["rows"][0]["product"])

    def _product_of(self, page: Page, role: str) -> str:
        return self.product()

    def _compared(self) -> list[str]:
        rows = self._view("preparer", "/products")["rows"][:3]
        return ["/compare?" + urlencode(dict(zip("abc", (row["product"] for row in rows), strict=False)))]

    def _line_of(self, page: Page, role: str) -> str:
        page_of = _ask(self._clients["preparer"], f"en/products/{self.product()}")[0].text
        return unquote(re.findall(rf'href="/en/products/{self.product()}/lines/([^"?#]+)"', page_of)[0])

    def _draft_of(self, page: Page, role: str) -> str:
        client = self._clients["preparer"]
        file = (Path(__file__).resolve().parents[1] / "examples" / "thinkpad-x13.toml").read_bytes()
        answer = post(client, "en/products/drafts", {}, files={"file": ("x13.toml", file)})
        return answer.headers["location"].rsplit("/", 1)[-1]

    def _job_of(self, page: Page, role: str) -> str:
        number = self._certificate()
        answer = post(self._clients["issuer"], "en/certificates/export", {"numbers": [number]})
        name = answer.headers["location"].rsplit("/", 1)[-1]
        until(lambda: _ask(self._clients["issuer"], f"api/v1/jobs/{name}")[0].json()["ended"], 120)
        return name

    def _pack_of(self, page: Page, role: str) -> str:
        """An evidence pack of an own study, kept as the maker would keep it."""
        client = self._clients["preparer"]
        study = self._view("preparer", "/verification/new")["studies"][0]["study"]
        data = client.get(f"en/verification/studies/{quote(study)}/pack", headers=_elsewhere())
        answer = post(client, "en/verification/packs", {}, files={"pack": ("pack.json", data.content)})
        return unquote(answer.headers["location"].rsplit("/", 1)[-1])

    def _engagement_of(self, page: Page, role: str) -> str:
        return str(self._view("preparer", "/verification")["rows"][0]["engagement"])

    def _block_of(self, page: Page, role: str) -> str:
        return str(self._view("credit-manager", "/credits")["blocks"][0]["block"])

    def _login_of(self, page: Page, role: str) -> str:
        return role

    def _factor_of(self, page: Page, role: str) -> str:
        return str(self._view("preparer", "/data")["rows"][0]["id"])

    def _certificate(self) -> str:
        return str(self._view("issuer", "/certificates")["certificates"][-1]["number"])

    def _number_of(self, page: Page, role: str) -> str:
        if role == "customer":
            return str(self._view("customer", "/certificates")["certificates"][0]["number"])
        if page.path.startswith("/orders"):
            return str(self._view("credit-manager", "/orders")["orders"][0]["number"])
        return self._certificate()


def _may(page: Page) -> list[str]:
    """The roles that see the page: the first that may, the customer besides where it may; a visitor for what is open to all."""
    if page.may is None:
        return ["visitor"]
    roles = {player.login: {permission for role in player.roles for permission in PERMISSIONS[role]} for player in CAST}
    able = [login for login in _ROLES if page.may in roles[login]]
    return able[:1] + [login for login in able[1:] if login in ("customer", "verifier")]


def _what_if(product: str) -> Iterator[str]:
    """Controls that were never asked for before: years by the hundredth, places and memory in turn."""
    start = int.from_bytes(os.urandom(2), "big")
    for number in count(start):
        asked = {"service_years": f"{2 + (number % 700) / 100:g}", "memory_gb": str((4, 8, 16, 32)[number % 4])}
        asked |= {"place_of_use": ("CN-BJ", "DE", "US", "FR", "JP")[number % 5], "recycled_pc_abs": str(number % 97)}
        yield f"en/products/{product}/what-if?{urlencode(asked)}"


def rows_of(server: Served, serial: str, requests: int, wanted: str) -> Iterator[Took]:
    """Every page and twin, and what-if answers."""
    clients = {"visitor": server.visitor()} | {login: server.player(login) for login in _ROLES}
    ids = Ids(clients, serial)
    for page in (one for one in PAGES if one.path not in _LEFT_OUT and wanted in one.path):
        for role in _may(page)[: 1 if re.search("{(job|draft|pack|block|login|engagement)}", page.path) else None]:
            for address in ids.addresses(page, role):
                for where in (f"en{address}", f"api/v1{address}"):
                    yield _measured(clients[role], role, where, requests, WHAT_IF_MS if "what-if" in page.path else PAGE_MS)
    product = ids.product()
    for kind, headers in (("page", {}), ("fragment", {"hx-request": "true"})):
        name = f"what-if, other values each time ({kind})"
        yield measure(clients["preparer"], "preparer", name, _what_if(product), requests, WHAT_IF_MS, **headers)


def first_visits(server: Served) -> Iterator[tuple[str, float]]:
    """What a browser with nothing in its cache fetches for a page, as it travels. [kB]"""
    client = server.player("preparer")
    product = Ids({"preparer": client}, "").product()
    for path in ("en/welcome", "en/home", f"en/products/{product}", "en/verify"):
        asker = server.visitor() if path in ("en/welcome", "en/verify") else client
        answer = asker.get(path, headers=_elsewhere())
        files = sorted(set(re.findall(r'(?:src|href|data-echarts)="/(static/[^"]+)"', answer.text)))
        yield f"/{path}", sum(one.num_bytes_downloaded for one in (answer, *(asker.get(file) for file in files))) / 1_000


def _served(name: str, home: Path, serial: str, options: argparse.Namespace, report: Callable[[str], None]) -> list[Took]:
    report(f"\n{name}\n{_HEAD}")
    found = []
    with Served("--demo", "--home", home, "--proxy", "127.0.0.1") as server:
        for took in rows_of(server, serial, options.requests, options.pages):
            found.append(took)
            report(took.line())
        for path, size in first_visits(server):
            report(f"{'' if size <= FIRST_VISIT_KB else 'HEAVY':6}first visit of {path}: {size:.0f} kB")
            found.append(
                Took(
                    name=f"first visit of {path} [kB]", role="-", limit_ms=FIRST_VISIT_KB, median_ms=size, worst_ms=size, first_ms=size,
                    database_ms=0, queries=0, size_kb=size,
                )
            )  # fmt: skip
        with suppress(Exception):
            server.terminate()
    return found


def main() -> int:
    """Print the tables and what is too slow; 1 when something is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path(os.environ.get("LINGTAN_BENCH_CACHE", tempfile.gettempdir())) / "lingtan-bulk")
    parser.add_argument("--only", choices=("demo", "big"))
    parser.add_argument("--pages", default="", help="only pages whose path holds this")
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--certificates", type=int, default=1_000)
    parser.add_argument("--devices", type=int, default=1_000, help="of each certificate")
    parser.add_argument("--requests", type=int, default=20)
    options = parser.parse_args()
    slow: list[Took] = []

    def report(line: str) -> None:
        print(line, flush=True)

    if options.only != "big":
        home = options.cache / "demo"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        prepare_demo(home, f"sqlite:///{home / 'lingtan.db'}")
        slow += [took for took in _served("the demo's data", home, "SYN-X13-MEAN-00500", options, report) if not took.holds]
    if options.only != "demo":
        size = Size(products=options.products, certificates=options.certificates, devices=options.devices)
        home = load(options.cache, size)
        name = f"{size.products:,} products, {size.certificates * size.devices:,} devices under {size.certificates:,} certificates"
        serial = serial_of(size.certificates // 2, size.devices // 2)
        slow += [took for took in _served(name, home, serial, options, report) if not took.holds]
    print(json.dumps({"too_slow": [{"address": one.name, "median": one.median_ms, "limit": one.limit_ms} for one in slow]}, indent=1))
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
